/** A real mailbox lived through again: the engine at each moment with only the mail sent before it. */
import { join, resolve } from 'node:path';
import { valueOf } from '../../core/contract/errors.ts';
import { openBytes } from '../../core/ingest/decompress.ts';
import { mailRecord, readHeaderBlock } from '../../core/ingest/headers.ts';
import type { Engine } from '../../core/engine-types.ts';
import type { Reader } from '../../core/db/database.ts';
import { day } from '../../core/strength/tie-state.ts';
import { openFolder } from '../facts.ts';
import { openBench } from '../programs.ts';

/** The public mailbox all of this is measured on, and whose it is. */
export const hwmon = {
  file: join(resolve(process.env['CORPORA'] ?? '../shared/corpora'), 'mbox', 'linux-hwmon-ego.mbox.zst'),
  me: ['linux@roeck-us.net', 'guenter@roeck-us.net'],
} as const;

export interface Letter {
  /** Unix seconds. */
  readonly sentAt: number;
  /** Its From_ line to the line break at its end. */
  readonly bytes: Buffer;
}

// A message may be read in the middle of the morning.
const morning = 8 * 3600;

/** The messages of an mboxrd file packed with zstd, oldest first; those that say no sender are left out. */
export async function readLetters(file: string): Promise<Letter[]> {
  const parts: Buffer[] = [];
  for await (const part of openBytes(file, 'zstd')) parts.push(Buffer.from(part));
  const all = Buffer.concat(parts);
  const letters: Letter[] = [];
  const context = { now: Infinity, subjects: false };
  for (let start = 0; start < all.length;) {
    // In mboxrd every other line that begins like this is quoted.
    const next = all.indexOf('\nFrom ', start) + 1 || all.length;
    const bytes = all.subarray(start, next);
    const { fields } = readHeaderBlock(bytes, bytes.indexOf(10) + 1, bytes.length, context);
    const mail = mailRecord(fields, context);
    if (typeof mail !== 'string') letters.push({ sentAt: mail.sentAt, bytes });
    start = next;
  }
  return letters.toSorted((a, b) => a.sentAt - b.sentAt);
}

/** 08:00 UTC of each day from `from` to `to` (YYYY-MM-DD, both included), Unix seconds; with `working` of Monday to Friday. */
export function mornings(from: string, to: string, working: boolean): number[] {
  const all: number[] = [];
  for (let at = Date.parse(from) / 1000 + morning; at <= Date.parse(to) / 1000 + morning; at += day) {
    const weekday = new Date(at * 1000).getUTCDay();
    if (!working || (weekday > 0 && weekday < 6)) all.push(at);
  }
  return all;
}

/**
 * Steps an engine through the moments `at` (Unix seconds, rising), in a data folder of its own: at each it has read what was sent
 * before and its clock stands there. `db` is a second connection to what it keeps.
 */
export async function replay(
  letters: readonly Letter[],
  me: readonly string[],
  moments: readonly number[],
  folder: string,
  look: (engine: Engine, db: Reader, at: number) => Promise<void> | void,
): Promise<void> {
  let now = moments[0] ?? 0;
  const engine = await openBench(folder, () => now * 1000);
  const db = await openFolder(folder);
  let read = 0;
  for (const at of moments) {
    now = at;
    const first = read;
    while (read < letters.length && (letters[read] as Letter).sentAt < at) read++;
    const bytes = letters.slice(first, read).map((letter) => letter.bytes);
    const name = `${new Date(at * 1000).toISOString().slice(0, 10)}.mbox`;
    valueOf(await engine.importUploads(bytes.length === 0 ? [] : [{ name, bytes: oneByOne(bytes) }], { me }));
    await look(engine, db, at);
  }
  db.close();
  await engine.close();
}

async function* oneByOne(parts: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}
