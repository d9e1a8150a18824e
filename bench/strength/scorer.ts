/**
 * `scorer.ts [--model FILE] EVENTS QUERIES SCORES`: probability or closeness for every query, by the functions the product uses.
 * Exit 2 on bad input. Relative paths are relative to where the command was typed (INIT_CWD under npm).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { outputsOf, readModel } from '../../core/strength/model.ts';
import { answerQueries, modelOfQuery } from './queries.ts';

const typedIn = process.env['INIT_CWD'] ?? process.cwd();

function main(): void {
  const { values, positionals } = parseArgs({ options: { model: { type: 'string' } }, allowPositionals: true });
  const [events, queries, scores, ...more] = positionals.map((path) => resolve(typedIn, path));
  if (events === undefined || queries === undefined || scores === undefined || more.length > 0) {
    throw new Error('usage: [--model FILE] EVENTS QUERIES SCORES');
  }
  const shipped = resolve(import.meta.dirname, '../../resources/strength-model.json');
  const model = readModel(readFileSync(values.model === undefined ? shipped : resolve(typedIn, values.model), 'utf8'));
  const answered = answerQueries(events, queries);
  const modelFor = modelOfQuery(model);
  const lines = answered.rows.map((query) => {
    const { key, features } = query;
    const { probability, closeness } = outputsOf(answered.kind === 'reply' ? modelFor(query) : model, features);
    return `${key.join(',')},${String(answered.kind === 'reply' ? probability : closeness)}`;
  });
  writeFileSync(scores, `${[...answered.keys, 'score'].join(',')}\n${lines.join('\n')}\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
