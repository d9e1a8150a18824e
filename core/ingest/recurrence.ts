/**
 * The starts a recurrence rule names (RFC 5545 3.3.10). Our own, because the library's runs on without end where a rule can
 * never be met, and gives up some that calendars do write.
 */
import type ICAL from 'ical.js';

const aDay = 86_400;
// Days or shorter periods looked at: a rule by the day needs some ten thousand from 1990 on.
const maxSteps = 300_000;

const units: Record<string, number> = { HOURLY: 3600, MINUTELY: 60, SECONDLY: 1 };
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** Days one after the other, numbered from 1970-01-01, and the times of each, in seconds from its midnight. */
interface Period {
  readonly firstDay: number;
  readonly days: number;
  readonly times: readonly number[];
}

/**
 * In order, from `start` up to `limit`; all are wall clock readings in seconds as if they were UTC. COUNT and UNTIL are the
 * caller's. Ends with null for a rule that would take too long.
 */
export function* recurrences(rule: ICAL.Recur, start: number, limit: number): Generator<number | null> {
  const positions = numbers(rule, 'BYSETPOS');
  const matches = dayFilter(rule, Math.floor(start / aDay));
  let steps = 0;
  for (const { firstDay, days, times } of periods(rule, start, matches)) {
    // An interval beyond all dates makes it no number.
    if (!(firstDay * aDay <= limit)) return;
    steps += days;
    if (steps > maxSteps) {
      yield null;
      return;
    }
    let found: number[] = [];
    for (let day = firstDay; day < firstDay + days; day++)
      if (times.length > 0 && matches(day)) for (const time of times) found.push(day * aDay + time);
    if (positions) found = found.filter((_, i) => positions.includes(i + 1) || positions.includes(i - found.length));
    for (const at of found) {
      if (at > limit) return;
      if (at >= start) yield at;
    }
  }
}

function* periods(rule: ICAL.Recur, start: number, matches: (day: number) => boolean): Generator<Period> {
  const firstDay = Math.floor(start / aDay);
  const { year, month } = dateOf(firstDay);
  const interval = Math.max(1, rule.interval);
  const unit = units[rule.freq];
  const times = unit === undefined ? timesOfDay(rule, start) : [];
  for (let at = 0; ; at += interval) {
    if (rule.freq === 'YEARLY') yield span(dayNumber(year + at, 0), dayNumber(year + at + 1, 0), times);
    else if (rule.freq === 'MONTHLY') yield span(dayNumber(year, month + at), dayNumber(year, month + at + 1), times);
    else if (rule.freq === 'WEEKLY') {
      const weekStart = startOfWeek(firstDay, rule.wkst) + 7 * at;
      yield span(weekStart, weekStart + 7, times);
    } else if (unit === undefined) yield span(firstDay + at, firstDay + at + 1, times);
    else {
      const begin = Math.floor(start / unit);
      const day = Math.floor(((begin + at) * unit) / aDay);
      const fits = matches(day);
      yield span(day, day + 1, fits ? timesOfDay(rule, start, (begin + at) * unit) : []);
      // To the last period of a day that does not count, as if one by one.
      if (!fits) at = Math.ceil((((day + 1) * aDay) / unit - begin) / interval - 1) * interval;
    }
  }
}

function span(firstDay: number, end: number, times: readonly number[]): Period {
  return { firstDay, days: end - firstDay, times };
}

/** What BYHOUR, BYMINUTE and BYSECOND make of a day, or, for rules by the hour and shorter, of the period at `from`. */
function timesOfDay(rule: ICAL.Recur, start: number, from?: number): number[] {
  const choices = (name: 'BYHOUR' | 'BYMINUTE' | 'BYSECOND', unit: number, size: number): readonly number[] => {
    const listed = numbers(rule, name);
    if (from === undefined || unit < (units[rule.freq] as number))
      return listed ?? [Math.floor((start % aDay) / unit) % size];
    const own = Math.floor((((from % aDay) + aDay) % aDay) / unit) % size;
    return !listed || listed.includes(own) ? [own] : [];
  };
  const hours = choices('BYHOUR', 3600, 24);
  const minutes = choices('BYMINUTE', 60, 60);
  const seconds = choices('BYSECOND', 1, 60);
  return hours
    .flatMap((hour) => minutes.flatMap((minute) => seconds.map((second) => hour * 3600 + minute * 60 + second)))
    .sort((a, b) => a - b);
}

