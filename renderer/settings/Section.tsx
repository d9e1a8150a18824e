import type { ReactNode } from 'react';
import { useId } from 'react';
import styles from './settings.module.css';

interface SectionProps {
  readonly title: string;
  /** What it is about and how it stands, in a sentence or two. */
  readonly text: ReactNode;
  /** The one control that stands beside the text. */
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}

/** A titled part of the settings. */
export function Section({ title, text, action, children }: SectionProps) {
  const heading = useId();
  return (
    <section className={styles.section} aria-labelledby={heading}>
      <div className={styles.head}>
        <div>
          <h3 id={heading}>{title}</h3>
          <p>{text}</p>
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
