import { expect, test } from 'vitest';
import type { Partner } from '../contract/shapes.ts';
import type { ColleagueEntry } from '../graph/colleagues.ts';
import { withColleagues } from '../graph/colleagues.ts';
import type { Reach } from '../graph/reach.ts';
import type { Place, Places } from './places.ts';
import type { PursuitPerson } from './pursuit-rows.ts';
import { partnerOf, pathsThere, sharedThere, wayOf } from './ways.ts';

const [anna, jane, ben] = [1, 2, 3];

/** Anna, whom the user knows, was seen with Jane; Ben is known to nobody. */
const reach: Reach = {
  personLimit: 4,
  open: Uint8Array.of(0, 1, 1, 1),
  own: Float64Array.of(0, 0.9, 0, 0),
  movedFrom: new Int32Array(4),
  former: new Uint8Array(4),
  start: Int32Array.of(0, 0, 1, 2, 2),
  near: Int32Array.of(jane, anna),
  pass: Float64Array.of(0.3, 0.3),
};

const person = (more: Partial<PursuitPerson>): PursuitPerson => ({
  name: null,
  email: null,
  title: null,
  decides: false,
  ...more,
});
const entry = (more: Partial<ColleagueEntry>): ColleagueEntry => ({
  colleague: 'Maria Ortiz',
  practice: 'Tax',
  person: null,
  stranger: { name: null, email: null },
  organisation: { id: null, domain: 'acme.com', name: 'Acme' },
  band: 'strong',
  month: '2026-09',
  ...more,
});
const place = (more: Partial<Place>): Place => ({
  named: [],
  deciders: [],
  everybody: [],
  domains: ['acme.com'],
  otherDomains: [],
  ...more,
});
const names = { nameOf: (id: number) => ['', 'Anna', 'Jane', 'Ben'][id] ?? '' } as unknown as Places;

function best(entries: readonly ColleagueEntry[], there: Place, people: readonly PursuitPerson[] = []): string {
  const firm = withColleagues(reach, entries);
  const [path] = pathsThere(firm, people, there, 1);
  if (path === undefined) return 'none';
  const { first, target, colleague } = wayOf(path, firm, names);
  return `${colleague ? 'colleague ' : ''}${first.name} > ${target.name}`;
}

test('own, through outside people, through the firm: the likeliest of all is the way in', () => {
  const there = place({ everybody: [jane] });
  expect(best([], there)).toBe('Anna > Jane');
  expect(best([entry({ person: jane })], there)).toBe('colleague Maria Ortiz (Tax) > Jane');
  expect(best([entry({ person: anna, band: 'weak' })], there)).toBe('Anna > Jane');
  expect(best([entry({ colleague: null, person: ben })], place({ everybody: [ben] }))).toBe(
    'colleague somebody in Tax > Ben',
  );
});

test('who decides comes first, also where only a colleague knows them, by address or by name', () => {
  const people = [person({ name: 'Una Boss', email: 'una@acme.com', decides: true })];
  const there = place({ everybody: [jane], named: [null] });
  expect(best([entry({})], there, people)).toBe('colleague Maria Ortiz (Tax) > somebody at Acme');
  const shared = (name: string | null, email: string | null): ColleagueEntry[] => [
    entry({}),
    entry({ colleague: 'Zoe', practice: null, stranger: { name, email }, band: 'weak' }),
  ];
  expect(best(shared(null, 'una@acme.com'), there, people)).toBe('colleague Zoe > una@acme.com');
  expect(best(shared('Uno Boss', null), there, people)).not.toContain('Zoe');
  expect(best(shared('UNA BOSS', null), there, people)).toBe('colleague Zoe > UNA BOSS at Acme');
  expect(best(shared('Una Boss', 'other@acme.com'), there, people)).not.toContain('Zoe');
});

test('what is shared of other organisations, or of people who are not there, is no way in', () => {
  const elsewhere = entry({ organisation: { id: null, domain: 'beta.com', name: 'Beta' } });
  expect(best([elsewhere], place({}))).toBe('none');
  const firm = withColleagues(reach, [elsewhere, entry({ person: ben }), entry({ person: jane })]);
  expect(sharedThere(firm, place({ everybody: [jane] })).map((one) => one.person)).toEqual([jane]);
});

test('who answers for the client is found by its domains, its own first', () => {
  const [tom, zoe]: readonly Partner[] = [
    { name: 'Tom', practice: null },
    { name: 'Zoe', practice: null },
  ];
  const partners = new Map([
    ['acme.com', tom!],
    ['counsel.com', zoe!],
  ]);
  expect(partnerOf({ partners }, { domains: ['acme.com', 'counsel.com'] })).toBe(tom);
  expect(partnerOf({ partners }, { domains: ['none.com'] })).toBeNull();
});
