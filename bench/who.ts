/** `bench -- who`: how long the engine takes to answer "who knows …" in a large mailbox, asked through its own API. */
import { join } from 'node:path';
import { valueOf } from '../core/contract/errors.ts';
import { benchPeople, writeMbox } from './generate-mail.ts';
import type { BenchOptions } from './import.ts';
import { importInto, openBench } from './programs.ts';
import { median, table } from './timed.ts';

export async function benchWho({ messages, runs, folder, now, say }: BenchOptions): Promise<void> {
  const mbox = join(folder, 'mail.mbox');
  const data = join(folder, 'data');
  say(`Generating and importing ${String(messages)} messages …`);
  writeMbox(mbox, messages, now);
  await importInto(data, mbox, messages);
  const engine = await openBench(data);
  const people = benchPeople(messages);
  // Every hundredth person: the well known, the rarely met, and their companies.
  const asked = people.filter((_, index) => index % 100 === 7);
  const questions = {
    'a person by name': asked.map(({ name }) => name),
    'a person by address': asked.map(({ email }) => email),
    'a company': asked.map(({ email }) => email.replace(/^.*@|\.example$/g, '')),
    'a given name of many': ['Anna', 'Bruno', 'Greta', 'Petra'],
    nobody: ['zzyzx', 'quetzalcoatlus'],
  };
  const rows: string[][] = [['asked for', 'questions', 'first, ms', 'median, ms', 'worst, ms']];
  try {
    for (const [label, list] of Object.entries(questions)) {
      const times: number[] = [];
      for (let run = 0; run < runs; run++) {
        for (const words of list) {
          const started = process.hrtime.bigint();
          valueOf(await engine.call('who', { words }));
          times.push(Number(process.hrtime.bigint() - started) / 1e6);
        }
      }
      rows.push([
        label,
        String(times.length),
        (times[0] ?? 0).toFixed(2),
        median(times).toFixed(2),
        Math.max(...times).toFixed(2),
      ]);
    }
  } finally {
    await engine.close();
  }
  say(`\n${table(rows)}`);
}
