import { askFirstWords } from '../../core/contract/colleague-words.ts';
import type { RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { Who as WhoAnswer } from '../../core/contract/shapes.ts';
import { useEngine } from '../engine/use-engine.ts';
import { FirmAnswers } from '../firm/FirmAnswers.tsx';
import { useViewState } from '../frame/view-state.ts';
import { BandWord } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Draft } from '../parts/Draft.tsx';
import { Evidence } from '../parts/Evidence.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { PersonLink } from '../parts/PersonLink.tsx';
import { shownName } from '../words/standing.ts';
import { Path } from './Path.tsx';
import styles from './who.module.css';

/** "Who knows …": the best path as a line of people, the others under it, or the nearest hint where there is none. */
export function Who() {
  const words = useViewState((state) => state.words);
  const ask = useViewState((state) => state.ask);
  const input = useRef<HTMLInputElement>(null);
  useFocus(input);
  const asked = words.trim();
  const { value, input: answered, error } = useEngine('who', asked === '' ? null : { words: asked });
  const isCurrent = asked !== '' && answered?.words !== undefined;
  return (
    <div className={styles.scroll}>
      <div className={styles.who}>
        <div className={styles.ask} role="search">
          <label htmlFor="who-words">Who knows</label>
          <input
            ref={input}
            id="who-words"
            value={words}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            placeholder="a person or a company"
            onChange={(event) => {
              ask(event.target.value);
            }}
          />
        </div>
        {error === null ? null : <FailureLine error={error} />}
        <div aria-live="polite">
          {isCurrent && value !== undefined ? <Answer answer={value} words={answered.words} /> : null}
        </div>
        {asked === '' ? (
          <p className={styles.hint}>
            A name, a company, a domain, or several of these: “Weber at Norvane”, “norvane cfo”. The answer is the
            warmest way there that your own mail and calendar show.
          </p>
        ) : null}
      </div>
    </div>
  );
}

function useFocus(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, [input]);
}

