/** All that crosses into the popup and the sheet: a port to the engine, their size, and who is to be shown. */
import { contextBridge, ipcRenderer } from 'electron/renderer';
import { portMessage } from '../core/contract/host.ts';
import type { PopupBridge } from '../core/contract/shell.ts';
import { channels } from './channels.ts';

const bridge: PopupBridge = {
  requestPort: () => ipcRenderer.send(channels.requestPort),
  onEngineGone: (listener) => {
    ipcRenderer.once(channels.engineGone, () => listener());
  },
  drawn: (height) => ipcRenderer.send(channels.popupDrawn, height),
  hide: () => ipcRenderer.send(channels.popupHide),
  onFocus: (listener) => {
    ipcRenderer.on(channels.popupFocus, (_event, focused: boolean) => listener(focused));
  },
  openPerson: (person) => ipcRenderer.send(channels.popupPerson, person),
};

contextBridge.exposeInMainWorld('warmpathPopup', bridge);

// A port cannot cross the bridge; it can be transferred to the page's own window.
ipcRenderer.on(channels.port, (event) => {
  window.postMessage(portMessage, location.origin, [...event.ports]);
});
