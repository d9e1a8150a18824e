/** Days and times of meetings in the user's own zone. */
import type { Brief } from '../../core/contract/briefing.ts';

/** Meetings by the day they begin on, YYYY-MM-DD in the user's zone, in order. */
export function byDay(briefs: readonly Brief[]): { readonly day: string; readonly meetings: readonly Brief[] }[] {
  const days = new Map<string, Brief[]>();
  for (const brief of briefs) {
    const day = dayOf(brief);
    days.set(day, [...(days.get(day) ?? []), brief]);
  }
  return [...days].map(([day, meetings]) => ({ day, meetings }));
}

/** All-day events are dates, which stand at midnight UTC. */
function dayOf({ startAt, allDay }: Brief): string {
  const at = new Date(startAt);
  const two = (part: number): string => String(part).padStart(2, '0');
  return allDay ? startAt.slice(0, 10) : `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** "Tuesday, 24 November". `locale` is only given by tests. */
export function dayHeading(day: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** "09:30" in the user's own zone. `locale` is only given by tests. */
export function clockTime(at: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date(at));
}

/** "09:30 to 10:00", or "all day". `locale` is only given by tests. */
export function timeOf({ startAt, endAt, allDay }: Brief, locale?: string): string {
  return allDay ? 'all day' : `${clockTime(startAt, locale)} to ${clockTime(endAt, locale)}`;
}
