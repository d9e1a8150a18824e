/** The user's calendar as iCalendar (RFC 5545): meetings of three years, a weekly series, and what is coming up. */
import type { Cast, Person } from './cast.ts';
import { dealDays, isEverydayPerson, type Stage } from './episodes.ts';
import { chanceOf } from './random.ts';
import { story } from './story.ts';
import { isFreeDay, zoneOffset } from './working-time.ts';

const hour = 3600;
const day = 24 * hour;

interface Event {
  readonly uid: string;
  /** Unix seconds. */
  readonly start: number;
  readonly minutes: number;
  readonly title: string;
  readonly people: readonly Person[];
  readonly room?: number;
  readonly status?: 'CONFIRMED' | 'CANCELLED';
  readonly partstat?: 'ACCEPTED' | 'DECLINED' | 'NEEDS-ACTION';
  readonly more?: readonly string[];
}

const two = (value: number) => String(value).padStart(2, '0');

function clock(seconds: number): string {
  const at = new Date(seconds * 1000);
  return `${String(at.getUTCFullYear())}${two(at.getUTCMonth() + 1)}${two(at.getUTCDate())}T${two(at.getUTCHours())}${two(at.getUTCMinutes())}${two(at.getUTCSeconds())}`;
}

/** RFC 5545's folding at 75 octets; the sample's lines are cut at 60 characters, which is safely below. */
function fold(line: string): string {
  const parts: string[] = [];
  const letters = Array.from(line);
  for (let start = 0; start < letters.length; start += 60) parts.push(letters.slice(start, start + 60).join(''));
  return parts.join('\r\n ');
}

const zone = story.me.zone;

/** That o'clock in the user's zone, so many days from today, moved on to a working day. */
function atClock(today: number, days: number, hours: number): number {
  let local = today + days * day + hours * hour;
  while (isFreeDay(local)) local += day;
  return local - zoneOffset(zone, local);
}

const localTime = (at: number) => clock(at + zoneOffset(zone, at));
const stamp = (at: number) => `${clock(at)}Z`;
const attendee = (name: string, email: string, partstat: string) =>
  `ATTENDEE;CN="${name}";ROLE=REQ-PARTICIPANT;PARTSTAT=${partstat}:mailto:${email}`;

