/** P4: nothing unchosen, private, walled or expired is ever in the payload or left told, whatever the order of acts. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { assign, day, mail, personOf, record, start } from '../../test/builders/records.ts';
import type { Audience, Disclosure } from '../contract/sharing.ts';
import type { Side } from '../contract/shapes.ts';
import type { Writer } from '../db/database.ts';
import { declareOwnAddresses, keepPrivate, mergePeople, setSide, splitPerson } from '../identity/acts.ts';
import { organisationDomain } from '../identity/email-parts.ts';
import { erasePerson } from '../identity/erase.ts';
import { exclusionTags } from '../exchange/exclusions.ts';
import { organisationTarget, personTarget } from '../exchange/targets.ts';
import { grant, keepUnshared, readChoices, renewGrants, revoke } from './grants.ts';
import { createElsewhere, storeList } from './exclusions.ts';
import { readKnown } from './known.ts';
import { audienceKey, payload } from './payload.ts';
import type { Entry } from './payload.ts';
import { reductions } from './preview.ts';
import type { Live } from './preview.ts';

const me = 'me@own.com';
const emails = ['a@x.com', 'b@x.com', 'c@x.com', 'd@y.com', 'e@y.com', 'f@gmail.com'];
const audiences: Audience[] = [{ kind: 'firm' }, { kind: 'practice', practice: 'Tax' }];
const listKey = Buffer.alloc(32, 7);
const tagOf = exclusionTags(listKey);
const firstDay = Date.UTC(2026, 4, 3);

const who = fc.nat(emails.length - 1);
const toAudience = fc.constantFrom(...audiences);
const act = fc.oneof(
  fc.record({
    kind: fc.constant('grant' as const),
    what: fc.constantFrom('person', 'organisation', 'rule'),
    who,
    audience: toAudience,
    disclosure: fc.constantFrom<Disclosure>('organisation', 'person', 'somebody'),
    days: fc.integer({ min: 0, max: 5 }),
  }),
  fc.record({ kind: fc.constant('revoke' as const), what: fc.constantFrom('person', 'organisation', 'rule'), who, audience: toAudience }),
  fc.record({ kind: fc.constant('private' as const), who, keep: fc.boolean() }),
  fc.record({ kind: fc.constant('unshare' as const), who, keep: fc.boolean() }),
  fc.record({ kind: fc.constant('out elsewhere' as const), what: fc.constantFrom('person', 'organisation'), who, keep: fc.boolean() }),
  fc.record({ kind: fc.constant('merge' as const), who, other: who }),
  fc.record({ kind: fc.constant('split' as const), who }),
  fc.record({ kind: fc.constant('erase' as const), who }),
  fc.record({ kind: fc.constant('side' as const), who, side: fc.constantFrom<Side>('client', 'other side', 'personal') }),
  fc.record({ kind: fc.constant('object' as const), who }),
  fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('renew' as const), days: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('publish' as const) }),
); // prettier-ignore
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** The user's words as the user would remember them: by address, each with the day it ends. */
interface Memory {
  readonly grants: {
    key: string;
    email: string | null;
    domain: string | null;
    until: string;
    disclosure: Disclosure;
  }[];
  readonly privately: Set<string>;
  readonly unshared: Set<string>;
  /** Addresses and domains. */
  readonly elsewhere: Set<string>;
  readonly erased: Set<string>;
  readonly objected: Set<string>;
  day: number;
}

function mailbox(): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, [me]);
  record(
    db,
    emails.map((from, i) => mail({ from: `${from.slice(0, 1).toUpperCase()} Person${i} <${from}>`, to: [me], at: start + i * day })),
  ); // prettier-ignore
  workOut(db);
  return db;
}

function workOut(db: Writer): void {
  assign(db);
  db.exec('DELETE FROM tie');
  db.exec(`INSERT INTO tie SELECT id, 'moderate', 0.5, 1, NULL, ${firstDay / 1000}, 1, 1, 0 FROM person`);
}

const isoDay = (days: number): string => new Date(firstDay + days * 86_400_000).toISOString().slice(0, 10);
const domainOf = (email: string): string | null => organisationDomain(email);

function exists(db: Writer, email: string): boolean {
  return db.prepare('SELECT 1 FROM address WHERE email = ?').get(email) !== undefined;
}

function addressesOfPerson(db: Writer, email: string): string[] {
  return db
    .prepare('SELECT email FROM address WHERE person_id = (SELECT person_id FROM address WHERE email = ?)')
    .pluck()
    .all(email) as string[];
}

