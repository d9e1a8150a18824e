import { useId, useState } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Fault } from './Fault.tsx';
import { NewPassphrase } from './NewPassphrase.tsx';
import styles from './unlock.module.css';

interface UnlockProps {
  /** `create` on the first run where no keychain can be used, `open` later. */
  readonly ask: 'create' | 'open';
  readonly error: Failure | null;
  readonly busy: boolean;
  readonly unlock: (passphrase: string) => void;
}

/** Asks for the passphrase that opens the data, or for a new one. */
export function Unlock({ ask, error, busy, unlock }: UnlockProps) {
  const creating = ask === 'create';
  return (
    <main className={styles.page}>
      <div className={styles.sheet}>
        <span className={styles.sign}>
          <Icon name="lock" size={24} />
        </span>
        <h1>{creating ? 'Choose a passphrase' : 'Unlock Warmpath'}</h1>
        <p>
          {creating
            ? 'This computer offers no keychain that Warmpath can use, so a passphrase encrypts your data instead.'
            : 'Your data is encrypted with your passphrase.'}
        </p>
        {creating ? (
          <NewPassphrase
            error={error}
            busy={busy}
            action={['Encrypt and begin', 'Opening…']}
            warning="Nobody can bring it back for you: without it the data cannot be read."
            submit={unlock}
          />
        ) : (
          <KnownPassphrase error={error} busy={busy} submit={unlock} />
        )}
      </div>
    </main>
  );
}

function KnownPassphrase({
  error,
  busy,
  submit,
}: Pick<UnlockProps, 'error' | 'busy'> & { readonly submit: UnlockProps['unlock'] }) {
  const [passphrase, setPassphrase] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const id = useId();
  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase === '') setFault('Type your passphrase.');
        else submit(passphrase);
      }}
    >
      <label htmlFor={id}>Passphrase</label>
      <input
        id={id}
        type="password"
        autoComplete="current-password"
        autoFocus
        value={passphrase}
        onChange={(event) => {
          setPassphrase(event.target.value);
          setFault(null);
        }}
      />
      <Fault fault={fault} error={error} />
      <Button look="main" type="submit" disabled={busy}>
        {busy ? 'Opening…' : 'Unlock'}
      </Button>
    </form>
  );
}
