import { useId, useState } from 'react';
import type { IgnoredEntry, Loss } from '../../core/contract/kept.ts';
import { ignoredEntrySchema } from '../../core/contract/kept.ts';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { ignoredExample, ignoredWord, lossInWords } from '../words/settings.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const kinds = ignoredEntrySchema.shape.kind.options;

/** People, domains and folders that are never read; what is stored from them goes, once the user has seen how much. */
export function Ignored({ ignored }: { readonly ignored: readonly IgnoredEntry[] }) {
  const preview = useCommand('ignorePreview');
  const ignore = useCommand('ignore');
  const unignore = useCommand('unignore');
  const [kind, setKind] = useState<IgnoredEntry['kind']>('address');
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<{ readonly entry: IgnoredEntry; readonly loss: Loss } | null>(null);
  const field = useId();
  const error = preview.error ?? (asked === null ? ignore.error : null) ?? unignore.error;

  const add = async (entry: IgnoredEntry): Promise<void> => {
    const loss = await preview.run(entry);
    if (loss === null) return;
    if (loss.messages + loss.meetings + loss.people > 0) setAsked({ entry, loss });
    else if ((await ignore.run(entry)) !== null) setText('');
  };

  return (
    <Section
      title="Ignored"
      text="Never read: people, domains with all below them, and folders by their name. Your own addresses stay when their domain is ignored."
    >
      {ignored.length === 0 ? null : (
        <ul className={styles.rows}>
          {ignored.map((entry) => (
            <li key={`${entry.kind} ${entry.text}`}>
              <span className={styles.what} title={entry.text}>
                <bdi>{entry.text}</bdi>
                <span>{ignoredWord(entry.kind).toLowerCase()}</span>
              </span>
              <Button
                look="quiet"
                aria-label={`Read again: ${entry.text}`}
                disabled={unignore.running}
                onClick={() => void unignore.run(entry)}
              >
                Read again
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        className={styles.add}
        onSubmit={(event) => {
          event.preventDefault();
          void add({ kind, text: text.trim() });
        }}
      >
        <label htmlFor={field}>Ignore</label>
        <select
          className={styles.select}
          aria-label="What to ignore"
          value={kind}
          onChange={(event) => {
            setKind(kinds.find((one) => one === event.target.value) ?? 'address');
          }}
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {ignoredWord(one)}
            </option>
          ))}
        </select>
        <input
          id={field}
          type="text"
          autoComplete="off"
          spellCheck={false}
          maxLength={320}
          placeholder={ignoredExample(kind)}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
        />
        <Button type="submit" disabled={preview.running || ignore.running || text.trim() === ''}>
          Ignore
        </Button>
      </form>
      {error === null ? null : <FailureLine error={error} />}
      {ignored.length === 0 ? null : (
        <p className={styles.note}>What is taken off the list comes back with the next import of the same files.</p>
      )}
      {asked === null ? null : (
        <Confirm
          title={
            <>
              Ignore <bdi>{asked.entry.text}</bdi>?
            </>
          }
          action={['Delete and ignore', 'Deleting…']}
          busy={ignore.running}
          error={ignore.error}
          run={async () => {
            const gone = await ignore.run(asked.entry);
            if (gone !== null) setText('');
            return gone !== null;
          }}
          onClose={() => {
            setAsked(null);
          }}
        >
          <p>{lossInWords(asked.loss)}. Of what others take part in as well, only this part and the subject go.</p>
          <p>Later imports leave it out. Your mail itself is not touched.</p>
        </Confirm>
      )}
    </Section>
  );
}
