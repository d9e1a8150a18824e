import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Today as TodayAnswer } from '../../core/contract/briefing.ts';
import { upperFirst } from '../../core/contract/upper-first.ts';
import { useEngine } from '../engine/use-engine.ts';
import { useAsksForMe } from '../firm/use-asks-for-me.ts';
import { useViewState } from '../frame/view-state.ts';
import { BandMark } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine, Working } from '../parts/Notice.tsx';
import { PersonLink } from '../parts/PersonLink.tsx';
import { useLate } from '../parts/use-late.ts';
import { useNow } from '../parts/use-now.ts';
import { When } from '../parts/When.tsx';
import { countWord, joint, meetingTime } from '../words/today.ts';
import { Asked } from './Asked.tsx';
import { ContactNow } from './ContactNow.tsx';
import { WaysIn } from './WaysIn.tsx';
import styles from './today.module.css';

type Attendee = NonNullable<TodayAnswer['meeting']>['people'][number];

/** The forgotten, the moved, the next meeting: what the user did not already know, and a box to ask in. */
export function Today() {
  const { value: today, error } = useEngine('today', {});
  const { value: status } = useEngine('status', {});
  const asks = useAsksForMe();
  const ways = useEngine('wayNews', {});
  const asked = asks.value?.filter(({ answer }) => answer === null);
  const late = useLate(today === undefined && error === null);
  if (error !== null && today === undefined) return <FailureLine error={error} />;
  if (today === undefined) return late ? <Working words="Looking through your mail…" /> : null;
  const isQuietDay =
    asked?.length === 0 &&
    ways.value?.length === 0 &&
    today.quiet.length === 0 &&
    today.moved.length === 0 &&
    today.meeting === null &&
    today.waiting.length === 0;
  return (
    <div className={styles.scroll}>
      <div className={styles.today}>
        {status?.sample === true ? (
          <p className={styles.made}>A sample: everybody here is made up. Sources removes it in one step.</p>
        ) : null}
        {isQuietDay ? <p className={styles.sentence}>Nothing needs your eye today.</p> : null}
        {asks.error === null ? null : <FailureLine error={asks.error} />}
        <Asked asks={asked ?? []} />
        <Meeting meeting={today.meeting} />
        {ways.error === null ? null : <FailureLine error={ways.error} />}
        <WaysIn news={ways.value ?? []} />
        <Moved moved={today.moved} />
        <Quiet quiet={today.quiet} />
        <Waiting waiting={today.waiting} />
        <ContactNow />
        <Ask example={today.example} />
      </div>
    </div>
  );
}

function Sentence({ children }: { readonly children: ReactNode }) {
  return <p className={styles.sentence}>{children}</p>;
}

function At({ organisation }: { readonly organisation: string | null }) {
  return organisation === null ? null : (
    <span className={styles.at}>
      {' '}
      <bdi>{organisation}</bdi>
    </span>
  );
}

