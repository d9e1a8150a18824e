/** When a calendar event begins: its start as a moment, and every start of one that repeats. */
import ICAL from 'ical.js';
import { recurrences } from './recurrence.ts';
import { ianaZone, zonedSeconds } from './time-zones.ts';

const day = 86_400;
// What a person can have held of one series, and how far a rule is followed to find the latest of it.
const maxInstances = 3000;
const maxOfRule = 20_000;

/** A start as Unix seconds, and what is known about how sure that is. */
export interface Moment {
  readonly at: number;
  /** What the wall clock showed, as if it were UTC. */
  readonly wall: number;
  readonly allDay: boolean;
  readonly uncertain: boolean;
}

export function momentOf(property: ICAL.Property): Moment {
  return momentOfTime(property.getFirstValue() as ICAL.Time, property.getFirstParameter('tzid'));
}

function momentOfTime(time: ICAL.Time, tzid: string | undefined): Moment {
  const { year, month, day: date, hour, minute, second } = time;
  return momentAt(Date.UTC(year, month - 1, date, hour, minute, second) / 1000, time, tzid);
}

/** The moment of a wall clock reading that is a date, in UTC or in a zone as `like` is. */
function momentAt(wall: number, like: ICAL.Time, tzid: string | undefined): Moment {
  if (like.isDate) return { at: wall, wall, allDay: true, uncertain: false };
  if (like.zone === ICAL.Timezone.utcTimezone) return { at: wall, wall, allDay: false, uncertain: false };
  const zone = tzid === undefined ? null : ianaZone(tzid);
  return { at: zone === null ? wall : zonedSeconds(wall, zone), wall, allDay: false, uncertain: zone === null };
}

/** Every start of a repeating event, in order; of too many the latest, and then `isWhole` is false. Throws at a broken rule. */
export function seriesStarts(
  component: ICAL.Component,
  { earliest, limit }: { readonly earliest: number; readonly limit: number },
): { readonly starts: readonly Moment[]; readonly isWhole: boolean } {
  const dtstart = component.getFirstProperty('dtstart') as ICAL.Property;
  const exceptions = momentsOf(component, 'exdate');
  const excluded = new Set(exceptions.map(({ at }) => at));
  // A date excludes what begins on it, whatever the hour.
  const excludedDays = new Set(exceptions.filter(({ allDay }) => allDay).map(({ wall }) => wall));
  const starts = new Map<number, Moment>();
  const add = (start: Moment): void => {
    const isWanted = start.at >= earliest && start.at <= limit;
    if (isWanted && !excluded.has(start.at) && !excludedDays.has(start.wall - (start.wall % day)))
      starts.set(start.at, start);
  };
  const rules = component.getAllProperties('rrule').map((property) => property.getFirstValue() as ICAL.Recur);
  if (rules.length === 0) add(momentOf(dtstart));
  for (const start of momentsOf(component, 'rdate')) add(start);
  let isWhole = true;
  for (const rule of rules) {
    if (!rule.freq) throw new TypeError('a rule without a frequency');
    let count = 0;
    let left = maxOfRule;
    for (const wall of recurrences(rule, momentOf(dtstart).wall, limit + day)) {
      if (wall === null || left-- === 0) {
        isWhole = false;
        break;
      }
      const start = momentAt(wall, dtstart.getFirstValue() as ICAL.Time, dtstart.getFirstParameter('tzid'));
      if (isPast(rule.until, start) || (rule.count !== null && rule.count > 0 && ++count > rule.count)) break;
      add(start);
    }
  }
  const inOrder = [...starts.values()].sort((a, b) => a.at - b.at);
  return { starts: inOrder.slice(-maxInstances), isWhole: isWhole && inOrder.length <= maxInstances };
}

/** An end in UTC is a moment, any other a reading of the wall clock in the zone of the series. */
function isPast(until: ICAL.Time | null, start: Moment): boolean {
  if (until === null) return false;
  const end = momentOfTime(until, undefined);
  if (end.allDay) return start.wall >= end.wall + day;
  return (until.zone === ICAL.Timezone.utcTimezone ? start.at : start.wall) > end.at;
}

/** Every value of the lists of dates and periods under the name. */
function momentsOf(component: ICAL.Component, name: string): Moment[] {
  return component.getAllProperties(name).flatMap((property) =>
    property.getValues().map((value: unknown) => {
      const time = value instanceof ICAL.Period ? value.start : value;
      if (!(time instanceof ICAL.Time)) throw new TypeError(`${name} without a date`);
      return momentOfTime(time, property.getFirstParameter('tzid'));
    }),
  );
}
