import { useState } from 'react';
import { useEngine } from '../engine/use-engine.ts';
import { FailureLine } from '../parts/Notice.tsx';
import { counted, number } from '../words/counts.ts';
import styles from './sources.module.css';

interface LeftOutProps {
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
}

// Enough to see what kind of items they are.
const examples = 20;

/** Everything that could not be used, by reason, each opening to where it stood. */
export function LeftOut({ skipped }: LeftOutProps) {
  const all = skipped.reduce((sum, { count }) => sum + count, 0);
  return (
    <div>
      <h3 className={styles.label}>Left out of all sources: {counted(all, 'item')}</h3>
      <div className={styles.skipped}>
        {skipped.map((each) => (
          <Reason key={each.reason} {...each} />
        ))}
      </div>
    </div>
  );
}

function Reason({ reason, count }: LeftOutProps['skipped'][number]) {
  const [isOpen, setIsOpen] = useState(false);
  const asked = useEngine('skipped', isOpen ? { reason, limit: examples } : null);
  return (
    <details
      onToggle={(event) => {
        setIsOpen(event.currentTarget.open);
      }}
    >
      <summary>
        <bdi>{reason}</bdi> <span>{number(count)}</span>
      </summary>
      {asked.error === null ? null : <FailureLine error={asked.error} />}
      <ul>
        {asked.value?.map(({ source, place }) => (
          <li key={`${source} ${place}`}>
            <bdi>{place === '' ? source : place}</bdi>
            {place === '' || place === source ? null : <bdi className={styles.of}>{source}</bdi>}
          </li>
        ))}
        {count > examples ? <li>and {number(count - examples)} more</li> : null}
      </ul>
    </details>
  );
}
