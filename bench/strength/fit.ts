/**
 * `fit.ts EVALUATION MODEL [--leave-out NAME]`: fits the coefficients on the sets below EVALUATION/data and writes them into the
 * file MODEL; bands and everything else of the shipped model are kept.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readModel } from '../../core/strength/model.ts';
import { fitModel, readDataSet } from './fit-model.ts';

const { values, positionals } = parseArgs({ options: { 'leave-out': { type: 'string' } }, allowPositionals: true });
const typedIn = process.env['INIT_CWD'] ?? process.cwd();
const [evaluation, target] = positionals.map((path) => resolve(typedIn, path));
if (evaluation === undefined || target === undefined) {
  process.stderr.write('usage: fit.ts EVALUATION MODEL [--leave-out NAME]\n');
  process.exit(2);
}
const names = readdirSync(join(evaluation, 'data')).filter((name) => name !== values['leave-out']);
const shipped = readModel(readFileSync(resolve(import.meta.dirname, '../../resources/strength-model.json'), 'utf8'));
const fitted = fitModel(names.map((name) => readDataSet(evaluation, name)));
writeFileSync(target, `${JSON.stringify({ ...shipped, ...fitted }, null, 2)}\n`);
