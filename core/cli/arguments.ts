/** What is typed after a command, read or refused. */
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

/** From 1 on, six digits at most. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text) || Number(text) < 1)
    throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
}

/** A bare date is 00:00 UTC; a time without a zone is UTC too. */
export function moment(text: string): string {
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  const time = /^\d{4}-\d\d-\d\d$/.test(text)
    ? Date.parse(`${text}T00:00:00Z`)
    : /^\d{4}-\d\d-\d\dT/.test(text)
      ? Date.parse(hasZone ? text : `${text}Z`)
      : NaN;
  if (!Number.isFinite(time))
    throw new InvalidArgumentError('It must be a date such as 2026-03-31, or an ISO 8601 time.');
  return new Date(time).toISOString();
}

/** A day as it is typed. */
export function date(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('It must be a date such as 2026-03-31.');
  return text;
}

/** A day, of which the end is meant, or a minute, in the zone of this computer. */
export function deadline(text: string): string {
  const [, day, time = '23:59'] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?$/.exec(text) ?? [];
  const local = `${day}T${time}`;
  if (!z.iso.datetime({ local: true }).safeParse(local).success)
    throw new InvalidArgumentError('It must be a day such as 2026-03-31, or with a time: "2026-03-31 18:00".');
  return new Date(local).toISOString();
}

/** Of an option that may be given several times. */
export function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}
