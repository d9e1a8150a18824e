import { useId, useState } from 'react';
import type { PollMade } from '../../core/contract/polls.ts';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { utcDay } from '../words/dates.ts';
import styles from './firm.module.css';

const dayMs = 86_400_000;
const soonDays = 7;
const mostDays = 13;

interface OpenPollProps {
  readonly kind: PollMade['kind'];
  /** For deals: those to ask about. */
  readonly pursuits: readonly number[];
  readonly onAsked?: () => void;
}

/** A steward asks everybody, until a day. */
export function OpenPoll({ kind, pursuits, onAsked }: OpenPollProps) {
  const now = useNow();
  const open = useCommand('openPoll');
  const [closesOn, setClosesOn] = useState(utcDay(now + soonDays * dayMs));
  const field = useId();
  return (
    <form
      className={styles.choices}
      onSubmit={(event) => {
        event.preventDefault();
        void open.run({ kind, pursuits: [...pursuits], closesOn }).then((asked) => {
          if (asked !== null) onAsked?.();
        });
      }}
    >
      <label htmlFor={field}>Closes after</label>
      <input
        id={field}
        type="date"
        className={styles.day}
        min={utcDay(now)}
        max={utcDay(now + mostDays * dayMs)}
        required
        value={closesOn}
        onChange={(event) => {
          setClosesOn(event.target.value);
        }}
      />
      <Button look="main" type="submit" disabled={open.running || (kind === 'deals' && pursuits.length === 0)}>
        {open.running ? 'Asking…' : 'Ask everybody'}
      </Button>
      {open.error === null ? null : <FailureLine error={open.error} />}
    </form>
  );
}
