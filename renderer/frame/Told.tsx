import { useEffect } from 'react';
import { useEngineClient } from '../engine/engine-context.ts';
import { undo } from '../engine/undo.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import styles from './told.module.css';
import { useViewState } from './view-state.ts';

const shownMs = 10_000;
const brieflyMs = 3_000;

/** What was just done, at the foot of the window, with the way back. Gone by itself; the key for undo works on. */
export function Told() {
  const told = useViewState((state) => state.told);
  const tell = useViewState((state) => state.tell);
  const engine = useEngineClient();
  useEffect(() => {
    if (told === null) return undefined;
    const timer = setTimeout(
      () => {
        tell(null);
      },
      told.canUndo ? shownMs : brieflyMs,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [told, tell]);

  return (
    <div role="status" className={styles.told} data-shown={told !== null}>
      {told === null ? null : (
        <>
          <p>
            <bdi>{told.words}</bdi>
          </p>
          {told.canUndo ? (
            <Button
              aria-keyshortcuts="Control+Z Meta+Z"
              onClick={() => {
                void undo(engine);
              }}
            >
              Undo
            </Button>
          ) : null}
          <Button
            look="quiet"
            aria-label="Close"
            onClick={() => {
              tell(null);
            }}
          >
            <Icon name="close" />
          </Button>
        </>
      )}
    </div>
  );
}
