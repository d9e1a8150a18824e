import '../zod-jitless.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import { StrictMode, useEffect, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { EngineContext } from '../engine/engine-context.ts';
import { openSession } from '../engine/session.ts';
import { useEngine } from '../engine/use-engine.ts';
import { connectThrough } from '../host/electron-host.ts';
import { MeetingDays } from '../meetings/MeetingDays.tsx';
import { popupBridge } from '../popup/popup-bridge.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
const bridge = popupBridge();
const session = openSession({ connect: () => connectThrough(bridge) });

/** The coming meetings as they are printed; tells the shell once they are there. */
function Sheet() {
  const { value: briefs } = useEngine('briefs', {});
  useEffect(() => {
    if (briefs !== undefined) bridge.drawn(1);
  }, [briefs]);
  if (briefs === undefined) return null;
  // Somebody else may print it.
  const open = briefs.filter(({ isPrivate }) => !isPrivate);
  return open.length === 0 ? <p>No meetings with people from outside in the next two weeks.</p> : <MeetingDays briefs={open} />; // prettier-ignore
}

function Page() {
  const state = useSyncExternalStore(session.subscribe, session.current);
  return state.kind === 'ready' ? (
    <EngineContext value={state.engine}>
      <Sheet />
    </EngineContext>
  ) : null;
}

createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
