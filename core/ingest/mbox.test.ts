import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mboxChunks } from './mbox.ts';
import type { SourceItem } from './record.ts';

const context = { now: Date.UTC(2026, 0, 1) / 1000, subjects: true };

async function read(
  text: string | Buffer,
  size = 1 << 16,
  start = 0,
): Promise<{ items: SourceItem[]; chunks: { position: number; count: number }[] }> {
  const bytes = Buffer.from(text as string).subarray(start);
  async function* input(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const items: SourceItem[] = [];
  const chunks: { position: number; count: number }[] = [];
  for await (const chunk of mboxChunks(input(), 'x.mbox', context, {}, start)) {
    items.push(...chunk.items);
    chunks.push({ position: chunk.position, count: chunk.items.length });
  }
  return { items, chunks };
}

async function subjects(text: string | Buffer, size?: number, start?: number): Promise<(string | null)[]> {
  const { items } = await read(text, size, start);
  return items.map((item) => (item.kind === 'mail' ? item.mail.subject : item.kind));
}

const from = 'From anna@acme.example Thu Jan  1 10:00:00 2015';
const message = (subject: string, body = 'hello\n', line = from): string =>
  `${line}\nFrom: anna@acme.example\nSubject: ${subject}\nDate: Thu, 1 Jan 2015 10:00:00 +0000\n\n${body}\n`;

test('mboxrd, CRLF and Takeout lines', async () => {
  expect(await subjects(message('a', '>From here on\n') + message('b'))).toEqual(['a', 'b']);
  expect(await subjects((message('a') + message('b')).replaceAll('\n', '\r\n'))).toEqual(['a', 'b']);
  const takeout = 'From 1793441204930443437@xxx Mon Mar 11 08:30:00 +0000 2024';
  expect(await subjects(message('a', 'x\n', takeout) + message('b', 'x\n', takeout))).toEqual(['a', 'b']);
});

test('an unquoted From line in a body is no boundary unless a header follows', async () => {
  expect(await subjects(message('a', '\nFrom Bob at 10:30 in 2015 we got\nnothing\n') + message('b'))).toEqual([
    'a',
    'b',
  ]);
});

test('a true Content-Length protects even a whole message in the body; a false one is ignored', async () => {
  const inner = message('inner');
  const outer = (length: number): string =>
    `${from}\nFrom: anna@acme.example\nSubject: outer\nContent-Length: ${length}\n\n${inner}\n${message('next')}`;
  expect(await subjects(outer(inner.length))).toEqual(['outer', 'next']);
  expect(await subjects(outer(5))).toEqual(['outer', 'inner', 'next']);
});

test('a message without a body, one cut off in its header, and one without a sender', async () => {
  expect(
    await subjects(
      `${from}\nFrom: a@x.example\nSubject: a\n\n${from}\nSubject: nobody\nTo: b@x.example\n\n${from}\nFrom: a@x.example\nSubject: cut`,
    ),
  ).toEqual(['a', 'skipped', 'cut']);
});

test('how the input is cut into chunks changes nothing, and every position is a place to go on from', async () => {
  const text = Array.from({ length: 9 }, (_, i) =>
    message(`s${i}`, i % 3 ? 'From x\n\nFrom y 10:00 2015\nz\n' : ''),
  ).join('');
  const whole = await subjects(text);
  expect(whole).toHaveLength(9);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), async (size) => {
      expect(await subjects(text, size)).toEqual(whole);
      let seen = 0;
      for (const { position, count } of (await read(text, size)).chunks) {
        seen += count;
        expect(await subjects(text, size, position)).toEqual(whole.slice(seen));
      }
    }),
    { numRuns: 60 },
  );
});
