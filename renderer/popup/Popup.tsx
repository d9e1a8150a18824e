import { useEffect } from 'react';
import type { KeyboardEvent } from 'react';
import type { Brief } from '../../core/contract/briefing.ts';
import type { PopupBridge } from '../../core/contract/shell.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { counted } from '../words/counts.ts';
import { clockTime } from '../words/meetings.ts';
import { initials, reminderOf, startsInWords } from '../words/popup.ts';
import { CloseButton } from './CloseButton.tsx';
import { focusOnce } from './focus-once.ts';
import { PopupPerson } from './PopupPerson.tsx';
import styles from './popup.module.css';
import { useUncovered } from './use-uncovered.ts';

interface PopupProps {
  readonly bridge: PopupBridge;
  readonly onReady: () => void;
}

/** Who is met next: time, number and initials, and with the pointer or the focus on it the names and what to know of each. */
export function Popup({ bridge, onReady }: PopupProps) {
  const { value, error } = useEngine('popup', {});
  const answer = useCommand('answerPopup');
  const uncovered = useUncovered(bridge);
  const now = useNow();
  useEffect(() => {
    if (value !== undefined || error !== null) onReady();
  }, [value, error, onReady]);
  if (value === undefined) return error === null ? null : <FailureLine error={error} />;

  const { plan, briefs } = value;
  const meetings = briefs.map(({ meeting }) => meeting);
  // Where it was only asked for, there is nothing to be reminded of.
  const isDue = plan.state === 'due' && meetings.length > 0;
  const later = isDue ? reminderOf(briefs, now) : null;
  const close = () => {
    if (isDue) void answer.run({ meetings, answer: { kind: 'closed' } });
    bridge.hide();
  };
  const never = async () => {
    if ((await answer.run({ meetings, answer: { kind: 'never' } })) !== null) bridge.hide();
  };
  const remind = async (until: string) => {
    if ((await answer.run({ meetings, answer: { kind: 'later', until } })) !== null) bridge.hide();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === 'escape') close();
    else if (key === 's' && later !== null) void remind(later.until);
    else if (key === 'n' && isDue) void never();
    else if (key === 'arrowdown' || key === 'arrowup') walk(key === 'arrowdown' ? 1 : -1);
    else return;
    event.preventDefault();
  };
  return (
    // The keys work wherever the focus is in the window.
    <main ref={focusOnce} tabIndex={-1} className={styles.popup} aria-label="Briefing" onKeyDown={onKeyDown}>
      {briefs.length === 0 ? <p>No meeting in the next two weeks.</p> : null}
      {briefs.map((brief) => (
        <article key={brief.meeting} className={styles.meeting}>
          <h1>
            {clockTime(brief.startAt)} <span className={styles.quiet}>{startsInWords(brief.startAt, now)}</span>
          </h1>
          {uncovered ? <People brief={brief} bridge={bridge} /> : <Covered brief={brief} />}
        </article>
      ))}
      {answer.error === null ? null : <FailureLine error={answer.error} />}
      <div className={styles.foot}>
        {uncovered ? (
          <div className={styles.acts}>
            {later === null ? null : (
              <Button look="quiet" disabled={answer.running} onClick={() => void remind(later.until)}>
                {later.words} <kbd>S</kbd>
              </Button>
            )}
            {isDue ? (
              <Button
                look="quiet"
                disabled={answer.running}
                title="Of a meeting that repeats, never for any of them"
                onClick={() => void never()}
              >
                {briefs.length === 1 ? 'Not for this meeting' : 'Not for these meetings'} <kbd>N</kbd>
              </Button>
            ) : null}
          </div>
        ) : (
          <p className={styles.hint}>{briefs.length === 0 ? '' : 'Point here for the names'}</p>
        )}
        <CloseButton close={close} />
      </div>
    </main>
  );
}

function People({ brief, bridge }: { readonly brief: Brief; readonly bridge: PopupBridge }) {
  return (
    <>
      {brief.title === null ? null : (
        <p className={styles.title}>
          <bdi>{brief.title}</bdi>
        </p>
      )}
      <ul>
        {brief.people.map((person) => (
          <PopupPerson key={person.id} meeting={brief.meeting} person={person} bridge={bridge} />
        ))}
      </ul>
    </>
  );
}

const mostInitials = 8;

/** What may be seen by whoever looks at the screen. */
function Covered({ brief: { people } }: { readonly brief: Brief }) {
  return (
    <p className={styles.covered}>
      {people.slice(0, mostInitials).map(({ id, name }) => (
        <span key={id} className={styles.initials}>
          {initials(name)}
        </span>
      ))}
      <span className={styles.quiet}>{counted(people.length, 'person', 'people')}</span>
    </p>
  );
}

function walk(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('button[aria-expanded]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step;
  rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
}
