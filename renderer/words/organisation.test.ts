import { expect, test } from 'vitest';
import { organisationInWords } from './organisation.ts';

const person = (name: string, band: 'strong' | 'weak' | 'none' | 'unknown', trend: 'fading' | null = null) => ({
  person: name,
  band,
  trend,
});

test('who is known somewhere, in a sentence', () => {
  expect(organisationInWords([])).toBe('You know nobody here.');
  expect(organisationInWords([person('Al', 'none'), person('Bo', 'unknown')])).toBe(
    'Nobody here is in touch with you now.',
  );
  expect(organisationInWords([person('Al', 'strong'), person('Bo', 'unknown')])).toBe('You are in touch with Al here.');
  expect(organisationInWords([person('Al', 'strong'), person('Bo', 'weak', 'fading')])).toBe(
    'You are in touch with 2 people here, most with Al. One has become quieter.',
  );
});
