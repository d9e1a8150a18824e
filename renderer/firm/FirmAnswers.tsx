import { useState } from 'react';
import type { Colleague, FirmWho } from '../../core/contract/sharing.ts';
import { usePageHost } from '../engine/engine-context.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { When } from '../parts/When.tsx';
import { counted } from '../words/counts.ts';
import { answerInWords } from '../words/firm.ts';
import { answerLetter, copyTo } from '../words/introduction.ts';
import { AskFirm } from './AskFirm.tsx';
import styles from './firm.module.css';

/** What the firm can add to an answer: what colleagues have shared, asked for by a press, and an ask that opens only for who knows them or answers for where they work. */
export function FirmAnswers({ words }: { readonly words: string }) {
  const { value: status } = useEngine('firmStatus', {});
  const who = useCommand('firmWho');
  const { value: kept } = useEngine('firmWho', status == null ? null : { words, keptOnly: true });
  const [asked, setAsked] = useState<FirmWho | null>(null);
  const [isAsking, setAsking] = useState(false);
  if (status == null) return null;
  const askable = status.colleagues.length;
  const found = asked ?? (kept !== undefined && kept.answers.length > 0 ? kept : null);
  return (
    <section className={`${styles.section ?? ''} ${styles.answers ?? ''}`} aria-label="The firm">
      <h3>The firm</h3>
      {found === null ? null : (
        <>
          <Found found={found} isKept={asked === null || asked.kept !== null} colleagues={status.colleagues} />
          {asked === null ? null : (
            <p className={styles.note}>The firm exchange was asked for this, and cannot read what it was asked.</p>
          )}
        </>
      )}
      <div className={styles.choices}>
        {asked === null ? (
          <Button disabled={who.running} onClick={() => void who.run({ words }).then(setAsked)}>
            {who.running ? 'Looking…' : found === null ? 'See what colleagues have shared' : 'Look again'}
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
          {counted(askable, 'colleague')} can be asked without telling them who you look for unless they know them
          {found?.partners.some(({ member }) => member !== null) === true ? '; the responsible partner is told' : ''}.
        </span>
      </div>
      {who.error === null ? null : <FailureLine error={who.error} />}
      {isAsking ? <AskFirm askable={askable} typed={words.slice(0, 120)} /> : null}
    </section>
  );
}

interface FoundProps {
  readonly found: FirmWho;
  readonly isKept: boolean;
  readonly colleagues: readonly Colleague[];
}

function Found({ found, isKept, colleagues }: FoundProps) {
  const host = usePageHost();
  const now = useNow();
  const { about, answers, partners, kept } = found;
  if (about.length === 0)
    return <p className={styles.quiet}>Say whom you mean by an address, or as “Jane Roe at acme.com”.</p>;
  return (
    <>
      {kept === null ? null : <FailureLine error={kept} />}
      {answers.length === 0 ? <p>No colleague has shared anything about {about.join('; ')}.</p> : null}
      <ul className={styles.list}>
        {answers.map((answer) => {
          const words = answerInWords(answer, colleagues);
          const { colleague, partner, fetchedAt } = answer;
          const isSelf = partner && !partners.some(({ address }) => address === colleague?.address);
          return (
            <li key={words} className={styles.offer}>
              <p>
                <bdi>{words}</bdi>
                {!isKept ? null : (
                  <span className={styles.quiet}>
                    {' '}
                    As of <When at={fetchedAt} now={now} />.
                  </span>
                )}
              </p>
              {colleague === null || isSelf ? null : (
                <Button
                  onClick={() => {
                    host.openLetter({
                      address: colleague.address,
                      ...copyTo(partners, colleague),
                      ...answerLetter(colleague.name, answer),
                    });
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
