import { useState } from 'react';
import type { Why } from '../../core/contract/shapes.ts';
import { useUndoable } from '../engine/use-undoable.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { When } from '../parts/When.tsx';
import { shownName } from '../words/standing.ts';
import { Section } from './Section.tsx';
import styles from './person.module.css';

/** What the person is, who says so and since when; the user's own word goes before any other. */
export function Title({ why }: { readonly why: Why }) {
  const [isEditing, setEditing] = useState(false);
  const now = useNow();
  const { tie, title } = why;
  return (
    <Section title="Title">
      {isEditing ? (
        <TitleForm
          why={why}
          onClose={() => {
            setEditing(false);
          }}
        />
      ) : (
        <div className={styles.fact}>
          <p>
            {title === null ? (
              <span className={styles.source}>
                None known. It comes from LinkedIn, a contact card or your own word.
              </span>
            ) : (
              <>
                <bdi>{tie.title}</bdi>{' '}
                <span className={styles.source}>
                  {title.source === 'you'
                    ? 'in your words'
                    : `from ${title.source === 'LinkedIn' ? 'LinkedIn' : `a ${title.source}`}`}
                  {title.at === null ? null : (
                    <>
                      , <When at={title.at} now={now} />
                    </>
                  )}
                </span>
              </>
            )}
          </p>
          <Button
            look="quiet"
            onClick={() => {
              setEditing(true);
            }}
          >
            {title === null ? 'Add…' : 'Change…'}
          </Button>
        </div>
      )}
    </Section>
  );
}

function TitleForm({ why, onClose }: { readonly why: Why; readonly onClose: () => void }) {
  const setTitle = useUndoable('setTitle');
  const [words, setWords] = useState(why.tie.title ?? '');
  const name = shownName(why.tie.person);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const title = words.trim();
        void setTitle
          .run({ person: why.tie.id, title }, title === '' ? `${name}: your title is taken back` : `${name}: ${title}`)
          .then((isDone) => {
            if (isDone) onClose();
          });
      }}
    >
      <input
        autoFocus
        aria-label="Title"
        value={words}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => {
          setWords(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onClose();
        }}
      />
      <Button look="main" type="submit" disabled={setTitle.running}>
        Save
      </Button>
      <Button onClick={onClose}>Cancel</Button>
      {setTitle.error === null ? null : <FailureLine error={setTitle.error} />}
    </form>
  );
}