function Answer({ answer, words }: { readonly answer: WhoAnswer; readonly words: string }) {
  const { matches, partner, paths, linkedInOnly, without } = answer;
  const [best, ...others] = paths;
  return (
    <>
      {without === null ? null : (
        <p className={styles.hint}>
          {without.linkedIn ? (
            <>
              You know “<bdi>{without.words}</bdi>” from LinkedIn only. This is the way to where they work.
            </>
          ) : (
            <>
              Nobody there is known as “<bdi>{without.words}</bdi>”. This is the way to the organisation.
            </>
          )}
        </p>
      )}
      {partner === null ? null : (
        <p className={styles.first}>
          <bdi>{askFirstWords(partner)}</bdi>
        </p>
      )}
      {best === undefined ? (
        <section className={styles.none}>
          <h2>No path in your own mail</h2>
          <p>
            {matches.length === 0 && linkedInOnly.length === 0 ? (
              <>
                Nobody in your mail, calendar or contacts fits “<bdi>{words}</bdi>”.
              </>
            ) : (
              'Nobody you are in touch with is seen with them.'
            )}
          </p>
        </section>
      ) : (
        <Best path={best} about={matches[0]?.kind === 'organisation' ? matches[0].name : null} />
      )}
      {others.length === 0 ? null : (
        <section className={styles.section} aria-label="Other ways">
          <h3>Other ways</h3>
          <ul className={styles.others}>
            {others.map((path) => (
              <li key={path.people.join(' ')}>
                <Path path={path} />
                <p>
                  <bdi>{path.reason}</bdi>
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {matches[0]?.kind === 'organisation' ? <There id={matches[0].id} /> : null}
      <FirmAnswers key={words} words={words} />
      <Connections connections={linkedInOnly} />
      <Matches matches={matches} />
    </>
  );
}

interface BestProps {
  readonly path: WhoAnswer['paths'][number];
  /** The organisation that was asked for, where one was. */
  readonly about: string | null;
}

function Best({ path, about }: BestProps) {
  const [isDrafting, setDrafting] = useState(false);
  const { target } = path;
  // A colleague is asked in person, not by letter.
  const [first] = path.people;
  const [hop] = path.hops;
  return (
    <section className={styles.best} aria-label="Best way">
      <h2>
        <bdi>{path.reason}</bdi>
      </h2>
      <Path path={path} isLarge />
      {first === null || first === undefined || hop === undefined || target === null ? null : (
        <Button
          look="main"
          onClick={() => {
            setDrafting(true);
          }}
        >
          <Icon name="mail" />
          <span>
            {first === target ? 'Write to ' : 'Ask '}
            <bdi>{shownName(hop.to)}</bdi>
            {first === target ? '…' : ' for an introduction…'}
          </span>
        </Button>
      )}
      {first === null || first === undefined || hop === undefined ? null : (
        <Proof person={first} name={shownName(hop.to)} />
      )}
      <p className={styles.promise}>What left this computer for this answer: nothing.</p>
      {isDrafting && first !== null && first !== undefined && target !== null ? (
        <Draft
          to={first}
          wanted={target}
          about={about}
          onClose={() => {
            setDrafting(false);
          }}
        />
      ) : null}
    </section>
  );
}

/** What the answer rests on: the last that was written or met with the one to turn to. */
function Proof({ person, name }: { readonly person: number; readonly name: string }) {
  const { value: why } = useEngine('why', { person, limit: 3 });
  if (why === undefined || why.interactions.length === 0) return null;
  return (
    <section className={styles.proof} aria-label="Evidence">
      <h3>
        Last with <bdi>{name}</bdi>
      </h3>
      <Evidence interactions={why.interactions} />
    </section>
  );
}

// More than a screen of them is what the organisation's own page is for.
const mostThere = 12;

/** Everybody known at the organisation asked for, those whose title is known first, each with the way to them. */
function There({ id }: { readonly id: number }) {
  const { value } = useEngine('organisation', { id });
  const ask = useViewState((state) => state.ask);
  if (value === undefined || value.people.length < 2) return null;
  const people = [...value.people].sort((x, y) => Number(x.title === null) - Number(y.title === null));
  return (
    <section className={styles.section} aria-label="People there">
      <h3>
        People at <bdi>{value.name}</bdi>
      </h3>
      <ul className={styles.plain}>
        {people.slice(0, mostThere).map(({ id: person, person: name, title, band }) => (
          <li key={person} className={styles.there}>
            <PersonLink id={person} name={name} />
            <span>
              <bdi>{title ?? ''}</bdi>
            </span>
            <BandWord band={band} />
            <Button
              look="quiet"
              aria-label={`The way to them: ${shownName(name)}`.slice(0, 200)}
              onClick={() => {
                ask(`${shownName(name)} ${value.name}`.slice(0, 200));
              }}
            >
              The way to them
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Connections({ connections }: { readonly connections: WhoAnswer['linkedInOnly'] }) {
  const ask = useViewState((state) => state.ask);
  if (connections.length === 0) return null;
  return (
    <section className={styles.section} aria-label="LinkedIn only">
      <h3>LinkedIn only</h3>
      <ul className={styles.plain}>
        {connections.map(({ name, company, position, url }) => (
          <li key={`${name} ${company ?? ''} ${url ?? ''}`}>
            <Button
              look="quiet"
              onClick={() => {
                ask(shownName(name).slice(0, 200));
              }}
            >
              <bdi>{shownName(name)}</bdi>
            </Button>
            <span>
              <bdi>{[position, company].filter((part) => part !== null && part !== '').join(', ')}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Matches({ matches }: { readonly matches: WhoAnswer['matches'] }) {
  const select = useViewState((state) => state.select);
  if (matches.length < 2) return null;
  return (
    <section className={styles.section} aria-label="Also meant">
      <h3>Who or what that may be</h3>
      <ul className={styles.plain}>
        {matches.slice(0, 10).map(({ id, kind, name, organisation }) => (
          <li key={`${kind} ${String(id)}`}>
            {kind === 'person' ? (
              <PersonLink id={id} name={name} />
            ) : (
              <Button
                look="quiet"
                onClick={() => {
                  select({ kind: 'organisation', id });
                }}
              >
                <Icon name="people" />
                <bdi>{name}</bdi>
              </Button>
            )}
            <span>
              <bdi>{organisation ?? ''}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
