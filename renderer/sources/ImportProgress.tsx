import type { Progress } from '../../core/contract/shapes.ts';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { counted, listed, number, percentRead } from '../words/counts.ts';
import { durationInWords } from '../words/dates.ts';
import styles from './sources.module.css';

function found(progress: Progress): string {
  const parts = [counted(progress.messages, 'message')];
  if (progress.meetings > 0) parts.push(counted(progress.meetings, 'meeting'));
  return listed(parts);
}

/** Counts, rate, time left and a way to stop. Its lines keep their places, so nothing jumps while numbers change. */
export function ImportProgress({ progress }: { readonly progress: Progress | null }) {
  const cancel = useCommand('cancelImport');
  const percent = progress === null ? null : percentRead(progress.bytes, progress.totalBytes);
  const working = progress?.phase === 'working out';
  return (
    <section className={styles.progress} aria-label="Reading">
      <div className={styles.reading}>
        <h2>
          {progress === null ? (
            'Starting…'
          ) : working ? (
            'Working out who is who…'
          ) : (
            <>
              Reading <bdi>{progress.label}</bdi>
            </>
          )}
        </h2>
        <span>{percent === null || working ? '' : `${String(percent)} %`}</span>
      </div>
      <progress aria-label="Share read" max={100} value={working || percent === null ? undefined : percent} />
      <div className={styles.figures}>
        <p>{progress === null ? '\u00a0' : found(progress)}</p>
        <p>
          {progress === null || working || progress.perSecond <= 0
            ? '\u00a0'
            : `${number(Math.round(progress.perSecond))} a second${
                progress.secondsLeft === null || progress.secondsLeft < 1
                  ? ''
                  : `, about ${durationInWords(progress.secondsLeft)} left`
              }`}
        </p>
      </div>
      {cancel.error === null ? null : <FailureLine error={cancel.error} />}
      <Button disabled={cancel.running} onClick={() => void cancel.run({})}>
        {cancel.running ? 'Stopping…' : 'Stop'}
      </Button>
    </section>
  );
}
