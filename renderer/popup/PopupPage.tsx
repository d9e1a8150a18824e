import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { assertNever } from '../../core/contract/errors.ts';
import type { PopupBridge } from '../../core/contract/shell.ts';
import { EngineContext } from '../engine/engine-context.ts';
import type { SessionFeed } from '../engine/session.ts';
import { Button } from '../parts/Button.tsx';
import { CloseButton } from './CloseButton.tsx';
import { focusOnce } from './focus-once.ts';
import { Popup } from './Popup.tsx';
import styles from './popup.module.css';

interface PopupPageProps {
  readonly session: SessionFeed;
  readonly bridge: PopupBridge;
}

/** The popup's window: as high as what it shows. */
export function PopupPage({ session, bridge }: PopupPageProps) {
  const state = useSyncExternalStore(session.subscribe, session.current);
  switch (state.kind) {
    case 'ready':
      return (
        <Sized bridge={bridge}>
          {(onReady) => (
            <EngineContext value={state.engine}>
              <Popup bridge={bridge} onReady={onReady} />
            </EngineContext>
          )}
        </Sized>
      );
    case 'starting':
      return null;
    case 'locked':
    case 'failed':
    case 'stopped':
      return (
        <Sized bridge={bridge}>
          {(onReady) => <Locked isLocked={state.kind === 'locked'} bridge={bridge} onReady={onReady} />}
        </Sized>
      );
    default:
      return assertNever(state);
  }
}

interface LockedProps {
  readonly isLocked: boolean;
  readonly bridge: PopupBridge;
  readonly onReady: () => void;
}

function Locked({ isLocked, bridge, onReady }: LockedProps) {
  useEffect(onReady, [onReady]);
  return (
    <main
      className={styles.popup}
      aria-label="Briefing"
      onKeyDown={(event) => {
        if (event.key === 'Escape') bridge.hide();
      }}
    >
      <p>{isLocked ? 'Warmpath is locked.' : 'Warmpath has stopped.'}</p>
      <div className={styles.foot}>
        <div className={styles.acts}>
          <Button
            ref={focusOnce}
            onClick={() => {
              bridge.openPerson(null);
            }}
          >
            {isLocked ? 'Unlock…' : 'Open Warmpath'}
          </Button>
        </div>
        <CloseButton close={bridge.hide} />
      </div>
    </main>
  );
}

interface SizedProps {
  readonly bridge: PopupBridge;
  /** Calls `onReady` once what is shown is there. */
  readonly children: (onReady: () => void) => ReactNode;
}

/** Tells the shell how high its content is, from when that is ready and whenever it changes. */
function Sized({ bridge, children }: SizedProps) {
  const content = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  const [onReady] = useState(() => () => {
    setReady(true);
  });
  useEffect(() => {
    const { current } = content;
    if (!ready || current === null) return undefined;
    const observer = new ResizeObserver(() => {
      bridge.drawn(Math.max(1, current.offsetHeight));
    });
    observer.observe(current);
    return () => {
      observer.disconnect();
    };
  }, [ready, bridge]);
  return (
    <div className={styles.scroll}>
      <div ref={content}>{children(onReady)}</div>
    </div>
  );
}
