import { useState } from 'react';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { NewPassphrase } from '../unlock/NewPassphrase.tsx';
import { Section } from './Section.tsx';

/** How the data is opened, and a passphrase for where this computer's keychain does not reach. */
export function OpenElsewhere({ hasPassphrase }: { readonly hasPassphrase: boolean }) {
  const [asking, setAsking] = useState(false);
  const add = useCommand('addPassphrase');
  return (
    <Section
      title="Opening"
      text={
        hasPassphrase
          ? 'Your passphrase opens your data in this window, in the terminal and in a browser on this computer.'
          : 'Your data opens with the keychain of this computer. Add a passphrase to use it in the terminal or a browser too, and to get at it should the keychain be lost.'
      }
      action={
        asking || hasPassphrase ? null : (
          <Button
            onClick={() => {
              setAsking(true);
            }}
          >
            Add a passphrase
          </Button>
        )
      }
    >
      {asking && !hasPassphrase ? (
        <NewPassphrase
          error={add.error}
          busy={add.running}
          action={['Add it', 'Adding…']}
          warning="It opens everything that Warmpath keeps here. Nobody can bring it back for you."
          submit={(passphrase) => void add.run({ passphrase })}
        />
      ) : null}
    </Section>
  );
}
