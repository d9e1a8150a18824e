import { useId, useState } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import { Button } from '../parts/Button.tsx';
import { Fault } from '../unlock/Fault.tsx';
import styles from './backup.module.css';

interface ChooseBackupProps {
  readonly checking: boolean;
  readonly error: Failure | null;
  readonly check: (file: File, passphrase: string) => void;
}

/** The file of a backup and its passphrase. */
export function ChooseBackup({ checking, error, check }: ChooseBackupProps) {
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const id = useId();
  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        if (file === null) setFault('Choose the file of the backup.');
        else if (passphrase === '') setFault('Type the passphrase of the backup.');
        else check(file, passphrase);
      }}
    >
      <label htmlFor={`${id} file`}>File</label>
      <input
        id={`${id} file`}
        type="file"
        autoFocus
        onChange={(event) => {
          setFile(event.currentTarget.files?.[0] ?? null);
          setFault(null);
        }}
      />
      <label htmlFor={`${id} passphrase`}>Its passphrase</label>
      <input
        id={`${id} passphrase`}
        type="password"
        autoComplete="off"
        value={passphrase}
        onChange={(event) => {
          setPassphrase(event.target.value);
          setFault(null);
        }}
      />
      <Fault fault={fault} error={fault === null ? error : null} />
      <Button look="main" type="submit" disabled={checking}>
        {checking ? 'Checking…' : 'Check the backup'}
      </Button>
    </form>
  );
}
