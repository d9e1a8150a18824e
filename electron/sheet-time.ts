/** When the sheet is to be written, by the computer's clock. Pure. */

/** Whether the sheet of the day of `now` is to be written: past its time (HH:MM) and not written yet. Days by the computer's clock. */
export function isSheetDue(time: string, written: string | null, now: Date): boolean {
  return written !== localDay(now) && timeOf(now) >= time;
}

/** YYYY-MM-DD by the computer's clock. */
export function localDay(date: Date): string {
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function timeOf(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
