import { useState } from 'react';
import type { PersonRow, Why } from '../../core/contract/shapes.ts';
import { sides } from '../../core/contract/shapes.ts';
import { useUndoable } from '../engine/use-undoable.ts';
import { Button } from '../parts/Button.tsx';
import { Draft } from '../parts/Draft.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { localDay } from '../words/dates.ts';
import { shownName, sideWord } from '../words/standing.ts';
import styles from './person.module.css';

/** What the user can do or say about a person: write, note that they spoke or know each other well, file under a side, keep private. */
export function PersonActions({ tie, word }: { readonly tie: PersonRow; readonly word: Why['word'] }) {
  const isKnownWell = word.knowsWell !== null;
  const spoke = useUndoable('spoke');
  const knowWell = useUndoable('knowWell');
  const setSide = useUndoable('setSide');
  const keepPrivate = useUndoable('keepPrivate');
  const [isDrafting, setDrafting] = useState(false);
  const error = spoke.error ?? knowWell.error ?? setSide.error ?? keepPrivate.error;
  const name = shownName(tie.person);

  return (
    <div className={styles.actions}>
      <Button
        onClick={() => {
          setDrafting(true);
        }}
      >
        <Icon name="mail" />
        Write…
      </Button>
      <Button
        disabled={spoke.running}
        title="Notes today as a contact that mail and calendar cannot see"
        onClick={() => {
          void spoke.run({ person: tie.id, on: localDay(Date.now()) }, `Noted: you spoke with ${name} today`);
        }}
      >
        <Icon name="spoke" />
        We spoke
      </Button>
      <Button
        aria-pressed={isKnownWell}
        disabled={knowWell.running}
        title="Your word for a year, beside what mail and calendar show"
        onClick={() => {
          void knowWell.run(
            { person: tie.id, well: !isKnownWell },
            isKnownWell ? `No longer noted: you know ${name} well` : `Noted: you know ${name} well`,
          );
        }}
      >
        <Icon name="known" />
        Know well
      </Button>
      <label className={styles.side}>
        <span className="unseen">Side</span>
        <select
          value={tie.side}
          disabled={setSide.running}
          onChange={(event) => {
            const side = sides.find((one) => one === event.target.value);
            if (side !== undefined) void setSide.run({ people: [tie.id], side }, `${name}: ${sideWord(side)}`);
          }}
        >
          {sides.map((side) => (
            <option key={side} value={side}>
              {sideWord(side)}
            </option>
          ))}
        </select>
      </label>
      <Button
        aria-pressed={tie.private}
        disabled={keepPrivate.running}
        title="Never part of anything shared, whatever rules say"
        onClick={() => {
          void keepPrivate.run(
            { people: [tie.id], keep: !tie.private },
            tie.private ? `${name} is no longer kept private` : `${name} is kept private`,
          );
        }}
      >
        <Icon name="lock" />
        {tie.private ? 'Private' : 'Keep private'}
      </Button>
      <LeftOut person={tie.id} name={name} word={word} />
      {error === null ? null : <FailureLine error={error} />}
      {isDrafting ? (
        <Draft
          to={tie.id}
          wanted={tie.id}
          onClose={() => {
            setDrafting(false);
          }}
        />
      ) : null}
    </div>
  );
}

interface LeftOutProps {
  readonly person: number;
  readonly name: string;
  readonly word: Why['word'];
}

/** What the user never wants to hear of this person, and the way back. */
function LeftOut({ person, name, word }: LeftOutProps) {
  const suggest = useUndoable('neverSuggest');
  const brief = useUndoable('neverBrief');
  const error = suggest.error ?? brief.error;
  return (
    <>
      {word.neverSuggested ? (
        <Button
          look="quiet"
          disabled={suggest.running}
          onClick={() => {
            void suggest.run({ person, never: false }, `${name} may be suggested again`);
          }}
        >
          Never suggested: allow again
        </Button>
      ) : null}
      {word.neverBriefed ? (
        <Button
          look="quiet"
          disabled={brief.running}
          onClick={() => {
            void brief.run({ person, never: false }, `The popup shows ${name} again`);
          }}
        >
          Not in the popup: show again
        </Button>
      ) : null}
      {error === null ? null : <FailureLine error={error} />}
    </>
  );
}
