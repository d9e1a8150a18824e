import { expect, test } from 'vitest';
import { dayInWords } from './dates.ts';
import { lossInWords, ownBasisInWords } from './settings.ts';

test.each([
  ['declared', true, 'you said so'],
  ['sender of mail in a sent folder', true, 'sender of mail in a sent folder; you confirmed it'],
  ['sender of mail in a sent folder', null, 'sender of mail in a sent folder; is it yours?'],
  ['declared', false, 'not yours, you said'],
])('an own address by "%s", confirmed %s: %s', (basis, confirmed, words) => {
  expect(ownBasisInWords({ email: 'a@b.org', basis, confirmed })).toBe(words);
});

test('what goes is said without its nothings', () => {
  const loss = { messages: 12_300, meetings: 0, people: 210 };
  expect(lossInWords(loss)).toBe('This deletes 12,300 messages and 210 people');
  expect(lossInWords({ messages: 1, meetings: 2, people: 1 })).toBe('This deletes 1 message, 2 meetings and 1 person');
  expect(lossInWords({ messages: 0, meetings: 0, people: 0 })).toBe('Nothing that is stored goes');
});

test('a day is the day in UTC, wherever it is read', () => {
  expect(dayInWords('2021-10-12T00:00:00.000Z', 'en-GB')).toBe('12 October 2021');
});
