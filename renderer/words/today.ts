/** The sentences of Today, but for the names in them. */

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** A small count as a word. */
export function countWord(count: number): string {
  return numbers[count] ?? String(count);
}

/** What stands before the name at `index` of a list: nothing, a comma, or "and". */
export function joint(index: number, length: number): string {
  if (index === 0) return '';
  return index === length - 1 ? ' and ' : ', ';
}

/** "Today at 14:00", "Tomorrow at 09:30", "On Thursday at 09:30", "On 3 December at 09:30"; milliseconds. `locale` only for tests. */
export function meetingTime(iso: string, now: number, locale?: string): string {
  const at = new Date(iso);
  if (at.getTime() <= now) return 'Now';
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(at);
  const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((midnight(at) - midnight(new Date(now))) / 86_400_000);
  if (days === 0) return `Today at ${time}`;
  if (days === 1) return `Tomorrow at ${time}`;
  const day = days < 7 ? { weekday: 'long' as const } : { day: 'numeric' as const, month: 'long' as const };
  return `On ${new Intl.DateTimeFormat(locale, day).format(at)} at ${time}`;
}
