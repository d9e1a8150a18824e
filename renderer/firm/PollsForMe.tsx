import { useState } from 'react';
import { colleagueWords } from '../../core/contract/colleague-words.ts';
import type { PollForMe } from '../../core/contract/polls.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { Unfold } from '../parts/Unfold.tsx';
import { Look } from '../pursuits/Audit.tsx';
import { dayInWords } from '../words/dates.ts';
import { answersInWords, pollKindWords } from '../words/polls.ts';
import { PollFigures } from './PollFigures.tsx';
import styles from './firm.module.css';
import { useColleagues } from './use-colleagues.ts';

/** What stewards ask everybody, with what this computer would answer; nothing is sent before the user says so. */
export function PollsForMe() {
  const { value: polls } = useEngine('pollsForMe', {});
  if (polls === undefined || polls.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="polls-for-me">
      <h2 id="polls-for-me">The firm asks everybody</h2>
      <ul className={styles.list}>
        {polls.map((poll) => (
          <Poll key={poll.id} poll={poll} />
        ))}
      </ul>
      <p className={styles.note}>
        All answers are added up before anybody can read them, and only where five or more contribute. No colleague sees who did, or which answer is
        whose, so a contribution cannot be taken back. Not contributing shows nowhere.
      </p>
    </section>
  );
} // prettier-ignore

function Poll({ poll }: { readonly poll: PollForMe }) {
  const { id, from, kind, closesOn, answer, digest, deals, figures } = poll;
  const colleagues = useColleagues();
  const contribute = useCommand('contribute');
  const decline = useCommand('declinePoll');
  const [without, setWithout] = useState<readonly number[]>([]);
  const isBusy = contribute.running || decline.running;
  return (
    <li className={styles.ask}>
      <p>
        <bdi className={styles.who}>{colleagueWords(from, colleagues)}</bdi> asks everybody about {pollKindWords[kind]}, until{' '}
        {dayInWords(closesOn)}.
      </p>
      {answer === null ? null : (
        <p className={styles.quiet}>
          {answer === 'contributed' ? 'You contributed.' : 'You left this unanswered. Nothing was sent.'}
        </p>
      )}
      {answer !== null ? null : kind === 'deals' ? (
        <>
          <p className={styles.quiet}>
            Was there a good path when each was lost? Your computer looked at your mailbox as it was then. Untick what you do not want to say:
            it counts as a no.
          </p>
          <ul className={styles.deals} aria-label="What your computer would answer">
            {deals.map((deal) => (
              <Deal
                key={deal.place}
                deal={deal}
                isYes={deal.answer && !without.includes(deal.place)}
                onTick={(isYes) => {
                  setWithout(isYes ? without.filter((place) => place !== deal.place) : [...without, deal.place]);
                }}
              />
            ))}
          </ul>
        </>
      ) : (
        <PollFigures label="Your own asks" quarters={figures.map((all) => ({ quarter: all.quarter, all }))} />
      )}
      {answer === 'contributed' ? null : (
        <div className={styles.choices}>
          {answer === null ? (
            <>
              <Button look="main" disabled={isBusy} onClick={() => void contribute.run({ id, digest, without: [...without] })}>
                {kind === 'deals' ? `Contribute ${answersInWords(deals, without)}` : 'Contribute these figures'}
              </Button>
              <Button disabled={isBusy} onClick={() => void decline.run({ id, declined: true })}>
                Leave unanswered
              </Button>
            </>
          ) : (
            <Button look="quiet" disabled={isBusy} onClick={() => void decline.run({ id, declined: false })}>
              Look at it again
            </Button>
          )}
        </div>
      )}
      {contribute.error === null ? null : <FailureLine error={contribute.error} />}
      {decline.error === null ? null : <FailureLine error={decline.error} />}
    </li>
  );
} // prettier-ignore

interface DealProps {
  readonly deal: PollForMe['deals'][number];
  readonly isYes: boolean;
  readonly onTick: (isYes: boolean) => void;
}

function Deal({ deal: { organisation, decidedOn, answer, audited }, isYes, onTick }: DealProps) {
  return (
    <li>
      <label>
        <input
          type="checkbox"
          checked={isYes}
          disabled={!answer}
          onChange={(event) => {
            onTick(event.currentTarget.checked);
          }}
        />
        <span>
          <bdi className={styles.who}>{organisation}</bdi>, lost {dayInWords(decidedOn)}: {isYes ? 'yes' : 'no'}.{' '}
          <bdi className={styles.quiet}>{audited.words}.</bdi>
        </span>
      </label>
      <div className={styles.behind}>
        <Unfold
          label={
            <>
              What this was told from<span className="unseen">, {organisation}</span>
            </>
          }
        >
          <h3 className="unseen">{organisation}</h3>
          <ol>
            {audited.looks.map((look) => (
              <Look key={look.daysBefore} look={look} about={organisation} names />
            ))}
          </ol>
        </Unfold>
      </div>
    </li>
  );
}
