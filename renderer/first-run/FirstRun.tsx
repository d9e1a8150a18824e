import type { Status } from '../../core/contract/shapes.ts';
import { AccountList } from '../accounts/AccountList.tsx';
import { ConnectButton } from '../accounts/ConnectButton.tsx';
import { useEngine } from '../engine/use-engine.ts';
import type { ImportHandle } from '../engine/use-import.ts';
import { Button } from '../parts/Button.tsx';
import { AddMailButton } from '../sources/AddMailButton.tsx';
import { DropZone } from '../sources/DropZone.tsx';
import { ImportOutcome } from '../sources/ImportOutcome.tsx';
import { ImportProgress } from '../sources/ImportProgress.tsx';
import { SubjectQuestion } from '../sources/SubjectQuestion.tsx';
import type { AddMail } from '../sources/use-add-mail.ts';
import { counted } from '../words/counts.ts';
import { FirstMark } from './FirstMark.tsx';
import styles from './first-run.module.css';

interface FirstRunProps {
  readonly status: Status;
  readonly imports: ImportHandle;
  readonly adding: AddMail;
}

/** The first minute: what this is, one question, one button. */
export function FirstRun({ status, imports, adding }: FirstRunProps) {
  const { state } = imports;
  const { value: connected } = useEngine('accounts', {});
  const hasAccounts = (connected?.accounts.length ?? 0) > 0;
  const held = adding.waiting?.kind === 'files' ? adding.waiting.files.length : 0;
  return (
    <DropZone
      words="Drop to read the headers of these files"
      onFiles={(files) => {
        adding.add({ kind: 'files', files });
      }}
    >
      <main className={styles.page}>
        <div className={styles.column}>
          <FirstMark />
          <h1>Who do you really know?</h1>
          <p className={styles.what}>
            Warmpath reads who wrote to whom and when in your own mail and calendar, and shows which relationships are
            warm now.
          </p>
          {state.kind === 'running' ? (
            <>
              <ImportProgress progress={state.progress} />
              {status.people === 0 ? null : (
                <Button look="main" onClick={imports.lookAround}>
                  Look at {counted(status.people, 'person', 'people')} already
                </Button>
              )}
            </>
          ) : state.kind === 'done' && status.people > 0 ? (
            <>
              <ImportOutcome state={state} />
              <Button look="main" autoFocus onClick={imports.dismiss}>
                Show me
              </Button>
            </>
          ) : (
            <>
              <ImportOutcome state={state} />
              {status.subjects === null ? (
                <SubjectQuestion urgent={adding.waiting !== null} onAnswer={adding.answer} />
              ) : null}
              {hasAccounts ? (
                <div className={styles.accounts}>
                  <AccountList askSubjects={status.subjects === null} />
                </div>
              ) : null}
              {held > 0 ? <p className={styles.quiet}>{counted(held, 'file')} ready to read.</p> : null}
              <div className={styles.choices}>
                <AddMailButton adding={adding} disabled={false} />
                {hasAccounts ? null : (
                  <>
                    <ConnectButton look="plain" askSubjects={status.subjects === null} />
                    <Button
                      onClick={() => {
                        adding.add({ kind: 'sample' });
                      }}
                    >
                      Try the sample
                    </Button>
                  </>
                )}
              </div>
              <p className={styles.quiet}>
                Or drop files here: mbox, Maildir, .eml, Outlook .pst and .msg, calendars, contacts, LinkedIn’s
                Connections.csv.
              </p>
            </>
          )}
          <p className={styles.promise}>Only headers are read. Nothing leaves this computer.</p>
        </div>
      </main>
    </DropZone>
  );
}
