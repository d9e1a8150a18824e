import { expect, test } from 'vitest';
import type { Audience, Disclosure } from '../contract/sharing.ts';
import { payload } from './payload.ts';
import type { Entry, Grant, Known } from './payload.ts';
import { difference, reductions } from './preview.ts';

const today = '2026-05-03';
const until = '2026-08-01';
const firm: Audience = { kind: 'firm' };
const tax: Audience = { kind: 'practice', practice: 'Tax' };

function known(id: number, part: Partial<Known> = {}): Known {
  return {
    person: id,
    name: `P${id}`,
    addresses: [{ id, email: `p${id}@acme.com` }],
    organisation: { domain: 'acme.com', name: 'Acme' },
    band: 'moderate',
    month: '2026-04',
    side: 'unfiled',
    colleague: 'no',
    private: false,
    elsewhere: false,
    objected: false,
    never: null,
    ...part,
  };
}

function grant(what: Grant['what'], disclosure: Disclosure = 'organisation', part: Partial<Grant> = {}): Grant {
  return { what, disclosure, audience: firm, until, ...part };
}

const rule = { kind: 'rule' } as const;
const acme = { kind: 'organisation', domain: 'acme.com' } as const;
const person = (address: number) => ({ kind: 'person', address }) as const;

function told(people: readonly Known[], grants: readonly Grant[], unshared: readonly string[] = []): string[] {
  return payload(people, { grants, unshared: new Set(unshared) }, today).map(say);
}

function say({ about, audience, name, named, band, month, inEffect }: Entry): string {
  const what = about.kind === 'person' ? about.email : about.domain;
  return [audience.kind, named ? 'I' : 'somebody', 'know', name ?? 'somebody', `at ${what}`, band, month, ...inEffect].join(' ');
} // prettier-ignore

const three = [1, 2, 3].map((id) => known(id));

test('without a grant nothing is told', () => {
  expect(told(three, [])).toEqual([]);
});

test('the rule tells of organisations where at least three are known, as warm as the warmest of good relationships', () => {
  expect(told(three, [grant(rule)])).toEqual(['firm I know somebody at acme.com moderate 2026-04']);
  expect(told(three.slice(1), [grant(rule)])).toEqual([]);
  expect(told([known(1, { band: 'strong', month: '2026-02' }), ...three.slice(1)], [grant(rule)])).toEqual([
    'firm I know somebody at acme.com strong 2026-02',
  ]);
  expect(told([1, 2, 3].map((id) => known(id, { band: 'weak' })), [grant(rule)])).toEqual([]);
}); // prettier-ignore

test.each([
  ['kept private', { private: true }],
  ['somebody who objected', { objected: true }],
  ['filed personal', { side: 'personal' as const }],
  ['on the other side', { side: 'other side' as const }],
  ['a current colleague', { colleague: 'current' as const }],
  ['a lapsed relationship', { band: 'none' as const }],
  ['nobody can tell how warm', { band: 'unknown' as const, month: null }],
])('%s: no grant reaches them, and they do not count towards three', (_what, part) => {
  const people = [known(1, part), known(2), known(3)];
  expect(told(people, [grant(rule), grant(person(1), 'person')])).toEqual([]);
  expect(told([known(1, part)], [grant(acme, 'person')])).toEqual([]);
});

test('the rule leaves out whom a pattern finds, a grant of their own does not', () => {
  const people = [known(1, { never: 'lawyer' }), known(2, { never: 'lawyer' }), known(3, { never: 'lawyer' })];
  expect(told(people, [grant(rule)])).toEqual([]);
  expect(told(people, [grant(rule), grant(person(1), 'person')])).toEqual([
    'firm I know P1 at acme.com moderate 2026-04',
    'firm I know P1 at p1@acme.com moderate 2026-04',
  ]);
});

test('an organisation of few is told only where it was chosen, and says whom that names in effect', () => {
  expect(told([known(1), known(2)], [grant(rule), grant(acme)])).toEqual([
    'firm I know somebody at acme.com moderate 2026-04 P1 P2',
  ]);
  expect(told([known(1)], [grant(person(1), 'person')])).toEqual([
    'firm I know P1 at acme.com moderate 2026-04',
    'firm I know P1 at p1@acme.com moderate 2026-04',
  ]);
});

test('an organisation that is unshared is told by no grant, nor are addresses there', () => {
  const moved = known(4, {
    addresses: [{ id: 4, email: 'x@new.com' }, { id: 5, email: 'x@acme.com' }],
    organisation: { domain: 'new.com', name: 'New' },
  }); // prettier-ignore
  const grants = [grant(rule), grant(acme), grant(person(4), 'person'), grant(person(5), 'person')];
  expect(told([...three, moved], grants, ['acme.com'])).toEqual([
    'firm I know P4 at new.com moderate 2026-04',
    'firm I know P4 at x@new.com moderate 2026-04',
  ]);
});

