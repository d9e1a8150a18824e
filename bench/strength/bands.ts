/** `bands.ts MODEL EVENTS QUERIES`: how many of each band's questions were answered, as `band,questions,answered`. Reads the labels. */
import { readFileSync } from 'node:fs';
import { bands } from '../../core/contract/shapes.ts';
import { readModel } from '../../core/strength/model.ts';
import { columnsOf, readTable } from './mailbox.ts';
import { answerQueries, modelOfQuery } from './queries.ts';

const [modelFile, events, queries] = process.argv.slice(2);
if (modelFile === undefined || events === undefined || queries === undefined) {
  process.stderr.write('usage: MODEL EVENTS QUERIES\n');
  process.exit(2);
}
const modelFor = modelOfQuery(readModel(readFileSync(modelFile, 'utf8')));
const table = readTable(queries);
const [label = 0] = columnsOf(table, ['label'], queries);
const judged = answerQueries(events, queries).rows.map((query, i) => ({
  band: query.band(modelFor(query)),
  answered: table.rows[i]?.[label] === '1',
}));
for (const band of bands) {
  const inside = judged.filter((one) => one.band === band);
  process.stdout.write(`${band},${inside.length},${inside.filter(({ answered }) => answered).length}\n`);
}
