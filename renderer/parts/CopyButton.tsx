import { useState } from 'react';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for who cannot see what the button stands beside. */
  readonly what: string;
}

/** Copies a text and says that it did. */
export function CopyButton({ text, what }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  return (
    <Button
      aria-label={`Copy ${what}`}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(
          () => {
            setOutcome('copied');
          },
          () => {
            setOutcome('failed');
          },
        );
      }}
    >
      <Icon name="copy" />
      <span role="status">{outcome === null ? 'Copy' : outcome === 'copied' ? 'Copied' : 'Not copied'}</span>
    </Button>
  );
}