test('by name only under the addresses that were chosen; by organisation only under addresses there', () => {
  const jane = known(1, {
    addresses: [{ id: 1, email: 'jane@acme.com' }, { id: 9, email: 'jane@gmail.com' }],
  }); // prettier-ignore
  expect(told([jane], [grant(person(1), 'person')]).at(1)).toContain('jane@acme.com');
  expect(told([jane], [grant(person(1), 'person')])).toHaveLength(2);
  expect(told([jane], [grant(acme, 'person')])).toHaveLength(2);
  expect(told([jane], [grant(person(1), 'person'), grant(person(9), 'person')])).toHaveLength(3);
});

test('where addresses that came together were chosen differently, the choice that tells least stands', () => {
  const jane = known(1, {
    addresses: [{ id: 1, email: 'jane@acme.com' }, { id: 2, email: 'j@acme.com' }],
  }); // prettier-ignore
  expect(told([jane], [grant(person(1), 'person'), grant(person(2), 'organisation')])).toEqual([
    'firm I know somebody at acme.com moderate 2026-04 P1',
  ]);
});

test('where they end on different days, all that is told ends on the first of them, and renewed it ends on one', () => {
  const jane = known(1, {
    addresses: [{ id: 1, email: 'jane@acme.com' }, { id: 2, email: 'j@acme.com' }],
  }); // prettier-ignore
  const days = (first: string, other: string): string[] =>
    payload(
      [jane],
      choices(grant(person(1), 'person', { until: first }), grant(person(2), 'somebody', { until: other })),
      today,
    ).map((entry) => entry.until);
  expect(new Set(days('2026-06-01', '2026-09-01'))).toEqual(new Set(['2026-06-01']));
  expect(new Set(days('2026-10-01', '2026-10-01'))).toEqual(new Set(['2026-10-01']));
});

test('"somebody" keeps the own name out, and what is told with it comes first', () => {
  expect(told(three, [grant(acme, 'somebody')])).toEqual(['firm somebody know somebody at acme.com moderate 2026-04']);
  expect(told(three, [grant(person(1), 'somebody')])).toEqual([
    'firm somebody know somebody at acme.com moderate 2026-04',
    'firm somebody know P1 at p1@acme.com moderate 2026-04',
  ]);
  const warm = known(1, { band: 'strong' });
  expect(told([warm, ...three.slice(1)], [grant(rule), grant(person(1), 'somebody')])[0]).toBe(
    'firm I know somebody at acme.com moderate 2026-04',
  );
});

test('audiences do not mix, and a grant ends with its last day', () => {
  const grants = [grant(acme), grant(person(1), 'person', { audience: tax })];
  expect(told(three, grants)).toEqual([
    'firm I know somebody at acme.com moderate 2026-04',
    'practice I know P1 at acme.com moderate 2026-04',
    'practice I know P1 at p1@acme.com moderate 2026-04',
  ]);
  expect(told(three, [grant(acme, 'person', { until: '2026-05-02' })])).toEqual([]);
  expect(told(three, [grant(acme, 'organisation', { until: today })])).toHaveLength(1);
});

const choices = (...grants: Grant[]) => ({ grants, unshared: new Set<string>() });

test('the difference names what is new, changed, renewed and gone', () => {
  const before = payload(three, choices(grant(acme), grant(person(1), 'person')), today);
  expect(before.map(({ name }) => name)).toEqual(['P1', 'P1']);
  const warmer = [known(1, { band: 'strong' }), ...three.slice(1)];
  const next = payload(warmer, choices(grant(acme, 'organisation', { until: '2026-09-01' }), grant(person(2), 'person')), today);
  const { entries, gone } = difference(next, before);
  expect(entries.map(({ entry, change }) => `${change} ${say(entry)}`)).toEqual([
    'changed firm I know somebody at acme.com strong 2026-04',
    'new firm I know P2 at p2@acme.com moderate 2026-04',
  ]);
  expect(gone.map(({ about }) => about.kind)).toEqual(['person']);
  const renewed = payload(three, choices(grant(acme, 'organisation', { until: '2026-09-01' })), today);
  expect(difference(renewed, payload(three, choices(grant(acme)), today)).entries[0]?.change).toBe('renewed');
}); // prettier-ignore

test('what tells more than is chosen now goes by itself; what would only change waits', () => {
  const live = payload([known(1, { band: 'strong' }), ...three.slice(1)], choices(grant(acme)), today);
  const after = (people: readonly Known[], ...grants: Grant[]) =>
    reductions(payload(people, choices(...grants), today), live, today).length;
  expect(after(three, grant(acme))).toBe(0);
  expect(after([known(1, { private: true }), ...three.slice(1)], grant(acme))).toBe(1);
  expect(after(three, grant(acme, 'somebody'))).toBe(1);
  expect(after(three, grant(acme, 'organisation', { until: '2026-06-01' }))).toBe(1);
  expect(after(three, grant(acme, 'organisation', { until: '2026-12-01' }))).toBe(0);
  expect(after(three)).toBe(1);
  expect(after(three, grant(acme, 'organisation', { audience: tax }))).toBe(1);
});
