import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarItems } from './calendar.ts';
import { meetingFlag } from './flags.ts';
import type { MeetingRecord, SourceItem } from './record.ts';

const context = { now: Date.UTC(2026, 0, 1) / 1000, subjects: true };

/** An event with a start of its own where the lines name none. */
function event(...lines: readonly string[]): string {
  const start = lines.some((line) => line.startsWith('DTSTART')) ? [] : ['DTSTART:20240304T090000Z'];
  return ['BEGIN:VEVENT', 'UID:u@x', ...start, ...lines, 'END:VEVENT'].join('\r\n');
}

function items(...events: readonly string[]): SourceItem[] {
  return calendarItems(['BEGIN:VCALENDAR', ...events, 'END:VCALENDAR', ''].join('\r\n'), context);
}

function meetings(...events: readonly string[]): MeetingRecord[] {
  return items(...events).map((item) => {
    if (item.kind !== 'meeting') throw new Error(JSON.stringify(item));
    return item.meeting;
  });
}

function one(...lines: readonly string[]): MeetingRecord {
  const [meeting, ...more] = meetings(event(...lines));
  expect(more).toEqual([]);
  return meeting as MeetingRecord;
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 16);
const starts = (list: readonly MeetingRecord[]): string[] => list.map(({ startAt }) => iso(startAt));

describe('one event', () => {
  test('who, when, and what became of it', () => {
    expect(
      one(
        'SUMMARY:Quarterly\\, with',
        '  lunch',
        'DTSTART:20240304T090000Z',
        'DTEND:20240304T103000Z',
        'SEQUENCE:3',
        'ORGANIZER;CN="Weber, Anna":MAILTO:Anna@Acme.Example',
        'ATTENDEE;CN=Bob;PARTSTAT=DECLINED:mailto:bob@firm.example',
        'ATTENDEE;CN=Carl;PARTSTAT=TENTATIVE:mailto:carl@firm.example',
      ),
    ).toEqual({
      uid: 'u@x',
      recurrenceId: '',
      sequence: 3,
      startAt: Date.UTC(2024, 2, 4, 9) / 1000,
      endAt: Date.UTC(2024, 2, 4, 10, 30) / 1000,
      flags: 0,
      status: 'confirmed',
      title: 'Quarterly, with lunch',
      parties: [
        { email: 'anna@acme.example', name: 'Weber, Anna', organiser: true, partstat: 'accepted' },
        { email: 'bob@firm.example', name: 'Bob', organiser: false, partstat: 'declined' },
        { email: 'carl@firm.example', name: 'Carl', organiser: false, partstat: 'tentative' },
      ],
    });
  });

  test('descriptions, places, links, attachments, alarms and unknown fields are never kept', () => {
    const secret = [
      'DESCRIPTION:secret',
      ' folded secret',
      'LOCATION:secret',
      'URL:https://secret.example',
      'CONFERENCE;VALUE=URI:https://secret.example',
      'ATTACH;FILENAME=secret.pdf:https://secret.example',
      'COMMENT:secret',
      'CATEGORIES:secret',
      'X-ALT-DESC;FMTTYPE=text/html:secret',
      'BEGIN:VALARM',
      'SUMMARY:secret',
      'DESCRIPTION:secret',
      'ATTENDEE:mailto:secret@x.example',
      'END:VALARM',
    ];
    const meeting = one('SUMMARY:Lunch', ...secret);
    expect(JSON.stringify(meeting)).not.toMatch(/secret/i);
    expect(meeting).toEqual(one('SUMMARY:Lunch'));
  });

  test.each(['PRIVATE', 'CONFIDENTIAL'])('no title of a %s event', (privacy) => {
    expect(one('SUMMARY:secret', `CLASS:${privacy}`)).toMatchObject({ title: null, flags: meetingFlag.private });
  });

  test('no title where the user wants none', () => {
    expect(calendarItems(event('SUMMARY:secret'), { ...context, subjects: false })).toMatchObject([
      { kind: 'meeting', meeting: { title: null } },
    ]);
  });

  test('cancelled by its status or by the method of the whole calendar', () => {
    expect(one('STATUS:CANCELLED').status).toBe('cancelled');
    expect(meetings('METHOD:CANCEL', event()).map(({ status }) => status)).toEqual(['cancelled']);
    expect(meetings('METHOD:PUBLISH', event('STATUS:TENTATIVE')).map(({ status }) => status)).toEqual(['tentative']);
  });

  test('the method of one calendar says nothing about the next in the file', () => {
    const other = event().replace('u@x', 'v@x');
    const list = meetings('METHOD:CANCEL', event(), 'END:VCALENDAR', 'BEGIN:VCALENDAR', other);
    expect(list.map(({ status }) => status)).toEqual(['cancelled', 'confirmed']);
  });

  test.each([
    ['rooms', 'ATTENDEE;CUTYPE=ROOM:mailto:room@x.example'],
    ['resources', 'ATTENDEE;CUTYPE=RESOURCE:mailto:car@x.example'],
    ['groups', 'ATTENDEE;CUTYPE=GROUP:mailto:all@x.example'],
    ['rooms not marked as such', 'ATTENDEE:mailto:x_1@resource.calendar.google.com'],
    ['X.500 names', 'ATTENDEE;CN=Ben:ldap://x.example/cn=ben'],
    ['nobody', 'ATTENDEE:invalid:nomail'],
  ])('%s are no party', (_, line) => {
    expect(one(line).parties).toEqual([]);
  });

  test.each([
    ['without mailto', 'ATTENDEE:anna@x.example'],
    ['escaped', 'ATTENDEE:mailto:anna%40x.example'],
    ['as a parameter', 'ATTENDEE;EMAIL=anna@x.example:urn:uuid:1'],
    ['with a name that repeats it', 'ATTENDEE;CN=anna@x.example:mailto:anna@x.example'],
  ])('an address %s', (_, line) => {
    expect(one(line).parties).toMatchObject([{ email: 'anna@x.example', name: '' }]);
  });

  test('an organiser who attends is one party, with the answer given', () => {
    expect(
      one('ORGANIZER;CN=Anna:mailto:anna@x.example', 'ATTENDEE;PARTSTAT=DECLINED:mailto:anna@x.example').parties,
    ).toEqual([{ email: 'anna@x.example', name: 'Anna', organiser: true, partstat: 'declined' }]);
  });
});