function organisationIdOf(db: Writer, domain: string | null): number | undefined {
  return db.prepare('SELECT id FROM organisation WHERE domain = ?').pluck().get(domain) as number | undefined;
}

function run(db: Writer, memory: Memory, some: Act): void {
  if ('who' in some && !exists(db, emails[some.who]!)) return;
  const email = 'who' in some ? emails[some.who]! : '';
  const person = email === '' ? 0 : personOf(db, email).id;
  const domain = domainOf(email);
  const organisation = organisationIdOf(db, domain);
  switch (some.kind) {
    case 'grant':
    case 'revoke': {
      const what =
        some.what === 'person'
          ? ({ kind: 'person', person } as const)
          : some.what === 'organisation'
            ? ({ kind: 'organisation', organisation: organisation ?? 0 } as const)
            : ({ kind: 'rule' } as const);
      if (what.kind === 'organisation' && organisation === undefined) return;
      const key = audienceKey(some.audience);
      const named: (string | null)[] = what.kind === 'person' ? addressesOfPerson(db, email) : [null];
      const place = what.kind === 'organisation' ? domain : null;
      const kept = memory.grants.filter((one) => !(one.key === key && one.domain === place && named.includes(one.email)));
      memory.grants.splice(0, memory.grants.length, ...kept);
      if (some.kind === 'revoke') {
        expect(revoke(db, what, some.audience).ok).toBe(true);
        return;
      }
      const until = isoDay(memory.day + some.days);
      memory.grants.push(...named.map((one) => ({ key, email: one, domain: place, until, disclosure: some.disclosure })));
      expect(grant(db, what, some.audience, some.disclosure, until).ok).toBe(true);
      return;
    }
    case 'private':
      keepPrivate(db, [person], some.keep);
      for (const one of addressesOfPerson(db, email)) memory.privately[some.keep ? 'add' : 'delete'](one);
      return;
    case 'unshare':
      if (organisation === undefined || domain === null) return;
      keepUnshared(db, organisation, some.keep);
      memory.unshared[some.keep ? 'add' : 'delete'](domain);
      return;
    case 'out elsewhere': {
      const said = some.what === 'person' ? email : domain;
      if (said !== null) memory.elsewhere[some.keep ? 'add' : 'delete'](said);
      const targets = [...memory.elsewhere].map((one) => (one.includes('@') ? personTarget(one) : organisationTarget(one)));
      storeList(db, { device: 'another', version: 1, key: listKey, tags: targets.flatMap((target) => target === null ? [] : tagOf(target)) });
      return;
    }
    case 'merge': {
      const other = emails[some.other]!;
      if (exists(db, other)) mergePeople(db, person, personOf(db, other).id, memory.day);
      return workOut(db);
    }
    case 'split':
      splitPerson(db, person, email, memory.day);
      return workOut(db);
    case 'erase':
      for (const one of addressesOfPerson(db, email)) memory.erased.add(one);
      erasePerson(db, person, randomBytes);
      return workOut(db);
    case 'side':
      setSide(db, [person], some.side);
      return;
    case 'object':
      memory.objected.add(email);
      return;
    case 'wait':
      memory.day += some.days;
      return;
    case 'renew':
      renewGrants(db, isoDay(memory.day), isoDay(memory.day + some.days));
      for (const one of memory.grants) {
        const until = isoDay(memory.day + some.days);
        if (one.until >= isoDay(memory.day) && one.until < until) one.until = until;
      }
      return;
    default:
  }
} // prettier-ignore

function payloadOf(db: Writer, memory: Memory): Entry[] {
  const { hasAddress, hasDomain } = createElsewhere(db)();
  const known = readKnown(db, {
    asides: [],
    lawFirm: false,
    hasObjected: (some) => some.some((email) => memory.objected.has(email)),
    isOutElsewhere: hasAddress,
  });
  return payload(known, readChoices(db, hasDomain), isoDay(memory.day));
}

/** Whoever an entry is told from, or names. */
function mayBeTold(db: Writer, memory: Memory, email: string): boolean {
  const together = addressesOfPerson(db, email);
  return (
    !memory.erased.has(email) &&
    !together.some((one) => memory.privately.has(one) || memory.objected.has(one) || memory.elsewhere.has(one)) &&
    ['client', 'unfiled'].includes(personOf(db, email).side)
  );
}

function isUnshared({ unshared, elsewhere }: Memory, domain: string): boolean {
  return unshared.has(domain) || elsewhere.has(domain);
}

