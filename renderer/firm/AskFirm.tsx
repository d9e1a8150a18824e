import { useId, useState } from 'react';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { useSettled } from '../parts/use-settled.ts';
import { localDay, localMinute } from '../words/dates.ts';
import { meantInWords } from '../words/firm.ts';
import styles from './firm.module.css';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const soonDays = 3;
const endOfWork = '18:00';
const mostDays = 14;

interface AskFirmProps {
  readonly askable: number;
  /** What was typed already. */
  readonly typed?: string;
}

/** Whom to ask about, as the words are taken, until when, and why: sealed, so that only whoever knows them, or answers for where they work, can open it. */
export function AskFirm({ askable, typed = '' }: AskFirmProps) {
  const now = useNow();
  const ask = useCommand('ask');
  const [words, setWords] = useState(typed);
  const [reason, setReason] = useState('');
  const [neededBy, setNeededBy] = useState(`${localDay(now + soonDays * dayMs)}T${endOfWork}`);
  const [asked, setAsked] = useState<string | null>(null);
  const field = useId();
  const text = words.trim();
  const { value, input } = useEngine('askAbout', text === '' ? null : { words: text });
  // What is asked about is what stood there: never what older words meant.
  const about = input?.words === text ? value?.about : undefined;
  const shown = text === '' || value === undefined ? '' : meantInWords(value.about);
  const settled = useSettled(shown);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (about == null) return;
        const until = new Date(neededBy).toISOString();
        void ask.run({ words: text, about, reason: reason.trim(), neededBy: until }).then((made) => {
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
      <div id={`${field}about`} className={`${styles.quiet ?? ''} ${styles.meant ?? ''}`} aria-hidden="true">
        <bdi>{shown}</bdi>
      </div>
      <span role="status" className="unseen">
        {settled}
      </span>
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
        <Button
          look="main"
          type="submit"
          aria-describedby={`${field}about`}
          disabled={ask.running || about == null || askable === 0}
        >
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
