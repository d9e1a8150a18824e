/** `bench -- briefing`: how long the engine takes to say what matters before a meeting of ten, in a large mailbox. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { valueOf } from '../core/contract/errors.ts';
import { everybody } from '../core/contract/shapes.ts';
import { calendarOf } from './generate-calendar.ts';
import { benchPeople, writeMbox } from './generate-mail.ts';
import type { BenchPerson } from './generate-mail.ts';
import type { BenchOptions } from './import.ts';
import { importInto, openBench } from './programs.ts';
import { median, table } from './timed.ts';

const present = 10;

export async function benchBriefing({ messages, runs, folder, now, say }: BenchOptions): Promise<void> {
  const mbox = join(folder, 'mail.mbox');
  const calendar = join(folder, 'meeting.ics');
  const data = join(folder, 'data');
  say(`Generating and importing ${String(messages)} messages …`);
  writeMbox(mbox, messages, now);
  await importInto(data, mbox, messages);
  const people = benchPeople(messages);
  const known = Array.from({ length: 5 }, (_, i) => people[Math.floor(((i + 0.5) * people.length) / 5)] as BenchPerson);
  const first = await openBench(data);
  // For who has no tie of their own a way in is looked for.
  const filter = { ...everybody, bands: ['unknown' as const] };
  const strangers = valueOf(await first.call('people', { query: '', filter, order: 'received', limit: 5, offset: 0 }));
  const invited = [...known, ...strangers.rows.map(({ person: name, addresses }) => ({ name, email: addresses[0] as string }))]; // prettier-ignore
  if (invited.length !== present) throw new Error('there are not as many people');
  writeFileSync(calendar, calendarOf(known, invited, now + 3600));
  valueOf(await first.importPaths([calendar]));
  await first.close();

  const engine = await openBench(data);
  const asked = async (): Promise<number> => {
    const started = process.hrtime.bigint();
    const briefs = valueOf(await engine.call('briefs', {}));
    const taken = Number(process.hrtime.bigint() - started) / 1e6;
    const lines = briefs[0]?.people.map((person) => person.lines.length) ?? [];
    if (briefs.length !== 1 || lines.length !== present) throw new Error('the brief is not of this meeting');
    return taken;
  };
  const cold = await asked();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await asked());
  const briefs = valueOf(await engine.call('briefs', {}));
  const lines = briefs.flatMap((brief) => brief.people.flatMap((person) => person.lines));
  await engine.close();
  const kinds = [...new Set(lines.map(({ kind }) => kind))].map((kind) => `${kind} ${String(lines.filter((line) => line.kind === kind).length)}`); // prettier-ignore
  say(`\n${String(lines.length)} lines: ${kinds.join(', ')}\n`);
  say(
    table([
      ['a meeting of ten', 'ms', 'budget'],
      ['median', median(times).toFixed(1), '50'],
      ['worst', Math.max(...times).toFixed(1), '50'],
      ['the first after the start, with everything to be read', cold.toFixed(0), ''],
    ]),
  );
}
