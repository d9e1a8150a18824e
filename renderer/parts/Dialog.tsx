import type { ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import { Button } from './Button.tsx';
import styles from './dialog.module.css';
import { Icon } from './Icon.tsx';

interface DialogProps {
  readonly title: ReactNode;
  /** Called once it is closed, by Esc too; whoever shows the dialog takes it away then. */
  readonly onClose: () => void;
  /** For a table. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** What needs an answer before anything else, in the browser's own dialog: it traps the focus and gives it back. */
export function Dialog({ title, onClose, wide = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className={styles.dialog} data-wide={wide} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      <Button
        look="quiet"
        className={styles.close}
        aria-label="Close"
        onClick={() => {
          dialog.current?.close();
        }}
      >
        <Icon name="close" />
      </Button>
      {children}
    </dialog>
  );
}
