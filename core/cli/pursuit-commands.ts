/** Pursuits in the terminal: lists in, how they stand, the audit of lost ones, and the Monday sheet. */
import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Argument, Option } from 'commander';
import type { Command } from 'commander';
import { bandWords } from '../contract/band-words.ts';
import { askFirstWords, isThroughPartner } from '../contract/colleague-words.ts';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { outcomes, pursuitFields } from '../contract/opportunities.ts';
import type { Audit, CrossSell, Monday, Outcome, Pursuit, PursuitColumns, PursuitField, PursuitImport, PursuitRow, WayNews } from '../contract/opportunities.ts'; // prettier-ignore
import type { Input } from '../contract/methods.ts';
import type { Engine } from '../engine-types.ts';
import { mapOutcome, print } from './answers.ts';
import { collect, date, wholeNumber } from './arguments.ts';
import { counted } from '../strength/spans.ts';
import type { Action } from './run.ts';

export function addPursuitCommands(program: Command, choose: (action: Action) => void): void {
  const pursuit = program.command('pursuit').description('what you want to win: import, add, list and show');
  pursuit
    .command('import')
    .description('read a list: CSV or Excel, as CRMs export them or as you keep it')
    .argument('<file>')
    .option('--column <name=field>', `what a column means: ${pursuitFields.join(', ')}; may repeat`, collect, [])
    .addOption(new Option('--outcome <outcome>', 'of rows that say none').choices(outcomes).default('open'))
    .action((file: string, { column, outcome }: { column: string[]; outcome: Outcome }) =>
      choose(async (engine, { host }) =>
        mapOutcome(await importFile(engine, resolve(host.cwd, file), column, outcome), importedText),
      ),
    );
  pursuit
    .command('add')
    .description('"Acme refinancing, jane@acme.com, CFO"')
    .argument('<line...>')
    .action((line: string[]) =>
      choose((engine) =>
        print(engine, 'addPursuit', { line: line.join(' ') }, ({ id, added }) =>
          added ? `Added as ${String(id)}.\n` : `Known as ${String(id)}, now up to date.\n`,
        ),
      ),
    );
  pursuit
    .command('list')
    .description('how they stand')
    .addOption(new Option('--outcome <outcome>', 'only these').choices(outcomes))
    .option('--csv', 'as CSV, by the ids of the CRM')
    .action(({ outcome, csv }: { outcome?: Outcome; csv?: true }) =>
      choose((engine) =>
        csv
          ? print(engine, 'pursuitsCsv', {}, ({ csv: text }) => text)
          : print(engine, 'pursuits', outcome === undefined ? {} : { outcome }, listText),
      ),
    );
  pursuit
    .command('show')
    .description('the way in, who is warm, and the evidence')
    .argument('<id>', 'as "pursuit list" names it', wholeNumber)
    .action((id: number) => choose((engine) => print(engine, 'pursuit', { id }, pursuitText)));
  pursuit
    .command('ways')
    .description(
      'where a way in has opened, become better or begins to lapse; each is said once and stands for three days',
    )
    .action(() => choose((engine) => print(engine, 'wayNews', {}, waysText)));
  pursuit
    .command('decide')
    .description('how it went')
    .argument('<id>', '', wholeNumber)
    .addArgument(new Argument('<outcome>').choices(outcomes))
    .option('--on <date>', 'when, YYYY-MM-DD (default: today)', date)
    .action((id: number, outcome: Outcome, { on }: { on?: string }) =>
      choose((engine) =>
        print(engine, 'decidePursuit', { id, outcome, ...(on === undefined ? {} : { on }) }, () => 'Noted.\n'),
      ),
    );
  pursuit
    .command('drop')
    .description('take it from the list')
    .argument('<id>', '', wholeNumber)
    .action((id: number) => choose((engine) => print(engine, 'dropPursuit', { id }, () => 'Dropped.\n')));

  program
    .command('audit')
    .description('lost pursuits: on the day, whom were you warm with, and did you turn to them?')
    .option('--lost <file>', 'read this list of lost ones first, and look at those only')
    .option('--as-of <date>', 'the decision date of those that have none in the past', date)
    .option('--no-names', 'without any name')
    .option('--csv', 'as CSV')
    .action(({ lost, asOf, names, csv }: AuditOptions) =>
      choose(async (engine, { host }) => {
        const input: Input<'audit'> = { names, ...(asOf === undefined ? {} : { asOf }) };
        if (lost !== undefined) {
          const read = await importFile(engine, resolve(host.cwd, lost), [], 'lost');
          if (!read.ok) return read;
          input.pursuits = read.value.ids;
        }
        return csv
          ? print(engine, 'auditCsv', input, ({ csv: text }) => text)
          : print(engine, 'audit', input, auditText);
      }),
    );
  program
    .command('cross-sell')
    .description('where one practice is warm and another is not')
    .option('--my-practice <name>', 'remember which is yours; "" for what the firm knows')
    .action(({ myPractice }: { myPractice?: string }) =>
      choose(async (engine) => {
        if (myPractice !== undefined) {
          const said = await engine.call('setPractice', { practice: myPractice.trim() === '' ? null : myPractice });
          if (!said.ok) return said;
        }
        return print(engine, 'crossSell', {}, crossSellText);
      }),
    );
  program
    .command('monday')
    .description('every open pursuit with its next step, and what happened since last Monday')
    .action(() => choose((engine) => print(engine, 'monday', {}, mondayText)));
}

interface AuditOptions {
  readonly lost?: string;
  /** YYYY-MM-DD. */
  readonly asOf?: string;
  readonly names: boolean;
  readonly csv?: true;
}

