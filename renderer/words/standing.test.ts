import { expect, test } from 'vitest';
import { sides } from '../../core/contract/shapes.ts';
import { companyInWords, roleInWords, shownName, sideWord, trendWord } from './standing.ts';

test('a falling trend never claims more than mail and meetings show', () => {
  expect(trendWord('fading')).toBe('quieter');
  expect(trendWord(null)).toBeNull();
});

test('company counts the others only', () => {
  expect(companyInWords(null)).toBeNull();
  expect(companyInWords(2)).toBeNull();
  expect(companyInWords(3)).toBe('with 1 other');
  expect(companyInWords(8)).toBe('with 6 others');
});

test('every side has a name', () => {
  expect(new Set(sides.map(sideWord)).size).toBe(sides.length);
});

test('role joins what is known', () => {
  expect(roleInWords({ title: 'CFO', organisation: 'Acme', colleague: 'no' })).toBe('CFO, Acme');
  expect(roleInWords({ title: null, organisation: 'Own firm', colleague: 'former' })).toBe(
    'Own firm, former colleague',
  );
  expect(roleInWords({ title: null, organisation: null, colleague: 'no' })).toBe('');
});

test('a name without anything visible is said to be missing', () => {
  expect(shownName(' \u200b\u202e\n')).toBe('Without a name');
  expect(shownName('李')).toBe('李');
  expect(shownName('🙂')).toBe('🙂');
});
