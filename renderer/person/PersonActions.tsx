import { useState } from 'react';
import type { PersonRow } from '../../core/contract/shapes.ts';
import { sides } from '../../core/contract/shapes.ts';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { localDay } from '../words/dates.ts';
import { sideWord } from '../words/standing.ts';
import styles from './person.module.css';

/** What the user can say or do about a person: spoke with them, and which side they are on. */
export function PersonActions({ tie }: { readonly tie: PersonRow }) {
  const spoke = useCommand('spoke');
  const setSide = useCommand('setSide');
  const [noted, setNoted] = useState(false);
  const error = spoke.error ?? setSide.error;

  return (
    <div className={styles.actions}>
      <Button
        disabled={spoke.running || noted}
        title="Notes today as a contact that mail and calendar cannot see"
        onClick={() => {
          void spoke.run({ person: tie.id, on: localDay(Date.now()) }).then((answer) => {
            if (answer !== null) setNoted(true);
          });
        }}
      >
        <Icon name="spoke" />
        {noted ? 'Noted for today' : 'We spoke'}
      </Button>
      <label className={styles.side}>
        <span className="unseen">Side</span>
        <select
          value={tie.side}
          disabled={setSide.running}
          onChange={(event) => {
            const side = sides.find((name) => name === event.target.value);
            if (side !== undefined) void setSide.run({ people: [tie.id], side });
          }}
        >
          {sides.map((side) => (
            <option key={side} value={side}>
              {sideWord(side)}
            </option>
          ))}
        </select>
      </label>
      <span role="status" className="unseen">
        {noted ? 'Noted for today' : ''}
      </span>
      {error === null ? null : <FailureLine error={error} />}
    </div>
  );
}
