import { useId, useState } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import { Button } from '../parts/Button.tsx';
import { Fault } from './Fault.tsx';
import { leastLength, lengthInWords, passphraseFault } from './passphrase.ts';
import styles from './unlock.module.css';

interface NewPassphraseProps {
  readonly error: Failure | null;
  readonly busy: boolean;
  /** What the button says, and what it says while at work. */
  readonly action: readonly [string, string];
  readonly warning: string;
  readonly submit: (passphrase: string) => void;
}

/** The fields in which a passphrase is made up, twice. What is typed stays here until it is handed over. */
export function NewPassphrase({ error, busy, action, warning, submit }: NewPassphraseProps) {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const id = useId();

  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        const found = passphraseFault(passphrase, again);
        setFault(found);
        if (found === null) submit(passphrase);
      }}
    >
      <label htmlFor={`${id} passphrase`}>Passphrase</label>
      <input
        id={`${id} passphrase`}
        type="password"
        autoComplete="new-password"
        autoFocus
        value={passphrase}
        aria-describedby={`${id} length`}
        onChange={(event) => {
          setPassphrase(event.target.value);
          setFault(null);
        }}
      />
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
      <p className={styles.warning}>{warning}</p>
      <Fault fault={fault} error={error} />
      <Button look="main" type="submit" disabled={busy}>
        {action[busy ? 1 : 0]}
      </Button>
    </form>
  );
}
