import { useId, useState } from 'react';
import { useCommand } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { Confirm } from '../parts/Confirm.tsx';
import { CopyButton } from '../parts/CopyButton.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

interface DataProps {
  readonly folder: string;
  /** Called once nothing is left. */
  readonly onErased: () => void;
}

/** Where everything lies, how to have it as files, and how to be rid of it. */
export function Data({ folder, onErased }: DataProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Section
        title="Data"
        text={
          <>
            Everything lies encrypted in <bdi>{folder}</bdi>
          </>
        }
        action={<CopyButton label="Copy" text={() => Promise.resolve(folder)} />}
      >
        <p className={styles.note}>
          To have it as files, use the terminal: <code>warmpath export</code> writes JSON, CSV, GraphML and GEXF.
        </p>
      </Section>
      <Section
        title="Erase everything"
        text="All people, messages, meetings and settings go from Warmpath’s data. Your mail itself is not touched."
        action={
          <Button
            onClick={() => {
              setAsking(true);
            }}
          >
            Erase everything…
          </Button>
        }
      >
        {asking ? (
          <EraseEverything
            onErased={onErased}
            onClose={() => {
              setAsking(false);
            }}
          />
        ) : null}
      </Section>
    </>
  );
}

function EraseEverything({ onErased, onClose }: { onErased: () => void; onClose: () => void }) {
  const erase = useCommand('eraseEverything');
  const startAfresh = useViewState((state) => state.startAfresh);
  const show = useViewState((state) => state.show);
  const [typed, setTyped] = useState('');
  const field = useId();
  return (
    <Confirm
      title="Erase everything?"
      action={['Erase for good', 'Erasing…']}
      busy={erase.running}
      error={erase.error}
      ready={typed.trim().toLowerCase() === 'erase'}
      run={async () => {
        const erased = await erase.run({});
        if (erased === null) return false;
        onErased();
        startAfresh();
        show('today');
        return true;
      }}
      onClose={onClose}
    >
      <p>
        Everything that Warmpath has learnt and all that you have told it goes at once. What you erased or ignored
        before is forgotten too, so a new import may bring it back. This cannot be undone.
      </p>
      <label className={styles.typed} htmlFor={field}>
        Type “erase” to go on
        <input
          id={field}
          type="text"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
          }}
        />
      </label>
    </Confirm>
  );
}
