import type { QuarterOfAsks } from '../../core/contract/polls.ts';
import { medianInWords, quarterInWords } from '../words/polls.ts';
import styles from './firm.module.css';

interface PollFiguresProps {
  /** What the table is of. */
  readonly label: string;
  /** `all` is null where what was told cannot be. */
  readonly quarters: readonly { readonly quarter: string; readonly all: QuarterOfAsks | null }[];
}

/** Asks and what came of them, a quarter a row. */
export function PollFigures({ label, quarters }: PollFiguresProps) {
  return (
    <table className={styles.figures} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Quarter</th>
          <th scope="col">Asked</th>
          <th scope="col">Answered</th>
          <th scope="col">Half of them</th>
          <th scope="col">Introduced and met</th>
        </tr>
      </thead>
      <tbody>
        {quarters.map(({ quarter, all }) => (
          <tr key={quarter}>
            <th scope="row">{quarterInWords(quarter)}</th>
            {all === null ? (
              <td colSpan={4}>Somebody told what cannot be.</td>
            ) : (
              <>
                <td>{all.made}</td>
                <td>{all.answered}</td>
                <td>{medianInWords(all.medianHours)}</td>
                <td>{all.met}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
