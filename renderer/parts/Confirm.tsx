import type { ReactNode } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import { Button } from './Button.tsx';
import styles from './confirm.module.css';
import { Dialog } from './Dialog.tsx';
import { FailureLine } from './Notice.tsx';

interface ConfirmProps {
  readonly title: ReactNode;
  /** What the button says that deletes, and what it says while at work. */
  readonly action: readonly [string, string];
  readonly busy: boolean;
  readonly error: Failure | null;
  /** Whether the button may be pressed. */
  readonly ready?: boolean;
  /** Deletes; whether that went well. */
  readonly run: () => Promise<boolean>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before something goes for good; closes itself once it is done. */
export function Confirm({ title, action, busy, error, ready = true, run, onClose, children }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className={styles.confirm}
        onSubmit={(event) => {
          event.preventDefault();
          const dialog = event.currentTarget.closest('dialog');
          if (ready && !busy) void run().then((done) => (done ? dialog?.close() : undefined));
        }}
      >
        {children}
        {error === null ? null : <FailureLine error={error} />}
        <div className={styles.choices}>
          <Button
            onClick={(event) => {
              event.currentTarget.closest('dialog')?.close();
            }}
          >
            Cancel
          </Button>
          <Button look="act" type="submit" disabled={busy || !ready}>
            {action[busy ? 1 : 0]}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
