/** Moments as they cross a process: Unix seconds inside, ISO 8601 in UTC outside. */
export function isoTime(seconds: number): string;
export function isoTime(seconds: number | null): string | null;
export function isoTime(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1000).toISOString();
}

/** YYYY-MM-DD. */
export function isoDate(seconds: number): string {
  return isoTime(seconds).slice(0, 10);
}
