import { useEffect, useId, useRef } from 'react';
import { Button } from '../parts/Button.tsx';
import styles from './sources.module.css';

interface SubjectQuestionProps {
  /** Whether something waits for the answer; the question then takes the focus. */
  readonly urgent: boolean;
  readonly onAnswer: (keep: boolean) => void;
}

/** The first run's one question. Neither answer is chosen beforehand. */
export function SubjectQuestion({ urgent, onAnswer }: SubjectQuestionProps) {
  const title = useId();
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (urgent) yes.current?.focus();
  }, [urgent]);
  return (
    <section className={styles.question} data-urgent={urgent} aria-labelledby={title}>
      <div>
        <h2 id={title}>Keep subject lines for your own screen?</h2>
        <p>
          They remind you what you last wrote about. They stay encrypted on this computer and are never shared. You can
          change your mind under Settings.
        </p>
        <p role="status" className={styles.first}>
          {urgent ? 'Answer this and reading begins.' : ''}
        </p>
      </div>
      <div className={styles.answers}>
        <Button
          ref={yes}
          onClick={() => {
            onAnswer(true);
          }}
        >
          Yes, keep
        </Button>
        <Button
          onClick={() => {
            onAnswer(false);
          }}
        >
          No
        </Button>
      </div>
    </section>
  );
}
