import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { assign, card, day, mail, meeting, personOf, record, start } from '../../test/builders/records.ts';
import { loadEvidence } from '../db/evidence.ts';
import type { SourceItem } from '../ingest/record.ts';
import { declareOwnAddresses } from './acts.ts';
import { loadEmployers } from './employers.ts';
import { loadPeople } from './people.ts';

const me = 'Max Own <max@own.com>';
const anna = (domain: string): string => `Anna Weber <anna@${domain}>`;
const isAnna = card('Anna Weber', ['anna@acme.com', 'anna@beta.com', 'anna@own.com']);
const wrote = (domain: string, at: number): SourceItem => mail({ from: anna(domain), to: [me], at: start + at * day });
const sentTo = (domain: string, at: number): SourceItem => mail({ from: me, to: [anna(domain)], at: start + at * day });

/** Where Anna worked, so many days after the beginning. */
function workedAt(items: readonly SourceItem[]): (at: number) => string | undefined {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, [isAnna, ...items]);
  assign(db);
  const evidence = loadEvidence(db);
  const employers = loadEmployers(db, evidence, loadPeople(db, evidence.addressLimit));
  const { id } = personOf(db, 'anna@acme.com');
  return (at) => {
    const moment = start + at * day;
    const there = ['acme.com', 'beta.com', 'own.com'].filter((domain) => employers.at(domain, moment).includes(id));
    expect(employers.isColleague(id, moment)).toBe(there[0] === 'own.com');
    expect(there.length).toBeLessThanOrEqual(1);
    return there[0];
  };
}

test('the address used last before the moment says where somebody worked; a meeting is a use', () => {
  const at = workedAt([
    wrote('acme.com', 10),
    meeting('Hello', [me, anna('beta.com')], start + 20 * day),
    wrote('own.com', 30),
  ]);
  expect([10.5, 20, 20.5, 30, 30.5].map(at)).toEqual(['acme.com', 'acme.com', 'beta.com', 'beta.com', 'own.com']);
});

test('where none was used yet, the one most was sent to, before as today', () => {
  const at = workedAt([
    sentTo('beta.com', 1),
    sentTo('acme.com', 2),
    sentTo('acme.com', 3),
    sentTo('beta.com', 4),
    sentTo('beta.com', 5),
  ]);
  expect([1.5, 3.5, 5.5].map(at)).toEqual(['beta.com', 'acme.com', 'beta.com']);
});
