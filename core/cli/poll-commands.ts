/** `poll`: what stewards ask every member, what this computer would answer, and what all answers came to. */
import type { Command } from 'commander';
import { success } from '../contract/errors.ts';
import type { PollForMe, PollMade, QuarterOfAsks } from '../contract/polls.ts';
import { print } from './answers.ts';
import { date, wholeNumber } from './arguments.ts';
import type { Action } from './run.ts';

/** Registers them; running one calls `choose` with its action. */
export function addPollCommands(program: Command, choose: (action: Action) => void): void {
  const poll = program.command('poll').description('what stewards ask every member, and what all answers came to');
  const opened = ({ id, waiting }: { id: string; waiting: boolean }): string =>
    `${waiting ? 'Asked as soon as the firm exchange can be reached' : 'Asked'}: ${id}. "poll list" says what it came to, once it is closed.\n`;
  poll
    .command('deals')
    .description('ask every member whether a good path existed when these deals were lost; for stewards')
    .argument('<pursuit...>', 'as "pursuit list" names them, sixteen at most', (text: string, previous: number[] | undefined) => [
      ...(previous ?? []),
      wholeNumber(text),
    ])
    .requiredOption('--closes <date>', 'the last day on which answers are taken, YYYY-MM-DD', date)
    .action((pursuits: number[], { closes }: { closes: string }) =>
      choose((engine) => print(engine, 'openPoll', { kind: 'deals', pursuits, closesOn: closes }, opened)),
    );
  poll
    .command('figures')
    .description('ask every member how their asks were answered, by quarter; for stewards')
    .requiredOption('--closes <date>', 'the last day on which answers are taken, YYYY-MM-DD', date)
    .action(({ closes }: { closes: string }) =>
      choose((engine) => print(engine, 'openPoll', { kind: 'figures', closesOn: closes }, opened)),
    );
  poll
    .command('list')
    .description('polls that are open, with what this computer would answer; and your own, with what they came to')
    .action(() =>
      choose(async (engine) => {
        const [made, forMe] = [await engine.call('polls', {}), await engine.call('pollsForMe', {})];
        if (!made.ok) return made;
        if (!forMe.ok) return forMe;
        return success({ json: { made: made.value, forMe: forMe.value }, text: pollsText(made.value, forMe.value) });
      }),
    );
  poll
    .command('contribute')
    .description('add what "poll list" shows to the sum of all; it cannot be taken back')
    .argument('<poll>')
    .requiredOption('--digest <text>', 'of what was shown')
    .option('--without <deal>', 'answer "no" of this one; may repeat', collectPlace, [])
    .action((id: string, { digest, without }: { digest: string; without: number[] }) =>
      choose((engine) =>
        print(engine, 'contribute', { id, digest, without }, () => 'Contributed. Nobody can tell which answer was yours.\n'),
      ),
    );
  poll
    .command('decline')
    .description('leave a poll unanswered; nothing is sent')
    .argument('<poll>')
    .action((id: string) =>
      choose((engine) => print(engine, 'declinePoll', { id, declined: true }, () => 'Noted here. Nothing was sent.\n')),
    );
  poll
    .command('drop')
    .description('end an own poll unread, or forget what it came to')
    .argument('<poll>')
    .action((id: string) => choose((engine) => print(engine, 'dropPoll', { id }, () => 'Dropped.\n')));
} // prettier-ignore

function pollsText(made: readonly PollMade[], forMe: readonly PollForMe[]): string {
  return [
    ...made.flatMap(({ id, kind, closesOn, state, deals, figures }) => [
      `${id}: You ask about ${kind === 'deals' ? 'lost deals' : 'asks'}, until ${closesOn}: ${stateWords[state]}`,
      ...deals.map(({ name, decidedOn, somewhere }) => {
        const told = somewhere === null ? '' : somewhere ? ': yes, somewhere' : ': none found';
        return `  ${decidedOn}  ${name}${told}`;
      }),
      ...figures.map(({ quarter, all }) => `  ${all === null ? `${quarter}: cannot be true` : quarterText(all)}`),
    ]),
    ...forMe.flatMap(({ id, from, kind, closesOn, answer, digest, deals, figures }) => [
      `${id}: ${from.name} asks about ${kind === 'deals' ? 'lost deals' : 'your asks'}, until ${closesOn}${answer === null ? '' : ` (${answer})`}`,
      ...deals.map(
        ({ place, organisation, decidedOn, answer: own, audited }) =>
          `  ${String(place)}  ${decidedOn} ${organisation}: ${own ? 'yes' : 'no'}. ${audited.words}`,
      ),
      ...figures.map((quarter) => `  ${quarterText(quarter)}`),
      ...(answer === 'contributed' ? [] : [`  To add exactly this: warmpath poll contribute ${id} --digest ${digest}`]),
    ]),
    ...(made.length + forMe.length === 0 ? ['No poll is open.'] : []),
    '',
  ].join('\n');
}

const stateWords: Readonly<Record<PollMade['state'], string>> = {
  waiting: 'waits for the firm exchange',
  'not asked': 'over: it could not be asked before its day had passed',
  open: 'open',
  closed: 'closed, not counted yet',
  'too few': 'fewer than five contributed, so nothing is told',
  told: 'five or more contributed',
};

function quarterText({ quarter, made, answered, medianHours, met }: QuarterOfAsks): string {
  const half = medianHours === null ? '' : `, half of them within ${String(medianHours)} hours`;
  return `${quarter}: ${String(made)} asked, ${String(answered)} answered${half}, ${String(met)} met`;
}

function collectPlace(text: string, previous: number[]): number[] {
  return [...previous, text === '0' ? 0 : wholeNumber(text)];
}
