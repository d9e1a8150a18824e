import { useCommand } from '../engine/use-engine.ts';
import { useState } from 'react';
import type { Doctor } from '../../core/contract/shapes.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { product } from './product.ts';
import { CopyButton } from '../parts/CopyButton.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

/** The health of the data and the installation, and the same as text to hand on. */
export function Diagnostics() {
  const doctor = useCommand('doctor');
  const diagnostics = useCommand('diagnostics');
  const [found, setFound] = useState<Doctor | null>(null);
  const error = doctor.error ?? diagnostics.error;
  return (
    <Section
      title="Diagnostics"
      text="For whoever looks for a fault: versions, checks and rounded counts. No name, address, subject or path is in what is copied."
    >
      <div className={styles.buttons}>
        <Button
          disabled={doctor.running}
          onClick={() => {
            void doctor.run({}).then((answer) => {
              if (answer !== null) setFound(answer);
            });
          }}
        >
          {doctor.running ? 'Checking…' : 'Check now'}
        </Button>
        <CopyButton
          label="Copy diagnostics"
          text={async () => {
            const answer = await diagnostics.run({});
            return answer === null ? null : `${product.name} ${product.version}\n${answer.text}\n`;
          }}
        />
      </div>
      {error === null ? null : <FailureLine error={error} />}
      {found === null ? null : (
        <div role="status">
          <p className={styles.verdict}>{found.ok ? 'All is well.' : 'Something needs attention.'}</p>
          <dl className={styles.checks}>
            {found.checks.map(({ name, ok, detail }) => (
              <div key={name} data-ok={ok}>
                <dt>{name}</dt>
                <dd>
                  <bdi>{ok ? detail : `Failing: ${detail}`}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </Section>
  );
}
