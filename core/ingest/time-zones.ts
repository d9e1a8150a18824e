/** The names calendars give time zones, and the moments wall clocks show in them. */
import { findIana } from 'windows-iana';

// Names that neither IANA nor Windows know, as Webex, old Outlooks and others write them.
const otherNames: Record<string, string> = {
  'pacific time': 'America/Los_Angeles',
  'mountain time': 'America/Denver',
  'central time': 'America/Chicago',
  'eastern time': 'America/New_York',
  'us-pacific': 'America/Los_Angeles',
  'us-mountain': 'America/Denver',
  'us-central': 'America/Chicago',
  'us-eastern': 'America/New_York',
  'gmt standard time': 'Europe/London',
  'customized time zone': 'UTC',
  utc: 'UTC',
  gmt: 'UTC',
  z: 'UTC',
};

const known = new Map<string, string | null>();

/** The IANA zone a TZID means (CLDR's table for Windows names, prefixes like /softwarestudio.org/… removed), or null. */
export function ianaZone(tzid: string): string | null {
  let zone = known.get(tzid);
  if (zone === undefined) known.set(tzid, (zone = findZone(tzid.replace(/^"|"$/g, '').trim())));
  return zone;
}

function findZone(name: string): string | null {
  const bare = name.replace(/^\(?(?:UTC|GMT)[^)]*\)\s*/i, '');
  const candidates = [
    name,
    otherNames[name.toLowerCase()],
    otherNames[bare.toLowerCase()],
    findIana(name as never)[0],
    findIana(bare as never)[0],
    findIana(`${bare} Standard Time` as never)[0],
    /([A-Z][A-Za-z_]+\/[A-Z][A-Za-z_/-]+)$/.exec(name)?.[1],
  ];
  return candidates.find((candidate) => candidate !== undefined && isZone(candidate)) ?? null;
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Unix seconds of a wall clock reading, given as if it were UTC, in an IANA zone. In a gap the later, in a fold the earlier. */
export function zonedSeconds(asUtc: number, zone: string): number {
  const guess = asUtc - offsetAt(asUtc, zone);
  const exact = asUtc - offsetAt(guess, zone);
  return Math.min(guess, exact) === exact || asUtc - offsetAt(exact, zone) === exact ? exact : guess;
}

function offsetAt(at: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at * 1000).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - at;
}
