/** Import to ranked ties against mu and notmuch, and a large mailbox against a small one. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { writeMaildir, writeMbox } from './generate-mail.ts';
import { importInto, muIndex, notmuchNew, versionOf } from './programs.ts';
import { dropCaches, median, type Run, table } from './timed.ts';

export interface BenchOptions {
  readonly messages: number;
  readonly runs: number;
  /** An empty folder for everything that is made. */
  readonly folder: string;
  /** Unix seconds of the newest message. */
  readonly now: number;
  readonly say: (line: string) => void;
}

interface Contender {
  readonly name: string;
  readonly run: () => Promise<Run>;
}

const shown = (value: number, digits = 1) => value.toFixed(digits);

/** All contenders in turn, so that a slow minute of the machine hits each of them. */
async function interleaved(
  contenders: readonly Contender[],
  runs: number,
  before: () => void,
  say: (line: string) => void,
) {
  const runsByName = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
  for (let turn = 0; turn < runs; turn++) {
    for (const { name, run } of contenders) {
      before();
      const result = await run();
      runsByName.get(name)?.push(result);
      say(`  ${name}: ${shown(result.seconds, 2)} s`);
    }
  }
  return runsByName;
}

const secondsOf = (runs: readonly Run[] | undefined) => median((runs ?? []).map(({ seconds }) => seconds));

function peakOf(runs: readonly Run[]): string {
  const peaks = runs.flatMap(({ megabytes }) => (megabytes === null ? [] : [megabytes]));
  return peaks.length === 0 ? 'not measured' : shown(Math.max(...peaks), 0);
}

/** `bench -- import`. */
export async function benchImport({ messages, runs, folder, now, say }: BenchOptions): Promise<void> {
  const [mbox, maildir] = [join(folder, 'mail.mbox'), join(folder, 'maildir')];
  say(`Generating ${String(messages)} messages …`);
  const bytes = writeMbox(mbox, messages, now);
  writeMaildir(maildir, messages, now);
  say(`mbox of ${shown(bytes / 2 ** 20, 0)} MiB, and the same as a Maildir.`);
  const versions = { mu: versionOf('mu'), notmuch: versionOf('notmuch') };
  const contenders: Contender[] = [
    { name: 'warmpath import, mbox', run: () => importInto(join(folder, 'data'), mbox, messages) },
    { name: 'warmpath import, Maildir', run: () => importInto(join(folder, 'data'), maildir, messages) },
    ...(versions.mu === null ? [] : [{ name: 'mu index, Maildir', run: () => muIndex(join(folder, 'mu'), maildir) }]),
    ...(versions.notmuch === null
      ? []
      : [{ name: 'notmuch new, Maildir', run: () => notmuchNew(join(folder, 'notmuch'), maildir) }]),
  ];
  const canDrop = dropCaches();
  say(
    canDrop
      ? 'Cold: every run begins with empty file caches.'
      : 'Cold is left out: this user may not drop the file caches.',
  );
  const cold = canDrop ? await interleaved(contenders, runs, dropCaches, say) : null;
  say('Warm: everything was read once before.');
  const read = () =>
    void execFileSync(
      'sh',
      [
        '-c',
        'cat "$1" > /dev/null; cat "$2"/cur/* > /dev/null || find "$2" -type f -exec cat {} + > /dev/null',
        'sh',
        mbox,
        maildir,
      ],
      { stdio: 'ignore' },
    );
  read();
  const warm = await interleaved(contenders, runs, () => undefined, say);
  const first = warm.get('warmpath import, mbox');
  const second = warm.get('warmpath import, Maildir');
  const ratio = (from: Map<string, Run[]> | null, name: string, to: string) =>
    from === null ? '-' : `${shown(secondsOf(from.get(name)) / secondsOf(from.get(to)))}×`;
  say(
    `\n${[versions.mu, versions.notmuch].filter((version) => version !== null).join('; ')}; Node ${process.version}; median of ${String(runs)}\n`,
  );
  say(
    table([
      ['', 'cold, s', 'warm, s', 'peak MB', 'of mbox cold', 'of mbox warm', 'of Maildir cold', 'of Maildir warm'],
      ...contenders.map(({ name }) => [
        name,
        cold === null ? '-' : shown(secondsOf(cold.get(name)), 2),
        shown(secondsOf(warm.get(name)), 2),
        peakOf([...(warm.get(name) ?? []), ...(cold?.get(name) ?? [])]),
        ratio(cold, name, 'warmpath import, mbox'),
        first === undefined ? '-' : ratio(warm, name, 'warmpath import, mbox'),
        ratio(cold, name, 'warmpath import, Maildir'),
        second === undefined ? '-' : ratio(warm, name, 'warmpath import, Maildir'),
      ]),
    ]),
  );
}

/** `bench -- scale`: what a message costs in a mailbox ten times as large. */
export async function benchScale({ messages, runs, folder, now, say }: BenchOptions): Promise<void> {
  const sizes = [messages / 10, messages];
  const contenders = sizes.map((size) => {
    const mbox = join(folder, `mail-${String(size)}.mbox`);
    say(`Generating ${String(size)} messages …`);
    say(`${shown(writeMbox(mbox, size, now) / 2 ** 20, 0)} MiB`);
    return { name: String(size), run: () => importInto(join(folder, 'data'), mbox, size) };
  });
  const results = await interleaved(contenders, runs, () => undefined, say);
  const costs = sizes.map((size) => (secondsOf(results.get(String(size))) / size) * 1e6);
  say(
    `\n${table([
      ['messages', 'seconds', 'µs a message', 'to the smaller', 'peak MB'],
      ...sizes.map((size, index) => [
        String(size),
        shown(secondsOf(results.get(String(size))), 2),
        shown(costs[index] ?? 0),
        shown((costs[index] ?? 0) / (costs[0] ?? 1), 2),
        peakOf(results.get(String(size)) ?? []),
      ]),
    ])}`,
  );
}
