import type { PopupBridge } from '../../core/contract/shell.ts';

declare global {
  interface Window {
    /** There only in the popup and the sheet. */
    readonly warmpathPopup?: PopupBridge;
  }
}

/** What the popup and the sheet can ask of the shell. Throws where the page was opened as anything else. */
export function popupBridge(): PopupBridge {
  const bridge = window.warmpathPopup;
  if (bridge === undefined) throw new Error('this page belongs to the desktop app');
  return bridge;
}
