import { useState } from 'react';
import type { Account } from '../../core/contract/accounts.ts';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { number } from '../words/counts.ts';
import styles from './accounts.module.css';

/** Which folders of an account are read, and whether deleting on the server means forgetting here. */
export function Folders({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const change = useCommand('changeAccount');
  const [chosen, setChosen] = useState(() => new Set(account.folders.filter((one) => one.chosen).map(({ id }) => id)));
  const [forget, setForget] = useState(account.forgetDeleted);
  const isMail = account.kind === 'imap' || account.kind === 'graph';
  return (
    <Dialog
      title={
        <>
          Folders of <bdi>{account.address}</bdi>
        </>
      }
      onClose={onClose}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          const dialog = event.currentTarget.closest('dialog');
          void change
            .run({ id: account.id, folders: [...chosen], forgetDeleted: forget })
            .then((done) => (done === null ? undefined : dialog?.close()));
        }}
      >
        <ul className={styles.folders}>
          {account.folders.map(({ id, name, items }) => (
            <li key={id}>
              <label>
                <input
                  type="checkbox"
                  checked={chosen.has(id)}
                  onChange={(event) => {
                    const next = new Set(chosen);
                    if (event.currentTarget.checked) next.add(id);
                    else next.delete(id);
                    setChosen(next);
                  }}
                />
                <bdi>{name}</bdi>
                <span>{items === 0 ? '' : number(items)}</span>
              </label>
            </li>
          ))}
        </ul>
        {isMail ? (
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={forget}
              onChange={(event) => {
                setForget(event.currentTarget.checked);
              }}
            />
            <span>
              Forget what I delete on the server. Otherwise mail that is filed elsewhere or expires keeps counting.
            </span>
          </label>
        ) : null}
        {change.error === null ? null : <FailureLine error={change.error} />}
        <div className={styles.choices}>
          <Button look="main" type="submit" disabled={change.running}>
            {change.running ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
