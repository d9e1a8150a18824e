/** Every calendar of the corpora: nothing stops the reading, every event is accounted for, and every rule names its dates. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { calendarItems } from '../../core/ingest/calendar.ts';
import { formatOf, headSize, innerName } from '../../core/ingest/format.ts';
import type { SourceItem } from '../../core/ingest/record.ts';
import { decodeText } from '../../core/ingest/text.ts';
import { scratchFolder, unpackAll, withoutCorpora } from './unpack.ts';

const now = Date.UTC(2026, 0, 1) / 1000;

/** Events that cannot be read, and why; most were made to be broken. */
const broken: Record<string, string> = {
  'crash.ics': 'fuzzed',
  'issue252.ics': 'fuzzed: no SEPARATOR between a name and its value',
  'malloc.ics': 'fuzzed: values cut into one another',
  'smallcluster.ics': 'fuzzed: UNTIL=123456T123456',
  'zday.ics': 'fuzzed: BYMONTH=0',
  'ruby_rrule.ics': 'RRULE:FREQ=DAILY\\;COUNT=10',
  'PARSE17.ics': 'DTSTART:1234',
  'Parameter1.ics': 'two VALUE parameters, neither true',
  'ms_timezones.ics': 'a quote around a name and its value',
  'multi-event-basic.ics': 'DTSTART;VALUE=DATE:Next Year',
};

/** Files with series that have no instance, because UNTIL or EXDATE leaves none. */
const empty = [
  'event_full_day_rrule_until_before_dtstart.ics',
  'event_rrule_no_occurence.ics',
  'issue_117_until_before_dtstart.ics',
  'issue_173_only_modifications_error.ics',
  'test_with_tz_list.ics',
];

describe.skipIf(withoutCorpora)('the calendar corpora', () => {
  const folder = scratchFolder();
  let calendars: { readonly file: string; readonly text: string; readonly items: SourceItem[] }[];

  beforeAll(() => {
    unpackAll('ical', folder);
    calendars = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => ({ file: entry.name, path: join(entry.parentPath, entry.name) }))
      .filter(({ path }) => formatOf(readFileSync(path).subarray(0, headSize), innerName(path)) === 'calendar')
      .map(({ file, path }) => {
        const text = decodeText(readFileSync(path));
        return { file, text, items: calendarItems(text, { now, subjects: true }) };
      }, 120_000);
  });

  test('every event is a meeting, or skipped, or of another time, or empty', () => {
    expect(calendars.length).toBeGreaterThan(1100);
    const unaccounted = calendars.flatMap(({ file, text, items }) => {
      const uids = new Set(items.flatMap((item) => (item.kind === 'meeting' ? [item.meeting.uid] : [])));
      const skipped = new Set(items.flatMap((item) => (item.kind === 'skipped' ? [item.place] : [])));
      return eventsOf(text)
        .filter(({ uid, place, start }) => !uids.has(uid) && !skipped.has(place) && !isOfAnotherTime(start))
        .filter(({ uid }) => uid !== '' || ![...uids].some((known) => known.startsWith('content ')))
        .map(() => file);
    });
    expect([...new Set(unaccounted)].sort()).toEqual(empty);
  });

  test('what cannot be read is explained', () => {
    const unreadable = calendars.filter(({ items }) => reasons(items).includes('broken event'));
    expect(unreadable.map(({ file }) => file).sort()).toEqual(Object.keys(broken).sort());
    const withStart = calendars.flatMap(({ file, text, items }) =>
      eventsOf(text)
        .filter(({ place }) =>
          items.some(
            (item) => item.kind === 'skipped' && item.reason === 'event without a start' && item.place === place,
          ),
        )
        // Of the fuzzed files not even the lines are what they seem.
        .filter(({ start }) => start !== '' && !file.startsWith('fuzz'))
        .map(({ place }) => `${file} ${place}`),
    );
    expect(withStart).toEqual([]);
  });

  test('only rules by the day or shorter that run on for years name too many instances', () => {
    const events = calendars.flatMap(({ text, items }) =>
      eventsOf(text).filter(({ place }) =>
        items.some((item) => item.kind === 'skipped' && item.reason === 'too many instances' && item.place === place),
      ),
    );
    expect(events.length).toBeGreaterThan(10);
    expect(events.filter(({ rule }) => !/FREQ=(?:DAILY|HOURLY|MINUTELY|SECONDLY)|MO,TU,WE,TH,FR/.test(rule))).toEqual(
      [],
    );
  });

  test('every rule of dateutil names the dates its authors expect', () => {
    const cases = dateutilCases(join(folder, 'rrule-torture'));
    expect(cases.length).toBeGreaterThan(200);
    for (const { name, start, rule, expected } of cases) {
      const year = Number((expected.at(-1) ?? start).slice(0, 4));
      const items = calendarItems(`BEGIN:VEVENT\nUID:u\nDTSTART:${start}\nRRULE:${rule}\nEND:VEVENT`, {
        now: Date.UTC(year + 1, 0, 1) / 1000,
        subjects: false,
      });
      const dates = items.map((item) => (item.kind === 'meeting' ? item.meeting.recurrenceId.slice(0, -1) : item.kind));
      expect(dates, `${name}: ${rule}`).toEqual(expected);
    }
  });
});

