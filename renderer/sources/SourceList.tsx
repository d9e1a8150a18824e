import { useState } from 'react';
import type { SourceEntry } from '../../core/contract/kept.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { Confirm } from '../parts/Confirm.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { When } from '../parts/When.tsx';
import { monthInWords } from '../words/dates.ts';
import { amounts, sourceKind, sourceName } from '../words/sources.ts';
import styles from './sources.module.css';

/** Everything that was read, with the way to read it again and to take it back. */
export function SourceList({ disabled }: { readonly disabled: boolean }) {
  const { value: sources, error } = useEngine('sources', {});
  const readAgain = useCommand('readAgain');
  const [removing, setRemoving] = useState<SourceEntry | null>(null);
  if (error !== null) return <FailureLine error={error} />;
  if (sources === undefined || sources.length === 0) return null;
  return (
    <section aria-label="What was read">
      <ul className={styles.list}>
        {sources.map((source) => (
          <Entry
            key={source.ids.join(' ')}
            source={source}
            disabled={disabled}
            onReadAgain={() => {
              const [id] = source.ids;
              if (id !== undefined) void readAgain.run({ id });
            }}
            onRemove={() => {
              setRemoving(source);
            }}
          />
        ))}
      </ul>
      {readAgain.error === null || readAgain.error.code === 'cancelled' ? null : (
        <FailureLine error={readAgain.error} />
      )}
      {removing === null ? null : (
        <Removing
          source={removing}
          onClose={() => {
            setRemoving(null);
          }}
        />
      )}
    </section>
  );
}

interface EntryProps {
  readonly source: SourceEntry;
  readonly disabled: boolean;
  readonly onReadAgain: () => void;
  readonly onRemove: () => void;
}

function Entry({ source, disabled, onReadAgain, onRemove }: EntryProps) {
  const now = useNow();
  const name = sourceName(source);
  return (
    <li>
      <div title={source.location.slice(0, 500)}>
        <bdi>{name}</bdi>
        <span>
          {sourceKind(source.kind)}
          {source.done ? '' : ', not read to its end'}
        </span>
        <span>
          {amounts(source) ?? 'Nothing in it that could be used'}
          {source.first === null || source.last === null
            ? ''
            : `, ${monthInWords(source.first.slice(0, 7))} to ${monthInWords(source.last.slice(0, 7))}`}
          ; read <When at={source.readAt} now={now} />
        </span>
      </div>
      {source.canReadAgain ? (
        <Button
          disabled={disabled}
          aria-label={`${source.done ? 'Read again' : 'Go on with'} ${name}`}
          onClick={onReadAgain}
        >
          {source.done ? 'Read again' : 'Go on'}
        </Button>
      ) : null}
      <Button look="quiet" disabled={disabled} aria-label={`Remove ${name}`} onClick={onRemove}>
        Remove…
      </Button>
    </li>
  );
}

function Removing({ source, onClose }: { readonly source: SourceEntry; readonly onClose: () => void }) {
  const loss = useEngine('sourceLoss', { ids: source.ids });
  const remove = useCommand('removeSources');
  const [withData, setWithData] = useState(true);
  const goes =
    loss.value === undefined ? 'counting…' : (amounts(loss.value) ?? 'nothing that no other source holds too');
  return (
    <Confirm
      title={
        <>
          Remove <bdi>{sourceName(source)}</bdi>?
        </>
      }
      action={['Remove', 'Removing…']}
      busy={remove.running}
      error={loss.error ?? remove.error}
      ready={loss.value !== undefined}
      run={async () => (await remove.run({ ids: source.ids, withData })) !== null}
      onClose={onClose}
    >
      <label className={styles.way}>
        <input
          type="radio"
          name="way"
          checked={withData}
          onChange={() => {
            setWithData(true);
          }}
        />
        <span>With what came from it: {goes}, and people known by nothing else</span>
      </label>
      <label className={styles.way}>
        <input
          type="radio"
          name="way"
          checked={!withData}
          onChange={() => {
            setWithData(false);
          }}
        />
        <span>Only from this list; what was learnt from it stays</span>
      </label>
      <p>Your mail itself is not touched. Adding it again brings it back.</p>
    </Confirm>
  );
}
