/** Lengths of time and counts as a person says them. */

const hour = 3600;
const day = 24 * hour;
const months = 'January February March April May June July August September October November December'.split(' ');

/** "3 hours", "12 days", "7 weeks", "5 months", "2 years"; `seconds` is at least 0. */
export function span(seconds: number): string {
  if (seconds < 1.5 * hour) return 'an hour';
  if (seconds < 36 * hour) return counted(Math.round(seconds / hour), 'hour');
  const days = seconds / day;
  // A day is over when it is over, as in every other place that says how long ago.
  if (days < 21) return counted(Math.floor(days), 'day');
  if (days < 90) return counted(Math.round(days / 7), 'week');
  if (days < 700) return counted(Math.round(days / 30.44), 'month');
  return counted(Math.round(days / 365.25), 'year');
}

/** The same as a limit that is kept: "an hour", "3 hours", "a day", "2 days". */
export function limit(seconds: number): string {
  if (seconds <= hour) return 'an hour';
  if (seconds <= 20 * hour) return counted(Math.ceil(seconds / hour), 'hour');
  return seconds <= 1.2 * day ? 'a day' : counted(Math.ceil(seconds / day), 'day');
}

/** "today" cannot be said without a time zone: "in the last day", "12 days ago". */
export function ago(seconds: number): string {
  return seconds < day ? 'in the last day' : `${span(seconds)} ago`;
}

/** "1 message", "12 messages". */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** "once", "twice", "3 times". */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${String(count)} times`;
}

/** "today", "12 days ago", "in May", "in May 2024"; both in Unix seconds. */
export function whenWords(at: number, now: number): string {
  const days = Math.floor((now - at) / day);
  if (days < 1) return 'today';
  if (days < 28) return days === 1 ? 'yesterday' : `${days} days ago`;
  return `in ${monthWords(at, now)}`;
}

/** "May", or "May 2024" where that was long before `now`; both in Unix seconds. */
export function monthWords(at: number, now: number): string {
  const date = new Date(at * 1000);
  const month = months[date.getUTCMonth()] as string;
  const isThisYear = date.getUTCFullYear() === new Date(now * 1000).getUTCFullYear();
  return isThisYear || now - at < 300 * day ? month : `${month} ${String(date.getUTCFullYear())}`;
}
