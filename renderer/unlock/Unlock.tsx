import { useId, useState } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { leastLength, lengthInWords, passphraseFault } from './passphrase.ts';
import styles from './unlock.module.css';

interface UnlockProps {
  /** `create` on the first run where no keychain can be used, `open` later. */
  readonly ask: 'create' | 'open';
  readonly error: Failure | null;
  readonly busy: boolean;
  readonly unlock: (passphrase: string) => void;
}

/** Asks for the passphrase that opens the data, or for a new one. What is typed stays in this form until it is handed over. */
export function Unlock({ ask, error, busy, unlock }: UnlockProps) {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const id = useId();
  const creating = ask === 'create';

  return (
    <main className={styles.page}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          const found = creating
            ? passphraseFault(passphrase, again)
            : passphrase === ''
              ? 'Type your passphrase.'
              : null;
          setFault(found);
          if (found === null) unlock(passphrase);
        }}
      >
        <span className={styles.sign}>
          <Icon name="lock" size={24} />
        </span>
        <h1>{creating ? 'Choose a passphrase' : 'Unlock Warmpath'}</h1>
        <p>
          {creating
            ? 'This computer offers no keychain that Warmpath can use, so a passphrase encrypts your data instead.'
            : 'Your data is encrypted with your passphrase.'}
        </p>
        <label htmlFor={`${id} passphrase`}>Passphrase</label>
        <input
          id={`${id} passphrase`}
          type="password"
          autoComplete={creating ? 'new-password' : 'current-password'}
          autoFocus
          value={passphrase}
          aria-describedby={creating ? `${id} length` : undefined}
          onChange={(event) => {
            setPassphrase(event.target.value);
            setFault(null);
          }}
        />
        {creating ? (
          <>
            <div className={styles.length}>
              <meter
                min={0}
                max={24}
                low={leastLength}
                high={19}
                optimum={24}
                value={Math.min(24, [...passphrase].length)}
                aria-label="Length"
              />
              <span id={`${id} length`}>{lengthInWords(passphrase)}</span>
            </div>
            <label htmlFor={`${id} again`}>Once more</label>
            <input
              id={`${id} again`}
              type="password"
              autoComplete="new-password"
              value={again}
              onChange={(event) => {
                setAgain(event.target.value);
                setFault(null);
              }}
            />
            <p className={styles.warning}>Nobody can bring it back for you: without it the data cannot be read.</p>
          </>
        ) : null}
        <div className={styles.fault}>
          {fault !== null ? <p role="alert">{fault}</p> : error === null ? null : <FailureLine error={error} />}
        </div>
        <Button look="main" type="submit" disabled={busy}>
          {busy ? 'Opening…' : creating ? 'Encrypt and begin' : 'Unlock'}
        </Button>
      </form>
    </main>
  );
}
