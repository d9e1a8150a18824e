/** Query files of the evaluation, and the features that answer them: the very functions the product uses. */
import type { Features } from '../../core/strength/features.ts';
import { features } from '../../core/strength/features.ts';
import { calibrateUser, mostOutcomes, outcomesOf } from '../../core/strength/calibration.ts';
import type { Outcome } from '../../core/strength/calibration.ts';
import { answerWindow, day } from '../../core/strength/tie-state.ts';
import type { Band } from '../../core/contract/shapes.ts';
import type { StrengthModel } from '../../core/strength/model.ts';
import { tieOf } from '../../core/strength/ties.ts';
import type { Interactions } from '../../core/strength/interactions.ts';
import { columnsOf, readMailboxes, readTable } from './mailbox.ts';

interface Queries {
  readonly kind: 'reply' | 'rank';
  /** The names of the key columns, in the file's order of the contract. */
  readonly keys: readonly string[];
  readonly rows: readonly Query[];
}

interface Query {
  readonly key: readonly string[];
  readonly features: Features;
  readonly ego: string;
  /** The day of the question: what the user is known by then is the same for all of one day. */
  readonly day: number;
  /** The band of the tie at that moment. */
  readonly band: (model: StrengthModel) => Band;
  /** The ego's own messages whose week was over by that day. */
  readonly outcomes: () => readonly Outcome[];
}

const keysOf = { reply: ['ego', 'alter', 'at'], rank: ['ego', 'cut', 'alter'] } as const;

/**
 * Features for every query of `queryFile`, from each ego's own events strictly before the query's moment. Only the key columns
 * are read. Throws an Error that names the file where one is not what the contract says.
 */
export function answerQueries(eventFile: string, queryFile: string): Queries {
  const table = readTable(queryFile);
  const kind = table.columns.includes('at') ? 'reply' : 'rank';
  const keys = keysOf[kind];
  const places = columnsOf(table, keys, queryFile);
  const [ego = 0, alter = 0, moment = 0] = columnsOf(
    table,
    ['ego', 'alter', kind === 'reply' ? 'at' : 'cut'],
    queryFile,
  );
  const mailboxes = readMailboxes(eventFile, new Set(table.rows.map((row) => row[ego] as string)));
  const all = new Map<string, readonly Outcome[]>();
  const outcomesBefore = (name: string, interactions: Interactions, asOf: number): readonly Outcome[] => {
    const known = all.get(name) ?? outcomesOf(interactions, Infinity, Infinity);
    all.set(name, known);
    return known.filter(({ at }) => at + answerWindow < asOf).slice(-mostOutcomes);
  };
  const rows = table.rows.map((row): Query => {
    const asOf = Number(row[moment]);
    if (!Number.isFinite(asOf)) throw new Error(`${queryFile}: ${String(row[moment])} is not a time`);
    const name = row[ego] as string;
    const mailbox = mailboxes.get(name);
    if (mailbox === undefined) throw new Error(`${queryFile}: no mailbox of ${String(row[ego])}`);
    const { interactions, personOf } = mailbox;
    const person = personOf.get(row[alter] as string);
    const [low, high] = person === undefined ? [0, 0] : [interactions.start[person], interactions.start[person + 1]];
    return {
      key: places.map((place) => row[place] as string),
      features: features(interactions, low as number, high as number, asOf),
      band: (model) => (person === undefined ? null : tieOf(interactions, person, model, asOf))?.band ?? 'unknown',
      ego: name,
      day: Math.floor(asOf / day),
      outcomes: () => outcomesBefore(name, interactions, Math.floor(asOf / day) * day),
    };
  });
  return { kind, keys, rows };
}

/** The model of a question's ego on its day, as the product fits it: anew as the user's own history grows. */
export function modelOfQuery(model: StrengthModel): (query: Query) => StrengthModel {
  const calibrated = new Map<string, StrengthModel>();
  return ({ ego, day: on, outcomes }) => {
    const key = `${ego} ${String(on)}`;
    const known = calibrated.get(key) ?? calibrateUser(model, outcomes()).model;
    calibrated.set(key, known);
    return known;
  };
}
