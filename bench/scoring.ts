/** `bench -- scoring`: from stored facts to standings and paths in a large mailbox, by the functions the engine calls. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadReach } from '../core/graph/reach.ts';
import { warmPaths } from '../core/graph/paths.ts';
import { calibrateUser, outcomesOf } from '../core/strength/calibration.ts';
import { readModel } from '../core/strength/model.ts';
import { rankTies, tieOf } from '../core/strength/ties.ts';
import { loadFacts, openFolder } from './facts.ts';
import { writeMbox } from './generate-mail.ts';
import type { BenchOptions } from './import.ts';
import { importInto } from './programs.ts';
import { median, table } from './timed.ts';

const year = 365 * 86_400;
// Every so many people are asked about.
const every = 50;

export async function benchScoring({ messages, runs, folder, now, say }: BenchOptions): Promise<void> {
  const mbox = join(folder, 'mail.mbox');
  const data = join(folder, 'data');
  say(`Generating and importing ${String(messages)} messages …`);
  writeMbox(mbox, messages, now);
  await importInto(data, mbox, messages);
  const db = await openFolder(data);
  const shipped = readModel(readFileSync('resources/strength-model.json', 'utf8'));

  const load = repeated(runs, () => loadFacts(db));
  const { interactions, people } = load.value;
  const fit = repeated(runs, () => calibrateUser(shipped, outcomesOf(interactions, now)));
  const { model } = fit.value;
  const all = repeated(runs, () => rankTies(interactions, people, model, now));
  const past = repeated(runs, () => rankTies(interactions, people, model, now - year));
  const ties = all.value.map(({ person }) => person).filter((_, i) => i % every === 0);
  const one = each(ties, (person) => tieOf(interactions, person, model, now));
  const reach = repeated(runs, () => loadReach(db));
  const targets = Array.from({ length: reach.value.personLimit }, (_, id) => id).filter(
    (id) => id > 0 && id % every === 0,
  );
  const paths = each(targets, (target) => warmPaths(reach.value, [target], { paths: 6, perTarget: 3 }));
  db.close();

  const row = (what: string, { times }: { times: readonly number[] }, budget: string): string[] => [
    what,
    ms(median(times)),
    ms(Math.max(...times)),
    budget,
  ];
  say(`\n${String(all.value.length)} ties of ${String(interactions.at.length)} interactions\n`);
  say(
    table([
      ['', 'median', 'worst', 'budget'],
      row('facts read from the database', load, ''),
      row('the model fitted to the user', fit, ''),
      row('all ties', all, '3,000 ms'),
      row('all ties a year ago', past, '5,000 ms'),
      row('one tie, after a new message', one, '5 ms'),
      row('the graph of paths read', reach, ''),
      row('best paths to one target', paths, '20 ms'),
    ]),
  );
}

interface Timed<T> {
  readonly value: T;
  /** Milliseconds. */
  readonly times: readonly number[];
}

function repeated<T>(runs: number, work: () => T): Timed<T> {
  const all = Array.from({ length: runs }, () => timedOnce(work));
  return { value: (all.at(-1) as Timed<T>).value, times: all.flatMap(({ times }) => times) };
}

function each<I>(list: readonly I[], work: (item: I) => unknown): { times: readonly number[] } {
  return { times: list.flatMap((item) => timedOnce(() => work(item)).times) };
}

function timedOnce<T>(work: () => T): Timed<T> {
  const started = process.hrtime.bigint();
  const value = work();
  return { value, times: [Number(process.hrtime.bigint() - started) / 1e6] };
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(2) : String(Math.round(value))} ms`;
}
