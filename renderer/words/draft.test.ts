import { expect, test } from 'vitest';
import { draftOf, givenName } from './draft.ts';

test('an introduction names the one wanted with what they do; a letter to themselves does not', () => {
  const { subject, text } = draftOf({
    to: 'Anna Weber',
    silence: null,
    wanted: { name: 'Rasmus Thorne', role: 'CFO, Norvane' },
    about: 'Norvane',
  });
  expect(subject).toBe('An introduction to Rasmus Thorne');
  expect(text).toMatch(/^Dear Anna,\n\nI would like to meet Rasmus Thorne \(CFO, Norvane\), /u);
  expect(draftOf({ to: 'Anna Weber', silence: null, wanted: null, about: null }).text).not.toContain('introduce');
  expect(draftOf({ to: 'Anna', silence: null, wanted: null, about: 'Norvane' }).text).toContain('about Norvane I');
  expect(draftOf({ to: 'A', silence: null, wanted: { name: 'B', role: '' }, about: null }).text).toContain(
    'meet B, and',
  );
});

test('only long silence is called a while', () => {
  const day = 86_400_000;
  expect(draftOf({ to: 'A', silence: 5 * day, wanted: null, about: null }).text).not.toContain('a while');
  expect(draftOf({ to: 'A', silence: 90 * day, wanted: null, about: null }).text).toContain('a while');
});

test.each([
  ['  Anna  Weber', 'Anna'],
  ['anna@acme.com', 'anna@acme.com'],
  ['', ''],
])('of "%s" one writes "%s"', (name, given) => {
  expect(givenName(name)).toBe(given);
});
