/** When people write: on working days, by the clock on their own wall. Times are Unix seconds. */
import type { Chance } from './random.ts';

const hour = 3600;
const day = 24 * hour;

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Seconds east of Greenwich in this zone on the day of `at`. */
export function zoneOffset(zone: string, at: number): number {
  const key = `${zone} ${String(Math.floor(at / day))}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    let format = formats.get(zone);
    if (format === undefined) {
      format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
      formats.set(zone, format);
    }
    const name = format.formatToParts(at * 1000).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const parts = /([+-])(\d\d):(\d\d)/.exec(name);
    offset = parts === null ? 0 : (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * hour + Number(parts[3]) * 60);
    offsets.set(key, offset);
  }
  return offset;
}

/** Weekends and the days between Christmas and New Year, in local seconds. */
export function isFreeDay(local: number): boolean {
  const date = new Date(local * 1000);
  const weekday = date.getUTCDay();
  const monthDay = date.getUTCMonth() * 100 + date.getUTCDate();
  return weekday === 0 || weekday === 6 || monthDay >= 1124 || monthDay === 1;
}

/** The first moment from `at` on when somebody in this zone is at work: 7:30 to 19:00, no free days. */
export function workingTime(at: number, zone: string, chance: Chance): number {
  const offset = zoneOffset(zone, at);
  // Drawn always, so that the weekday a story falls on does not change what is drawn after it.
  const morning = 8 * hour + chance.next() * 2 * hour;
  let local = at + offset;
  const clock = local % day;
  if (clock < 7.5 * hour) local += morning - clock;
  else if (clock > 19 * hour) local += day - clock + morning;
  while (isFreeDay(local)) local += day;
  return Math.floor(local - offset);
}
