import type { ReactNode } from 'react';
import { useCallback, useId, useState } from 'react';
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
  // Opening gives the focus to the first control: what asks for it (`autoFocus`) is therefore mounted afterwards.
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null);
  const open = useCallback((node: HTMLDialogElement | null) => {
    node?.showModal();
    setDialog(node);
  }, []);
  const heading = useId();
  return (
    <dialog ref={open} className={styles.dialog} data-wide={wide} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      <Button
        look="quiet"
        className={styles.close}
        aria-label="Close"
        onClick={() => {
          dialog?.close();
        }}
      >
        <Icon name="close" />
      </Button>
      {dialog === null ? null : children}
    </dialog>
  );
}
