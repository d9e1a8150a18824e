import type { PersonRow } from '../../core/contract/shapes.ts';
import { sides } from '../../core/contract/shapes.ts';
import { useUndoable } from '../engine/use-undoable.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { counted } from '../words/counts.ts';
import { shownName, sideWord } from '../words/standing.ts';
import styles from './chosen.module.css';

interface ChosenProps {
  /** In the order they were chosen; at least one. */
  readonly people: readonly PersonRow[];
  readonly onClear: () => void;
}

/** What can be done with several people at once, each a single step to take back. */
export function Chosen({ people, onClear }: ChosenProps) {
  const setSide = useUndoable('setSide');
  const keepPrivate = useUndoable('keepPrivate');
  const merge = useUndoable('mergePeople');
  const ids = people.map(({ id }) => id);
  const many = counted(people.length, 'person', 'people');
  const [keep, absorb] = people;
  const error = setSide.error ?? keepPrivate.error ?? merge.error;
  const then = (isDone: boolean) => {
    if (isDone) onClear();
  };
  return (
    <div role="toolbar" aria-label="With those chosen" className={styles.chosen}>
      <p role="status">{people.length} chosen</p>
      <select
        aria-label="File under"
        value=""
        onChange={(event) => {
          const side = sides.find((one) => one === event.target.value);
          if (side !== undefined) void setSide.run({ people: ids, side }, `${many}: ${sideWord(side)}`).then(then);
        }}
      >
        <option value="">File under…</option>
        {sides.map((side) => (
          <option key={side} value={side}>
            {sideWord(side)}
          </option>
        ))}
      </select>
      <Button
        onClick={() => {
          void keepPrivate.run({ people: ids, keep: true }, `${many} kept private`).then(then);
        }}
      >
        <Icon name="lock" />
        Keep private
      </Button>
      {people.length !== 2 || keep === undefined || absorb === undefined ? null : (
        <Button
          onClick={() => {
            const words = `${shownName(absorb.person)} and ${shownName(keep.person)} are one person`;
            void merge.run({ keep: keep.id, absorb: absorb.id }, words).then(then);
          }}
        >
          One person
        </Button>
      )}
      <Button look="quiet" onClick={onClear}>
        Clear
      </Button>
      {error === null ? null : <FailureLine error={error} />}
    </div>
  );
}
