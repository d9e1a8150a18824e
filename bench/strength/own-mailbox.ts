/**
 * `bench -- mailbox FILE --me ADDRESS`: a real mailbox through the whole product, and how right its probabilities and bands would
 * have been: each of the user's messages judged by the model of the month it was sent in.
 */
import { readFileSync } from 'node:fs';
import { valueOf } from '../../core/contract/errors.ts';
import type { Engine } from '../../core/engine-types.ts';
import { bands } from '../../core/contract/shapes.ts';
import type { Band } from '../../core/contract/shapes.ts';
import { calibrateUser, mostOutcomes, outcomesOf } from '../../core/strength/calibration.ts';
import type { Outcome } from '../../core/strength/calibration.ts';
import type { Interactions } from '../../core/strength/interactions.ts';
import { chance, outputsOf, readModel } from '../../core/strength/model.ts';
import type { StrengthModel } from '../../core/strength/model.ts';
import { answerWindow, day } from '../../core/strength/tie-state.ts';
import { tieOf } from '../../core/strength/ties.ts';
import { loadFacts, openFolder } from '../facts.ts';
import { openBench } from '../programs.ts';
import { table } from '../timed.ts';

const month = 30 * day;
// What is learnt first has nothing to be judged by.
const learntFirst = 0.2;
const top = 20;
const explained = 5;

/** One message with what was said of it in advance. */
interface Judged {
  readonly inThread: boolean;
  readonly heard: boolean;
  readonly byDefault: number;
  readonly byUser: number;
  readonly hears: number;
  readonly band: Band;
}

export async function benchMailbox(
  file: string,
  me: readonly string[],
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const model = readModel(readFileSync('resources/strength-model.json', 'utf8'));
  // The mailbox has its own now: the day after its last message.
  let now = Date.now();
  const engine = await openBench(folder, () => now);
  const result = valueOf(await engine.importPaths([file], { me }));
  await engine.close();

  const db = await openFolder(folder);
  const { interactions } = loadFacts(db);
  db.close();
  now = (interactions.at.reduce((last, at) => Math.max(last, at), 0) + day) * 1000;
  const judged = judge(interactions, model);
  say(`${result.messages} messages, ${judged.length} questions judged\n`);
  sayReliability(judged, say);
  sayBands(judged, say);
  const again = await openBench(folder, () => now);
  await sayPeople(again, now, say);
  await again.close();
}

function judge(rows: Interactions, model: StrengthModel): Judged[] {
  const all = outcomesOf(rows, Infinity, Infinity);
  const first = all[Math.floor(all.length * learntFirst)]?.at ?? Infinity;
  const models = new Map<number, StrengthModel>();
  const modelOf = (at: number): StrengthModel => {
    const from = Math.floor((at - first) / month) * month + first;
    const known = models.get(from) ?? calibrateUser(model, outcomesOf(rows, from, mostOutcomes)).model;
    models.set(from, known);
    return known;
  };
  const end = rows.at.reduce((last, at) => Math.max(last, at), 0);
  return all
    .filter(({ at }) => at >= first && at < end - answerWindow)
    .map(({ at, person, features, heard }: Outcome): Judged => {
      const user = modelOf(at);
      const { probability, hears } = outputsOf(user, features);
      return {
        inThread: heard === 'thread',
        heard: heard !== null,
        byDefault: chance(model.probability, features),
        byUser: probability,
        hears,
        band: tieOf(rows, person, user, at)?.band ?? 'unknown',
      };
    });
}

type Chance = 'byDefault' | 'byUser' | 'hears';

function sayReliability(judged: readonly Judged[], say: (line: string) => void): void {
  const measured: readonly [string, Chance, 'inThread' | 'heard'][] = [
    ['any word: default', 'byDefault', 'heard'],
    ['any word: fitted to the user', 'hears', 'heard'],
    ['in the thread: default', 'byDefault', 'inThread'],
    ['in the thread: fitted to the user', 'byUser', 'inThread'],
  ];
  const rows = measured.map(([name, by, label]) => [
    name,
    mean(judged.map((one) => Number(one[label]))).toFixed(3),
    mean(judged.map((one) => one[by])).toFixed(3),
    mean(judged.map((one) => -Math.log(one[label] ? one[by] : 1 - one[by]))).toFixed(3),
    calibrationError(judged.map((one) => [one[by], Number(one[label])])).toFixed(3),
  ]);
  say(`${table([['answers counted', 'came', 'expected', 'log loss', 'ECE'], ...rows])}\n`);
}

function sayBands(judged: readonly Judged[], say: (line: string) => void): void {
  const rows = bands.flatMap((band) => {
    const inside = judged.filter((one) => one.band === band);
    if (inside.length === 0) return [];
    const share = (label: 'heard' | 'inThread'): string => mean(inside.map((one) => Number(one[label]))).toFixed(3);
    return [[band, String(inside.length), share('heard'), share('inThread')]];
  });
  say(`${table([['band on the day', 'messages', 'any word within a week', 'in the thread'], ...rows])}\n`);
}

async function sayPeople(engine: Engine, now: number, say: (line: string) => void): Promise<void> {
  const ties = valueOf(await engine.call('ties', { limit: top, asOf: new Date(now).toISOString() }));
  const rows = ties.map(({ person, band, probability, closeness, trend, sent, received }) => [
    person,
    band,
    (probability ?? 0).toFixed(2),
    closeness.toFixed(2),
    trend ?? '',
    String(sent),
    String(received),
  ]);
  say(`${table([['the warmest', 'band', 'answer', 'closeness', 'trend', 'sent', 'received'], ...rows])}\n`);
  for (let i = 0; i < explained && i * 4 < ties.length; i++) {
    const { id, person } = ties[i * 4] as (typeof ties)[number];
    const why = valueOf(await engine.call('why', { person: id, limit: 0 }));
    say(`${person}: ${why.sentence}`);
    for (const part of why.parts) say(`  ${part.name}: ${part.words} (${part.effect.toFixed(2)})`);
  }
  const right = await engine.call('judgement', {});
  if (right.ok) say(`\n${right.value.sentence}`);
}

/** Expected calibration error over ten groups of equal size. */
function calibrationError(pairs: readonly (readonly [number, number])[]): number {
  const sorted = pairs.toSorted(([a], [b]) => a - b);
  const size = sorted.length / 10;
  const groups = Array.from({ length: 10 }, (_, i) => sorted.slice(Math.round(i * size), Math.round((i + 1) * size)));
  return mean(groups.map((group) => Math.abs(mean(group.map(([p]) => p)) - mean(group.map(([, y]) => y)))));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
