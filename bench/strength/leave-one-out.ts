/** How well strength does on each public mailbox with a model fitted on the others only, beside the evaluation's own baselines. */
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { table } from '../timed.ts';

const stratumSchema = z.object({ n: z.number(), base_rate: z.number(), mean_score: z.number(), ece: z.number() });
const replySchema = z.object({
  n: z.number(),
  base_rate: z.number(),
  auc: z.number(),
  brier_skill: z.number(),
  log_loss: z.number(),
  ece: z.number(),
  strata: z.record(z.string(), stratumSchema),
});
const rankSchema = z.object({ ndcg10: z.number() });
const differenceSchema = z.object({ diff: z.number(), ci: z.tuple([z.number(), z.number()]) });
const comparedSchema = z.record(z.string(), differenceSchema);

// As many others as rank by it; a recency alone or the rate of answers ranks nothing.
const baselines = ['count', 'recency', 'decay30', 'decay90', 'inbound30', 'recip90', 'interactions', 'replyrate'];
const strongestOfReplies = 'inbound30';
const strongestOfRanks = 'recip90';
// Mailboxes whose scores must be the same when nothing but their own past is there.
const audited = '8';

type Kind = 'reply' | 'rank';

/** `bench -- strength EVALUATION`; `evaluation` holds evaluate.py and data/, `folder` is an empty one for what is made. */
export function benchStrength(evaluation: string, folder: string, say: (line: string) => void): void {
  const python = (script: string, words: readonly string[]): string =>
    execFileSync('python3', [join(evaluation, script), ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const scorer = resolve(import.meta.dirname, 'scorer.ts');
  const node = (script: string, words: readonly string[]): string =>
    execFileSync(process.execPath, [resolve(import.meta.dirname, script), ...words], { encoding: 'utf8' });

  for (const name of readdirSync(join(evaluation, 'data'))) {
    const [data, model] = [join(evaluation, 'data', name), join(folder, `without-${name}.json`)];
    const events = join(data, 'events.csv.gz');
    const questions = (kind: Kind): string => join(data, `queries-${kind}.csv.gz`);
    const keys = (kind: Kind): string => join(folder, `${kind}-keys`);
    const scores = (kind: Kind, by: string): string => join(folder, `${kind}-${by}`);
    node('fit.ts', [evaluation, model, '--leave-out', name]);
    for (const kind of ['reply', 'rank'] as const) {
      writeFileSync(keys(kind), python('evaluate.py', ['keys', questions(kind)]));
      node(scorer, ['--model', model, events, keys(kind), scores(kind, 'warmpath')]);
    }
    for (const by of baselines) {
      const map = ['--map', join(evaluation, 'calibration.json'), '--leave-out', name];
      python('baselines.py', [by, events, keys('reply'), scores('reply', by), ...map]);
      python('baselines.py', [by, events, keys('rank'), scores('rank', by)]);
    }
    const evaluated = (kind: Kind, by: string): unknown =>
      JSON.parse(python('evaluate.py', [kind, '--json', '--boot', '0', questions(kind), scores(kind, by)]));
    const compared = (kind: Kind, other: string): z.infer<typeof comparedSchema> =>
      comparedSchema.parse(
        JSON.parse(
          python('evaluate.py', [
            `compare-${kind}`,
            '--json',
            questions(kind),
            scores(kind, 'warmpath'),
            scores(kind, other),
          ]),
        ),
      );

    const rows = ['warmpath', ...baselines].map((by) => {
      const reply = replySchema.parse(evaluated('reply', by));
      const { ndcg10 } = rankSchema.parse(evaluated('rank', by));
      return [by, ...[reply.auc, reply.brier_skill, reply.log_loss, reply.ece, ndcg10].map(thousandths)];
    });
    const mine = replySchema.parse(evaluated('reply', 'warmpath'));
    say(`\n**${name}**, ${String(mine.n)} questions, ${thousandths(mine.base_rate)} of them answered\n`);
    say(table([['', 'AUC', 'Brier skill', 'log loss', 'ECE', 'NDCG@10'], ...rows]));

    const [replies, ranks] = [compared('reply', strongestOfReplies), compared('rank', strongestOfRanks)];
    const differences = [
      ...['auc', 'log_loss', 'ece'].map((figure) => [figure, strongestOfReplies, replies[figure]] as const),
      ...Object.entries(ranks).map(([figure, difference]) => [figure, strongestOfRanks, difference] as const),
    ];
    const differenceRows = differences.flatMap(([figure, other, difference]) =>
      difference === undefined
        ? []
        : [[figure, other, signed(difference.diff), difference.ci.map(signed).join(' to ')]],
    );
    say(`\n${table([['warmpath less', 'baseline', 'difference', '95 % interval'], ...differenceRows])}`);

    const strata = Object.entries(mine.strata).map(([stratum, { n, base_rate, mean_score, ece }]) => [
      stratum,
      String(n),
      ...[base_rate, mean_score, ece].map(thousandths),
    ]);
    say(`\n${table([['contacts', 'questions', 'answered', 'expected', 'ECE'], ...strata])}\n`);

    const banded = node('bands.ts', [model, events, questions('reply')])
      .trim()
      .split('\n')
      .map((line) => line.split(','))
      .map(([band = '', count = '0', answered = '0']) => [band, count, thousandths(Number(answered) / Number(count))]);
    say(table([['band on the day', 'questions', 'answered'], ...banded]));

    for (const kind of ['reply', 'rank'] as const) {
      const command = [process.execPath, scorer, '--model', model, '{events}', '{queries}', '{out}'];
      say(`${kind}: ${python('audit.py', [events, questions(kind), '-n', audited, '--', ...command]).trim()}`);
    }
  }
}

function thousandths(value: number): string {
  return value.toFixed(3);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
