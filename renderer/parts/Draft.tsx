import { useId, useState } from 'react';
import { usePageHost } from '../engine/engine-context.ts';
import { useEngine } from '../engine/use-engine.ts';
import { Button } from './Button.tsx';
import { CopyButton } from './CopyButton.tsx';
import { Dialog } from './Dialog.tsx';
import { Icon } from './Icon.tsx';
import { useNow } from './use-now.ts';
import { draftOf } from '../words/draft.ts';
import { roleInWords, shownName } from '../words/standing.ts';
import styles from './draft.module.css';

interface DraftProps {
  /** Whom to write to. */
  readonly to: number;
  /** Whom they are asked to introduce; themselves where nobody is. */
  readonly wanted: number;
  /** The organisation it is about, where one was asked for. */
  readonly about?: string | null;
  readonly onClose: () => void;
}

/** What to say and to which address: a letter to change and to send by the user's own mail program. */
export function Draft({ to, wanted, about = null, onClose }: DraftProps) {
  const now = useNow();
  const { value: why } = useEngine('why', { person: to, limit: 0 });
  const { value: target } = useEngine('why', { person: wanted, limit: 0 });
  return (
    <Dialog title={to === wanted ? 'Write' : 'Ask for an introduction'} onClose={onClose}>
      {why === undefined || target === undefined ? null : (
        <Letter
          addresses={byLastSeen(why.tie.addresses, why.names)}
          draft={draftOf({
            to: shownName(why.tie.person),
            silence: why.tie.lastInteraction === null ? null : now - Date.parse(why.tie.lastInteraction),
            wanted: to === wanted ? null : { name: shownName(target.tie.person), role: roleInWords(target.tie) },
            about,
          })}
        />
      )}
    </Dialog>
  );
}

/** The address they were last seen with first. */
function byLastSeen(
  addresses: readonly string[],
  names: readonly { readonly address: string; readonly lastSeen: string }[],
): string[] {
  const latest = names.map(({ address }) => address).filter((address) => addresses.includes(address));
  return [...new Set([...latest, ...addresses])];
}

interface LetterProps {
  readonly addresses: readonly string[];
  readonly draft: { readonly subject: string; readonly text: string };
}

function Letter({ addresses, draft }: LetterProps) {
  const host = usePageHost();
  const [address, setAddress] = useState(addresses[0] ?? '');
  const [text, setText] = useState(draft.text);
  const field = useId();
  return (
    <div className={styles.letter}>
      <label htmlFor={`${field}to`}>To</label>
      <select
        id={`${field}to`}
        value={address}
        onChange={(event) => {
          setAddress(event.target.value);
        }}
      >
        {addresses.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <label htmlFor={`${field}text`}>Text</label>
      <textarea
        id={`${field}text`}
        rows={10}
        maxLength={5000}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <div className={styles.choices}>
        <CopyButton label="Copy the text" text={() => Promise.resolve(text)} />
        <Button
          look="main"
          disabled={address === ''}
          onClick={() => {
            host.openLetter({ address, subject: draft.subject, text });
          }}
        >
          <Icon name="mail" />
          Open in your mail program
        </Button>
      </div>
    </div>
  );
}