interface EventText {
  readonly uid: string;
  readonly place: string;
  readonly start: string;
  readonly rule: string;
}

/** The events of a calendar by their lines alone. */
function eventsOf(text: string): EventText[] {
  const events: EventText[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, at, lines) => {
    if (!/^BEGIN:VEVENT/i.test(line)) return;
    const end = lines.findIndex((other, i) => i > at && /^(?:END|BEGIN):VEVENT/i.test(other));
    const body = lines
      .slice(at, end < 0 ? undefined : end)
      .join('\n')
      .replace(/\n[ \t]/g, '');
    const value = (name: string): string => new RegExp(`^${name}[^:\\n]*:(.*)$`, 'im').exec(body)?.[1]?.trim() ?? '';
    const place = `line ${at + 1}`;
    events.push({ uid: value('UID'), place, start: value('DTSTART'), rule: value('RRULE') });
  });
  return events;
}

/** Before 1990 or more than a year ahead, where nothing repeats into our time. */
function isOfAnotherTime(start: string): boolean {
  const year = Number(start.slice(0, 4));
  return year < 1990 || year > 2026;
}

function reasons(items: readonly SourceItem[]): string[] {
  return items.flatMap((item) => (item.kind === 'skipped' ? [item.reason] : []));
}

interface RuleCase {
  readonly name: string;
  readonly start: string;
  readonly rule: string;
  readonly expected: readonly string[];
}

/** Reads `self.assertEqual(list(rrule(YEARLY, count=3, dtstart=datetime(…))), [datetime(…), …])` from dateutil's tests. */
function dateutilCases(folder: string): RuleCase[] {
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => /test_rrule\.py/.test(name));
  const text = readFileSync(join(folder, file as string), 'utf8');
  const cases: RuleCase[] = [];
  const pattern =
    /def (test\w+)\(self\):\s*self\.assertEqual\(list\(rrule\(([A-Z]+),([\s\S]*?)\)\),\s*\[([\s\S]*?)\]\)\n/g;
  for (const [, name = '', frequency = '', values = '', dates = ''] of text.matchAll(pattern)) {
    const parts = new Map(
      [...values.matchAll(/(\w+)=(datetime\([^)]*\)|\((?:[^()]|\([^()]*\))*\)|[^\s,]+)/g)].map(
        ([, key = '', value = '']) => [key, value],
      ),
    );
    const start = stamp(parts.get('dtstart') ?? '');
    parts.delete('dtstart');
    // Easter is no part of RFC 5545, xafter is Python's own, and dates without a time have tests of ours.
    if (
      parts.has('byeaster') ||
      values.includes('xafter') ||
      start === '' ||
      [...parts.values()].some((value) => value.startsWith('date('))
    )
      continue;
    const rule = [...parts].map(([key, value]) => `;${key.replace('byweekday', 'byday')}=${rulePart(value)}`).join('');
    const expected = [...dates.matchAll(/datetime\([^)]*\)/g)].map(([date]) => stamp(date));
    cases.push({ name, start, rule: `FREQ=${frequency}${rule.toUpperCase()}`, expected });
  }
  return cases;
}

/** datetime(1997, 9, 2, 9, 0) as 19970902T090000. */
function stamp(text: string): string {
  const match = /^datetime\(([^)]*)\)/.exec(text);
  if (!match) return '';
  const [year = 0, month = 1, day = 1, ...time] = (match[1] as string).split(',').map(Number);
  const [hour = 0, minute = 0, second = 0] = time;
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second)).toISOString().replace(/[-:]|\..*$/g, '');
}

/** A date, or (TU(1), TH(-1)) as 1TU,-1TH. */
function rulePart(text: string): string {
  return (
    stamp(text) ||
    text
      .replace(/([A-Z]{2})\(\+?(-?\d+)\)/g, '$2$1')
      .replace(/[()\s]/g, '')
      .replace(/,$/, '')
  );
}
