/** Fits the coefficients of resources/strength-model.json. What public data cannot show keeps its written, conservative value. */
import { join } from 'node:path';
import type { Features } from '../../core/strength/features.ts';
import type { StrengthModel } from '../../core/strength/model.ts';
import { columnsOf, readTable } from './mailbox.ts';
import { answerQueries } from './queries.ts';
import { fit } from '../../core/strength/regression.ts';
import type { Family } from '../../core/strength/regression.ts';

type FeatureName = Exclude<keyof Features, 'twoWay'>;

const fittedForReply = ['recency', 'heardWeek', 'heardYear', 'answered', 'promptness', 'patience', 'tenure'] as const;
const fittedForRank = ['exchange', 'heardWeek', 'heardYear', 'wroteWeek', 'wroteYear', 'tenure', 'silence'] as const;
// There are no meetings, lists or copies in the public sets. A month with one small meeting adds more than a letter in the last
// week does; mail seen together hardly anything.
const writtenForReply = { meetings: 0.7, seen: 0.05, known: 0 } as const;
const writtenForRank = { meetings: 0.3 } as const;
// Silence must order the long silent, whatever the sets say of it; the others may be worth nothing.
const least: Partial<Record<FeatureName, number>> = { silence: 0.05 };
const ridge = 1e-3;

/** Features with labels of one set, one query file. */
interface Labelled {
  readonly rows: readonly Features[];
  readonly labels: Float64Array;
}

interface DataSet {
  readonly name: string;
  readonly reply: Labelled;
  readonly rank: Labelled;
}

/** Reads the set `name` of the evaluation folder. */
export function readDataSet(folder: string, name: string): DataSet {
  const file = (what: string): string => join(folder, 'data', name, `${what}.csv.gz`);
  const labelled = (queries: string, label: string): Labelled => {
    const table = readTable(file(queries));
    const [column = 0] = columnsOf(table, [label], file(queries));
    return {
      rows: answerQueries(file('events'), file(queries)).rows.map((row) => row.features),
      labels: Float64Array.from(table.rows, (row) => Number(row[column])),
    };
  };
  return { name, reply: labelled('queries-reply', 'label'), rank: labelled('queries-rank', 'gain') };
}

/** The coefficients of both outputs, every set of the same weight however long it is. */
export function fitModel(sets: readonly DataSet[]): Pick<StrengthModel, 'probability' | 'closeness'> {
  return {
    probability: {
      ...fitHead(
        'logistic',
        sets.map(({ reply }) => reply),
        fittedForReply,
      ),
      ...writtenForReply,
    },
    closeness: {
      ...fitHead(
        'poisson',
        sets.map(({ rank }) => rank),
        fittedForRank,
      ),
      ...writtenForRank,
    },
  };
}

function fitHead<N extends FeatureName>(
  family: Family,
  parts: readonly Labelled[],
  names: readonly N[],
): Record<N | 'intercept', number> {
  const x = parts.flatMap(({ rows }) => rows.map((row) => Float64Array.from([1, ...names.map((name) => row[name])])));
  const y = Float64Array.from(parts.flatMap(({ labels }) => [...labels]));
  const weight = Float64Array.from(parts.flatMap(({ rows }) => rows.map(() => 1 / rows.length)));
  const held = {
    least: [-Infinity, ...names.map((name) => least[name] ?? 0)],
    penalty: [0, ...names.map(() => ridge)],
  };
  const beta = fit(family, { x, y, weight }, held);
  const rounded = beta.map((value) => Math.round(value * 1000) / 1000);
  return Object.fromEntries(['intercept', ...names].map((name, i) => [name, rounded[i]])) as Record<
    N | 'intercept',
    number
  >;
}
