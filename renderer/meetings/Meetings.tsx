import type { Brief } from '../../core/contract/briefing.ts';
import { useEngine } from '../engine/use-engine.ts';
import { BandMark } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { FailureLine, Notice, Working } from '../parts/Notice.tsx';
import { PersonLink } from '../parts/PersonLink.tsx';
import { useLate } from '../parts/use-late.ts';
import { byDay, dayHeading, timeOf } from '../words/meetings.ts';
import styles from './meetings.module.css';

/** Whom the user meets within two weeks, and the two most useful things to know of each; printed, a page a day. */
export function Meetings() {
  const { value: briefs, error } = useEngine('briefs', {});
  const late = useLate(briefs === undefined && error === null);
  if (error !== null) return <FailureLine error={error} />;
  if (briefs === undefined) return late ? <Working words="Looking through your calendar…" /> : null;
  if (briefs.length === 0) {
    return (
      <Notice title="No meetings in the next two weeks">
        <p>Meetings with people from outside your firm appear here, with what is worth knowing of them.</p>
      </Notice>
    );
  }
  return (
    <div className={styles.scroll}>
      <div className={styles.meetings}>
        <div className={styles.top}>
          <p>The next two weeks, with people from outside your firm.</p>
          <Button
            onClick={() => {
              window.print();
            }}
          >
            Print…
          </Button>
        </div>
        {byDay(briefs).map(({ day, meetings }) => (
          <section key={day} className={styles.day} aria-label={dayHeading(day)}>
            <h2>{dayHeading(day)}</h2>
            {meetings.map((brief) => (
              <Meeting key={brief.meeting} brief={brief} />
            ))}
          </section>
        ))}
      </div>
    </div>
  );
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
            <li key={person.id}>
              <BandMark band={person.band} />
              <div>
                <PersonLink {...person} />
                {person.organisation === null ? null : (
                  <span className={styles.quiet}>
                    , <bdi>{person.organisation}</bdi>
                  </span>
                )}
                {person.lines.map(({ kind, words }) => (
                  <p key={kind} className={styles.line} data-kind={kind}>
                    {words}
                  </p>
                ))}
              </div>
            </li>
          ))}
        </ul>
      </div>
    </article>
  );
}
