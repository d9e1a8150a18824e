import { expect, test } from 'vitest';
import { colleagueWords, computersWords } from './colleague-words.ts';

test('the practice tells namesakes apart, and where it does not their address', () => {
  const tom = (practice: string | null, address: string) => ({ name: 'Tom Baker', practice, address });
  const tax = tom('Tax', 'tom@firm.example');
  const deals = tom('Deals', 'tb@firm.example');
  const other = { ...tom('tax', 'baker@firm.example'), name: 'TOM BAKER' };
  const none = tom(null, 'tom.b@firm.example');
  expect(colleagueWords(tax, [tax, deals, none])).toBe('Tom Baker (Tax)');
  expect(colleagueWords(none, [tax, deals, none])).toBe('Tom Baker');
  expect(colleagueWords(tax, [tax, other])).toBe('Tom Baker (Tax, tom@firm.example)');
  expect(colleagueWords(none, [none, tom(null, 'x@firm.example')])).toBe('Tom Baker (tom.b@firm.example)');
});

test('whoever has joined on several computers is told how many, and what the others are not told', () => {
  expect(computersWords({ computers: 1, untold: 9 })).toEqual([]);
  expect(computersWords({ computers: 2, untold: 0 })).toEqual([
    'You have joined on 2 computers. If one is not yours, tell your administrator to remove it.',
  ]);
  expect(computersWords({ computers: 2, untold: 7 })).toHaveLength(2);
});
