import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/builders/database.ts';
import { circlePerson, writeCircles } from './generate-circles.ts';

test('names and addresses are each of one person', () => {
  const people = Array.from({ length: 30_000 }, (_, i) => circlePerson(i));
  expect(new Set(people.map(({ email }) => email)).size).toBe(30_000);
});

test('everybody answers, in two circles, with three links for each person', () => {
  const file = join(temporaryFolder(), 'mail.mbox');
  writeCircles(file, 40, 1_790_000_000);
  const text = readFileSync(file, 'utf8');
  const links = new Set<string>();
  for (const [, to] of text.matchAll(/^From: Alex.*\nTo: (.*)$/gmu)) {
    const members = (to ?? '').split(', ').sort();
    for (const a of members) for (const b of members) if (a < b) links.add(`${a} ${b}`);
  }
  expect(links.size).toBe(120);
  writeCircles(file, 40, 1_790_000_000);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
