/** The popup's plan in words for where others may look: never a name, never a title. Pure. */
import type { PopupPlan } from '../core/contract/briefing.ts';

/** What a notification says in the popup's place; null where there is none to show. `locale` and `zone` are only given by tests. */
export function notificationWords(
  { state, startAt, people }: PopupPlan,
  locale?: string,
  zone?: string,
): string | null {
  if (state !== 'due' || startAt === null) return null;
  return `At ${timeIn({ timeStyle: 'short' }, startAt, locale, zone)} you meet ${people === 1 ? 'one person' : `${String(people)} people`} from outside.`;
}

/** "Next: Tue, 24 Nov, 14:00, 3 people". */
export function nextWords({ next }: Pick<PopupPlan, 'next'>, locale?: string, zone?: string): string {
  if (next === null) return 'No meeting in the next two weeks';
  const when = timeIn(
    { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
    next.startAt,
    locale,
    zone,
  );
  return `Next: ${when}, ${next.people === 1 ? '1 person' : `${String(next.people)} people`}`;
}

function timeIn(options: Intl.DateTimeFormatOptions, at: string, locale?: string, zone?: string): string {
  return new Intl.DateTimeFormat(locale, { ...options, ...(zone === undefined ? {} : { timeZone: zone }) }).format(
    new Date(at),
  );
}
