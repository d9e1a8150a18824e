import { useEffect } from 'react';
import type { KeyboardEvent } from 'react';
import type { Brief } from '../../core/contract/briefing.ts';
import type { PopupBridge } from '../../core/contract/shell.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { counted } from '../words/counts.ts';
import { clockTime } from '../words/meetings.ts';
import { initials, startsInWords } from '../words/popup.ts';
import { PopupPerson } from './PopupPerson.tsx';
import styles from './popup.module.css';
import { useUncovered } from './use-uncovered.ts';

interface PopupProps {
  readonly bridge: PopupBridge;
  readonly onReady: () => void;
}

const laterMinutes = 5;

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
  const isPlanned = plan.state !== 'none';
  const say = async (said: 'closed' | 'later' | 'never') => {
    // Where it was only asked for, there is nothing to be reminded of.
    const meetings = isPlanned ? briefs.map(({ meeting }) => meeting) : [];
    if (meetings.length === 0 || (await answer.run({ meetings, answer: said, minutes: laterMinutes })) !== null)
      bridge.hide();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') void say('closed');
    else if (event.key === 's' && isPlanned) void say('later');
    else if (event.key === 'n' && isPlanned) void say('never');
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') walk(event.key === 'ArrowDown' ? 1 : -1);
    else return;
    event.preventDefault();
  };
  return (
    // The keys work wherever the focus is in the window.
    <main ref={focusOnce} tabIndex={-1} className={styles.popup} aria-label="Briefing" onKeyDown={onKeyDown}>
      <button type="button" className={styles.close} aria-label="Close" title="Esc" onClick={() => void say('closed')}>
        <Icon name="close" size={14} />
      </button>
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
      {uncovered && isPlanned && briefs.length > 0 ? (
        <div className={styles.acts}>
          <Button look="quiet" disabled={answer.running} onClick={() => void say('later')}>
            Again in {laterMinutes} minutes <kbd>S</kbd>
          </Button>
          <Button look="quiet" disabled={answer.running} onClick={() => void say('never')}>
            {briefs.length === 1 ? 'Not for this meeting' : 'Not for these meetings'} <kbd>N</kbd>
          </Button>
        </div>
      ) : null}
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

/** The keys are heard before anything was clicked. */
function focusOnce(main: HTMLElement | null): void {
  main?.focus();
}

function walk(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('button[aria-expanded]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step;
  rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
}
