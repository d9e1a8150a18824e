/** All that crosses into the page: a port to the engine, and a way to hand over files without ever naming a path. */
import { contextBridge, ipcRenderer, webUtils } from 'electron/renderer';
import { portMessage } from '../core/contract/host.ts';
import type { PreloadBridge, Shown } from '../core/contract/host.ts';
import { channels } from './channels.ts';

/** Where the user dropped or chose the file; a File made by a script has no place and gives ''. */
function pathOf(file: File): string {
  // Before Electron 32 the path was a property of the file.
  return webUtils?.getPathForFile ? webUtils.getPathForFile(file) : ((file as { path?: string }).path ?? '');
}

const bridge: PreloadBridge<File> = {
  requestPort: () => ipcRenderer.send(channels.requestPort),
  onEngineGone: (listener) => {
    ipcRenderer.once(channels.engineGone, () => listener());
  },
  addFiles: (files) => ipcRenderer.invoke(channels.addFiles, files.map(pathOf).filter(Boolean)),
  chooseFiles: (what) => ipcRenderer.invoke(channels.chooseFiles, what),
  openLetter: (letter) => ipcRenderer.send(channels.openLetter, letter),
  saveBackup: (passphrase) => ipcRenderer.invoke(channels.saveBackup, passphrase),
  openBackup: (file, passphrase) => ipcRenderer.invoke(channels.openBackup, pathOf(file), passphrase),
  savePdf: (paper) => ipcRenderer.invoke(channels.savePdf, paper),
  shell: (change) => ipcRenderer.invoke(channels.shell, change),
  onShow: (listener) => {
    ipcRenderer.on(channels.show, (_event, shown: Shown) => listener(shown));
  },
};

contextBridge.exposeInMainWorld('warmpath', bridge);

// A port cannot cross the bridge; it can be transferred to the page's own window.
ipcRenderer.on(channels.port, (event) => {
  window.postMessage(portMessage, location.origin, [...event.ports]);
});
