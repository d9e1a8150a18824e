import { number } from '../words/counts.ts';
import styles from './sources.module.css';

interface SkippedProps {
  readonly title: string;
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
}

/** Items that could not be used, by reason. */
export function Skipped({ title, skipped }: SkippedProps) {
  return (
    <div>
      <h3 className={styles.label}>{title}</h3>
      <dl className={styles.skipped}>
        {skipped.map(({ reason, count }) => (
          <div key={reason}>
            <dt>
              <bdi>{reason}</bdi>
            </dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
