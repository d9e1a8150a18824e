/** By when an answer to an ask helps: one rule, and one way to say it in window and terminal. Pure. */

/** Whether it is too late. `now` in milliseconds since the epoch. */
export function isOver(neededBy: string, now: number): boolean {
  return Date.parse(neededBy) <= now;
}

/** "today, 18:00", "29 November, 18:00", in the zone and format of this computer. `locale` is only given by tests. */
export function neededByWords(neededBy: string, now: number, locale?: string): string {
  const at = new Date(neededBy);
  const near = ['today', 'tomorrow'].find((_, days) => isSameDay(at, daysOn(now, days)));
  const day = near ?? at.toLocaleDateString(locale, { day: 'numeric', month: 'long' });
  return `${day}, ${at.toLocaleTimeString(locale, { timeStyle: 'short' })}`;
}

function daysOn(now: number, days: number): Date {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  return date;
}

function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString();
}