async function importFile(
  engine: Engine,
  path: string,
  said: readonly string[],
  outcome: Outcome,
): Promise<Result<PursuitImport>> {
  const bytes = readBytes(path);
  if (!bytes.ok) return bytes;
  const file = { name: basename(path), base64: bytes.value.toString('base64') };
  if (said.length === 0) return engine.call('importPursuits', { file, outcome });
  const preview = await engine.call('previewPursuits', { file });
  if (!preview.ok) return preview;
  const columns = changedColumns(preview.value.header, preview.value.columns, said);
  return columns.ok ? engine.call('importPursuits', { file, outcome, columns: columns.value }) : columns;
}

function readBytes(path: string): Result<Buffer> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return failure('file_not_found', `${path} does not exist.`, { file: path });
  if (!found.isFile()) return failure('file_unreadable', `${path} is not a file.`, { file: path });
  return success(readFileSync(path));
}

/** The guess, changed by what was said as NAME=FIELD; "Amount=" leaves a column out. */
function changedColumns(
  header: readonly string[],
  guess: PursuitColumns,
  said: readonly string[],
): Result<PursuitColumns> {
  const columns = [...guess];
  for (const text of said) {
    const [, name = '', field = ''] = /^(.*)=(.*)$/.exec(text) ?? [];
    const at = header.indexOf(name);
    if (at < 0) return failure('usage', `There is no column "${name}"; there are: ${header.join(', ')}.`);
    const meant = pursuitFields.find((one): one is PursuitField => one === field);
    if (meant === undefined && field !== '')
      return failure('usage', `"${field}" is none of: ${pursuitFields.join(', ')}.`);
    columns.forEach((one, i) => {
      if (one === meant) columns[i] = null;
    });
    columns[at] = meant ?? null;
  }
  return success(columns);
}

function importedText({ added, updated, unchanged, broken, columns }: PursuitImport): string {
  return [
    `Read ${columns.map(({ column, field }) => `"${column}" as ${field}`).join(', ')}.`,
    `${String(added)} added, ${String(updated)} updated, ${String(unchanged)} as they were.`,
    ...broken.map(({ line, reason }) => `Line ${String(line)} was left out: ${reason}.`),
    '',
  ].join('\n');
}

function listText(rows: readonly PursuitRow[]): string {
  if (rows.length === 0) return 'No pursuit yet: "pursuit import" or "pursuit add".\n';
  return rows
    .map((row) => {
      const place = row.organisation === null ? '' : `, ${row.organisation}`;
      const state = row.state === null ? row.outcome : `${row.state}. ${row.decision?.words ?? ''}`;
      const typed = row.disagreement === null ? '' : `\n      ${row.disagreement}`;
      return `${String(row.id).padStart(4)}  ${row.name}${place}: ${state}${typed}\n`;
    })
    .join('');
}

function pursuitText(pursuit: Pursuit): string {
  const threaded = pursuit.singleThreaded ? ', all of it hangs on one' : '';
  return [
    ...listText([pursuit]).trimEnd().split('\n'),
    '',
    'The way in',
    ...(pursuit.partner === null ? [] : [`  ${askFirstWords(pursuit.partner)}`]),
    ...(pursuit.paths.length === 0 ? ['  none'] : pursuit.paths.map(({ reason }) => `  ${reason}`)),
    '',
    `${counted(pursuit.warm, 'warm relationship')} there${threaded}`,
    ...pursuit.warmPeople.map(({ name, band }) => `  ${name} (${bandWords[band]})`),
    ...pursuit.pullIn.map(({ words }) => `  ${words}`),
    '',
    'What was observed',
    ...pursuit.facts.map(({ words }) => `  ${words}`),
    '',
  ].join('\n');
}

function waysText(news: readonly WayNews[]): string {
  if (news.length === 0) return 'Nothing new about ways in.\n';
  return news
    .map(
      ({ words, path, partner }) => `${words} ${partner === null ? '' : `${askFirstWords(partner)} `}${path.reason}.\n`,
    )
    .join('');
}

function auditText({ summary, deals, undated }: Audit): string {
  return [
    summary,
    '',
    ...deals.map(
      ({ name, organisation, decidedOn, words }) =>
        `${decidedOn}  ${name}${organisation === null ? '' : `, ${organisation}`}: ${words}`,
    ),
    ...undated.map(({ name }) => `left out    ${name}`),
    '',
  ].join('\n');
}

function crossSellText({ practices, rows }: CrossSell): string {
  if (rows.length === 0) return 'No organisation where one practice is warm and another is not.\n';
  return rows
    .map(({ organisation, warm, partner, wayIn, cells }) => {
      const each = cells.map(({ outcome, band }, i) => {
        const tried = outcome === 'none' ? 'not tried' : outcome;
        return `${practices[i] ?? ''} ${tried}${band === null ? '' : ` (${bandWords[band]})`}`;
      });
      const isFirst = partner !== null && wayIn !== null && isThroughPartner(wayIn, partner);
      const [first, ...then] = [partner?.name, isFirst ? undefined : wayIn?.first.name].filter(
        (name) => name !== undefined,
      );
      const ask = first === undefined ? 'no way in' : `ask ${[first, ...then].join(', then ')}`;
      return `${organisation}: ${each.join(', ')} (${String(warm)} warm, ${ask})\n`;
    })
    .join('');
}

function mondayText({ week, rows }: Monday): string {
  if (rows.length === 0) return 'No open pursuit.\n';
  return [
    `Week of ${week}`,
    '',
    ...rows.flatMap(({ pursuit, step, by, happened }) => [
      `${pursuit.name}: ${step} (by ${by})`,
      ...happened.map((words) => `  ${words}`),
    ]),
    '',
  ].join('\n');
}
