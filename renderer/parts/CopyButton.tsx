import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import styles from './copy-button.module.css';

const saidMs = 3000;

interface CopyButtonProps {
  readonly label: string;
  /** The text, or null where it could not be had. */
  readonly text: () => Promise<string | null>;
}

/** Puts a text on the clipboard and says so for a while. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [said, setSaid] = useState<'Copied' | 'Not copied' | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => {
      setSaid(null);
    }, saidMs);
    return () => {
      clearTimeout(timer);
    };
  }, [said]);

  const copy = async (): Promise<void> => {
    const copied = await text();
    if (copied === null) return;
    await navigator.clipboard.writeText(copied);
    setSaid('Copied');
  };
  return (
    <>
      <Button
        onClick={() => {
          copy().catch(() => {
            setSaid('Not copied');
          });
        }}
      >
        <span className={styles.copy}>
          <span data-shown={said === null}>{label}</span>
          <span data-shown={said !== null}>{said ?? 'Copied'}</span>
        </span>
      </Button>
      <span role="status" className="unseen">
        {said}
      </span>
    </>
  );
}
