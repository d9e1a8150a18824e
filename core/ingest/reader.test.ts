import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../test/builders/database.ts';
import { openSources } from './open-sources.ts';
import { startReader } from './reader.ts';
import type { Reader } from './reader.ts';
import type { Source } from './source.ts';

const context = { now: 1_700_000_000, subjects: true };

function reader(): Reader {
  const started = startReader(resolve(import.meta.dirname, 'reader-thread.ts'));
  onTestFinished(() => started.close());
  return started;
}

/** An mbox of many chunks, since each holds what a megabyte does. */
function largeMbox(messages: number): string {
  const file = join(temporaryFolder(), 'large.mbox');
  const body = `${'x'.repeat(99)}\n`.repeat(200);
  writeFileSync(
    file,
    Array.from(
      { length: messages },
      (_, i) =>
        `From a@b.example Tue Nov 14 10:00:00 2023\nFrom: Ana <a${i}@b.example>\nDate: Tue, 14 Nov 2023 10:00:00 +0000\n\n${body}\n`,
    ).join(''),
  );
  return file;
}

async function chunksOf(source: Source | undefined, position = 0): Promise<unknown[]> {
  const chunks: unknown[] = [];
  // A record's key is a Buffer here and plain bytes after its way between threads.
  for await (const chunk of source?.read(position, context) ?? []) chunks.push(structuredClone(chunk));
  return chunks;
}

describe('reading in a thread', () => {
  test('yields what reading here yields, from any position', async () => {
    const file = largeMbox(400);
    const here = await openSources([file]);
    const there = await reader().open([file]);
    if (!here.ok || !there.ok) throw new Error('not opened');
    const chunks = await chunksOf(there.value[0]);
    expect(chunks.length).toBeGreaterThan(4);
    expect(chunks.length).toBe((await chunksOf(here.value[0])).length);
    const { position } = chunks[2] as { position: number };
    expect(await chunksOf(there.value[0], position)).toEqual(await chunksOf(here.value[0], position));
  });

  test('one source can be left early for the next', async () => {
    const files = [largeMbox(400), largeMbox(3)];
    const opened = await reader().open(files);
    if (!opened.ok) throw new Error('not opened');
    for await (const _ of (opened.value[0] as Source).read(0, context)) break;
    expect(await chunksOf(opened.value[1])).toMatchObject([{ items: [{}, {}, {}] }, { items: [] }]);
  });

  test('says what cannot be opened', async () => {
    const file = join(temporaryFolder(), 'none.mbox');
    expect(await reader().open([file])).toMatchObject({ ok: false, error: { code: 'file_not_found', file } });
  });
});
