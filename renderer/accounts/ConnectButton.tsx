import { useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { AddAccount } from './AddAccount.tsx';

interface ConnectButtonProps {
  readonly look: 'main' | 'plain';
  /** Whether the question about subjects has to be answered before anything is read. */
  readonly askSubjects: boolean;
}

export function ConnectButton({ look, askSubjects }: ConnectButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        look={look}
        onClick={() => {
          setOpen(true);
        }}
      >
        Connect an account…
      </Button>
      {open ? (
        <AddAccount
          askSubjects={askSubjects}
          onClose={() => {
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}
