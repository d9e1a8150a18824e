/** The commands: what each is called with, which methods it calls, and what it prints. docs/cli.md is their contract. */
import { resolve } from 'node:path';
import { Argument, Option } from 'commander';
import type { Command } from 'commander';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { sides } from '../contract/shapes.ts';
import type { Side } from '../contract/shapes.ts';
import { exportFormats } from '../engine-types.ts';
import type { Engine, ExportFormat } from '../engine-types.ts';
import { mapOutcome, print } from './answers.ts';
import { collect, moment, wholeNumber } from './arguments.ts';
import { addAccountCommands } from './account-commands.ts';
import { addBriefingCommands } from './briefing-commands.ts';
import { addBackupCommands } from './backup-commands.ts';
import { addFirmCommands } from './firm-commands.ts';
import { addPollCommands } from './poll-commands.ts';
import { addPursuitCommands } from './pursuit-commands.ts';
import {
  doctorText,
  egressText,
  importText,
  judgementText,
  peopleText,
  progressText,
  settingsText,
  skippedText,
  sourcesText,
  tiesText,
  whoText,
  whyText,
} from './print.ts';
import type { Action, Outcome } from './run.ts';

/** Registers every command; running one calls `choose` with its action. */
export function addCommands(program: Command, choose: (action: Action) => void): void {
  program
    .command('import')
    .description('read mail, calendars, contacts and LinkedIn exports')
    .argument('<path...>', 'files or folders')
    .option('--me <address>', 'an address of yours; may repeat', collect, [])
    .option('--subjects', 'keep subject lines and event titles, for your own screen')
    .action((paths: string[], { me, subjects }: { me: string[]; subjects?: true }) =>
      choose(importAction(paths, me, subjects)),
    );

  program
    .command('ties')
    .description('your relationships, warmest first')
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .option('--as-of <date>', 'as it stood before this date (00:00 UTC) or time', moment)
    .action(({ limit, asOf }: { limit: number; asOf?: string }) =>
      choose((engine) => print(engine, 'ties', asOf === undefined ? { limit } : { limit, asOf }, tiesText)),
    );

  program
    .command('who')
    .description('who has a way to this person or company')
    .argument('<words...>', 'a name, company or domain')
    .action((words: string[]) => choose((engine) => print(engine, 'who', { words: words.join(' ') }, whoText)));

  program
    .command('why')
    .description('what a standing is made of')
    .argument('<person...>', 'id, address or name')
    .action((person: string[]) =>
      choose(forPerson(person.join(' '), (engine, id) => print(engine, 'why', { person: id }, whyText))),
    );

  addPeopleCommands(program.command('people').description('list, merge, split and file people'), choose);

  addBriefingCommands(program, choose);
  addPursuitCommands(program, choose);

  program
    .command('spoke')
    .description('"we spoke": what mail cannot see')
    .argument('<person...>', 'id, address or name')
    .option('--on <date>', 'the day, YYYY-MM-DD (default: today)')
    .action((person: string[], { on }: { on?: string }) =>
      choose(
        forPerson(person.join(' '), (engine, id) =>
          print(engine, 'spoke', on === undefined ? { person: id } : { person: id, on }, () => 'Noted.\n'),
        ),
      ),
    );

  program
    .command('know-well')
    .description('"I know them well": your word for a year')
    .argument('<person...>', 'id, address or name')
    .option('--no-longer', 'take it back')
    .action((person: string[], { longer }: { longer: boolean }) =>
      choose(
        forPerson(person.join(' '), (engine, id) =>
          print(engine, 'knowWell', { person: id, well: longer }, () => 'Noted.\n'),
        ),
      ),
    );

  program
    .command('right')
    .description('how right warmth has been on your own messages')
    .action(() => choose((engine) => print(engine, 'judgement', {}, judgementText)));

  program
    .command('export')
    .description('everything, or the graph, as a file')
    .addOption(new Option('--format <format>', 'what kind').choices(exportFormats).makeOptionMandatory())
    .option('--person <who>', 'what is held about one person alone: id, address or name')
    .argument('<file>')
    .action((file: string, { format, person }: { format: ExportFormat; person?: string }) =>
      choose(async (engine, { host }) => {
        const found = person === undefined ? null : await engine.call('findPerson', { text: person });
        if (found?.ok === false) return found;
        const written = await engine.exportTo(format, resolve(host.cwd, file), found?.value.id);
        return mapOutcome(written, ({ file: path, bytes }) => `Wrote ${path} (${bytes} bytes).\n`);
      }),
    );

  addAccountCommands(program, choose);
  addBackupCommands(program, choose);
  addFirmCommands(program, choose);
  addPollCommands(program, choose);

  program
    .command('erase')
    .description('erase a person and every trace of them, or everything')
    .argument('[person...]', 'id, address or name')
    .option('--all', 'everything')
    .option('--yes', 'really')
    .action((person: string[], { all, yes }: { all?: true; yes?: true }) =>
      choose(eraseAction(person.join(' '), all, yes)),
    );

  program
    .command('settings')
    .description('how far back is kept, and what is never read')
    .action(() => choose((engine) => print(engine, 'settings', {}, settingsText)));

  program
    .command('egress')
    .description('what left this computer, and what was kept from it')
    .option('--limit <n>', 'the latest so many connections', wholeNumber, 20)
    .action(({ limit }: { limit: number }) => choose((engine) => print(engine, 'egress', { limit }, egressText)));
  program
    .command('sources')
    .description('what was read, with the numbers "forget-source" takes')
    .action(() => choose((engine) => print(engine, 'sources', {}, sourcesText)));
  program
    .command('forget-source')
    .description('take something that was read from the list')
    .argument('<number...>')
    .option('--with-data', 'with everything that only came from it')
    .action((numbers: string[], { withData = false }: { withData?: boolean }) =>
      choose((engine) =>
        print(engine, 'removeSources', { ids: numbers.map(wholeNumber), withData }, () =>
          withData ? 'Removed, with what came from it.\n' : 'Taken from the list; what was learnt from it stays.\n',
        ),
      ),
    );
  program
    .command('skipped')
    .description('what could not be used, and why')
    .option('--limit <n>', 'at most so many', wholeNumber, 100)
    .action(({ limit }: { limit: number }) => choose((engine) => print(engine, 'skipped', { limit }, skippedText)));

  program
    .command('doctor')
    .description('check the database and the installation')
    .action(() => choose((engine) => print(engine, 'doctor', {}, doctorText)));
}

