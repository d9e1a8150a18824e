const dayMs = 86_400_000;

/** Calendar days between two moments in the user's zone: 1 when `at` fell on the day before `now`, negative when `at` is ahead. */
function daysBetween(at: Date, now: Date): number {
  const startOf = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((startOf(now) - startOf(at)) / dayMs);
}

function counted(count: number, unit: string): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}

/** A span of whole days as people say it: days for three weeks, then weeks, months and years. */
function span(days: number): string {
  if (days <= 20) return counted(days, 'day');
  if (days < 63) return counted(Math.round(days / 7), 'week');
  if (days < 548) return counted(Math.round(days / 30.44), 'month');
  return counted(Math.round(days / 365.25), 'year');
}

/** An ISO 8601 moment as people say it beside `now` (milliseconds since the epoch): "today", "12 days ago", "in 3 weeks". */
export function dateInWords(iso: string, now: number): string {
  const days = daysBetween(new Date(iso), new Date(now));
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days === -1) return 'tomorrow';
  return days > 0 ? `${span(days)} ago` : `in ${span(-days)}`;
}

/** The full date and time in the user's own zone and format, for titles. `locale` is only given by tests. */
export function fullDate(iso: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(iso));
}

// Made once: a list of days takes longer to set up than to write.
const ownDays = longDays();

/** The day of a moment in UTC, "12 October 2021". `locale` is only given by tests. */
export function dayInWords(iso: string, locale?: string): string {
  return (locale === undefined ? ownDays : longDays(locale)).format(new Date(iso));
}

function longDays(locale?: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
}

/** The day of the week of a day in UTC, "Friday". `locale` is only given by tests. */
export function weekdayInWords(iso: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(iso));
}

/** The day in the user's zone as the contract takes it: YYYY-MM-DD. */
export function localDay(now: number): string {
  const date = new Date(now);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The day in UTC, by which the firm exchange turns it: YYYY-MM-DD. */
export function utcDay(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** A moment, in ISO 8601 or milliseconds, as a field for date and time takes it, in the user's zone: YYYY-MM-DDTHH:MM. */
export function localMinute(at: string | number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${localDay(date.getTime())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Seconds that are left or were taken, rounded to what a person can use. */
export function durationInWords(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 90) return counted(Math.round(seconds), 'second');
  if (seconds < 5400) return counted(Math.round(seconds / 60), 'minute');
  return counted(Math.round(seconds / 3600), 'hour');
}

/** A month given as YYYY-MM, "March 2026". `locale` is only given by tests. */
export function monthInWords(month: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
}
