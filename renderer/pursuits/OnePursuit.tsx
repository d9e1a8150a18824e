import { askFirstWords } from '../../core/contract/colleague-words.ts';
import { bandWords } from '../../core/contract/band-words.ts';
import type { Outcome, Pursuit } from '../../core/contract/opportunities.ts';
import { useEngine } from '../engine/use-engine.ts';
import { useUndoable } from '../engine/use-undoable.ts';
import { BandMark } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { Evidence } from '../parts/Evidence.tsx';
import { FirmAnswers } from '../firm/FirmAnswers.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { PersonLink } from '../parts/PersonLink.tsx';
import { Unfold } from '../parts/Unfold.tsx';
import { Path } from '../who/Path.tsx';
import { dayInWords, localDay } from '../words/dates.ts';
import { coverageWords, outcomeWords } from '../words/pursuits.ts';
import { State } from './PursuitList.tsx';
import styles from './pursuits.module.css';

/** One pursuit: what it asks for, the way in, who is warm, and every fact with what it was told from. */
export function OnePursuit({ id, onBack }: { readonly id: number; readonly onBack: () => void }) {
  const { value, error } = useEngine('pursuit', { id });
  return (
    <article className={styles.one}>
      <Button look="quiet" className={styles.back} onClick={onBack}>
        <Icon name="back" /> All pursuits
      </Button>
      {error === null ? null : <FailureLine error={error} />}
      {value === undefined ? null : <About pursuit={value} onGone={onBack} />}
    </article>
  );
}

function About({ pursuit, onGone }: { readonly pursuit: Pursuit; readonly onGone: () => void }) {
  const { paths, people, warmPeople, pullIn, facts } = pursuit;
  const [best, ...others] = paths;
  // Who decides, else whoever is named by an address, else the place.
  const known = people.filter(({ email }) => email !== null);
  const about = (known.find(({ decides }) => decides) ?? known[0])?.email ?? pursuit.organisation;
  return (
    <>
      <header className={styles.head}>
        <h2>
          <bdi>{pursuit.name}</bdi>
        </h2>
        <p className={styles.quiet}>
          <bdi>{[pursuit.organisation, pursuit.practice].filter(Boolean).join(', ')}</bdi>
        </p>
        {pursuit.state === null ? (
          <p>
            {outcomeWords[pursuit.outcome]}
            {pursuit.decidedOn === null ? '' : `, ${dayInWords(pursuit.decidedOn)}`}
          </p>
        ) : (
          <p className={styles.verdict}>
            <State state={pursuit.state} /> <bdi>{pursuit.decision?.words}</bdi>
          </p>
        )}
        {pursuit.disagreement === null ? null : (
          <p className={styles.disagreement}>
            <bdi>{pursuit.disagreement}</bdi>
          </p>
        )}
        <Decide pursuit={pursuit} onGone={onGone} />
      </header>
      <section>
        <h3>The way in</h3>
        {pursuit.partner === null ? null : (
          <p>
            <bdi>{askFirstWords(pursuit.partner)}</bdi>
          </p>
        )}
        {best === undefined ? (
          <p className={styles.quiet}>Nobody you know was seen with anybody there.</p>
        ) : (
          <>
            <p>
              <bdi>{best.reason}</bdi>
            </p>
            <Path path={best} />
          </>
        )}
        {others.map((path) => (
          <div key={path.reason} className={styles.other}>
            <p className={styles.quiet}>
              <bdi>{path.reason}</bdi>
            </p>
            <Path path={path} />
          </div>
        ))}
      </section>
      {about === null ? null : <FirmAnswers words={about} />}
      <section>
        <h3>Who is there</h3>
        <p className={styles.quiet}>{coverageWords(pursuit)}.</p>
        <ul className={styles.people}>
          {people.map((person) => (
            <li key={`${person.name} ${person.email ?? ''}`}>
              <BandMark band={person.band} />
              <span>
                {person.person === null ? (
                  <bdi>{person.name}</bdi>
                ) : (
                  <PersonLink id={person.person} name={person.name} />
                )}
                <span className={styles.quiet}>
                  {[
                    person.title,
                    person.decides ? 'decides' : null,
                    person.person === null ? 'not in your mailbox' : bandWords[person.band],
                  ]
                    .filter(Boolean)
                    .map((words) => `, ${words ?? ''}`)
                    .join('')}
                </span>
              </span>
            </li>
          ))}
          {warmPeople
            .filter(({ id }) => !people.some(({ person }) => person === id))
            .map(({ id, name, band }) => (
              <li key={id}>
                <BandMark band={band} />
                <span>
                  <PersonLink id={id} name={name} />
                  <span className={styles.quiet}>, not named in the list, {bandWords[band]}</span>
                </span>
              </li>
            ))}
        </ul>
        {pullIn.length === 0 ? null : (
          <p>
            Draw in: <bdi>{pullIn.map(({ words }) => words).join('; ')}.</bdi>
          </p>
        )}
      </section>
      <section>
        <h3>What was observed</h3>
        <ul className={styles.facts}>
          {facts.map((fact) => (
            <Fact key={`${fact.kind} ${fact.words}`} fact={fact} />
          ))}
        </ul>
      </section>
    </>
  );
}

function Fact({ fact }: { readonly fact: Pursuit['facts'][number] }) {
  if (fact.interactions.length === 0)
    return (
      <li>
        <bdi>{fact.words}</bdi>
      </li>
    );
  return (
    <li>
      <Unfold label={<bdi>{fact.words}</bdi>}>
        <Evidence interactions={fact.interactions} />
      </Unfold>
    </li>
  );
}

function Decide({ pursuit, onGone }: { readonly pursuit: Pursuit; readonly onGone: () => void }) {
  const decide = useUndoable('decidePursuit');
  const drop = useUndoable('dropPursuit');
  const error = decide.error ?? drop.error;
  const to = (outcome: Outcome, label: string) => (
    <Button
      disabled={decide.running}
      onClick={() => {
        void decide.run({ id: pursuit.id, outcome, on: localDay(Date.now()) }, `${pursuit.name} is ${outcome}`);
      }}
    >
      {label}
    </Button>
  );
  return (
    <div className={styles.acts}>
      {pursuit.outcome === 'open' ? (
        <>
          {to('won', 'Won')}
          {to('lost', 'Lost')}
        </>
      ) : (
        to('open', 'Open again')
      )}
      <Button
        look="quiet"
        disabled={drop.running}
        onClick={() => {
          void drop.run({ id: pursuit.id }, `${pursuit.name} is taken from the list`).then((done) => {
            if (done) onGone();
          });
        }}
      >
        Take from the list
      </Button>
      {error === null ? null : <FailureLine error={error} />}
    </div>
  );
}
