import { useState } from 'react';
import type { Status } from '../../core/contract/shapes.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import styles from './backup.module.css';
import { RestoreBackup } from './RestoreBackup.tsx';
import { SaveBackup } from './SaveBackup.tsx';

/** Everything as one file, and back from one. */
export function Backup({ status }: { readonly status: Status }) {
  const [asked, setAsked] = useState<'save' | 'restore' | null>(null);
  const [outcome, setOutcome] = useState<string | null>(null);
  const ask = (what: 'save' | 'restore') => {
    setOutcome(null);
    setAsked(what);
  };
  const close = () => {
    setAsked(null);
  };

  return (
    <section className={styles.backup} aria-label="Backup">
      <div>
        <h3>Backup</h3>
        <p>
          Everything Warmpath keeps here as one encrypted file, under a passphrase of its own. It can be restored on any
          computer.
        </p>
        <p role="status" className={styles.outcome}>
          <bdi>{outcome ?? (status.importing ? 'Possible again once the import has ended.' : '')}</bdi>
        </p>
      </div>
      <div className={styles.acts}>
        <Button
          disabled={status.importing}
          onClick={() => {
            ask('save');
          }}
        >
          Save a backup…
        </Button>
        <Button
          disabled={status.importing}
          onClick={() => {
            ask('restore');
          }}
        >
          Restore from a backup…
        </Button>
      </div>
      {asked === null ? null : (
        <Dialog title={asked === 'save' ? 'Save a backup' : 'Restore from a backup'} onClose={close}>
          {asked === 'save' ? <SaveBackup done={setOutcome} /> : <RestoreBackup status={status} done={setOutcome} />}
        </Dialog>
      )}
    </section>
  );
}
