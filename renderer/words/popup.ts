/** The popup's words: when, who, and what stands behind. */
import type { Brief } from '../../core/contract/briefing.ts';
import { dateInWords } from './dates.ts';
import { counted } from './counts.ts';

const minuteMs = 60_000;

/** "in 10 minutes", "now", "began 3 minutes ago", "tomorrow"; `now` in milliseconds. */
export function startsInWords(startAt: string, now: number): string {
  const minutes = Math.round((Date.parse(startAt) - now) / minuteMs);
  if (minutes === 0) return 'now';
  if (minutes < 0) return `began ${counted(-minutes, 'minute', 'minutes')} ago`;
  if (minutes < 60) return `in ${counted(minutes, 'minute', 'minutes')}`;
  if (minutes < 8 * 60) return `in ${counted(Math.round(minutes / 60), 'hour', 'hours')}`;
  return dateInWords(startAt, now);
}

/** The first letters of the first and the last part of a name: nobody who looks over a shoulder reads more. */
export function initials(name: string): string {
  const parts = name.split(/[\s,.@_-]+/u).filter((part) => /\p{L}|\p{N}/u.test(part));
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map((part) => [...(part ?? '')][0] ?? '');
  return letters.join('').toLocaleUpperCase() || '?';
}

const reminderMinutes = 5;

/**
 * When to be reminded again, `now` in milliseconds: in five minutes, else at the beginning; null once the first of them has begun. The
 * popup is gone five minutes later in any case.
 */
export function reminderOf(
  briefs: readonly Pick<Brief, 'startAt'>[],
  now: number,
): { readonly words: string; readonly until: string } | null {
  const startAt = Math.min(...briefs.map((brief) => Date.parse(brief.startAt)));
  const soon = now + reminderMinutes * minuteMs;
  if (soon < startAt)
    return { words: `Again in ${String(reminderMinutes)} minutes`, until: new Date(soon).toISOString() };
  return now < startAt ? { words: 'Again at the start', until: new Date(startAt).toISOString() } : null;
}
