import { useEngine } from '../engine/use-engine.ts';
import { useNow } from '../parts/use-now.ts';
import { When } from '../parts/When.tsx';
import { dayInWords } from '../words/dates.ts';
import styles from './firm.module.css';

const acts = { shared: 'Shared', changed: 'Changed', renewed: 'Renewed', stopped: 'Stopped sharing' } as const;

/** Everything that was ever shared and stopped, the latest first. */
export function SharingLog() {
  const now = useNow();
  const { value: log } = useEngine('shareLedger', { limit: 200 });
  if (log === undefined || log.length === 0) return null;
  return (
    <details className={styles.section}>
      <summary>Everything you shared and stopped sharing</summary>
      <ul className={styles.log}>
        {log.map(({ at, act, about, audience, until }, i) => (
          <li key={`${String(log.length - i)} ${at}`}>
            <When at={at} now={now} />
            <span>
              {acts[act]}: <bdi>{about ?? 'somebody who was erased'}</bdi>, with <bdi>{audience}</bdi>
              {act === 'stopped' ? null : <>, until {dayInWords(until)}</>}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
