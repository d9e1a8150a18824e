import { useState } from 'react';
import type { Settings, YearsKept } from '../../core/contract/kept.ts';
import { yearsKept } from '../../core/contract/kept.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { FailureLine } from '../parts/Notice.tsx';
import { dayInWords } from '../words/dates.ts';
import { lossInWords } from '../words/settings.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

/** How many years are kept: a narrower window asks before it deletes. */
export function HowFarBack({ years, since }: Pick<Settings, 'years' | 'since'>) {
  const keep = useCommand('keepYears');
  const [asked, setAsked] = useState<YearsKept | null>(null);
  const choose = (chosen: YearsKept | null) => {
    if (chosen !== null && chosen < (years ?? Infinity)) setAsked(chosen);
    else void keep.run({ years: chosen });
  };
  return (
    <Section
      title="How far back"
      text={
        since === null
          ? 'All mail and meetings are kept, however old.'
          : `Mail and meetings since ${dayInWords(since)} are kept. What becomes older goes by itself.`
      }
      action={
        <select
          className={styles.select}
          aria-label="How far back"
          value={asked ?? years ?? 'all'}
          disabled={keep.running}
          onChange={(event) => {
            choose(yearsKept.find((one) => String(one) === event.target.value) ?? null);
          }}
        >
          <option value="all">Everything</option>
          {yearsKept.map((one) => (
            <option key={one} value={one}>
              The last {one} years
            </option>
          ))}
        </select>
      }
    >
      {asked === null ? null : (
        <Narrow
          years={asked}
          keep={keep}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
      {asked !== null || keep.error === null ? null : <FailureLine error={keep.error} />}
    </Section>
  );
}

interface NarrowProps {
  readonly years: YearsKept;
  readonly keep: ReturnType<typeof useCommand<'keepYears'>>;
  readonly onClose: () => void;
}

function Narrow({ years, keep, onClose }: NarrowProps) {
  const { value, error } = useEngine('yearsPreview', { years });
  return (
    <Confirm
      title={`Keep only the last ${String(years)} years?`}
      action={['Delete what is older', 'Deleting…']}
      busy={keep.running}
      error={error ?? keep.error}
      ready={value !== undefined}
      run={async () => (await keep.run({ years })) !== null}
      onClose={onClose}
    >
      <p>{value === undefined ? 'Counting…' : `${lossInWords(value)}: all before ${dayInWords(value.since)}.`}</p>
      <p>Later imports leave out what is older. Your mail itself is not touched.</p>
    </Confirm>
  );
}
