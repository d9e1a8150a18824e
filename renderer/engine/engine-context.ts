import { createContext, useContext } from 'react';
import type { Host } from '../../core/contract/host.ts';
import type { EngineClient } from '../../core/contract/rpc.ts';

export const HostContext = createContext<Host<File> | null>(null);

/** The host that the page runs in; only called below `HostContext`. */
export function usePageHost(): Host<File> {
  const host = useContext(HostContext);
  if (host === null) throw new Error('no host above this component');
  return host;
}

export const EngineContext = createContext<EngineClient | null>(null);

/** The engine that the app is connected to; only called below `EngineContext`. */
export function useEngineClient(): EngineClient {
  const engine = useContext(EngineContext);
  if (engine === null) throw new Error('no engine above this component');
  return engine;
}
