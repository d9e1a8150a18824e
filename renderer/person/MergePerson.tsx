import { useState } from 'react';
import type { Found, PersonRow } from '../../core/contract/shapes.ts';
import { useEngine } from '../engine/use-engine.ts';
import { useUndoable } from '../engine/use-undoable.ts';
import { BandMark } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { shownName } from '../words/standing.ts';
import styles from './person.module.css';

/** The user's word that another entry is the same person. */
export function MergePerson({ tie }: { readonly tie: PersonRow }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        look="quiet"
        className={styles.merge}
        onClick={() => {
          setOpen(true);
        }}
      >
        The same as somebody else…
      </Button>
      {isOpen ? (
        <Dialog
          title={
            <>
              Who is <bdi>{shownName(tie.person)}</bdi> too?
            </>
          }
          onClose={() => {
            setOpen(false);
          }}
        >
          <Others
            tie={tie}
            onDone={() => {
              setOpen(false);
            }}
          />
        </Dialog>
      ) : null}
    </>
  );
}

function Others({ tie, onDone }: { readonly tie: PersonRow; readonly onDone: () => void }) {
  const [words, setWords] = useState(shownName(tie.person).slice(0, 200));
  const merge = useUndoable('mergePeople');
  const asked = words.trim();
  const { value } = useEngine('find', asked === '' ? null : { words: asked, limit: 12 });
  const others = (value ?? []).filter((found: Found) => found.kind === 'person' && found.id !== tie.id);
  return (
    <div className={styles.picker}>
      <input
        autoFocus
        aria-label="Name or address"
        value={words}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setWords(event.target.value);
        }}
      />
      {others.length === 0 ? <p className={styles.source}>Nobody else by these words.</p> : null}
      <ul className={styles.others}>
        {others.map((other) => (
          <li key={other.id}>
            <Button
              look="quiet"
              disabled={merge.running}
              onClick={() => {
                void merge
                  .run(
                    { keep: tie.id, absorb: other.id },
                    `${shownName(other.name)} and ${shownName(tie.person)} are one person`,
                  )
                  .then((isDone) => {
                    if (isDone) onDone();
                  });
              }}
            >
              <BandMark band={other.band ?? 'unknown'} />
              <bdi>{shownName(other.name)}</bdi>
              <span className={styles.source}>
                <bdi>{other.organisation ?? ''}</bdi>
              </span>
            </Button>
          </li>
        ))}
      </ul>
      {merge.error === null ? null : <FailureLine error={merge.error} />}
    </div>
  );
}