function eventLines({ uid, start, minutes, title, people, room, status, partstat, more }: Event, cast: Cast): string[] {
  const place = room === undefined ? undefined : story.rooms[room];
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${stamp(start - 7 * day)}`,
    `DTSTART;TZID=${zone}:${localTime(start)}`,
    `DTEND;TZID=${zone}:${localTime(start + minutes * 60)}`,
    `SUMMARY:${title}`,
    `STATUS:${status ?? 'CONFIRMED'}`,
    `ORGANIZER;CN="${cast.me.name}":mailto:${cast.me.email}`,
    attendee(cast.me.name, cast.me.email, partstat ?? 'ACCEPTED'),
    ...people.map(({ name, email }) => attendee(name, email, 'ACCEPTED')),
    ...(place === undefined
      ? []
      : [
          `LOCATION:${place.name}`,
          `ATTENDEE;CN="${place.name}";CUTYPE=ROOM;ROLE=NON-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:${place.address}`,
        ]),
    ...(more ?? []),
    'END:VEVENT',
  ];
}

/** Central European time by the rule of the European Union since 1996. */
const timeZoneLines = [
  'BEGIN:VTIMEZONE',
  `TZID:${zone}`,
  'BEGIN:STANDARD',
  'DTSTART:19961027T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:19960331T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
];

function pastEvents({ cast, today }: Stage): Event[] {
  const chance = chanceOf('calendar');
  const { phoneOnly, counsel, dealClient, colleague, rising, introducer, quiet } = cast.characters;
  const events: Event[] = [];
  const add = (ago: number, title: string, people: readonly Person[], more: Partial<Event> = {}) => {
    events.push({
      uid: `${String(events.length)}.${title.toLowerCase().replace(/[^a-z]+/g, '-')}@marlowsteg.example`,
      start: atClock(today, -Math.floor(ago), chance.whole(8, 16)),
      minutes: chance.pick([30, 45, 60, 90]),
      title,
      people,
      ...(chance.hits(0.4) ? { room: chance.whole(0, story.rooms.length - 1) } : {}),
      ...more,
    });
  };
  for (let ago = 1060; ago > 12; ago -= 29) add(ago, 'Coffee with Bruno', [phoneOnly]);
  for (const ago of [249, 240, 231, 222, 214, 210]) {
    if (ago <= dealDays.from && ago >= dealDays.until) add(ago, 'Project Larch', [counsel, dealClient, colleague]);
  }
  for (const ago of [300, 150, 70, 35, 20]) add(ago, 'Amara', [rising]);
  for (const ago of [900, 640, 420, 250, 90]) add(ago, 'Lunch with Inês', [introducer]);
  for (const ago of [800, 520, 260]) add(ago, 'Henrik, quarterly', [quiet]);
  const known = cast.people.filter((person) => isEverydayPerson(person) && person.organisation.kind !== 'own');
  for (let ago = 1080; ago > 13; ago -= 6) {
    const person = chance.pick(known);
    const fellow = known.find((other) => other.organisation === person.organisation && other !== person);
    const people = [
      person,
      ...(fellow !== undefined && chance.hits(0.4) ? [fellow] : []),
      ...(chance.hits(0.4) ? [colleague] : []),
    ];
    add(ago, `Meeting with ${person.organisation.name.replace(/,/g, '')}`, people);
  }
  add(77, 'Called off', [quiet], { status: 'CANCELLED' });
  add(66, 'Sales pitch', [chance.pick(known)], { partstat: 'DECLINED' });
  add(55, 'Private', [], { more: ['CLASS:PRIVATE'] });
  return events;
}

function seriesLines({ cast, today }: Stage): string[] {
  const colleagues = cast.people.filter(({ organisation }) => organisation.kind === 'own').slice(0, 7);
  // The Monday three years back, at nine.
  const monday = today - 1092 * day - ((new Date(today * 1000).getUTCDay() + 6) % 7) * day;
  const wall = (weeks: number, hours: number) => clock(monday + weeks * 7 * day + hours * hour);
  const uid = 'partners-monday@marlowsteg.example';
  const people = [
    `ORGANIZER;CN="${cast.me.name}":mailto:${cast.me.email}`,
    attendee(cast.me.name, cast.me.email, 'ACCEPTED'),
    ...colleagues.map(({ name, email }) => attendee(name, email, 'ACCEPTED')),
  ];
  const head = (start: string, end: string) => [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${wall(0, 7)}Z`,
    `DTSTART;TZID=${zone}:${start}`,
    `DTEND;TZID=${zone}:${end}`,
    'SUMMARY:Monday meeting',
  ];
  return [
    ...head(wall(0, 9), wall(0, 10)),
    'RRULE:FREQ=WEEKLY;BYDAY=MO',
    `EXDATE;TZID=${zone}:${wall(30, 9)},${wall(31, 9)}`,
    ...people,
    'END:VEVENT',
    // One of them was moved to the afternoon.
    ...head(wall(100, 15), wall(100, 16)),
    `RECURRENCE-ID;TZID=${zone}:${wall(100, 9)}`,
    'SEQUENCE:1',
    ...people,
    'END:VEVENT',
  ];
}

function comingEvents({ cast, today }: Stage, now: number): Event[] {
  const { rising, behindMoved, moved, colleague, phoneOnly, introducer, principal, namesake, dealClient } =
    cast.characters;
  const coming = (days: number, hours: number, title: string, people: readonly Person[]): Event => ({
    uid: `coming-${String(days)}-${String(hours)}.${String(today / day)}@marlowsteg.example`,
    start: atClock(today, days, hours),
    minutes: 60,
    title,
    people,
    partstat: days > 5 ? 'NEEDS-ACTION' : 'ACCEPTED',
  });
  return [
    {
      uid: `soon.${String(today / day)}@marlowsteg.example`,
      // On a full hour, in about two hours.
      start: (Math.round(now / hour) + 2) * hour,
      minutes: 60,
      title: 'Grid financing',
      people: [rising, behindMoved, colleague],
      room: 0,
    },
    coming(1, 12, 'Lunch with Bruno', [phoneOnly]),
    coming(1, 16, 'Board preparation', [dealClient, colleague]),
    coming(2, 9, 'Norvane', [moved, behindMoved]),
    coming(3, 11, 'Sir Edmund', [principal]),
    coming(4, 10, 'Rheintor', [namesake, colleague]),
    coming(8, 14, 'Inês', [introducer]),
    coming(15, 10, 'Lekki Grid: steering committee', [rising, colleague]),
  ];
}

/** The calendar file; `now` in Unix seconds places the meeting that is about to begin. */
export function calendarText(stage: Stage, now: number): string {
  const events = [...pastEvents(stage), ...comingEvents(stage, now)];
  const conference = clock(stage.today + 20 * day).slice(0, 8);
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Marlow Steg//Calendar//EN',
    ...timeZoneLines,
    ...events.flatMap((event) => eventLines(event, stage.cast)),
    ...seriesLines(stage),
    'BEGIN:VEVENT',
    'UID:conference@marlowsteg.example',
    `DTSTAMP:${stamp(stage.today)}`,
    `DTSTART;VALUE=DATE:${conference}`,
    'SUMMARY:Summit Forum',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(fold)
    .join('\r\n');
}
