import type { Host, PreloadBridge } from '../../core/contract/host.ts';
import { portMessage } from '../../core/contract/host.ts';
import type { Port } from '../../core/contract/rpc.ts';

/** The desktop app: the engine's port comes through the preload, files go to the shell. */
export function electronHost(bridge: PreloadBridge<File>): Host<File> {
  return {
    kind: 'electron',
    connect: () =>
      new Promise((resolve) => {
        const take = (event: MessageEvent) => {
          const [port] = event.ports;
          if (event.source !== window || event.data !== portMessage || port === undefined) return;
          window.removeEventListener('message', take);
          resolve(messagePort(port, bridge));
        };
        window.addEventListener('message', take);
        bridge.requestPort();
      }),
    addFiles: (files) => bridge.addFiles(files),
    chooseFiles: (what) => bridge.chooseFiles(what),
  };
}

function messagePort(port: MessagePort, bridge: PreloadBridge<File>): Port {
  return {
    post: (message) => {
      port.postMessage(message);
    },
    onMessage: (listener) => {
      const take = (event: MessageEvent) => {
        listener(event.data);
      };
      port.addEventListener('message', take);
      port.start();
      return () => {
        port.removeEventListener('message', take);
      };
    },
    // Older Chromium does not tell a port that its other end is gone; the shell does.
    onClose: (listener) => {
      bridge.onEngineGone(listener);
    },
  };
}
