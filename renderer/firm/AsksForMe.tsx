import { colleagueWords } from '../../core/contract/colleague-words.ts';
import { neededByWords } from '../../core/contract/needed-by.ts';
import type { AskForMe as Ask } from '../../core/contract/sharing.ts';
import { usePageHost } from '../engine/engine-context.ts';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { PersonLink } from '../parts/PersonLink.tsx';
import { useNow } from '../parts/use-now.ts';
import { introducedInWords } from '../words/firm.ts';
import { offerLetter } from '../words/introduction.ts';
import styles from './firm.module.css';
import { useAsksForMe } from './use-asks-for-me.ts';
import { useColleagues } from './use-colleagues.ts';

/** What colleagues ask about people the user knows, and about clients they answer for; nothing is sent but an offer. */
export function AsksForMe() {
  const { value: asks } = useAsksForMe();
  const open = (asks ?? []).filter(({ answer }) => answer !== 'not me');
  if (open.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="asks-for-me">
      <h2 id="asks-for-me">You are asked</h2>
      <ul className={styles.list}>
        {open.map((ask) => (
          <AskForMe key={ask.id} ask={ask} />
        ))}
      </ul>
      <p className={styles.note}>
        Only your computer knows that you were asked. “Not me” and “Later” send nothing; whoever asks learns of you only by an offer.
      </p>
    </section>
  );
} // prettier-ignore

interface AskForMeProps {
  readonly ask: Ask;
  readonly onOffered?: () => void;
}

/** One ask, and what can be said to it. */
export function AskForMe({ ask, onOffered }: AskForMeProps) {
  const host = usePageHost();
  const now = useNow();
  const colleagues = useColleagues();
  const answer = useCommand('answerAsk');
  const { id, from, about, reason, neededBy, person, name, partner, answer: said } = ask;
  const offer = (): void => {
    void answer.run({ id, answer: 'offer' }).then((done) => {
      if (done === null) return;
      host.openLetter(offerLetter(ask));
      onOffered?.();
    });
  };
  return (
    <li className={styles.ask}>
      <p>
        <bdi className={styles.who}>{colleagueWords(from, colleagues)}</bdi> asks who knows <bdi>{about}</bdi>, by{' '}
        {neededByWords(neededBy, now)}.
        {reason === '' ? null : (
          <>
            {' '}
            “<bdi>{reason}</bdi>”
          </>
        )}
      </p>
      <p className={styles.quiet}>
        {partner ? 'You are asked as the responsible partner. ' : null}
        {name === null ? null : <>You know {person === null ? <bdi>{name}</bdi> : <PersonLink id={person} name={name} />}.</>}
      </p>
      {said === 'offer' ? <Offered ask={ask} /> : null}
      {said === 'offer' ? null : <div className={styles.choices}>
        <Button look="main" disabled={answer.running} onClick={offer}>
          Offer an introduction
        </Button>
        <Button
          onClick={() => {
            host.openLetter({ address: from.address, subject: about, text: '' });
          }}
        >
          <Icon name="mail" />
          Write to them
        </Button>
        <Button disabled={answer.running} onClick={() => void answer.run({ id, answer: 'not me' })}>
          Not me
        </Button>
        <Button look="quiet" disabled={answer.running} onClick={() => void answer.run({ id, answer: 'later' })}>
          Later
        </Button>
      </div>}
      {answer.error === null ? null : <FailureLine error={answer.error} />}
    </li>
  );
} // prettier-ignore

/** What was offered is written by the user's own mail program, which can be opened again. */
function Offered({ ask }: { readonly ask: Ask }) {
  const { introduced } = ask;
  const host = usePageHost();
  return (
    <div className={styles.offer}>
      <p>{introduced === null ? 'You offered an introduction. They see your name.' : introducedInWords(introduced)}</p>
      <Button
        onClick={() => {
          host.openLetter(offerLetter(ask));
        }}
      >
        <Icon name="mail" />
        Write it…
      </Button>
    </div>
  );
}
