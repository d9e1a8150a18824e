import { useId, useState } from 'react';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { localDay, localMinute } from '../words/dates.ts';
import styles from './firm.module.css';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const soonDays = 3;
const endOfWork = '18:00';
const mostDays = 14;

interface AskFirmProps {
  readonly askable: number;
  /** Whom it is about, where that was said already. */
  readonly about?: string;
}

/** Whom to ask about, until when, and why: sealed, so that only whoever knows them, or answers for where they work, can open it. */
export function AskFirm({ askable, about = '' }: AskFirmProps) {
  const now = useNow();
  const ask = useCommand('ask');
  const [words, setWords] = useState(about);
  const [reason, setReason] = useState('');
  const [neededBy, setNeededBy] = useState(`${localDay(now + soonDays * dayMs)}T${endOfWork}`);
  const [asked, setAsked] = useState<string | null>(null);
  const field = useId();
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const input = { words: words.trim(), reason: reason.trim(), neededBy: new Date(neededBy).toISOString() };
        void ask.run(input).then((made) => {
          setAsked(made?.about ?? null);
          if (made !== null) setWords('');
        });
      }}
    >
      <label htmlFor={`${field}words`}>Who knows</label>
      <input
        id={`${field}words`}
        value={words}
        maxLength={120}
        autoComplete="off"
        spellCheck={false}
        placeholder="jane@acme.com, Jane Roe at acme.com, acme.com"
        onChange={(event) => {
          setWords(event.target.value);
        }}
      />
      <label htmlFor={`${field}reason`}>Why</label>
      <input
        id={`${field}reason`}
        value={reason}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => {
          setReason(event.target.value);
        }}
      />
      <label htmlFor={`${field}by`}>Needed by</label>
      <input
        id={`${field}by`}
        type="datetime-local"
        min={localMinute(now + minuteMs)}
        max={localMinute(now + mostDays * dayMs)}
        required
        value={neededBy}
        onChange={(event) => {
          setNeededBy(event.target.value);
        }}
      />
      <div className={styles.choices}>
        <Button look="main" type="submit" disabled={ask.running || words.trim() === '' || askable === 0}>
          Ask through the firm
        </Button>
        <span role="status" className={styles.quiet}>
          {asked === null
            ? 'Nobody learns who you look for unless they know them or are the responsible partner.'
            : `Asked who knows ${asked}.`}
        </span>
      </div>
      {ask.error === null ? null : <FailureLine error={ask.error} />}
    </form>
  );
}
