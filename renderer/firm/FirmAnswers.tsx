import { useState } from 'react';
import type { FirmWho } from '../../core/contract/sharing.ts';
import { usePageHost } from '../engine/engine-context.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { When } from '../parts/When.tsx';
import { counted } from '../words/counts.ts';
import { givenName } from '../words/draft.ts';
import { answerInWords } from '../words/firm.ts';
import { AskFirm } from './AskFirm.tsx';
import styles from './firm.module.css';

/** What the firm can add to an answer: what colleagues have shared, asked for by a press, and an ask that only who knows them can open. */
export function FirmAnswers({ words }: { readonly words: string }) {
  const { value: status } = useEngine('firmStatus', {});
  const who = useCommand('firmWho');
  const [found, setFound] = useState<FirmWho | null>(null);
  const [isAsking, setAsking] = useState(false);
  if (status == null) return null;
  const askable = status.colleagues.length;
  return (
    <section className={`${styles.section ?? ''} ${styles.answers ?? ''}`} aria-label="The firm">
      <h3>The firm</h3>
      {found === null ? null : (
        <>
          <Found found={found} />
          <p className={styles.note}>The firm exchange was asked for this, and cannot read what it was asked.</p>
        </>
      )}
      <div className={styles.choices}>
        {found === null ? (
          <Button disabled={who.running} onClick={() => void who.run({ words }).then(setFound)}>
            {who.running ? 'Looking…' : 'See what colleagues have shared'}
          </Button>
        ) : null}
        {isAsking ? null : (
          <Button
            onClick={() => {
              setAsking(true);
            }}
          >
            Ask through the firm…
          </Button>
        )}
        <span className={styles.quiet}>
          {counted(askable, 'colleague')} can be asked without telling them who you look for unless they know them.
        </span>
      </div>
      {who.error === null ? null : <FailureLine error={who.error} />}
      {isAsking ? <AskFirm askable={askable} about={words.slice(0, 120)} /> : null}
    </section>
  );
}

function Found({ found }: { readonly found: FirmWho }) {
  const host = usePageHost();
  const now = useNow();
  const { about, answers, kept } = found;
  if (about.length === 0)
    return <p className={styles.quiet}>Say whom you mean by an address, or as “Jane Roe at acme.com”.</p>;
  return (
    <>
      {kept === null ? null : <FailureLine error={kept} />}
      {answers.length === 0 ? <p>No colleague has shared anything about this.</p> : null}
      <ul className={styles.list}>
        {answers.map((answer) => {
          const words = answerInWords(answer);
          const { colleague, person, about: whom, fetchedAt } = answer;
          return (
            <li key={words} className={styles.offer}>
              <p>
                <bdi>{words}</bdi>
                {kept === null ? null : (
                  <span className={styles.quiet}>
                    {' '}
                    As of <When at={fetchedAt} now={now} />.
                  </span>
                )}
              </p>
              {colleague === null ? null : (
                <Button
                  onClick={() => {
                    const wanted = person ?? `somebody at ${whom}`;
                    const text = `Dear ${givenName(colleague.name)},\n\nYou know ${wanted}, and I would like to. Would you be willing to introduce us? One line to us both is enough, and a no is no trouble at all. You may pass on what follows.\n\n\nBest wishes`;
                    host.openLetter({ address: colleague.address, subject: `An introduction to ${wanted}`, text });
                  }}
                >
                  <Icon name="mail" />
                  Ask by mail
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
