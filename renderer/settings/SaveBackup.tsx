import { useRef, useState } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import { usePageHost } from '../engine/engine-context.ts';
import { NewPassphrase } from '../unlock/NewPassphrase.tsx';
import { savedInWords } from './backup-words.ts';
import styles from './backup.module.css';

/** Inside a dialog: makes up the passphrase of a backup and saves it; `done` hears where it went. */
export function SaveBackup({ done }: { readonly done: (words: string) => void }) {
  const host = usePageHost();
  const content = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Failure | null>(null);

  const save = async (passphrase: string) => {
    setBusy(true);
    setError(null);
    const saved = await host.saveBackup(passphrase);
    setBusy(false);
    if (!saved.ok) setError(saved.error);
    // Without a place for it the passphrase stays, for another try.
    else if (saved.value !== null) {
      done(savedInWords(saved.value));
      content.current?.closest('dialog')?.close();
    }
  };

  return (
    <div ref={content} className={styles.content}>
      <NewPassphrase
        error={error}
        busy={busy}
        action={['Save', 'Saving…']}
        warning="Only this passphrase opens the backup. Nobody can bring it back for you."
        submit={(passphrase) => void save(passphrase)}
      />
    </div>
  );
}
