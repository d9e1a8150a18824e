import type { ReactNode } from 'react';
import { useId } from 'react';
import styles from './person.module.css';

interface SectionProps {
  readonly title: string;
  readonly aside?: string;
  readonly children: ReactNode;
}

/** A titled part of the inspector. */
export function Section({ title, aside, children }: SectionProps) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.title}>
        <h3 id={id}>{title}</h3>
        {aside === undefined ? null : <span>{aside}</span>}
      </div>
      {children}
    </section>
  );
}
