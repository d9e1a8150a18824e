import type { PollMade } from '../../core/contract/polls.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { dayInWords } from '../words/dates.ts';
import { pollInWords, pollKindWords, somewhereInWords } from '../words/polls.ts';
import { PollFigures } from './PollFigures.tsx';
import styles from './firm.module.css';

/** What a steward has asked everybody, and what all answers came to. */
export function OwnPolls({ kind }: { readonly kind: PollMade['kind'] }) {
  const { value: polls } = useEngine('polls', {});
  const own = (polls ?? []).filter((poll) => poll.kind === kind);
  if (own.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="What you asked everybody">
      {own.map((poll) => (
        <OwnPoll key={poll.id} poll={poll} />
      ))}
    </ul>
  );
}

const dropWords: Readonly<Record<PollMade['state'], string>> = {
  waiting: 'Do not ask it',
  'not asked': 'Forget it',
  open: 'End it unread',
  closed: 'End it unread',
  'too few': 'Forget it',
  told: 'Forget it',
};

function OwnPoll({ poll }: { readonly poll: PollMade }) {
  const drop = useCommand('dropPoll');
  const { id, kind, closesOn, state, deals, figures } = poll;
  return (
    <li className={styles.ask}>
      <p>
        You ask everybody about {pollKindWords[kind]}: {pollInWords(poll)}.
      </p>
      {deals.length === 0 ? null : (
        <table className={styles.figures} aria-label={`Lost deals, asked until ${dayInWords(closesOn)}`}>
          <thead>
            <tr>
              <th scope="col">Deal</th>
              <th scope="col">Lost</th>
              <th scope="col">A good path then</th>
            </tr>
          </thead>
          <tbody>
            {deals.map(({ name, decidedOn, somewhere }) => (
              <tr key={`${name} ${decidedOn}`}>
                <th scope="row">
                  <bdi>{name}</bdi>
                </th>
                <td>{dayInWords(decidedOn)}</td>
                <td>{somewhereInWords(somewhere)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {state === 'told' && kind === 'figures' ? (
        <PollFigures label="Of all who contributed" quarters={figures} />
      ) : null}
      <div className={styles.choices}>
        <Button look="quiet" disabled={drop.running} onClick={() => void drop.run({ id })}>
          {dropWords[state]}
        </Button>
      </div>
      {drop.error === null ? null : <FailureLine error={drop.error} />}
    </li>
  );
}
