import { useState } from 'react';
import type { Account, NewCredentials } from '../../core/contract/accounts.ts';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import styles from './accounts.module.css';
import { SignInFields, signInReady } from './SignInFields.tsx';
import type { SignInDraft } from './SignInFields.tsx';

/** For a password that was changed, or a sign-in that has ended. */
export function SignInAgain({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const change = useCommand('changeAccount');
  const [draft, setDraft] = useState<SignInDraft>({ user: account.address });
  const use = account.kind === 'ics' ? null : account.kind;
  const submit = async (credentials: NewCredentials): Promise<boolean> =>
    (await change.run({ id: account.id, credentials })) !== null;
  return (
    <Dialog
      title={
        <>
          Sign in to <bdi>{account.address}</bdi>
        </>
      }
      onClose={onClose}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          const dialog = event.currentTarget.closest('dialog');
          const credentials = signInReady(draft);
          if (credentials) void submit(credentials).then((done) => (done ? dialog?.close() : undefined));
        }}
      >
        <SignInFields address={account.address} use={use} provider={null} draft={draft} onChange={setDraft} />
        {change.error === null ? null : <FailureLine error={change.error} />}
        <div className={styles.choices}>
          <Button look="main" type="submit" disabled={change.running || signInReady(draft) === null}>
            {change.running ? 'Signing in…' : 'Sign in'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
