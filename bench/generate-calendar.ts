/** Calendars around the people of a generated mailbox. */
import { benchOwner } from './generate-mail.ts';
import type { BenchPerson } from './generate-mail.ts';

const [weeks, week] = [51, 7 * 86_400];

/** A year of weekly meetings with `regulars`, and then one with everybody `invited` at `at` (Unix seconds). */
export function calendarOf(regulars: readonly BenchPerson[], invited: readonly BenchPerson[], at: number): string {
  const time = (seconds: number): string =>
    `${new Date(seconds * 1000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const event = (uid: string, start: number, people: readonly BenchPerson[], more: readonly string[]): string[] => [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${time(at)}`,
    `DTSTART:${time(start)}`,
    `DTEND:${time(start + 3600)}`,
    ...more,
    `ORGANIZER:mailto:${benchOwner}`,
    `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${benchOwner}`,
    ...people.map(({ name, email }) => `ATTENDEE;CN=${name};PARTSTAT=ACCEPTED:mailto:${email}`),
    'END:VEVENT',
  ];
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//bench//EN',
    ...event('weekly', at - weeks * week, regulars, [`RRULE:FREQ=WEEKLY;COUNT=${String(weeks)}`]),
    ...event('board', at, invited, []),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}
