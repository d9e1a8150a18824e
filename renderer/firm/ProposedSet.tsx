import { useState } from 'react';
import type { SharedLine } from '../../core/contract/sharing.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { counted, listed } from '../words/counts.ts';
import { neverInWords } from '../words/firm.ts';
import styles from './firm.module.css';
import { ShareLines } from './ShareLines.tsx';

const proposed = { audience: { kind: 'firm' }, disclosure: 'organisation', days: 90 } as const;

/** A first set, in one act: organisations only, good relationships only; what is unticked is never shared. */
export function ProposedSet({ onClose }: { readonly onClose: () => void }) {
  const [unticked, setUnticked] = useState<readonly number[]>([]);
  const everything = useEngine('sharePreview', { proposal: proposed });
  const { value: chosen, input, error } = useEngine('sharePreview', { proposal: { ...proposed, without: [...unticked] } });
  const publish = useCommand('publish');
  const tell = useViewState((state) => state.tell);
  if (everything.value === undefined || chosen === undefined) {
    return everything.error === null ? null : (
      <Dialog title="Share organisations" onClose={onClose}>
        <FailureLine error={everything.error} />
      </Dialog>
    );
  }
  // An answer to an earlier choice must not be what is shared.
  const isCurrent = input?.proposal?.without?.join() === unticked.join();
  const count = chosen.audiences.reduce((sum, { lines }) => sum + lines.length, 0);
  const tick = (line: SharedLine) =>
    line.organisation === null || line.person !== null ? null : (
      <input
        type="checkbox"
        aria-label={`Share: ${line.about}`}
        checked={!unticked.includes(line.organisation)}
        onChange={(event) => {
          const { organisation } = line;
          if (organisation === null) return;
          setUnticked(event.target.checked ? unticked.filter((one) => one !== organisation) : [...unticked, organisation]);
        }}
      />
    );
  const { few, leftOut, audiences } = everything.value;
  return (
    <Dialog title="Share organisations" onClose={onClose}>
      <form
        className={styles.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          const dialog = event.currentTarget.closest('dialog');
          void publish
            .run({ digest: chosen.digest, proposal: { ...proposed, without: [...unticked] } })
            .then((done) => {
              if (done === null) return;
              tell('Shared for 90 days', false);
              dialog?.close();
            });
        }}
      >
        <p>
          Colleagues who ask for one of these organisations would be told that you know somebody there, word for word as below, and
          no name. Untick what is not to be shared; it can be stopped at any time.
        </p>
        <div className={styles.within}>
          {audiences.length === 0 ? (
            <p>You know no organisation well enough, or through enough people, to be proposed.</p>
          ) : (
            <ShareLines audiences={audiences} before={tick} />
          )}
          {few.length + leftOut.length === 0 ? null : (
            <details>
              <summary>Left out: {counted(few.length + leftOut.length, 'more', 'more')}</summary>
              <ul className={styles.log}>
                {few.map(({ organisation, name, people }) => (
                  <li key={`organisation ${String(organisation)}`}>
                    <span>
                      <bdi>{name}</bdi>, which would name <bdi>{listed(people)}</bdi> in effect
                    </span>
                  </li>
                ))}
                {leftOut.map(({ person, name, reason }) => (
                  <li key={`person ${String(person)}`}>
                    <span>
                      <bdi>{name}</bdi> {neverInWords(reason)}
                    </span>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
        {error === null ? null : <FailureLine error={error} />}
        {publish.error === null ? null : <FailureLine error={publish.error} />}
        <div className={styles.choices}>
          <Button look="main" type="submit" disabled={publish.running || count === 0 || !isCurrent}>
            {publish.running ? 'Sharing…' : `Share ${counted(count, 'organisation')} with everybody in the firm`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore
