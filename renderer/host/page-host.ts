import type { Host, PreloadBridge } from '../../core/contract/host.ts';
import { electronHost } from './electron-host.ts';
import { webHost } from './web-host.ts';

declare global {
  interface Window {
    /** There only in the desktop app. */
    readonly warmpath?: PreloadBridge<File>;
  }
}

/** The host that this page runs in. */
export function pageHost(): Host<File> {
  return window.warmpath === undefined ? webHost() : electronHost(window.warmpath);
}
