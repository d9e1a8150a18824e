import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import type { OpenedBackup } from '../../core/contract/kept.ts';
import type { Status } from '../../core/contract/shapes.ts';
import { useEngineClient, usePageHost } from '../engine/engine-context.ts';
import { useCommand } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { fullDate } from '../words/dates.ts';
import { dayInWords, replacedInWords, restoredInWords } from './backup-words.ts';
import styles from './backup.module.css';
import { ChooseBackup } from './ChooseBackup.tsx';

interface RestoreBackupProps {
  readonly status: Status;
  /** Hears what was restored. */
  readonly done: (words: string) => void;
}

/** Inside a dialog: checks a backup, says what it would replace, and replaces it. Closed before that, nothing has changed. */
export function RestoreBackup({ status, done }: RestoreBackupProps) {
  const host = usePageHost();
  const engine = useEngineClient();
  const content = useRef<HTMLDivElement>(null);
  const now = useNow();
  const restore = useCommand('restoreBackup');
  const [checking, setChecking] = useState(false);
  const [error, setError] = useState<Failure | null>(null);
  const [opened, setOpened] = useState<OpenedBackup | null>(null);

  // Also where the dialog was closed while the backup was still being checked.
  const gone = useRef(false);
  const ready = useRef<string | null>(null);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      if (ready.current !== null) void engine.call('dropBackup', { id: ready.current });
    };
  }, [engine]);

  const check = async (file: File, passphrase: string) => {
    setChecking(true);
    setError(null);
    const answer = await host.openBackup(file, passphrase);
    if (answer.ok && gone.current) void engine.call('dropBackup', { id: answer.value.id });
    if (gone.current) return;
    setChecking(false);
    if (answer.ok) {
      ready.current = answer.value.id;
      setOpened(answer.value);
    } else setError(answer.error);
  };
  const close = () => content.current?.closest('dialog')?.close();
  const replace = async (id: string, day: string) => {
    const restored = await restore.run({ id });
    if (restored === null) return;
    useViewState.getState().startAfresh();
    done(restoredInWords(restored, day));
    close();
  };

  if (opened === null) {
    return (
      <div ref={content} className={styles.content}>
        <ChooseBackup checking={checking} error={error} check={(file, passphrase) => void check(file, passphrase)} />
      </div>
    );
  }
  const day = dayInWords(opened.madeAt, now);
  return (
    <div ref={content} className={styles.content}>
      <p title={fullDate(opened.madeAt)}>{replacedInWords(status, opened, day)}</p>
      <p>
        Your settings too: subjects, how far back, whom to ignore. People you have erased here stay erased. What opens
        Warmpath on this computer stays as it is. This cannot be undone.
      </p>
      {restore.error === null ? null : <FailureLine error={restore.error} />}
      <div className={styles.choices}>
        <Button autoFocus onClick={close}>
          Keep what is here
        </Button>
        <Button look="act" disabled={restore.running} onClick={() => void replace(opened.id, day)}>
          {restore.running ? 'Replacing…' : 'Replace everything'}
        </Button>
      </div>
    </div>
  );
}
