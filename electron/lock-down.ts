/** What no page may do: ask for permissions, reach anything but its own files, or go anywhere else. */
import type { Session, WebContents } from 'electron/main';
import { pageOrigin } from './page-files.ts';

// A button that copies needs it; reading the clipboard stays denied.
const allowed = 'clipboard-sanitized-write';

/** Every other permission is denied, every request but for the page's own files is refused, before any page is loaded. */
export function lockDown(target: Session): void {
  target.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === allowed));
  target.setPermissionCheckHandler((_contents, permission) => permission === allowed);
  target.setDevicePermissionHandler(() => false);
  target.setSpellCheckerEnabled(false);
  target.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !details.url.startsWith(`${pageOrigin}/`) && !details.url.startsWith('devtools:') });
  });
}

/** No new windows, no other address, no page inside the page. */
export function stayOnPage(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
