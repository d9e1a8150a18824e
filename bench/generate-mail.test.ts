import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { benchOwner, benchPeople, generateMail, writeMaildir, writeMbox } from './generate-mail.ts';

const now = Date.parse('2026-11-23T00:00:00Z') / 1000;
const size = 2000;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'generate-mail-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an mbox and a Maildir hold the same messages, as many as asked for', () => {
  writeMbox(join(folder, 'mail.mbox'), size, now);
  writeMaildir(join(folder, 'maildir'), size, now);
  const mbox = readFileSync(join(folder, 'mail.mbox'), 'utf8').split(/^From \S+ \w{3} \w{3} [ \d]\d [\d:]{8} \d{4}\n/m);
  expect(mbox.shift()).toBe('');
  const files = readdirSync(join(folder, 'maildir', 'cur'));
  const maildir = files.map((name) => readFileSync(join(folder, 'maildir', 'cur', name), 'utf8'));
  expect(files).toHaveLength(size);
  expect(mbox.map((text) => text.slice(0, -1)).sort()).toEqual(maildir.sort());
});

test('the same numbers make the same mail', () => {
  expect([...generateMail(50, now)]).toEqual([...generateMail(50, now)]);
});

test('messages are as large as real ones', () => {
  const texts = [...generateMail(size, now)].map(({ text }) => text);
  const headers = texts.map((text) => text.indexOf('\n\n'));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(texts.map(({ length }) => length))).toBeGreaterThan(2700);
  expect(mean(texts.map(({ length }) => length))).toBeLessThan(3300);
  expect(mean(headers)).toBeGreaterThan(900);
});

test('mail goes both ways, in threads, with a few people most and with all of them once', async () => {
  const mails = await Promise.all([...generateMail(size, now)].map(({ text }) => PostalMime.parse(text)));
  const sent = mails.filter(({ from }) => from?.address === benchOwner);
  expect(sent.length / size).toBeGreaterThan(0.2);
  expect(sent.length / size).toBeLessThan(0.3);
  const ids = new Set(mails.map(({ messageId }) => messageId));
  expect(ids.size).toBe(size);
  const answers = mails.filter(({ inReplyTo }) => inReplyTo !== undefined);
  expect(answers.length / size).toBeGreaterThan(0.3);
  expect(answers.every(({ inReplyTo }) => ids.has(inReplyTo ?? ''))).toBe(true);
  const counts = new Map<string, number>();
  for (const { from, to, cc } of mails)
    for (const one of [from, ...(to ?? []), ...(cc ?? [])])
      if (one?.address !== undefined) counts.set(one.address, (counts.get(one.address) ?? 0) + 1);
  expect(benchPeople(size).filter(({ email }) => !counts.has(email))).toEqual([]);
  const ordered = benchPeople(size)
    .map(({ email }) => counts.get(email) ?? 0)
    .sort((a, b) => b - a);
  expect(ordered[0]).toBeGreaterThan(10 * (ordered[ordered.length >> 1] ?? 0));
});

test('a mailbox of 100,000 messages has 5,000 correspondents and more', () => {
  expect(benchPeople(100_000).length).toBeGreaterThanOrEqual(5000);
  expect(new Set(benchPeople(1_000_000).map(({ email }) => email)).size).toBe(benchPeople(1_000_000).length);
});
