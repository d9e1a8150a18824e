import { useState } from 'react';
import type { ErasePreview, PersonRow } from '../../core/contract/shapes.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { counted } from '../words/counts.ts';
import { shownName } from '../words/standing.ts';
import styles from './person.module.css';

/** The way to erase a person: asks before they go for good and says exactly what goes with them. */
export function ErasePerson({ tie }: { readonly tie: PersonRow }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={styles.erase}>
      <Button
        look="quiet"
        onClick={() => {
          setOpen(true);
        }}
      >
        Erase this person…
      </Button>
      {isOpen ? (
        <Dialog
          title={
            <>
              Erase <bdi>{shownName(tie.person)}</bdi>?
            </>
          }
          onClose={() => {
            setOpen(false);
          }}
        >
          <Confirm
            tie={tie}
            onKeep={() => {
              setOpen(false);
            }}
          />
        </Dialog>
      ) : null}
    </div>
  );
}

function Confirm({ tie, onKeep }: { readonly tie: PersonRow; readonly onKeep: () => void }) {
  const preview = useEngine('erasePreview', { person: tie.id });
  const erase = useCommand('erasePerson');
  const select = useViewState((state) => state.select);
  const error = preview.error ?? erase.error;
  return (
    <>
      <ul className={styles.goes}>
        {preview.value === undefined ? (
          <li>Counting…</li>
        ) : (
          whatGoes(preview.value).map((line) => <li key={line}>{line}</li>)
        )}
      </ul>
      <p className={styles.warning}>
        The next import does not bring them back. Your mail itself is not touched. This cannot be undone.
      </p>
      {error === null ? null : <FailureLine error={error} />}
      <div className={styles.choices}>
        <Button autoFocus onClick={onKeep}>
          Keep
        </Button>
        <Button
          look="act"
          disabled={erase.running || preview.value === undefined}
          onClick={() => {
            void erase.run({ person: tie.id }).then((answer) => {
              if (answer !== null) select(null);
            });
          }}
        >
          Erase for good
        </Button>
      </div>
    </>
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
