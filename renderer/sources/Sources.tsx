import { fieldsRead } from '../../core/contract/fields-read.ts';
import type { Status } from '../../core/contract/shapes.ts';
import { AccountList } from '../accounts/AccountList.tsx';
import { LeftComputer } from '../accounts/LeftComputer.tsx';
import type { ImportHandle } from '../engine/use-import.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { number, skippedByReason } from '../words/counts.ts';
import { AddMailButton } from './AddMailButton.tsx';
import { ImportOutcome } from './ImportOutcome.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import { LeftOut } from './LeftOut.tsx';
import { SourceList } from './SourceList.tsx';
import styles from './sources.module.css';
import { SubjectQuestion } from './SubjectQuestion.tsx';
import type { AddMail } from './use-add-mail.ts';

interface SourcesProps {
  readonly status: Status;
  readonly imports: ImportHandle;
  readonly adding: AddMail;
}

function Held({ status }: { readonly status: Status }) {
  const rows = [
    ['Messages', status.messages],
    ['Meetings', status.meetings],
    ['People', status.people],
    ['LinkedIn only', status.connections],
  ] as const;
  return (
    <dl className={styles.held}>
      {rows.map(([label, count]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{number(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What is read, from where, how far, and what was left out and why. */
export function Sources({ status, imports, adding }: SourcesProps) {
  const skipped = skippedByReason(status.skipped);
  const running = imports.state.kind === 'running';
  const show = useViewState((state) => state.show);
  return (
    <div className={styles.scroll}>
      <div className={styles.sources}>
        <h2>Sources</h2>
        <Held status={status} />
        {imports.state.kind === 'running' ? <ImportProgress progress={imports.state.progress} /> : null}
        <ImportOutcome state={imports.state} />
        <AccountList askSubjects={status.subjects === null} />
        <SourceList disabled={running} />
        {status.subjects === null ? (
          <SubjectQuestion urgent={adding.waiting !== null} onAnswer={adding.answer} />
        ) : null}
        <div className={styles.line}>
          <div>
            <h3>Add more</h3>
            <p>
              Mailboxes (mbox, Maildir, .eml, .pst, .msg), calendars, contacts and LinkedIn’s Connections.csv. Or drop
              them anywhere.
            </p>
          </div>
          <div className={styles.answers}>
            <AddMailButton adding={adding} disabled={running} />
          </div>
        </div>
        {status.pursuits > 0 ? null : (
          <div className={styles.line}>
            <div>
              <h3>What you want to win</h3>
              <p>A list of pursuits, as a CRM exports it or as you keep it: the way in to each, and where it stands.</p>
            </div>
            <div className={styles.answers}>
              <Button
                onClick={() => {
                  show('pursuits');
                }}
              >
                Pursuits
              </Button>
            </div>
          </div>
        )}
        <div className={styles.line}>
          <div>
            <h3>What is read</h3>
            <p>
              Of each message: sender, recipients, date, and the marks that tell lists and threads. Of each meeting:
              when, who, and whether they came. Never the text or attachments.
            </p>
            <details className={styles.fields}>
              <summary>Exactly which fields</summary>
              <dl>
                {fieldsRead.map(([purpose, fields]) => (
                  <div key={purpose}>
                    <dt>{purpose}</dt>
                    <dd>{fields.join(', ')}</dd>
                  </div>
                ))}
                <div>
                  <dt>Of meetings</dt>
                  <dd>
                    start, end, repetition, status, organiser, attendees and their answers; the title only if you said
                    so
                  </dd>
                </div>
                <div>
                  <dt>Of contacts and connections</dt>
                  <dd>names, e-mail addresses, organisation, title, the page on LinkedIn and since when</dd>
                </div>
                <div>
                  <dt>Never</dt>
                  <dd>bodies, attachments, descriptions, conference links, telephone numbers, notes and pictures</dd>
                </div>
              </dl>
            </details>
          </div>
        </div>
        <LeftComputer />
        {skipped.length === 0 ? null : <LeftOut skipped={skipped} />}
        <p className={styles.folder}>
          Kept encrypted in <bdi>{status.dataFolder}</bdi>
        </p>
      </div>
    </div>
  );
}
