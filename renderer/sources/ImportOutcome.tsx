import type { ImportState } from '../engine/use-import.ts';
import { FailureLine } from '../parts/Notice.tsx';
import { counted, outcomeInWords, skippedByReason } from '../words/counts.ts';
import { durationInWords } from '../words/dates.ts';
import { Skipped } from './Skipped.tsx';
import styles from './sources.module.css';

/** How the last import ended: what it brought, what was left out and why, or what went wrong and the remedy. */
export function ImportOutcome({ state }: { readonly state: ImportState }) {
  if (state.kind === 'failed') {
    if (state.error.code === 'cancelled') {
      return <p role="status">Stopped. What was read so far is kept; add the same mail again to go on from there.</p>;
    }
    return (
      <section className={styles.outcome} aria-label="Outcome">
        <h2>That could not be read</h2>
        <FailureLine error={state.error} />
      </section>
    );
  }
  if (state.kind !== 'done') return null;
  const skipped = skippedByReason(state.result.skipped);
  return (
    <section className={styles.outcome} aria-label="Outcome" role="status">
      <h2>
        {state.result.people === 0 ? 'No people yet' : `${counted(state.result.people, 'person', 'people')} so far`}
      </h2>
      <p>
        {outcomeInWords(state.result)} Read in {durationInWords(state.result.seconds)}. Nothing left this computer.
      </p>
      {skipped.length === 0 ? null : <Skipped skipped={skipped} title="Left out" />}
    </section>
  );
}
