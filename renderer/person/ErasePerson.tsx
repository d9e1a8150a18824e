import { useState } from 'react';
import type { ErasePreview, PersonRow } from '../../core/contract/shapes.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { Confirm } from '../parts/Confirm.tsx';
import { counted } from '../words/counts.ts';
import { shownName } from '../words/standing.ts';
import styles from './person.module.css';

/** The way to erase a person: asks before they go for good and says exactly what goes with them. */
export function ErasePerson({ tie }: { readonly tie: PersonRow }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        look="quiet"
        onClick={() => {
          setOpen(true);
        }}
      >
        Erase this person…
      </Button>
      {isOpen ? (
        <Erasing
          tie={tie}
          onClose={() => {
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}

function Erasing({ tie, onClose }: { readonly tie: PersonRow; readonly onClose: () => void }) {
  const preview = useEngine('erasePreview', { person: tie.id });
  const erase = useCommand('erasePerson');
  const startAfresh = useViewState((state) => state.startAfresh);
  return (
    <Confirm
      title={
        <>
          Erase <bdi>{shownName(tie.person)}</bdi>?
        </>
      }
      action={['Erase for good', 'Erasing…']}
      busy={erase.running}
      error={preview.error ?? erase.error}
      ready={preview.value !== undefined}
      run={async () => {
        const erased = await erase.run({ person: tie.id });
        if (erased !== null) startAfresh();
        return erased !== null;
      }}
      onClose={onClose}
    >
      <ul className={styles.goes}>
        {preview.value === undefined ? (
          <li>Counting…</li>
        ) : (
          whatGoes(preview.value).map((line) => <li key={line}>{line}</li>)
        )}
      </ul>
      <p>The next import does not bring them back. Your mail itself is not touched. This cannot be undone.</p>
    </Confirm>
  );
}

/** The lines of what goes, without the nothings. */
function whatGoes({ messages, shared, meetings, addresses, cards }: ErasePreview): string[] {
  return [
    `All their names and ${counted(addresses, 'address', 'addresses')}, and what you noted about them`,
    ...(messages > 0 ? [`${counted(messages, 'message')} whole`] : []),
    ...(shared > 0 ? [`Their part and the subject of ${counted(shared, 'more message')} with others`] : []),
    ...(meetings > 0 ? [`Their part and the title of ${counted(meetings, 'meeting')}`] : []),
    ...(cards > 0 ? [counted(cards, 'contact card')] : []),
  ];
}
