/** How well strength does on each public mailbox with a model fitted on the others only, by the evaluation's own evaluator. */
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { table } from '../timed.ts';

const replySchema = z.object({
  n: z.number(),
  base_rate: z.number(),
  auc: z.number(),
  brier_skill: z.number(),
  log_loss: z.number(),
  ece: z.number(),
});
const rankSchema = z.object({ lists: z.number(), ndcg10: z.number() });

/** `bench -- strength EVALUATION`; `evaluation` holds evaluate.py and data/, `folder` is an empty one for what is made. */
export function benchStrength(evaluation: string, folder: string, say: (line: string) => void): void {
  const python = (words: readonly string[]): string =>
    execFileSync('python3', [join(evaluation, 'evaluate.py'), ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const node = (script: string, words: readonly string[]): string =>
    execFileSync(process.execPath, [resolve(import.meta.dirname, script), ...words], { encoding: 'utf8' });

  /** What the evaluator says of our answers to the questions of one kind. */
  function evaluated(name: string, kind: 'reply' | 'rank', model: string): unknown {
    const data = join(evaluation, 'data', name);
    const [questions, keys, scores] = [
      join(data, `queries-${kind}.csv.gz`),
      join(folder, 'keys'),
      join(folder, 'scores'),
    ];
    writeFileSync(keys, python(['keys', questions]));
    node('scorer.ts', ['--model', model, join(data, 'events.csv.gz'), keys, scores]);
    return JSON.parse(python([kind, '--json', '--boot', '0', questions, scores]));
  }

  const rows = readdirSync(join(evaluation, 'data')).map((name) => {
    const model = join(folder, `without-${name}.json`);
    node('fit.ts', [evaluation, model, '--leave-out', name]);
    const reply = replySchema.parse(evaluated(name, 'reply', model));
    const rank = rankSchema.parse(evaluated(name, 'rank', model));
    return [
      name,
      String(reply.n),
      ...[reply.base_rate, reply.auc, reply.brier_skill, reply.log_loss, reply.ece, rank.ndcg10].map((figure) =>
        figure.toFixed(3),
      ),
    ];
  });
  say(table([['left out', 'questions', 'base rate', 'AUC', 'Brier skill', 'log loss', 'ECE', 'NDCG@10'], ...rows]));
}