function Meeting({ meeting }: { readonly meeting: TodayAnswer['meeting'] }) {
  const now = useNow();
  if (meeting === null) return null;
  const strangers = meeting.people.filter(({ firstTime }) => firstTime);
  const isAll = strangers.length === meeting.people.length;
  return (
    <section className={styles.block} aria-label="Next meeting">
      <Sentence>
        {meetingTime(meeting.startAt, now)} you meet{' '}
        {meeting.people.length === 1 && meeting.people[0] !== undefined ? (
          <PersonLink {...meeting.people[0]} />
        ) : (
          `${countWord(meeting.people.length)} people`
        )}
        {strangers.length === 0
          ? '.'
          : meeting.people.length === 1
            ? ', for the first time.'
            : isAll
              ? ', all of them for the first time.'
              : `; ${countWord(strangers.length)} of them you have not met before.`}
      </Sentence>
      {meeting.title === null ? null : (
        <p className={styles.title}>
          <bdi>{meeting.title}</bdi>
        </p>
      )}
      {meeting.people.length === 1 && meeting.people[0]?.owedSince === null ? null : (
        <ul className={styles.list}>
          {meeting.people.map((person) => (
            <li key={person.id}>
              <BandMark band={person.band} />
              <PersonLink {...person} />
              <At organisation={person.organisation} />
              <MeetingMark person={person} now={now} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The one thing to know of somebody before meeting them: an answer owed, a first meeting, or when they were last in touch. */
function MeetingMark({ person, now }: { readonly person: Attendee; readonly now: number }) {
  const { owedSince, firstTime, last } = person;
  if (owedSince !== null) {
    return (
      <span className={styles.mark}>
        you owe a reply, <When at={owedSince} now={now} />
      </span>
    );
  }
  if (firstTime) return <span className={styles.mark}>first meeting</span>;
  return last === null ? null : (
    <span className={styles.mark}>
      last <When at={last} now={now} />
    </span>
  );
}

function Moved({ moved }: { readonly moved: TodayAnswer['moved'] }) {
  if (moved.length === 0) return null;
  return (
    <section className={styles.block} aria-label="Moved">
      <Sentence>
        {moved.length === 1 ? null : `${upperFirst(countWord(moved.length))} of your contacts have moved: `}
        {moved.map((person, i) => (
          <span key={person.id}>
            {moved.length === 1 ? '' : joint(i, moved.length)}
            <PersonLink {...person} /> {person.sure ? 'is now at' : 'seems to be at'} <bdi>{person.organisation}</bdi>
            {person.sure ? '' : ' now'}{' '}
            <span className={styles.at}>
              (before at <bdi>{person.formerly}</bdi>)
            </span>
          </span>
        ))}
        .
      </Sentence>
    </section>
  );
}

function Quiet({ quiet }: { readonly quiet: TodayAnswer['quiet'] }) {
  const now = useNow();
  const [first] = quiet;
  if (first === undefined) return null;
  if (quiet.length === 1) {
    return (
      <section className={styles.block} aria-label="Gone quiet">
        <Sentence>
          {first.project === null ? (
            <>
              You have let <PersonLink {...first} /> go quiet: no mail or meeting since{' '}
              <When at={first.last} now={now} />.
            </>
          ) : (
            <>
              Quiet: <PersonLink {...first} /> <Since person={first} now={now} />.
            </>
          )}
        </Sentence>
      </section>
    );
  }
  return (
    <section className={styles.block} aria-label="Gone quiet">
      <Sentence>You have let these {countWord(quiet.length)} go quiet:</Sentence>
      <ul className={styles.list}>
        {quiet.map((person) => (
          <li key={person.id}>
            <PersonLink {...person} />
            <At organisation={person.organisation} />
            <span className={styles.mark}>
              <Since person={person} now={now} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

type QuietPerson = TodayAnswer['quiet'][number];

/** When somebody was last heard of; of an ended project, that it ended and how many others have been quiet since. */
function Since({ person: { last, project }, now }: { readonly person: QuietPerson; readonly now: number }) {
  return project === null ? (
    <>
      last <When at={last} now={now} />
    </>
  ) : (
    <>
      {project.others > 0 ? `and ${countWord(project.others)} ${project.others === 1 ? 'other' : 'others'} ` : ''}since{' '}
      {project.name === null ? 'a project' : <bdi>{project.name}</bdi>} ended, <When at={last} now={now} />
    </>
  );
}

function Waiting({ waiting }: { readonly waiting: TodayAnswer['waiting'] }) {
  const now = useNow();
  if (waiting.length === 0) return null;
  return (
    <section className={styles.block} aria-label="Wrote last">
      <Sentence>
        {waiting.length === 1
          ? 'One wrote to you and has'
          : `${upperFirst(countWord(waiting.length))} wrote to you and have`}{' '}
        not heard back:
      </Sentence>
      <ul className={styles.list}>
        {waiting.map((person) => (
          <li key={person.id}>
            <PersonLink {...person} />
            <At organisation={person.organisation} />
            <span className={styles.mark}>
              <When at={person.since} now={now} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The question the product answers, with an example of the user's own. */
function Ask({ example }: { readonly example: string | null }) {
  const ask = useViewState((state) => state.ask);
  const [words, setWords] = useState('');
  const asked = words.trim() === '' ? (example ?? '') : words.trim();
  return (
    <form
      className={styles.ask}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (asked !== '') ask(asked);
      }}
    >
      <label htmlFor="today-ask">Who knows …</label>
      <div className={styles.box}>
        <Icon name="search" />
        <input
          id="today-ask"
          value={words}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          placeholder={example ?? 'a person or a company'}
          onChange={(event) => {
            setWords(event.target.value);
          }}
        />
        <Button look="main" type="submit" disabled={asked === ''}>
          Ask
        </Button>
      </div>
    </form>
  );
}
