import { useCommand, useEngine } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { elsewhereInWords, stoppedInWords } from '../words/firm.ts';
import styles from './firm.module.css';

/** What another computer of the user's has shared, one that was lost too, and the way to stop it from here. */
export function SharedElsewhere() {
  const { value: elsewhere } = useEngine('sharedElsewhere', {});
  const stop = useCommand('stopSharing');
  const tell = useViewState((state) => state.tell);
  if (elsewhere === undefined) return null;
  return (
    <div className={styles.sharing}>
      <p className={styles.state} data-visible>
        Another computer of yours shares: <bdi>{elsewhereInWords(elsewhere)}</bdi>. Until its last day it stays at the
        firm exchange, also where that computer was lost, unless you stop it.
      </p>
      <div className={styles.choices}>
        <Button
          disabled={stop.running}
          onClick={() => {
            void stop.run({ kind: 'elsewhere' }).then((done) => {
              if (done !== null) tell(stoppedInWords('What another computer shared is no longer shared', done), false);
            });
          }}
        >
          Stop sharing it
        </Button>
      </div>
      {stop.error === null ? null : <FailureLine error={stop.error} />}
    </div>
  );
}
