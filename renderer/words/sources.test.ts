import { expect, test } from 'vitest';
import { amounts, sourceName } from './sources.ts';

test('a source is called as its file is', () => {
  expect(sourceName({ kind: 'mbox', location: '/home/me/Mail/Inbox.mbox' })).toBe('Inbox.mbox');
  expect(sourceName({ kind: 'folder', location: 'C:\\Mail\\Archive\\' })).toBe('Archive');
  expect(sourceName({ kind: 'sample', location: 'sample/Inbox.mbox' })).toBe('The sample mailbox');
});

test('amounts leave out what there is none of', () => {
  expect(amounts({ messages: 1204, meetings: 0, cards: 1, connections: 0 })).toBe('1,204 messages and 1 contact');
  expect(amounts({ messages: 0, meetings: 0, cards: 0, connections: 0 })).toBeNull();
});
