import { useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine, Notice, Working } from '../parts/Notice.tsx';
import { useLate } from '../parts/use-late.ts';
import { dayInWords } from '../words/dates.ts';
import { wayInWords } from '../words/pursuits.ts';
import { State } from './PursuitList.tsx';
import styles from './pursuits.module.css';

/** One printable page of the open pursuits: the way in, the next step and by when, and what happened since last Monday. */
export function MondaySheet({ onOpen }: { readonly onOpen: (id: number) => void }) {
  const { value: sheet, error } = useEngine('monday', {});
  const late = useLate(sheet === undefined && error === null);
  if (error !== null) return <FailureLine error={error} />;
  if (sheet === undefined) return late ? <Working words="Looking at the week…" /> : null;
  if (sheet.rows.length === 0) return <Notice title="No open pursuit" />;
  return (
    <div className={styles.audit}>
      <div className={styles.sheetHead}>
        <h2>Week of {dayInWords(sheet.week)}</h2>
        <Button
          onClick={() => {
            window.print();
          }}
        >
          Print…
        </Button>
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
          {sheet.rows.map(({ pursuit, step, by, happened }) => (
            <tr key={pursuit.id}>
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
                <span className={styles.quiet}>by {dayInWords(by)}</span>
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
    </div>
  );
}
