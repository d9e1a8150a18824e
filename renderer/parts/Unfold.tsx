import { useState } from 'react';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import styles from './unfold.module.css';

interface UnfoldProps {
  readonly label: ReactNode;
  readonly children: ReactNode;
}

/** A line that shows what stands behind it, and hides it again; on paper only what was opened stays. */
export function Unfold({ label, children }: UnfoldProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={styles.unfold}
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        <Icon name={isOpen ? 'fold' : 'unfold'} size={14} />
        <span>{label}</span>
      </button>
      {isOpen ? children : null}
    </>
  );
}