describe('times', () => {
  test.each([
    ['DTSTART;TZID=W. Europe Standard Time:20240704T090000', '2024-07-04T07:00', 0],
    ['DTSTART;TZID="(UTC-05:00) Eastern Time (US & Canada)":20240704T090000', '2024-07-04T13:00', 0],
    ['DTSTART;TZID="Eastern Standard Time":20240704T090000', '2024-07-04T13:00', 0],
    ['DTSTART;TZID=Asia/Tokyo:20240704T090000', '2024-07-04T00:00', 0],
    ['DTSTART;TZID=My own zone:20240704T090000', '2024-07-04T09:00', meetingFlag.zoneUncertain],
    ['DTSTART:20240704T090000', '2024-07-04T09:00', meetingFlag.zoneUncertain],
    ['DTSTART;VALUE=DATE:20240704', '2024-07-04T00:00', meetingFlag.allDay],
  ])('%s', (line, start, flags) => {
    const meeting = one(line);
    expect([iso(meeting.startAt), meeting.flags]).toEqual([start, flags]);
  });

  test('a zone is known by its name, whatever the file says it is', () => {
    const zone = ['BEGIN:VTIMEZONE', 'TZID:Europe/Berlin', 'BEGIN:STANDARD', 'DTSTART:nonsense', 'END:VTIMEZONE'];
    expect(starts(meetings(...zone, event('DTSTART;TZID=Europe/Berlin:20240704T090000')))).toEqual([
      '2024-07-04T07:00',
    ]);
  });

  test.each([
    ['DTEND:20240304T094500Z', 45 * 60],
    ['DURATION:PT1H30M', 90 * 60],
    ['DTEND:20240304T080000Z', 0],
    ['DTEND:None', 0],
    ['SUMMARY:no end', 0],
  ])('%s', (line, seconds) => {
    const { startAt, endAt } = one(line);
    expect(endAt - startAt).toBe(seconds);
  });

  test('a date alone is a day', () => {
    const { startAt, endAt } = one('DTSTART;VALUE=DATE:20240704');
    expect(endAt - startAt).toBe(86_400);
  });

  test('start and end may be in different zones', () => {
    const { startAt, endAt } = one(
      'DTSTART;TZID=Europe/Berlin:20240704T090000',
      'DTEND;TZID=America/New_York:20240704T050000',
    );
    expect(endAt - startAt).toBe(2 * 3600);
  });
});

