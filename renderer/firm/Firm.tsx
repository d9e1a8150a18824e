import { computersWords } from '../../core/contract/colleague-words.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine, Notice } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { When } from '../parts/When.tsx';
import { counted } from '../words/counts.ts';
import { AskFirm } from './AskFirm.tsx';
import { AsksForMe } from './AsksForMe.tsx';
import styles from './firm.module.css';
import { MyAsks } from './MyAsks.tsx';
import { OpenPoll } from './OpenPoll.tsx';
import { OwnPolls } from './OwnPolls.tsx';
import { PollsForMe } from './PollsForMe.tsx';
import { SharingLog } from './SharingLog.tsx';
import { WhatIShare } from './WhatIShare.tsx';

/** Asks of colleagues and of one's own, what is shared, and the way to stop. */
export function Firm() {
  const { value: status, error } = useEngine('firmStatus', {});
  const show = useViewState((state) => state.show);
  const look = useCommand('syncNow');
  const now = useNow();
  const toSettings = (): void => {
    show('settings');
  };
  if (error !== null) return <FailureLine error={error} />;
  if (status === undefined) return null;
  if (status === null) {
    return (
      <Notice title="No firm joined">
        <p>With an invitation from your firm you can ask colleagues who they know, without sharing anything yourself.</p>
        <Button look="main" onClick={toSettings}>
          Join in Settings
        </Button>
      </Notice>
    );
  }
  const { host, colleagues, problem, waiting, syncedAt, ended } = status;

  return (
    <div className={styles.scroll}>
      <div className={styles.firm}>
        {ended ? null : (
          <p className={styles.top}>
            {counted(colleagues.length, 'colleague')} can be asked. Nobody sees who shares, who asks, or how much anybody writes. The
            firm exchange at <bdi>{host}</bdi> cannot read what it passes on.
          </p>
        )}
        <div className={styles.choices}>
          <Button disabled={look.running} onClick={() => void look.run({})}>
            {look.running ? 'Looking…' : 'Look now'}
          </Button>
          {syncedAt === null ? null : (
            <span className={styles.quiet}>
              Looked <When at={syncedAt} now={now} />
            </span>
          )}
        </div>
        {computersWords(status).map((line) => (
          <p key={line} className={styles.quiet}>
            {line}
          </p>
        ))}
        {problem === null ? null : <FailureLine error={problem} />}
        {ended ? (
          <div className={styles.choices}>
            <Button onClick={toSettings}>Join again in Settings</Button>
          </div>
        ) : null}
        {waiting === 0 ? null : (
          <p role="status" className={styles.waiting}>
            {counted(waiting, 'thing')} you stopped sharing {waiting === 1 ? 'waits' : 'wait'} to be deleted until the firm
            exchange can be reached.
          </p>
        )}
        {ended ? null : (
          <>
            <AsksForMe />
        <PollsForMe />
            <section className={styles.section} aria-labelledby="ask-firm">
              <h2 id="ask-firm">Ask the firm</h2>
              <AskFirm askable={colleagues.length} />
              <MyAsks />
            </section>
            {status.steward ? (
          <section className={styles.section} aria-labelledby="ask-figures">
            <h2 id="ask-figures">How asks are answered</h2>
            <p className={styles.quiet}>
              Asked and answered, how soon, and whom an introduction led to: by quarter, of all who contribute together, and only where five or
              more do. Never of one person.
            </p>
            <OpenPoll kind="figures" pursuits={[]} />
            <OwnPolls kind="figures" />
          </section>
        ) : null}
        <WhatIShare status={status} />
          </>
        )}
        <SharingLog />
      </div>
    </div>
  );
} // prettier-ignore
