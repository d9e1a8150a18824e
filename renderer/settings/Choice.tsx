import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './settings.module.css';

interface ChoiceProps {
  readonly label: string;
  readonly note?: string | null;
  readonly children: (id: string) => ReactNode;
}

/** One labelled choice in a list of them. */
export function Choice({ label, note = null, children }: ChoiceProps) {
  const id = useId();
  return (
    <li>
      <div className={styles.what}>
        <label htmlFor={id}>{label}</label>
        {note === null ? null : (
          <span>
            <bdi>{note}</bdi>
          </span>
        )}
      </div>
      {children(id)}
    </li>
  );
}
