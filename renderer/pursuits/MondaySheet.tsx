import { useEngine } from '../engine/use-engine.ts';
import { FailureLine, Notice, Working } from '../parts/Notice.tsx';
import { PaperButton } from '../parts/PaperButton.tsx';
import { useLate } from '../parts/use-late.ts';
import { dayInWords, weekdayInWords } from '../words/dates.ts';
import { counted } from '../words/counts.ts';
import { wayInWords } from '../words/pursuits.ts';
import { State } from './PursuitList.tsx';
import styles from './pursuits.module.css';

// As many as one page holds; what asks for the most comes first.
const onPaper = 14;

/** One printable page of the open pursuits: the way in, the next step and by when, and what happened since last Monday. */
export function MondaySheet({ onOpen }: { readonly onOpen: (id: number) => void }) {
  const { value: sheet, error } = useEngine('monday', {});
  const late = useLate(sheet === undefined && error === null);
  if (error !== null) return <FailureLine error={error} />;
  if (sheet === undefined) return late ? <Working words="Looking at the week…" /> : null;
  if (sheet.rows.length === 0)
    return (
      <Notice title="No open pursuit">
        <p>What you want to win is added under All: a line, or a list.</p>
      </Notice>
    );
  return (
    <div className={`${styles.audit} ${styles.sheet}`}>
      <div className={styles.sheetHead}>
        <h2>Week of {dayInWords(sheet.week)}</h2>
        <PaperButton paper="Monday sheet" />
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Pursuit</th>
            <th scope="col">Way in</th>
            <th scope="col">Next step</th>
            <th scope="col">Since last Monday</th>
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map(({ pursuit, step, by, happened }, i) => (
            <tr key={pursuit.id} className={i < onPaper ? '' : styles.offPaper}>
              <th scope="row">
                <button
                  type="button"
                  className={styles.link}
                  onClick={() => {
                    onOpen(pursuit.id);
                  }}
                >
                  <bdi>{pursuit.name}</bdi>
                </button>
                <span className={styles.quiet}>
                  <bdi>{pursuit.organisation ?? ''}</bdi>
                </span>
              </th>
              <td>
                <bdi>{wayInWords(pursuit)}</bdi>
                {pursuit.state === null ? null : <State state={pursuit.state} />}
              </td>
              <td>
                <bdi>{step}</bdi>
                <span className={styles.quiet}>by {weekdayInWords(by)}</span>
              </td>
              <td>
                {happened.length === 0 ? (
                  <span className={styles.quiet}>Nothing</span>
                ) : (
                  <ul>
                    {happened.map((words) => (
                      <li key={words}>
                        <bdi>{words}</bdi>
                      </li>
                    ))}
                  </ul>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sheet.rows.length <= onPaper ? null : (
        <p className={`${styles.quiet} ${styles.onPaper}`}>
          {counted(sheet.rows.length - onPaper, 'more open pursuit')}, which ask for less.
        </p>
      )}
    </div>
  );
}