function addPeopleCommands(people: Command, choose: (action: Action) => void): void {
  people
    .command('list')
    .option('--query <words>', 'only names, addresses and organisations with these words', '')
    .option('--limit <n>', 'at most so many', wholeNumber, 100)
    .action(({ query, limit }: { query: string; limit: number }) =>
      choose(async (engine) => {
        const found = await engine.call('people', { query, limit });
        return found.ok ? success({ json: found.value.rows, text: peopleText(found.value) }) : found;
      }),
    );
  people
    .command('merge')
    .description('two entries are one person')
    .argument('<keep>')
    .argument('<absorb>')
    .action((keep: string, absorb: string) =>
      choose(
        forPerson(keep, (engine, keepId) =>
          forPerson(absorb, (_, absorbId) =>
            print(
              engine,
              'mergePeople',
              { keep: keepId, absorb: absorbId },
              () => 'Merged. "people split" takes it back.\n',
            ),
          )(engine),
        ),
      ),
    );
  people
    .command('split')
    .description('an address is somebody else')
    .argument('<person>')
    .argument('<address>')
    .action((person: string, address: string) =>
      choose(
        forPerson(person, (engine, id) => print(engine, 'splitPerson', { person: id, address }, () => 'Split.\n')),
      ),
    );
  people
    .command('side')
    .description('file a person')
    .argument('<person>')
    .addArgument(new Argument('<side>').choices(sides))
    .action((person: string, side: Side) =>
      choose(
        forPerson(person, (engine, id) =>
          print(engine, 'setSide', { people: [id], side }, () => `Filed as ${side}.\n`),
        ),
      ),
    );
}

function importAction(paths: readonly string[], me: readonly string[], subjects?: true): Action {
  return async (engine, { host, interactive }) => {
    if (subjects) {
      const decided = await engine.call('decideSubjects', { keep: true });
      if (!decided.ok) return decided;
    }
    const stop = engine.onEvent((event) => {
      if (interactive && event.kind === 'progress') host.errors.write(`\r\u001b[2K${progressText(event.progress)}`);
    });
    const result = await engine.importPaths(
      paths.map((path) => resolve(host.cwd, path)),
      { me, signal: host.signal },
    );
    stop();
    if (interactive) host.errors.write('\r\u001b[2K');
    return mapOutcome(result, importText);
  };
}

function eraseAction(person: string, all?: true, yes?: true): Action {
  const isOne = (all === undefined) !== (person === '');
  if (!isOne) return async () => failure('usage', 'Name a person, or --all for everything.');
  if (!yes) return async () => failure('usage', 'Erasing cannot be undone: add --yes.');
  if (all) return (engine) => print(engine, 'eraseEverything', {}, () => 'Everything is erased.\n');
  return forPerson(person, (engine, id) =>
    print(
      engine,
      'erasePerson',
      { person: id },
      ({ messages }) => `Erased, with ${messages} messages. No import will bring them back.\n`,
    ),
  );
}

/** Finds the person meant by `text`, then runs the rest with their id. */
function forPerson(
  text: string,
  run: (engine: Engine, id: number) => Promise<Result<Outcome>>,
): (engine: Engine) => Promise<Result<Outcome>> {
  return async (engine) => {
    const found = await engine.call('findPerson', { text });
    return found.ok ? run(engine, found.value.id) : found;
  };
}
