import { askFirstWords } from '../../core/contract/colleague-words.ts';
import { useState } from 'react';
import type { WayNews } from '../../core/contract/opportunities.ts';
import { useUndoable } from '../engine/use-undoable.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { Draft } from '../parts/Draft.tsx';
import { Evidence } from '../parts/Evidence.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { PersonLink } from '../parts/PersonLink.tsx';
import { Path } from '../who/Path.tsx';
import styles from './contact-now.module.css';

/** Ways in that have opened, become better or begin to lapse: a line each, with what it was told from and what can be done. */
export function WaysIn({ news }: { readonly news: readonly WayNews[] }) {
  if (news.length === 0) return null;
  return (
    <section aria-label="Ways in">
      <h2 className={styles.heading}>Ways in</h2>
      <ul className={styles.people}>
        {news.map((one) => (
          <Line key={`${one.kind} ${String(one.about)}`} news={one} />
        ))}
      </ul>
    </section>
  );
}

function Line({ news }: { readonly news: WayNews }) {
  const [isOpen, setOpen] = useState(false);
  const dismiss = useUndoable('dismissWayNews');
  const { kind, about, name, words, path, partner, interactions } = news;
  return (
    <li className={styles.person}>
      <p>
        <bdi>{words}</bdi> {partner === null ? null : <bdi>{askFirstWords(partner)} </bdi>}
        <bdi>{path.reason}</bdi>.
      </p>
      <div className={styles.acts} role="group" aria-label={name}>
        <Turn news={news} />
        <Button
          look="quiet"
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          <Icon name={isOpen ? 'fold' : 'unfold'} size={14} />
          Why
        </Button>
        <Button
          look="quiet"
          disabled={dismiss.running}
          onClick={() => {
            void dismiss.run({ kind, about }, `The line about ${name} is put away`);
          }}
        >
          Put away
        </Button>
      </div>
      {dismiss.error === null ? null : <FailureLine error={dismiss.error} />}
      {isOpen ? (
        <div className={styles.behind}>
          <Path path={path} isLarge />
          {[...new Map(interactions.map(({ person }) => [person.id, person])).values()].map((person) => (
            <div key={person.id}>
              <h3>
                With <PersonLink {...person} />
              </h3>
              <Evidence interactions={interactions.filter((one) => one.person.id === person.id)} />
            </div>
          ))}
        </div>
      ) : null}
    </li>
  );
}

/** What can be done: a letter to whom one would ask; a colleague is asked where the firm's answers are. */
function Turn({ news: { name, organisation, change, path } }: { readonly news: WayNews }) {
  const [isDrafting, setDrafting] = useState(false);
  const ask = useViewState((state) => state.ask);
  const [first] = path.people;
  if (first === null || first === undefined)
    return (
      <Button
        onClick={() => {
          ask((organisation ?? path.hops.at(-1)?.to ?? name).slice(0, 200));
        }}
      >
        Who knows them…
      </Button>
    );
  // What lapses is kept by a word to whom one would ask.
  const wanted = change === 'lapsing' ? first : (path.target ?? first);
  return (
    <>
      <Button
        onClick={() => {
          setDrafting(true);
        }}
      >
        {wanted === first ? 'Write…' : 'Ask for an introduction…'}
      </Button>
      {isDrafting ? (
        <Draft
          to={first}
          wanted={wanted}
          about={change === 'lapsing' ? null : organisation}
          onClose={() => {
            setDrafting(false);
          }}
        />
      ) : null}
    </>
  );
}
