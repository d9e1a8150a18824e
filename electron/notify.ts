/** The system's notifications: never a name in them, for they show on locked and on shared screens. */
import { Notification } from 'electron/main';

// One that nobody holds is collected, and its click with it.
const shown = new Set<Notification>();

/** Shows it where the system has notifications; whether it has. */
export function notify(body: string, onClick: () => void = () => undefined): boolean {
  if (!Notification.isSupported()) return false;
  const notification = new Notification({ title: 'Warmpath', body });
  shown.add(notification);
  notification.on('click', onClick);
  notification.on('close', () => shown.delete(notification));
  notification.show();
  return true;
}
