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

const aDay = 86_400;
const known = new Map<string, string | null>();

/** The IANA zone a TZID means (CLDR's table for Windows names, prefixes like /softwarestudio.org/… removed), or null. */
export function ianaZone(tzid: string): string | null {
  let zone = known.get(tzid);
  if (zone === undefined) known.set(tzid, (zone = findZone(tzid.replace(/^"|"$/g, '').trim())));
  return zone;
}

function findZone(name: string): string | null {
  // "(UTC-05:00) Eastern Time (US & Canada)", "(GMT+10:00) Canberra, Melbourne, Sydney": what Exchange shows its users.
  const bare = name.replace(/^\(?(?:UTC|GMT)[^)]*\)\s*|\s*\([^()]*\)$/gi, '');
  const candidates = [
    name,
    otherNames[name.toLowerCase()],
    otherNames[bare.toLowerCase()],
    findIana(name as never)[0],
    findIana(bare as never)[0],
    findIana(`${bare} Standard Time` as never)[0],
    /([A-Z][A-Za-z_]+\/[A-Z][A-Za-z_/-]+)$/.exec(name)?.[1],
    zoneOfCity(bare.split(', ')),
  ];
  return candidates.find((candidate) => candidate !== undefined && isZone(candidate)) ?? null;
}

function zoneOfCity(cities: readonly string[]): string | undefined {
  const zones = Intl.supportedValuesOf('timeZone');
  for (const city of cities) {
    const zone = zones.find((one) => one.endsWith(`/${city.replaceAll(' ', '_')}`));
    if (zone !== undefined) return zone;
  }
  return undefined;
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Unix seconds of a wall clock reading, given as if it were UTC, in an IANA zone. What was never shown counts by the offset
 * before, what was shown twice as the first time (RFC 5545 3.3.5).
 */
export function zonedSeconds(asUtc: number, zone: string): number {
  const byOffsetBefore = asUtc - offsetAt(asUtc - aDay, zone);
  if (asUtc - offsetAt(byOffsetBefore, zone) === byOffsetBefore) return byOffsetBefore;
  const byOffsetAfter = asUtc - offsetAt(asUtc + aDay, zone);
  return asUtc - offsetAt(byOffsetAfter, zone) === byOffsetAfter ? byOffsetAfter : byOffsetBefore;
}

function offsetAt(at: number, zone: string): number {
  let format = formats.get(zone);
  if (!format)
    formats.set(zone, (format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })));
  // "3/4/2024, GMT+05:45"; an offset of nothing is GMT alone, and those of long ago have seconds.
  const [, sign, hours = 0, minutes = 0, seconds = 0] =
    /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(at * 1000)) ?? [];
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -size : size;
}
