import { usePageHost } from '../engine/engine-context.ts';
import { useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { dayInWords } from '../words/dates.ts';
import { colleagueInWords } from '../words/firm.ts';
import { requestLetter } from '../words/introduction.ts';
import styles from './firm.module.css';

/** What the user asked, and who offers to introduce them. */
export function MyAsks() {
  const host = usePageHost();
  const { value: asks } = useEngine('asks', {});
  if (asks === undefined || asks.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="What you asked">
      {asks.map(({ id, about, neededBy, state, waiting, offers }) => (
        <li key={id} className={styles.ask}>
          <p>
            Who knows <bdi className={styles.who}>{about}</bdi>, by {dayInWords(neededBy)}:{' '}
            {waiting ? 'not sent yet, the firm exchange cannot be reached' : stateInWords(state)}
          </p>
          {offers.map(({ colleague, words }) => (
            <div key={colleague.id} className={styles.offer}>
              <p>
                <bdi className={styles.who}>{colleagueInWords(colleague)}</bdi> offers an introduction.
                {words === '' ? null : (
                  <>
                    {' '}
                    “<bdi>{words}</bdi>”
                  </>
                )}
              </p>
              <Button
                look="main"
                onClick={() => {
                  host.openLetter({ address: colleague.address, ...requestLetter(colleague.name, about) });
                }}
              >
                <Icon name="mail" />
                <span>
                  Write to <bdi>{colleague.name}</bdi>
                </span>
              </Button>
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

function stateInWords(state: 'open' | 'offered' | 'over'): string {
  if (state === 'over') return 'over, nobody offered';
  return state === 'open' ? 'no offer yet' : 'offered';
}