describe('series', () => {
  test('keep the hour of their zone over a change of the clocks', () => {
    const list = meetings(event('DTSTART;TZID=Europe/Berlin:20240325T090000', 'RRULE:FREQ=WEEKLY;COUNT=2'));
    expect(starts(list)).toEqual(['2024-03-25T08:00', '2024-04-01T07:00']);
    expect(list.map(({ recurrenceId }) => recurrenceId)).toEqual(['20240325T080000Z', '20240401T070000Z']);
    expect(list.every(({ flags }) => flags === meetingFlag.series)).toBe(true);
  });

  test.each([
    ['20240326T080000Z', 2],
    ['20240326T075959Z', 1],
    ['20240326T090000', 2],
    ['20240326T085959', 1],
    ['20240326', 2],
    ['20240325', 1],
  ])('until %s', (until, count) => {
    const list = meetings(event('DTSTART;TZID=Europe/Berlin:20240325T090000', `RRULE:FREQ=DAILY;UNTIL=${until}`));
    expect(list).toHaveLength(count);
  });

  test('EXDATE takes away, RDATE adds', () => {
    const list = meetings(
      event('RRULE:FREQ=DAILY;COUNT=4', 'EXDATE:20240305T090000Z', 'EXDATE:20240306T090000Z', 'RDATE:20240401T090000Z'),
    );
    expect(starts(list)).toEqual(['2024-03-04T09:00', '2024-03-07T09:00', '2024-04-01T09:00']);
  });

  test('EXDATE in another zone, or as a date alone', () => {
    const list = meetings(
      event(
        'DTSTART;TZID=Europe/Berlin:20240304T003000',
        'RRULE:FREQ=DAILY;COUNT=3',
        'EXDATE;TZID=America/New_York:20240303T183000',
        'EXDATE;VALUE=DATE:20240306',
      ),
    );
    expect(starts(list)).toEqual(['2024-03-04T23:30']);
  });

  test('RDATE alone, and as periods', () => {
    expect(starts(meetings(event('RDATE;VALUE=PERIOD:20240401T090000Z/PT1H,20240304T090000Z/PT1H')))).toEqual([
      '2024-03-04T09:00',
      '2024-04-01T09:00',
    ]);
  });

  test('an exception stands in for its instance, wherever it is in the file and in whatever zone it is written', () => {
    const moved = event(
      'RECURRENCE-ID;TZID=Europe/Berlin:20240305T100000',
      'DTSTART:20240305T150000Z',
      'SUMMARY:later',
    );
    const cancelled = event('RECURRENCE-ID:20240306T090000Z', 'DTSTART:20240306T090000Z', 'STATUS:CANCELLED');
    const list = meetings(moved, event('RRULE:FREQ=DAILY;COUNT=3', 'SUMMARY:usual'), cancelled);
    expect(list.map(({ recurrenceId, startAt, title, status }) => [recurrenceId, iso(startAt), title, status])).toEqual(
      [
        ['20240304T090000Z', '2024-03-04T09:00', 'usual', 'confirmed'],
        ['20240305T090000Z', '2024-03-05T15:00', 'later', 'confirmed'],
        ['20240306T090000Z', '2024-03-06T09:00', null, 'cancelled'],
      ],
    );
  });

  test('the newest revision counts, of the series and of its exceptions', () => {
    const rule = 'RRULE:FREQ=DAILY;COUNT=2';
    const exception = ['RECURRENCE-ID:20240305T090000Z', 'DTSTART:20240305T090000Z'];
    const list = meetings(
      event(rule, 'SEQUENCE:2', 'SUMMARY:new'),
      event(rule, 'SEQUENCE:1', 'SUMMARY:old'),
      event(...exception, 'SEQUENCE:2', 'SUMMARY:new exception'),
      event(...exception, 'SEQUENCE:1', 'SUMMARY:old exception'),
    );
    expect(list.map(({ title }) => title)).toEqual(['new', 'new exception']);
  });

  test('an exception whose series is not in the file is an instance of it', () => {
    expect(meetings(event('RECURRENCE-ID:20240305T090000Z'))).toMatchObject([
      { recurrenceId: '20240305T090000Z', flags: meetingFlag.series },
    ]);
  });

  test('rules in small letters, dates that do not say so', () => {
    const list = meetings(event('DTSTART:20240304', 'RRULE:freq=daily;count=3', 'EXDATE:20240305'));
    expect(list.map(({ recurrenceId }) => recurrenceId)).toEqual(['20240304', '20240306']);
  });

  test('a count below one is none', () => {
    expect(meetings(event('RRULE:FREQ=DAILY;COUNT=-1;UNTIL=20240306T090000Z'))).toHaveLength(3);
  });

  test('an empty rule is none', () => {
    expect(one('RRULE:').flags).toBe(0);
  });

  test('whole days', () => {
    const list = meetings(
      event('DTSTART;VALUE=DATE:20240304', 'RRULE:FREQ=DAILY;COUNT=3', 'EXDATE;VALUE=DATE:20240305'),
    );
    expect(list).toMatchObject([
      { recurrenceId: '20240304', flags: meetingFlag.allDay | meetingFlag.series },
      { recurrenceId: '20240306' },
    ]);
  });

  test('without an end go a year ahead and no further', () => {
    const list = meetings(event('DTSTART:20251201T090000Z', 'RRULE:FREQ=MONTHLY'));
    expect(list).toHaveLength(14);
    expect(starts(list).at(-1)).toBe('2027-01-01T09:00');
  });

  test('begin with 1990', () => {
    const list = meetings(event('DTSTART:19880301T090000Z', 'RRULE:FREQ=YEARLY;COUNT=4'));
    expect(starts(list)).toEqual(['1990-03-01T09:00', '1991-03-01T09:00']);
    expect(items(event('DTSTART:16010101T000000Z'), event('DTSTART:99990101T000000Z').replace('u@', 'v@'))).toEqual([]);
  });

  test.each([
    ['every second', 'FREQ=SECONDLY'],
    ['every minute', 'FREQ=MINUTELY'],
    ['a day that never comes', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'],
    ['no step', 'FREQ=DAILY;INTERVAL=0'],
  ])('of %s end, and what follows is read', (_, rule) => {
    const list = items(event(`RRULE:${rule}`), event().replace('u@x', 'v@x'));
    expect(list.length).toBeLessThan(4000);
    expect(list.at(-1)).toMatchObject({ kind: 'meeting', meeting: { uid: 'v@x' } });
  });

  test('of more instances than a person can have held are named', () => {
    const list = items(event('DTSTART:20100101T090000Z', 'RRULE:FREQ=DAILY'));
    expect(list.at(-1)).toEqual({ kind: 'skipped', reason: 'too many instances', place: 'line 2' });
    expect(list).toHaveLength(3001);
    // The latest are kept.
    expect(list.at(-2)).toMatchObject({ meeting: { recurrenceId: '20270101T090000Z' } });
  });
});

describe('broken files', () => {
  const good = event('SUMMARY:good').replace('u@x', 'good@x');

  test.each([
    'DTSTART:no date at all',
    'DTSTART;broken',
    'RRULE:FREQ=SOMETIMES',
    'RRULE:COUNT=3',
    'RRULE:FREQ=WEEKLY;BYDAY=XX',
    'RECURRENCE-ID:nonsense',
  ])('%s is named with its line, the others are kept', (line) => {
    const list = items(good, event(line));
    expect(list).toHaveLength(2);
    expect(list).toContainEqual({ kind: 'skipped', reason: 'broken event', place: 'line 7' });
  });

  test('no line, however broken, stops the reading of the file', () => {
    const line = fc
      .tuple(
        fc
          .constantFrom('UID SUMMARY DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SEQUENCE ATTENDEE', 'X')
          .chain((names) => fc.constantFrom(...names.split(' '))),
        fc.constantFrom(
          '',
          ';VALUE=DATE',
          ';VALUE=PERIOD',
          ';VALUE=DURATION',
          ';TZID=Europe/Berlin',
          ';VALUE=X',
          ';A="',
        ),
        fc.oneof(
          fc.constantFrom(
            '20240304T090000Z',
            '20240304',
            'PT1H',
            '-P1D',
            'FREQ=DAILY;UNTIL=2024',
            'FREQ=DAILY;COUNT=3',
          ),
          fc.constantFrom('20240304T090000Z/PT1H', '20240304T090000Z/', '99999999T999999', 'mailto:a@x.example', ''),
          fc.string({ maxLength: 12 }),
        ),
      )
      .map(([name, parameter, value]) => `${name}${parameter}:${value}`);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        expect(items(event(...lines), good)).toContainEqual(
          expect.objectContaining({ meeting: expect.objectContaining({ uid: 'good@x' }) }),
        );
      }),
      { numRuns: 3000 },
    );
  });

  test('an event that is cut off, and one that never ends before the next', () => {
    expect(
      calendarItems(`BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20240304T090000Z\n${good}`, context),
    ).toHaveLength(2);
    expect(calendarItems('BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMM', context)).toEqual([
      { kind: 'skipped', reason: 'event without a start', place: 'line 2' },
    ]);
  });

  test('any line breaks and any case', () => {
    const lines = ['begin:vevent', 'uid:u@x', 'dtstart:20240304T090000Z', 'summary:a', '  b', 'end:vevent'];
    for (const lineBreak of ['\n', '\r', '\r\n'])
      expect(calendarItems(lines.join(lineBreak), context)).toMatchObject([{ meeting: { uid: 'u@x', title: 'a b' } }]);
  });

  test('events without a UID are known by their content, wherever it is in the file', () => {
    const nameless = (title: string): string => event(`SUMMARY:${title}`).replace('UID:u@x\r\n', '');
    const uids = (...events: string[]): string[] => meetings(...events).map(({ uid }) => uid);
    const [a, b] = uids(nameless('a'), nameless('b'));
    expect(a).not.toBe(b);
    expect(uids(nameless('b'), nameless('a'))).toEqual([b, a]);
  });
});
