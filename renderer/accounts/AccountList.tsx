import { useState } from 'react';
import type { Account } from '../../core/contract/accounts.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { When } from '../parts/When.tsx';
import { accountKind, accountState } from '../words/accounts.ts';
import { monthInWords } from '../words/dates.ts';
import styles from './accounts.module.css';
import { ConnectButton } from './ConnectButton.tsx';
import { Folders } from './Folders.tsx';
import { RemoveAccount } from './RemoveAccount.tsx';
import { SignInAgain } from './SignInAgain.tsx';

/** Mailboxes and calendars on servers: how far each is, what is wrong and what helps. */
export function AccountList({ askSubjects }: { readonly askSubjects: boolean }) {
  const { value, error } = useEngine('accounts', {});
  const sync = useCommand('syncNow');
  if (error !== null) return <FailureLine error={error} />;
  const accounts = value?.accounts ?? [];
  return (
    <section className={styles.accounts} aria-label="Accounts">
      <div className={styles.head}>
        <div>
          <h3>Accounts</h3>
          <p>
            {accounts.length === 0
              ? 'Your mailbox or calendar on its server, kept fresh by itself.'
              : value?.offline === true
                ? 'You are offline: no server is asked for anything.'
                : 'Kept fresh by themselves.'}
          </p>
        </div>
        {accounts.length === 0 || value?.offline === true ? null : (
          <Button look="quiet" disabled={sync.running} onClick={() => void sync.run({})}>
            Look now
          </Button>
        )}
        <ConnectButton look={accounts.length === 0 ? 'main' : 'plain'} askSubjects={askSubjects} />
      </div>
      {accounts.length === 0 ? null : (
        <ul className={styles.list}>
          {accounts.map((account) => (
            <Entry key={account.id} account={account} />
          ))}
        </ul>
      )}
    </section>
  );
}

type Asked = 'folders' | 'remove' | 'sign in' | null;

function Entry({ account }: { readonly account: Account }) {
  const now = useNow();
  const change = useCommand('changeAccount');
  const [asked, setAsked] = useState<Asked>(null);
  const close = (): void => {
    setAsked(null);
  };
  const { id, address, kind, state, problem, syncedAt, historyBegins, read, total, notes } = account;
  const paused = state === 'paused';
  const canSignIn =
    problem !== null && ['sign_in_refused', 'sign_in_expired', 'approval_needed'].includes(problem.code);
  return (
    <li data-state={state}>
      <div className={styles.entry}>
        <div>
          <bdi title={address}>{address}</bdi>
          <span>
            {accountKind(kind)}
            {account.shared ? ', shared' : ''}
          </span>
          <span role="status">
            {accountState(account)}
            {state === 'up to date' && syncedAt !== null ? (
              <>
                , looked <When at={syncedAt} now={now} />
              </>
            ) : null}
          </span>
        </div>
        <div className={styles.acts}>
          <Button
            look="quiet"
            disabled={change.running}
            aria-label={`${paused ? 'Go on with' : 'Pause'} ${address}`}
            onClick={() => void change.run({ id, paused: !paused })}
          >
            {paused ? 'Go on' : 'Pause'}
          </Button>
          <Button
            look="quiet"
            aria-label={`Folders of ${address}`}
            onClick={() => {
              setAsked('folders');
            }}
          >
            Folders…
          </Button>
          <Button
            look="quiet"
            aria-label={`Remove ${address}`}
            onClick={() => {
              setAsked('remove');
            }}
          >
            Remove…
          </Button>
        </div>
      </div>
      {state === 'reading' ? (
        <progress aria-label={`Share of ${address} read`} max={total ?? 1} value={total === null ? undefined : read} />
      ) : null}
      {problem === null ? null : (
        <div className={styles.problem}>
          <FailureLine error={problem} />
          {canSignIn ? (
            <Button
              onClick={() => {
                setAsked('sign in');
              }}
            >
              Sign in…
            </Button>
          ) : null}
          {problem.code === 'not_allowed' && problem.host !== undefined ? (
            <Button disabled={change.running} onClick={() => void change.run({ id, agreeTo: problem.host ?? '' })}>
              Agree to <bdi>{problem.host}</bdi>
            </Button>
          ) : null}
        </div>
      )}
      {change.error === null ? null : <FailureLine error={change.error} />}
      {notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
      {historyBegins === null || state === 'reading' ? null : (
        <p className={styles.note}>
          The history begins in {monthInWords(historyBegins.slice(0, 7))}. What is older, such as an online archive, can
          be added as an exported .pst file.
        </p>
      )}
      {account.couldReadBodies ? (
        <p className={styles.note}>
          This sign-in could read bodies; Warmpath does not ask for them. Sources lists every connection it made.
        </p>
      ) : null}
      {asked === 'folders' ? <Folders account={account} onClose={close} /> : null}
      {asked === 'remove' ? <RemoveAccount account={account} onClose={close} /> : null}
      {asked === 'sign in' ? <SignInAgain account={account} onClose={close} /> : null}
    </li>
  );
}
