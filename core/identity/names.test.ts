import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestName, displayName, foldName, isFullName } from './names.ts';

test.each([
  ['Weber, Anna', 'Anna Weber'],
  ['Weber, Anna (Acme)', 'Anna Weber'],
  ['"Anna Weber"', 'Anna Weber'],
  ["'Anna Weber'", 'Anna Weber'],
  ['Anna Weber [External]', 'Anna Weber'],
  ['Anna Weber via Partners List', 'Anna Weber'],
  ['Anna Weber, CFA', 'Anna Weber, CFA'],
  ['Weber, Anna, Dr.', 'Weber, Anna, Dr.'],
  ['Acme, Inc.', 'Acme, Inc.'],
  ['Olivia Silvia', 'Olivia Silvia'],
  ['(Acme)', ''],
])('%s is shown as %s', (raw, shown) => {
  expect(displayName(raw)).toBe(shown);
});

test.each([
  ['WEBER, Ánna', 'anna weber'],
  ['Anna-Maria Weber', 'anna maria weber'],
  ['Jürgen Groß', 'jurgen gross'],
  ['Søren Łukasz Ægir', 'soren lukasz aegir'],
  ["Conor O'Brien (Law)", 'conor o brien'],
  ['Дмитрий Иванов', 'дмитрии иванов'],
  ['…', ''],
])('%s folds to %s', (raw, folded) => {
  expect(foldName(raw)).toBe(folded);
});

test('spelling in capitals, with decomposed letters or in quotes folds alike', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdeáéößüñøł'), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(word, word, (first, last) => {
      // A suffix after the comma is no first name.
      fc.pre(!/^(?:sa|bv|co|ag)$/.test(foldName(first)));
      const folded = foldName(`${first} ${last}`);
      expect(foldName(`"${last}, ${first}"`)).toBe(folded);
      expect(foldName(`${first} ${last}`.normalize('NFD'))).toBe(folded);
      expect(foldName(`${first} ${last}`.replaceAll('ß', 'SS').toUpperCase())).toBe(folded);
    }),
  );
});

test.each([
  ['anna weber', true],
  ['a weber', false],
  ['anna', false],
  ['anna w weber', true],
  ['', false],
])('"%s" as a full name: %s', (folded, full) => {
  expect(isFullName(folded)).toBe(full);
});

test('the best name is a full one, then the latest, and no address', () => {
  const names = [
    { name: 'Weber, Anna', lastSeen: 1 },
    { name: 'Anna Huber', lastSeen: 2 },
    { name: 'Anna', lastSeen: 9 },
    { name: 'anna@acme.com', lastSeen: 10 },
  ];
  expect(bestName(names)).toBe('Anna Huber');
  expect(bestName([...names].reverse())).toBe('Anna Huber');
  expect(bestName(names.slice(2))).toBe('Anna');
  expect(bestName(names.slice(3))).toBe(null);
  const tie = [
    { name: 'Bea Weber', lastSeen: 1 },
    { name: 'Anna Weber', lastSeen: 1 },
  ];
  expect(bestName(tie)).toBe(bestName([...tie].reverse()));
});
