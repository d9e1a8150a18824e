import { useState } from 'react';
import type { Brief } from '../../core/contract/briefing.ts';
import { useUndoable } from '../engine/use-undoable.ts';
import { BandMark } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { PersonLink } from '../parts/PersonLink.tsx';
import { byDay, dayHeading, timeOf } from '../words/meetings.ts';
import { shownName } from '../words/standing.ts';
import { Details } from './Details.tsx';
import styles from './meetings.module.css';

/** Meetings by day with the two most useful things to know of each person; printed, a page a day. */
export function MeetingDays({ briefs }: { readonly briefs: readonly Brief[] }) {
  return byDay(briefs).map(({ day, meetings }) => (
    <section key={day} className={styles.day} aria-label={dayHeading(day)}>
      <h2>{dayHeading(day)}</h2>
      {meetings.map((brief) => (
        <Meeting key={brief.meeting} brief={brief} />
      ))}
    </section>
  ));
}

function Meeting({ brief }: { readonly brief: Brief }) {
  return (
    <article className={styles.meeting}>
      <p className={styles.time}>{timeOf(brief)}</p>
      <div className={styles.what}>
        {brief.title === null ? null : (
          <h3>
            <bdi>{brief.title}</bdi>
          </h3>
        )}
        <ul className={styles.people}>
          {brief.people.map((person) => (
            <Person key={person.id} meeting={brief.meeting} person={person} />
          ))}
        </ul>
        {brief.leftOut ? <LeftOut meeting={brief.meeting} /> : null}
      </div>
    </article>
  );
}

function Person({ meeting, person }: { readonly meeting: number; readonly person: Brief['people'][number] }) {
  const [open, setOpen] = useState(false);
  const { id, name, organisation, band, lines } = person;
  return (
    <li>
      <BandMark band={band} />
      <div>
        <PersonLink id={id} name={name} />
        {organisation === null ? null : (
          <span className={styles.quiet}>
            , <bdi>{organisation}</bdi>
          </span>
        )}
        {lines.map(({ kind, words }) => (
          <p key={kind} className={styles.line} data-kind={kind}>
            {words}
          </p>
        ))}
        {open ? <Details meeting={meeting} person={id} organisation={organisation} /> : null}
      </div>
      <Button
        look="quiet"
        className={styles.more}
        aria-expanded={open}
        aria-label={`More about ${shownName(name)}`}
        onClick={() => {
          setOpen(!open);
        }}
      >
        <Icon name={open ? 'fold' : 'unfold'} size={14} />
      </Button>
    </li>
  );
}

/** The popup says nothing of this meeting, until the user wants it again. */
function LeftOut({ meeting }: { readonly meeting: number }) {
  const { run, running, error } = useUndoable('answerPopup');
  return (
    <div className={styles.leftOut}>
      <p>The popup leaves this meeting out.</p>
      <Button
        look="quiet"
        disabled={running}
        onClick={() => {
          void run({ meetings: [meeting], answer: null }, 'The popup tells of this meeting again');
        }}
      >
        Show it again
      </Button>
      {error === null ? null : <FailureLine error={error} />}
    </div>
  );
}
