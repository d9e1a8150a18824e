/** Whom one is about to meet, and whom to get back to. */
import type { Command } from 'commander';
import type { Input } from '../contract/methods.ts';
import type { Brief, ContactNow } from '../contract/briefing.ts';
import { print } from './answers.ts';
import { date, moment } from './arguments.ts';
import type { Action } from './run.ts';

interface BriefOptions {
  readonly next?: true;
  /** YYYY-MM-DD in the terminal's time zone. */
  readonly day?: string;
  /** ISO 8601. */
  readonly at?: string;
}

export function addBriefingCommands(program: Command, choose: (action: Action) => void): void {
  program
    .command('brief')
    .description('whom you meet within two weeks, and what to know of them')
    .option('--next', 'only the next meeting')
    .option('--day <date>', 'the meetings of a day, YYYY-MM-DD', date)
    .option('--at <time>', 'as if it were this time, ISO 8601', moment)
    .action((options: BriefOptions) =>
      choose((engine) => print(engine, 'briefs', askedFor(options), (briefs) => briefText(briefs))),
    );
  program
    .command('next')
    .description('whom to get back to: three a day at most, and why')
    .action(() => choose((engine) => print(engine, 'next', {}, nextText)));
}

function nextText(people: readonly ContactNow[]): string {
  if (people.length === 0) return 'Nobody needs a word from you today.\n';
  return people
    .map(({ name, organisation, words }) => `${name}${organisation === null ? '' : `, ${organisation}`}: ${words}\n`)
    .join('');
}

function askedFor({ next, day, at }: BriefOptions): Input<'briefs'> {
  const limit = next === true ? { limit: 1 } : {};
  if (day === undefined) return { ...limit, ...(at === undefined ? {} : { from: at }) };
  const [from, until] = [new Date(`${day}T00:00:00`), new Date(`${day}T00:00:00`)];
  until.setDate(until.getDate() + 1);
  return { ...limit, from: at ?? from.toISOString(), until: until.toISOString() };
}

/** Times in the terminal's zone. `locale` and `zone` are only given by tests. */
function briefText(briefs: readonly Brief[], locale?: string, zone?: string): string {
  if (briefs.length === 0) return 'No meeting with anybody from outside.\n';
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { ...options, ...(zone === undefined ? {} : { timeZone: zone }) });
  const [onDay, atTime] = [
    format({ weekday: 'short', day: 'numeric', month: 'short' }),
    format({ hour: '2-digit', minute: '2-digit' }),
  ];
  return briefs
    .flatMap(({ title, startAt, endAt, allDay, people }) => {
      const [start, end] = [new Date(startAt), new Date(endAt)];
      const when = allDay ? 'all day' : `${atTime.format(start)} to ${atTime.format(end)}`;
      return [
        `${onDay.format(start)}, ${when}${title === null ? '' : `  ${title}`}`,
        ...people.map(
          ({ name, organisation, lines }) =>
            `  ${name}${organisation === null ? '' : `, ${organisation}`}${lines.length === 0 ? '' : `: ${lines.map(({ words }) => words).join('; ')}`}`,
        ),
        '',
      ];
    })
    .join('\n')
    .concat('\n');
}
