import { colleagueWords, isAskedToo, partnerOfAskWords } from '../../core/contract/colleague-words.ts';
import { isOver, neededByWords } from '../../core/contract/needed-by.ts';
import type { AskMade } from '../../core/contract/sharing.ts';
import { usePageHost } from '../engine/engine-context.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { askInWords } from '../words/firm.ts';
import { clientLetter, copyTo, requestLetter } from '../words/introduction.ts';
import styles from './firm.module.css';
import { useColleagues } from './use-colleagues.ts';

/** What the user asked, who offers to introduce them, and what came of it. */
export function MyAsks() {
  const { value: asks } = useEngine('asks', {});
  if (asks === undefined || asks.length === 0) return null;
  return (
    <>
      <ul className={styles.list} aria-label="What you asked">
        {asks.map((ask) => (
          <MyAsk key={ask.id} ask={ask} />
        ))}
      </ul>
      <p className={styles.note}>
        Taken back, an ask is gone from the firm exchange, and when they next look from the computers of colleagues who
        have not offered. Whoever has read it may remember.
      </p>
    </>
  );
}

function MyAsk({ ask }: { readonly ask: AskMade }) {
  const host = usePageHost();
  const unask = useCommand('unask');
  const colleagues = useColleagues();
  const now = useNow();
  const { id, about, neededBy, offers, waiting, introduced, partners } = ask;
  const state = ask.state === 'open' && isOver(neededBy, now) ? 'over' : ask.state;
  return (
    <li className={styles.ask}>
      <p>
        Who knows <bdi className={styles.who}>{about}</bdi>, by {neededByWords(neededBy, now)}: {askInWords({ ...ask, state })}
      </p>
      {introduced !== null ? null : partners.map((partner) => (
        <div key={partner.address} className={styles.offer}>
          <p>
            <bdi>{partnerOfAskWords({ waiting, state }, partner)}</bdi>
          </p>
          {isAskedToo({ waiting, state }, partner) ? null : (
            <Button
              onClick={() => {
                host.openLetter({ address: partner.address, ...clientLetter(partner.name, about) });
              }}
            >
              <Icon name="mail" />
              <span>
                Write to <bdi>{partner.name}</bdi>
              </span>
            </Button>
          )}
        </div>
      ))}
      {offers.map(({ colleague, words }) => (
        <div key={colleague.id} className={styles.offer}>
          <p>
            <bdi className={styles.who}>{colleagueWords(colleague, colleagues)}</bdi> offers an introduction.
            {words === '' ? null : (
              <>
                {' '}
                “<bdi>{words}</bdi>”
              </>
            )}
          </p>
          {introduced !== null ? null : (
            <Button
              look="main"
              onClick={() => {
                const { id: member, address, name } = colleague;
                // Who answers for the client may offer without knowing anybody there.
                const letterTo = partners.some((partner) => partner.member === member) ? clientLetter : requestLetter;
                host.openLetter({ address, ...copyTo(partners, colleague), ...letterTo(name, about) });
              }}
            >
              <Icon name="mail" />
              <span>
                Write to <bdi>{colleague.name}</bdi>
              </span>
            </Button>
          )}
        </div>
      ))}
      {state === 'over' ? null : (
        <div className={styles.choices}>
          <Button look="quiet" disabled={unask.running} onClick={() => void unask.run({ id })}>
            {unask.running ? 'Taking it back…' : 'Take it back'}
          </Button>
        </div>
      )}
      {unask.error === null ? null : <FailureLine error={unask.error} />}
    </li>
  );
} // prettier-ignore
