import { useSyncExternalStore } from 'react';
import { assertNever } from '../core/contract/errors.ts';
import type { Host } from '../core/contract/host.ts';
import { EngineContext, HostContext } from './engine/engine-context.ts';
import type { SessionFeed } from './engine/session.ts';
import { Frame } from './frame/Frame.tsx';
import { Starting } from './frame/Starting.tsx';
import { Stopped } from './frame/Stopped.tsx';
import { Unlock } from './unlock/Unlock.tsx';

interface AppProps {
  readonly session: SessionFeed;
  readonly host: Host<File>;
}

/** The page for wherever the way to the engine stands. */
export function App({ session, host }: AppProps) {
  const state = useSyncExternalStore(session.subscribe, session.current);
  switch (state.kind) {
    case 'starting':
      return <Starting />;
    case 'locked':
      return <Unlock key={state.ask} ask={state.ask} error={state.error} busy={state.busy} unlock={state.unlock} />;
    case 'ready':
      return (
        <HostContext value={host}>
          <EngineContext value={state.engine}>
            <Frame />
          </EngineContext>
        </HostContext>
      );
    case 'failed':
      return <Stopped error={state.error} />;
    case 'stopped':
      return <Stopped error={null} />;
    default:
      return assertNever(state);
  }
}
