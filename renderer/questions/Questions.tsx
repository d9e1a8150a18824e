import { useEffect, useRef, useState } from 'react';
import { useEngine } from '../engine/use-engine.ts';
import { useUndoable } from '../engine/use-undoable.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine, Notice } from '../parts/Notice.tsx';
import { counted } from '../words/counts.ts';
import { questionsOf } from './questions.ts';
import type { Question } from './questions.ts';
import styles from './questions.module.css';

/** What only the user can decide, one at a time, one key each. A refusal is remembered; what is put off comes again. */
export function Questions() {
  const proposals = useEngine('proposals', {});
  const sides = useEngine('sideProposals', {});
  const [putOff, setPutOff] = useState<readonly string[]>([]);
  const error = proposals.error ?? sides.error;
  if (error !== null) return <FailureLine error={error} />;
  if (proposals.value === undefined || sides.value === undefined) return null;
  const all = questionsOf(proposals.value, sides.value);
  const open = all.filter(({ key }) => !putOff.includes(key));
  const [question] = open;
  if (question === undefined) {
    return (
      <Notice title="Nothing to decide">
        <p>
          {all.length === 0
            ? 'Warmpath asks here when two entries may be one person, or somebody seems to have moved.'
            : `${counted(all.length, 'question')} put off until you come back.`}
        </p>
      </Notice>
    );
  }
  return (
    <div className={styles.scroll}>
      <Ask
        key={question.key}
        question={question}
        left={open.length - 1}
        onLater={() => {
          setPutOff([...putOff, question.key]);
        }}
      />
    </div>
  );
}

// Nobody reads a question faster.
const tooSoonMs = 350;

interface AskProps {
  readonly question: Question;
  readonly left: number;
  readonly onLater: () => void;
}

function Ask({ question, left, onLater }: AskProps) {
  const same = useUndoable('decideProposal');
  const side = useUndoable('decideSides');
  const { about } = question;
  const busy = same.running || side.running;
  const error = same.error ?? side.error;
  const answer = (yes: boolean) => {
    if (busy) return;
    const words = `${question.title} ${yes ? 'Yes' : 'No'}`;
    if (about.kind === 'same') void same.run({ a: about.a, b: about.b, same: yes }, words);
    else void side.run({ people: [about.person], side: about.side, accept: yes }, words);
  };

  const askedAt = useRef(0);
  useEffect(() => {
    askedAt.current = performance.now();
  }, []);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // A key pressed twice, or held, was meant for the question before.
      if (event.repeat || event.timeStamp - askedAt.current < tooSoonMs) return;
      const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === 'y') answer(true);
      else if (key === 'n') answer(false);
      else if (key === 'l') onLater();
    };
    window.addEventListener('keydown', press);
    return () => {
      window.removeEventListener('keydown', press);
    };
  });

  return (
    <section className={styles.question} aria-labelledby="question">
      <h2 id="question">{question.title}</h2>
      <p>
        <bdi>{question.evidence}</bdi>
      </p>
      <ul className={styles.entries}>
        {question.entries.map(({ name, line }) => (
          <li key={line}>
            <bdi>{name}</bdi>
            <span>
              <bdi>{line}</bdi>
            </span>
          </li>
        ))}
      </ul>
      <p>{question.yes} It can be taken back.</p>
      {error === null ? null : <FailureLine error={error} />}
      <div className={styles.answers}>
        <Button
          look="main"
          disabled={busy}
          aria-keyshortcuts="Y"
          onClick={() => {
            answer(true);
          }}
        >
          Yes <kbd>Y</kbd>
        </Button>
        <Button
          disabled={busy}
          aria-keyshortcuts="N"
          onClick={() => {
            answer(false);
          }}
        >
          No <kbd>N</kbd>
        </Button>
        <Button look="quiet" aria-keyshortcuts="L" onClick={onLater}>
          Later <kbd>L</kbd>
        </Button>
        <span className={styles.left}>{left === 0 ? 'the last one' : counted(left, 'more', 'more')}</span>
      </div>
    </section>
  );
}