function check(db: Writer, memory: Memory, entries: readonly Live[]): void {
  const today = isoDay(memory.day);
  for (const { about, audience, until, basis, name } of entries) {
    const key = audienceKey(audience);
    expect(until >= today).toBe(true);
    const from = db.prepare('SELECT email FROM address WHERE id = ?').pluck().get(basis) as string | undefined;
    expect(from).toBeDefined();
    expect(mayBeTold(db, memory, from!)).toBe(true);
    const standing = memory.grants.filter((one) => one.key === key && one.until >= until);
    if (about.kind === 'person') {
      const domain = domainOf(about.email);
      expect(about.email).toBe(from);
      expect(domain !== null && isUnshared(memory, domain)).toBe(false);
      const byRuleOrPlace = standing.some((one) => one.email === null && (one.domain === null || one.domain === domain));
      expect(standing.some((one) => one.email === about.email) || (domain !== null && byRuleOrPlace)).toBe(true);
    } else {
      expect(isUnshared(memory, about.domain)).toBe(false);
      const together = addressesOfPerson(db, from!);
      const chosen = standing.some((one) =>
        one.email === null ? one.domain === null || one.domain === about.domain : together.includes(one.email),
      );
      expect(chosen).toBe(true);
      // Whom an entry about an organisation names was chosen by name.
      expect(name === null || standing.some(({ disclosure }) => disclosure === 'person')).toBe(true);
    }
  }
} // prettier-ignore

// An organisation of whom one is told, and then just that one is kept private.
const whoeverItWasToldFrom: Act[] = [
  { kind: 'grant', what: 'organisation', who: 0, audience: { kind: 'firm' }, disclosure: 'organisation', days: 5 },
  { kind: 'publish' },
  { kind: 'private', who: 0, keep: true },
];

// Whoever is kept out on another computer after they were told here, and after where they work was.
const saidElsewhere = (what: 'person' | 'organisation'): Act[] => [
  { kind: 'grant', what: 'rule', who: 0, audience: { kind: 'firm' }, disclosure: 'person', days: 5 },
  { kind: 'publish' },
  { kind: 'out elsewhere', what, who: 0, keep: true },
];

// What was published for a day, then allowed for longer without a word to the firm exchange.
const longerThanWasTold: Act[] = [0, 1].flatMap((days): Act[] => [
  { kind: 'grant', what: 'person', who: 0, audience: { kind: 'firm' }, disclosure: 'person', days },
  days === 0 ? { kind: 'publish' } : { kind: 'wait', days },
]);

test('whatever is granted, taken out, merged, split, erased or waited for, only what is chosen is told', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
      const db = mailbox();
      const memory: Memory = {
        grants: [],
        privately: new Set(),
        unshared: new Set(),
        elsewhere: new Set(),
        erased: new Set(),
        objected: new Set(),
        day: 0,
      };
      let live: readonly Live[] = [];
      for (const some of acts) {
        run(db, memory, some);
        const next = payloadOf(db, memory);
        check(db, memory, next);
        if (some.kind === 'publish') live = next;
        const gone = new Set(reductions(next, live, isoDay(memory.day)));
        live = live.filter((one) => !gone.has(one));
        check(db, memory, live);
      }
    }),
    {
      numRuns: 120,
      examples: [
        [whoeverItWasToldFrom],
        [longerThanWasTold],
        [saidElsewhere('person')],
        [saidElsewhere('organisation')],
      ],
    },
  );
}, 120_000);

test('a grant goes with its addresses through a merge and a split, and chooses nobody new', () => {
  const db = mailbox();
  const [a, d] = [personOf(db, 'a@x.com').id, personOf(db, 'd@y.com').id];
  grant(db, { kind: 'person', person: a }, { kind: 'firm' }, 'person', '2026-08-01');
  const memory: Memory = { grants: [], privately: new Set(), unshared: new Set(), elsewhere: new Set(), erased: new Set(), objected: new Set(), day: 0 };
  const told = () => payloadOf(db, memory).flatMap(({ about }) => (about.kind === 'person' ? [about.email] : []));
  mergePeople(db, a, d, start);
  workOut(db);
  expect(told()).toEqual(['a@x.com']);
  grant(db, { kind: 'person', person: personOf(db, 'a@x.com').id }, { kind: 'firm' }, 'person', '2026-08-01');
  expect(told()).toEqual(['a@x.com', 'd@y.com']);
  splitPerson(db, personOf(db, 'a@x.com').id, 'd@y.com', start);
  workOut(db);
  expect(told()).toEqual(['a@x.com', 'd@y.com']);
}); // prettier-ignore
