import { expect, test } from 'vitest';
import { parseMessage } from './eml.ts';

const context = { now: Date.UTC(2026, 0, 1) / 1000, subjects: true };
const parse = (text: string): ReturnType<typeof parseMessage> => parseMessage(Buffer.from(text), 'a.eml', context);

test('the header is read, nothing after it', () => {
  const { item, complete } = parse('From: a@x.example\r\nSubject: x\r\n\r\nCc: secret@x.example\r\n');
  expect(complete).toBe(true);
  expect(item).toMatchObject({ kind: 'mail', mail: { from: [{ email: 'a@x.example' }], cc: [], subject: 'x' } });
});

test('a header that goes on beyond the bytes says so', () => {
  expect(parse('From: a@x.example\nSubject: x')).toMatchObject({ complete: false, item: { kind: 'mail' } });
});

test('what cannot be used is named with its file', () => {
  expect(parse('To: a@x.example\n\n').item).toEqual({ kind: 'skipped', reason: 'no sender', place: 'a.eml' });
});
