import type { Host, PreloadBridge } from '../../core/contract/host.ts';
import { portMessage } from '../../core/contract/host.ts';
import { messagePort } from '../../core/contract/message-port.ts';
import type { Port } from '../../core/contract/rpc.ts';

/** The desktop app: the engine's port comes through the preload, files go to the shell. */
export function electronHost(bridge: PreloadBridge<File>): Host<File> {
  return {
    kind: 'electron',
    connect: () => connectThrough(bridge),
    addFiles: (files) => bridge.addFiles(files),
    chooseFiles: (what) => bridge.chooseFiles(what),
    openLetter: (letter) => {
      bridge.openLetter(letter);
    },
    saveBackup: (passphrase) => bridge.saveBackup(passphrase),
    openBackup: (file, passphrase) => bridge.openBackup(file, passphrase),
    savePdf: (paper) => bridge.savePdf(paper),
    shell: (change) => bridge.shell(change),
    onShow: (listener) => {
      bridge.onShow(listener);
    },
  };
}

/** The engine's port, which comes through the preload of any window. */
export function connectThrough(bridge: Pick<PreloadBridge<File>, 'requestPort' | 'onEngineGone'>): Promise<Port> {
  return new Promise((resolve) => {
    const take = (event: MessageEvent) => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== portMessage || port === undefined) return;
      window.removeEventListener('message', take);
      // Older Chromium does not tell a port that its other end is gone; the shell does.
      resolve({ ...messagePort(port), onClose: bridge.onEngineGone });
    };
    window.addEventListener('message', take);
    bridge.requestPort();
  });
}
