import { useState } from 'react';
import type { Found, PersonRow } from '../../core/contract/shapes.ts';
import { useEngine } from '../engine/use-engine.ts';
import { useUndoable } from '../engine/use-undoable.ts';
import { BandMark } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { counted } from '../words/counts.ts';
import { roleInWords, shownName } from '../words/standing.ts';
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
  const [picked, setPicked] = useState<number | null>(null);
  const asked = words.trim();
  const { value } = useEngine('find', asked === '' ? null : { words: asked, limit: 12 });
  const others = (value ?? []).filter((found: Found) => found.kind === 'person' && found.id !== tie.id);
  if (picked !== null) {
    return (
      <Compare
        tie={tie}
        other={picked}
        onBack={() => {
          setPicked(null);
        }}
        onDone={onDone}
      />
    );
  }
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
              onClick={() => {
                setPicked(other.id);
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
    </div>
  );
}

interface CompareProps {
  readonly tie: PersonRow;
  readonly other: number;
  readonly onBack: () => void;
  readonly onDone: () => void;
}

/** Both entries side by side, before they become one. */
function Compare({ tie, other, onBack, onDone }: CompareProps) {
  const merge = useUndoable('mergePeople');
  const { value: why } = useEngine('why', { person: other, limit: 0 });
  if (why === undefined) return null;
  const [one, two] = [shownName(tie.person), shownName(why.tie.person)];
  return (
    <div className={styles.picker}>
      <ul className={styles.compared}>
        {[tie, why.tie].map((entry) => (
          <li key={entry.id}>
            <bdi>{shownName(entry.person)}</bdi>
            <span className={styles.source}>
              <bdi>{roleInWords(entry)}</bdi>
            </span>
            {entry.addresses.slice(0, 5).map((address) => (
              <span key={address} className={styles.source}>
                <bdi>{address}</bdi>
              </span>
            ))}
            <span className={styles.source}>
              {counted(entry.sent + entry.received, 'message')}, {counted(entry.meetings, 'meeting')}
            </span>
          </li>
        ))}
      </ul>
      <p className={styles.source}>
        They become one entry: addresses, mail and meetings count together. It can be taken back.
      </p>
      {merge.error === null ? null : <FailureLine error={merge.error} />}
      <div className={styles.answers}>
        <Button
          look="main"
          disabled={merge.running}
          autoFocus
          onClick={() => {
            void merge.run({ keep: tie.id, absorb: other }, `${two} and ${one} are one person`).then((isDone) => {
              if (isDone) onDone();
            });
          }}
        >
          They are one person
        </Button>
        <Button onClick={onBack}>Somebody else</Button>
      </div>
    </div>
  );
}
