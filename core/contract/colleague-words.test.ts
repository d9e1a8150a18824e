import { expect, test } from 'vitest';
import { colleagueWords } from './colleague-words.ts';

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