/** Whether a day is one that the rule's other parts allow; a part that is missing is filled from the first day. */
function dayFilter(rule: ICAL.Recur, firstDay: number): (day: number) => boolean {
  const first = dateOf(firstDay);
  const [yearDays, weeks] = [numbers(rule, 'BYYEARDAY'), numbers(rule, 'BYWEEKNO')];
  let [months, monthDays] = [numbers(rule, 'BYMONTH'), numbers(rule, 'BYMONTHDAY')];
  let byDay = rule.parts.BYDAY?.map(nthWeekday);
  const nthInMonth = rule.freq === 'MONTHLY' || months !== undefined;
  const nthCounts = rule.freq === 'MONTHLY' || rule.freq === 'YEARLY';
  if (!yearDays && !weeks && !monthDays && !byDay) {
    if (rule.freq === 'YEARLY') months ??= [first.month + 1];
    if (rule.freq === 'YEARLY' || rule.freq === 'MONTHLY') monthDays = [first.day];
    if (rule.freq === 'WEEKLY') byDay = [{ nth: 0, weekday: weekdayOf(firstDay) }];
  }
  return lastKept((number) => {
    const { year, month, day } = dateOf(number);
    if (months && !months.includes(month + 1)) return false;
    const inMonth = () => place(day, dayNumber(year, month + 1) - dayNumber(year, month));
    const inYear = () => place(number - dayNumber(year, 0) + 1, dayNumber(year + 1, 0) - dayNumber(year, 0));
    if (monthDays && !isListed(monthDays, inMonth())) return false;
    if (yearDays && !isListed(yearDays, inYear())) return false;
    if (weeks && !isListed(weeks, weekOfYear(number, rule.wkst))) return false;
    if (!byDay) return true;
    const weekday = weekdayOf(number);
    return byDay.some(
      (one) =>
        one.weekday === weekday &&
        (one.nth === 0 || !nthCounts || isListed([one.nth], (nthInMonth ? inMonth() : inYear()).map(byWeeks))),
    );
  });
}

/** Periods shorter than a day ask for the same one over and over. */
function lastKept(matches: (day: number) => boolean): (day: number) => boolean {
  let last = Number.NaN;
  let answer = false;
  return (day) => {
    if (day !== last) answer = matches((last = day));
    return answer;
  };
}

/** A place counted from the beginning, and from the end as a negative number. */
function place(at: number, size: number): [number, number] {
  return [at, at - size - 1];
}

function isListed(list: readonly number[], places: readonly number[]): boolean {
  return places.some((one) => list.includes(one));
}

/** The 1st to 7th day are on the 1st of their weekdays, the 8th to 14th on the 2nd; from the end likewise. */
function byWeeks(at: number): number {
  return Math.sign(at) * Math.ceil(Math.abs(at) / 7);
}

/** Week 1 is the first with four days in its year; days around New Year belong to the year that has most of their week. */
function weekOfYear(day: number, wkst: number): [number, number] {
  const week = startOfWeek(day, wkst);
  const { year } = dateOf(week + 3);
  const firstWeek = (of: number): number => startOfWeek(dayNumber(of, 0) + 3, wkst);
  return place((week - firstWeek(year)) / 7 + 1, (firstWeek(year + 1) - firstWeek(year)) / 7);
}

/** `wkst` counts from 1 for Sunday. */
function startOfWeek(day: number, wkst: number): number {
  return day - ((weekdayOf(day) - (wkst - 1) + 7) % 7);
}

/** 0 for Sunday; 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

function nthWeekday(text: string): { nth: number; weekday: number } {
  return { nth: Number(text.slice(0, -2) || 0), weekday: weekdays.indexOf(text.slice(-2)) };
}

function numbers(rule: ICAL.Recur, part: Exclude<keyof ICAL.Recur['parts'], 'BYDAY'>): readonly number[] | undefined {
  return rule.parts[part];
}

function dateOf(day: number): { year: number; month: number; day: number } {
  const date = new Date(day * aDay * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
}

function dayNumber(year: number, month: number): number {
  return Date.UTC(year, month, 1) / 1000 / aDay;
}
