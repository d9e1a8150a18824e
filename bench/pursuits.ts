/** `bench -- pursuits`: how long the engine takes to say how 2,000 pursuits stand, and to audit 100 lost ones, in a large mailbox. */
import { join } from 'node:path';
import { valueOf } from '../core/contract/errors.ts';
import { benchPeople, writeMbox } from './generate-mail.ts';
import type { BenchOptions } from './import.ts';
import { importInto, openBench } from './programs.ts';
import { median, table } from './timed.ts';

const [all, lost] = [2000, 100];
const stages = ['Prospecting', 'Needs Analysis', 'Proposal/Price Quote', 'Negotiation/Review'];

export async function benchPursuits({ messages, runs, folder, now, say }: BenchOptions): Promise<void> {
  const mbox = join(folder, 'mail.mbox');
  const data = join(folder, 'data');
  say(`Generating and importing ${String(messages)} messages …`);
  writeMbox(mbox, messages, now);
  await importInto(data, mbox, messages);
  const engine = await openBench(data);
  const rows: string[][] = [['of what', 'first, ms', 'median, ms', 'worst, ms', 'budget, ms']];

  /** `check` throws where the answer is not what was meant to be measured. */
  async function measure<T>(
    label: string,
    budget: string,
    ask: () => Promise<T>,
    check: (answer: T) => void,
  ): Promise<void> {
    const times: number[] = [];
    for (let run = 0; run <= runs; run++) {
      const started = process.hrtime.bigint();
      const answer = await ask();
      times.push(Number(process.hrtime.bigint() - started) / 1e6);
      check(answer);
    }
    const [first = 0, ...rest] = times;
    rows.push([label, first.toFixed(0), median(rest).toFixed(0), Math.max(...rest).toFixed(0), budget]);
  }

  try {
    const file = { name: 'pursuits.csv', base64: Buffer.from(listOf(messages, now)).toString('base64') };
    await measure(
      `reading a list of ${String(all)}`,
      '',
      () => engine.call('importPursuits', { file }),
      (read) => {
        if (!read.ok || read.value.ids.length !== all) throw new Error('the list was not read');
      },
    );
    await measure('the mailbox in memory, for all questions', '', () => engine.call('judgement', {}), valueOf);
    await measure(
      `how ${String(all)} stand`,
      '500',
      () => engine.call('pursuits', {}),
      (list) => {
        if (!list.ok || list.value.length !== all) throw new Error('the list is not whole');
      },
    );
    await measure(
      'one with everything behind it',
      '',
      () => engine.call('pursuit', { id: 200 }),
      (one) => {
        if (!one.ok || one.value.facts.length === 0) throw new Error('nothing is said of it');
      },
    );
    await measure(
      `the audit of ${String(lost)} lost ones`,
      '10000',
      () => engine.call('audit', {}),
      (audit) => {
        if (!audit.ok || audit.value.deals.length !== lost) throw new Error('the audit is not whole');
        if (audit.value.deals.filter(({ verdict }) => verdict.startsWith('good')).length < lost / 10)
          throw new Error('hardly a deal with a path');
      },
    );
    await measure('news of ways in', '', () => engine.call('wayNews', {}), valueOf);
    await measure(
      'the Monday sheet',
      '',
      () => engine.call('monday', {}),
      (sheet) => {
        if (!sheet.ok || sheet.value.rows.length !== all - lost) throw new Error('the sheet is not whole');
      },
    );
  } finally {
    await engine.close();
  }
  say(`\n${table(rows)}`);
}

/** Every organisation twice, with somebody of it who decides; the first ones were lost in the last two years. */
function listOf(messages: number, now: number): string {
  const people = benchPeople(messages);
  const lines = Array.from({ length: all }, (_, i) => {
    const person = people[(i * 3) % people.length];
    const company = person?.email.replace(/^.*@|\.example$/g, '') ?? '';
    const isLost = i < lost;
    const day = new Date((now - (isLost ? (i * 7 + 5) * 86_400 : 0)) * 1000).toISOString().slice(0, 10);
    return [`006A${String(i)}`, `Pursuit ${String(i)}`, company, isLost ? 'Closed Lost' : stages[i % stages.length], isLost ? day : '', person?.name, person?.email].join(','); // prettier-ignore
  });
  return ['Opportunity ID,Opportunity Name,Account Name,Stage,Close Date,Primary Contact,Email', ...lines].join('\n');
}
