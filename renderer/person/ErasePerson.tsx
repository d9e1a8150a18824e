import { useId, useRef } from 'react';
import type { PersonRow } from '../../core/contract/shapes.ts';
import { useCommand } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { counted, listed } from '../words/counts.ts';
import { shownName } from '../words/standing.ts';
import styles from './person.module.css';

/** The way to erase a person: asks before they go for good and says exactly what goes with them. */
export function ErasePerson({ tie }: { readonly tie: PersonRow }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const erase = useCommand('erasePerson');
  const select = useViewState((state) => state.select);
  const title = useId();
  const goes = listed([counted(tie.sent + tie.received, 'message'), counted(tie.meetings, 'meeting')]);

  return (
    <div className={styles.erase}>
      <Button look="quiet" onClick={() => dialog.current?.showModal()}>
        Erase this person…
      </Button>
      <dialog ref={dialog} className={styles.dialog} aria-labelledby={title}>
        <h2 id={title}>
          Erase <bdi>{shownName(tie.person)}</bdi>?
        </h2>
        <p>
          Names, {counted(tie.addresses.length, 'address', 'addresses')}, their part in {goes}, and what you noted about
          them go from Warmpath’s data. The next import does not bring them back.
        </p>
        <p>Your mail itself is not touched. This cannot be undone.</p>
        {erase.error === null ? null : <FailureLine error={erase.error} />}
        <div className={styles.choices}>
          <Button autoFocus onClick={() => dialog.current?.close()}>
            Keep
          </Button>
          <Button
            look="act"
            disabled={erase.running}
            onClick={() => {
              void erase.run({ person: tie.id }).then((answer) => {
                if (answer === null) return;
                dialog.current?.close();
                select(null);
              });
            }}
          >
            Erase for good
          </Button>
        </div>
      </dialog>
    </div>
  );
}
