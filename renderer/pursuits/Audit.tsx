import { useState } from 'react';
import type { AuditLook, AuditedDeal } from '../../core/contract/opportunities.ts';
import { useEngineClient } from '../engine/engine-context.ts';
import { useEngine } from '../engine/use-engine.ts';
import { BandWord } from '../parts/BandMark.tsx';
import { CopyButton } from '../parts/CopyButton.tsx';
import { Evidence } from '../parts/Evidence.tsx';
import { FailureLine, Notice, Working } from '../parts/Notice.tsx';
import { PaperButton } from '../parts/PaperButton.tsx';
import { Unfold } from '../parts/Unfold.tsx';
import { useLate } from '../parts/use-late.ts';
import { useNow } from '../parts/use-now.ts';
import { dayInWords, localDay } from '../words/dates.ts';
import { verdictWords } from '../words/pursuits.ts';
import { AskFirmAboutLost } from './AskFirmAboutLost.tsx';
import styles from './pursuits.module.css';

const lookingBack = 'Looking back at each of those days…';

/** On the day each deal was lost: whom the user was warm with there, and whether they turned to them. Printed, a page a deal. */
export function Audit() {
  const [names, setNames] = useState(true);
  const now = useNow();
  const { value: audit, input, error } = useEngine('audit', { names });
  // What is still shown may have names in it that are not to go on paper.
  const isWaiting = input?.names !== names;
  const late = useLate(isWaiting && error === null);
  const engine = useEngineClient();
  if (error !== null) return <FailureLine error={error} />;
  if (audit === undefined) return late ? <Working words={lookingBack} /> : null;
  if (audit.deals.length === 0)
    return (
      <Notice title="No lost deal with a decision date in the past">
        <p>
          Import the deals you lost, with the day on which each was decided. For each, Warmpath looks at your mailbox as
          it was on that day, and 30 and 90 days before.
        </p>
      </Notice>
    );
  return (
    <div className={styles.audit}>
      <div className={styles.bar}>
        <label className={styles.names}>
          <input
            type="checkbox"
            checked={!names}
            onChange={(event) => {
              setNames(!event.currentTarget.checked);
            }}
          />
          Without names
        </label>
        {isWaiting && late ? (
          <span role="status" className={styles.quiet}>
            {lookingBack}
          </span>
        ) : null}
        <CopyButton
          label="Copy as CSV"
          text={async () => {
            const answer = await engine.call('auditCsv', { names });
            return answer.ok ? answer.value.csv : null;
          }}
        />
        <PaperButton paper={names ? 'lost deals' : 'lost deals without names'} disabled={isWaiting} />
      </div>
      <section className={styles.summary}>
        <p className={`${styles.quiet} ${styles.onPaper}`}>Lost deals, looked at on {dayInWords(localDay(now))}</p>
        <h2>
          <bdi>{audit.summary}</bdi>
        </h2>
        <p className={styles.quiet}>
          As of the day of each decision, and 30 and 90 days before it, from what was sent, met or said before that
          moment and nothing after it. What mail cannot see, such as calls, is not in it.
        </p>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Deal</th>
              <th scope="col">Decided</th>
              <th scope="col">What could have been</th>
            </tr>
          </thead>
          <tbody>
            {audit.deals.map((deal) => (
              <tr key={deal.pursuit}>
                <th scope="row">
                  <bdi>{deal.name}</bdi>
                </th>
                <td>{dayInWords(deal.decidedOn)}</td>
                <td data-verdict={deal.verdict}>{verdictWords[deal.verdict]}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {audit.undated.length === 0 ? null : (
          <p className={styles.quiet}>
            Left out, with no decision date in the past: <bdi>{audit.undated.map(({ name }) => name).join(', ')}</bdi>
          </p>
        )}
      </section>
      {names ? <AskFirmAboutLost /> : null}
      {audit.deals.map((deal) => (
        <Deal key={deal.pursuit} deal={deal} names={names} />
      ))}
    </div>
  );
}

function Deal({ deal, names }: { readonly deal: AuditedDeal; readonly names: boolean }) {
  return (
    <section className={styles.deal}>
      <h3>
        <bdi>{deal.name}</bdi>
      </h3>
      <p className={styles.quiet}>
        <bdi>{deal.organisation === null ? '' : `${deal.organisation}, `}</bdi>decided on {dayInWords(deal.decidedOn)}
      </p>
      <p>
        <strong>{verdictWords[deal.verdict]}.</strong>{' '}
        <bdi>{deal.verdict.startsWith('good') ? `${deal.words}.` : ''}</bdi>
      </p>
      <ol className={styles.looks}>
        {deal.looks.map((look) => (
          <Look key={look.daysBefore} look={look} about={deal.name} names={names} />
        ))}
      </ol>
    </section>
  );
}

interface LookProps {
  readonly look: AuditLook;
  /** What the deal is called. */
  readonly about: string;
  readonly names: boolean;
}

/** One moment of a deal; with names it opens to what it was told from. */
export function Look({ look, about, names }: LookProps) {
  const { daysBefore, asOf, tie, path } = look;
  const involved = [...(tie === null ? [] : [tie.person]), ...(path?.people ?? [])];
  const everybody = involved.filter(({ id }, i) => involved.findIndex((one) => one.id === id) === i);
  return (
    <li className={styles.look}>
      <h4>
        {daysBefore === 0 ? 'On the day' : `${String(daysBefore)} days before`}
        <span>{dayInWords(asOf)}</span>
      </h4>
      <div>
        {tie === null ? (
          <p className={styles.quiet}>Nobody there was known.</p>
        ) : (
          <p>
            Strongest: <bdi>{tie.person.name}</bdi> <BandWord band={tie.band} />
            {tie.last === null ? null : <span className={styles.quiet}>, last contact {dayInWords(tie.last)}</span>}
          </p>
        )}
        {path === null ? null : (
          <p>
            <bdi>{path.words}</bdi>.
          </p>
        )}
        {everybody.length === 0 || !names ? null : (
          <Unfold
            label={
              <>
                What this was told from
                <span className="unseen">
                  , {about}, {dayInWords(asOf)}
                </span>
              </>
            }
          >
            {everybody.map(({ id, name }) => (
              <Behind key={id} person={id} name={name} asOf={asOf} />
            ))}
          </Unfold>
        )}
      </div>
    </li>
  );
}

interface BehindProps {
  readonly person: number;
  readonly name: string;
  readonly asOf: string;
}

function Behind({ person, name, asOf }: BehindProps) {
  const { value, error } = useEngine('auditEvidence', { person, asOf });
  if (error !== null) return <FailureLine error={error} />;
  if (value === undefined) return null;
  return (
    <div className={styles.behind}>
      <p>
        <bdi>{name}</bdi>
      </p>
      <Evidence interactions={value} dated />
    </div>
  );
}
