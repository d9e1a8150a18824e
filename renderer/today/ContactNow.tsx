import { useState } from 'react';
import type { ContactNow as Suggestion } from '../../core/contract/briefing.ts';
import { useEngine } from '../engine/use-engine.ts';
import { useUndoable } from '../engine/use-undoable.ts';
import { BandMark } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { Draft } from '../parts/Draft.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { PersonLink } from '../parts/PersonLink.tsx';
import { localDay } from '../words/dates.ts';
import { shownName } from '../words/standing.ts';
import styles from './contact-now.module.css';

/** At most three people to get back to, each with the reason and what can be done about it. */
export function ContactNow() {
  const { value: people } = useEngine('next', {});
  if (people === undefined) return null;
  return (
    <section aria-label="Get back to">
      <h2 className={styles.heading}>Get back to</h2>
      {people.length === 0 ? <p className={styles.organisation}>Nobody needs a word from you today.</p> : null}
      <ul className={styles.people}>
        {people.map((person) => (
          <Person key={person.id} person={person} />
        ))}
      </ul>
    </section>
  );
}

function Person({ person }: { readonly person: Suggestion }) {
  const [isDrafting, setDrafting] = useState(false);
  const spoke = useUndoable('spoke');
  const notNow = useUndoable('notNow');
  const never = useUndoable('neverSuggest');
  const name = shownName(person.name);
  const error = spoke.error ?? notNow.error ?? never.error;
  const busy = spoke.running || notNow.running || never.running;
  return (
    <li className={styles.person}>
      <p className={styles.reason}>
        <BandMark band={person.band} />
        <span>
          <PersonLink {...person} />
          {person.organisation === null ? null : (
            <span className={styles.organisation}>
              , <bdi>{person.organisation}</bdi>
            </span>
          )}
          : {person.words}.
        </span>
      </p>
      <div className={styles.acts} role="group" aria-label={name}>
        <Button
          onClick={() => {
            setDrafting(true);
          }}
        >
          Write…
        </Button>
        <Button
          look="quiet"
          disabled={busy}
          onClick={() => {
            void spoke.run({ person: person.id, on: localDay(Date.now()) }, `Noted: you spoke with ${name} today`);
          }}
        >
          We spoke
        </Button>
        <Button
          look="quiet"
          disabled={busy}
          onClick={() => {
            void notNow.run({ person: person.id }, `${name} is not suggested for two weeks`);
          }}
        >
          Not now
        </Button>
        <Button
          look="quiet"
          disabled={busy}
          onClick={() => {
            void never.run({ person: person.id, never: true }, `${name} is never suggested again`);
          }}
        >
          Never suggest
        </Button>
      </div>
      {error === null ? null : <FailureLine error={error} />}
      {isDrafting ? (
        <Draft
          to={person.id}
          wanted={person.id}
          onClose={() => {
            setDrafting(false);
          }}
        />
      ) : null}
    </li>
  );
}
