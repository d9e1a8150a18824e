/**
 * The audit of lost pursuits on a real mailbox, against a recomputation that only ever sees what was sent before the date: who was warm
 * then, and where everybody worked.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import { auditDays } from '../../core/contract/opportunities.ts';
import type { Writer } from '../../core/db/database.ts';
import { loadEvidence } from '../../core/db/evidence.ts';
import type { Evidence } from '../../core/db/evidence.ts';
import { databaseKey, databaseName } from '../../core/db/keys.ts';
import { openDatabase } from '../../core/db/open.ts';
import { openEngine } from '../../core/engine.ts';
import { organisationDomain } from '../../core/identity/email-parts.ts';
import { loadEmployers } from '../../core/identity/employers.ts';
import type { Employers } from '../../core/identity/employers.ts';
import { passOf } from '../../core/graph/reach.ts';
import { loadPeople } from '../../core/identity/people.ts';
import type { People } from '../../core/identity/people.ts';
import { messageFlag } from '../../core/ingest/flags.ts';
import { viaAddresses, withRealSenders } from '../../core/identity/rewritten-senders.ts';
import { auditDeals } from '../../core/opportunities/audit.ts';
import type { FoundPath, Look } from '../../core/opportunities/audit.ts';
import { calibrateUser, outcomesOf } from '../../core/strength/calibration.ts';
import { interactionKind, interactionsByPerson } from '../../core/strength/interactions.ts';
import type { Interactions } from '../../core/strength/interactions.ts';
import { tieOf } from '../../core/strength/ties.ts';
import { migrationsFolder } from '../builders/database.ts';
import { engineDeps } from '../builders/engine.ts';
import { model } from '../builders/interactions.ts';
import { corpora, scratchFolder, withoutCorpora } from './unpack.ts';

const unlock = { kind: 'passphrase', passphrase: 'a passphrase of some length' } as const;
const day = 86_400;

describe.skipIf(withoutCorpora)('the audit of lost pursuits', () => {
  let db: Writer;
  let full: Loaded;
  let employers: Employers;
  /** Domains of organisations where at least two people worked at some time. */
  let places: string[];
  /** Of them those somebody has left or come to. */
  let changed: Set<string>;
  let span: { from: number; to: number };

  beforeAll(async () => {
    const folder = scratchFolder();
    const opened = valueOf(await openEngine(engineDeps(folder, Date.now), unlock));
    const mbox = join(corpora as string, 'mbox/linux-hwmon-ego.mbox.zst');
    await opened.importPaths([mbox], { me: ['linux@roeck-us.net', 'guenter@roeck-us.net'] });
    await opened.close();
    const key = valueOf(await databaseKey(folder, unlock, randomBytes));
    const file = join(folder, databaseName);
    db = valueOf(openDatabase({ file, key, migrationsFolder }));
    full = load(db);
    employers = loadEmployers(db, full.evidence, full.people);
    const ever = new Map<string, Set<number>>();
    for (const { person, domain } of full.addresses) ever.set(domain, (ever.get(domain) ?? new Set()).add(person));
    places = [...ever].flatMap(([domain, there]) => (there.size > 1 ? [domain] : []));
    changed = new Set(places.filter((domain) => [...(ever.get(domain) ?? [])].some((one) => employers.hasMoved(one))));
    span = db.prepare('SELECT min(sent_at) AS "from", max(sent_at) AS "to" FROM message').get() as typeof span;
  });

  test('every figure is that of a mailbox that ends at the date', () => {
    let [withTie, withPath, through, good, used, ofChanged] = [0, 0, 0, 0, 0, 0];
    const deal = fc.record({
      place: fc.nat().map((n) => places[n % places.length] as string),
      decidedAt: fc
        .nat()
        .map((n) => (Math.floor(span.from / day) + 100 + (n % Math.ceil((span.to - span.from) / day))) * day),
    });
    fc.assert(
      fc.property(deal, ({ place, decidedAt }) => {
        const [looks] = auditDeals([{ thereAt: (at) => employers.at(place, at), decidedAt }], {
          ...full,
          rows: full.everybodysRows,
          isColleague: employers.isColleague,
          modelAt: (at) => modelOf(full.rows, at),
        });
        const expected = auditDays.map((daysBefore) => bruteForce(db, place, decidedAt, daysBefore));
        expect(looks).toEqual(expected);
        for (const { tie, path } of looks ?? []) {
          if (tie !== null) withTie++;
          if (tie !== null && changed.has(place)) ofChanged++;
          if (path !== null) withPath++;
          if (path?.people.length === 2) through++;
          if (path?.good === true) good++;
          if (path?.used === true) used++;
        }
      }),
      { numRuns: 40, seed: 8 },
    );
    // Cases of all kinds were among them.
    expect(Math.min(withTie, withPath, through, good, used, ofChanged)).toBeGreaterThan(0);
  });
});

interface Loaded {
  readonly evidence: Evidence;
  readonly people: People;
  readonly rows: Interactions;
  /** Also of colleagues. */
  readonly everybodysRows: Interactions;
  /** Those of humans at an organisation. */
  readonly addresses: readonly { readonly id: number; readonly person: number; readonly domain: string }[];
  readonly ownDomains: ReadonlySet<string>;
}

function load(db: Writer): Loaded {
  const evidence = withRealSenders(loadEvidence(db), viaAddresses(db));
  const people = loadPeople(db, evidence.addressLimit);
  const all = (db.prepare('SELECT id, email FROM address').all() as { id: number; email: string }[]).flatMap(
    ({ id, email }) => {
      const domain = organisationDomain(email);
      return domain === null ? [] : [{ id, domain, person: people.personOf[id] as number }];
    },
  );
  return {
    evidence,
    people,
    rows: interactionsByPerson(evidence, people),
    everybodysRows: interactionsByPerson(evidence, { ...people, colleague: new Uint8Array(people.personLimit) }),
    addresses: all.filter(({ id, person }) => people.own[id] === 0 && people.human[person] === 1),
    ownDomains: new Set(all.flatMap(({ id, domain }) => (people.own[id] === 1 ? [domain] : []))),
  };
}

/** By person the domain they worked at, by what is left of the mailbox: the last they wrote from, else the one most was sent to. */
function employersIn({ evidence, addresses }: Loaded): Map<number, string> {
  const wrote = new Map<number, number>();
  const got = new Map<number, number>();
  for (let i = 0; i < evidence.messages; i++) {
    for (let p = evidence.partyStart[i] as number; p < (evidence.partyStart[i + 1] as number); p++) {
      const [address, role] = [evidence.partyAddress[p] as number, evidence.partyRole[p] as number];
      if (role === 0) wrote.set(address, Math.max(wrote.get(address) ?? 0, evidence.sentAt[i] as number));
      else if (role <= 3) got.set(address, (got.get(address) ?? 0) + 1);
    }
  }
  const order = addresses.toSorted(
    (a, b) =>
      (wrote.get(b.id) ?? 0) - (wrote.get(a.id) ?? 0) || (got.get(b.id) ?? 0) - (got.get(a.id) ?? 0) || a.id - b.id,
  );
  return new Map(order.toReversed().map(({ person, domain }) => [person, domain]));
}

function modelOf(rows: Interactions, at: number) {
  const date = new Date(at * 1000);
  const quarter = Date.UTC(date.getUTCFullYear(), 3 * Math.floor(date.getUTCMonth() / 3), 1) / 1000;
  return calibrateUser(model, outcomesOf(rows, quarter)).model;
}

/** Everything sent from then on is deleted before anything is looked at, and put back afterwards. */
function truncatedAt<T>(db: Writer, at: number, look: (left: Loaded) => T): T {
  db.exec('BEGIN');
  try {
    for (const table of ['message_party', 'message_copy'])
      db.prepare(`DELETE FROM ${table} WHERE message_id IN (SELECT id FROM message WHERE sent_at >= ?)`).run(at);
    db.prepare('DELETE FROM message WHERE sent_at >= ?').run(at);
    return look(load(db));
  } finally {
    db.exec('ROLLBACK');
  }
}

function bruteForce(db: Writer, place: string, decidedAt: number, daysBefore: Look['daysBefore']): Look {
  const asOf = decidedAt - daysBefore * day;
  const then = truncatedAt(db, asOf, (left) => {
    const { evidence, people, everybodysRows: rows, ownDomains } = left;
    const fitted = modelOf(left.rows, asOf);
    const employer = employersIn(left);
    const isColleague = (person: number): boolean => ownDomains.has(employer.get(person) ?? '');
    const standing = (person: number) => {
      const tie = tieOf(rows, person, fitted, asOf);
      const isAlive = tie !== null && tie.band !== 'none' && tie.band !== 'unknown';
      return {
        band: tie?.band ?? ('unknown' as const),
        last: tie?.lastInteraction ?? null,
        chance: isAlive ? (tie.probability ?? 0) : 0,
        full: tie?.probability ?? 0,
      };
    };
    const isWarm = (person: number): boolean => ['strong', 'moderate'].includes(standing(person).band);
    const there = [...employer].flatMap(([person, domain]) => (domain === place && people.ranked[person] === 1 ? [person] : [])); // prettier-ignore
    const paths: Omit<FoundPath, 'used'>[] = [];
    for (const person of there)
      if (standing(person).chance >= 0.02)
        paths.push({ people: [person], chance: standing(person).chance, good: isWarm(person) });
    for (const target of there) {
      for (const [other, weight] of together(evidence, people, target, asOf)) {
        if (people.ranked[other] !== 1 || isColleague(other)) continue;
        const [theirs, own] = [standing(other).chance, standing(target).chance];
        const chance = theirs * passOf(weight);
        if (chance >= 0.02 && own < theirs)
          paths.push({ people: [other, target], chance, good: isWarm(other) && weight >= 4 });
      }
    }
    paths.sort((a, b) => Number(b.good) - Number(a.good) || b.chance - a.chance || a.people[0] - b.people[0] || (a.people[1] ?? 0) - (b.people[1] ?? 0)); // prettier-ignore
    const bands = ['strong', 'moderate', 'weak', 'none'];
    const [strongest] = there
      .filter((person) => standing(person).band !== 'unknown')
      .map((person) => ({ person, ...standing(person) }))
      .sort((a, b) => bands.indexOf(a.band) - bands.indexOf(b.band) || b.full - a.full || a.person - b.person);
    return { path: paths[0], strongest };
  });
  const { path, strongest } = then;
  const used =
    path !== undefined &&
    truncatedAt(db, decidedAt, ({ everybodysRows }) => wasUsed(everybodysRows, path.people, decidedAt));
  return {
    daysBefore,
    asOf,
    tie: strongest === undefined ? null : { person: strongest.person, band: strongest.band, last: strongest.last },
    path: path === undefined ? null : { ...path, used },
  };
}

/** By person: how much they were seen with `target`, message by message (docs of core/graph/acquaintances.ts). */
function together(evidence: Evidence, people: People, target: number, asOf: number): Map<number, number> {
  const order = Array.from({ length: evidence.messages }, (_, i) => i).sort(
    (x, y) => (evidence.sentAt[y] as number) - (evidence.sentAt[x] as number),
  );
  const left = new Map<string, number>();
  const weight = new Map<number, number>();
  for (const i of order) {
    if (((evidence.flags[i] as number) & messageFlag.auto) !== 0 || (evidence.sentAt[i] as number) >= asOf) continue;
    const present = partiesOf(evidence, people, i).filter((person) => person > 0);
    if (!present.includes(target) || present.length < 2 || present.length > 6) continue;
    const thread = (evidence.threadRef[i] as number) || (evidence.messageRef[i] as number) || `message ${String(i)}`;
    const decay = 2 ** (((evidence.sentAt[i] as number) - Math.ceil(asOf / day) * day) / (365 * day));
    for (const other of present) {
      if (other === target) continue;
      const key = `${String(thread)} ${String(other)}`;
      const gain = Math.min(1 / (present.length - 1), left.get(key) ?? 3);
      left.set(key, (left.get(key) ?? 3) - gain);
      weight.set(other, (weight.get(other) ?? 0) + gain * decay);
    }
  }
  return new Map([...weight].map(([other, sum]) => [other, Math.round(sum * 1e6) / 1e6]));
}

function partiesOf(evidence: Evidence, people: People, i: number): number[] {
  const found = new Set<number>();
  for (let p = evidence.partyStart[i] as number; p < (evidence.partyStart[i + 1] as number); p++) {
    const address = evidence.partyAddress[p] as number;
    const person = people.personOf[address] as number;
    if ((evidence.partyRole[p] as number) <= 2 && people.own[address] !== 1 && people.human[person] === 1)
      found.add(person);
  }
  return [...found];
}

/** Of the last 90 days of this mailbox: a word to whom a direct path leads to, or a thread with both people of the other kind. */
function wasUsed(rows: Interactions, path: readonly number[], decidedAt: number): boolean {
  const late = (person: number) =>
    Array.from(rows.at.keys())
      .slice(rows.start[person], rows.start[person + 1])
      .filter((row) => (rows.at[row] as number) >= decidedAt - 90 * day && rows.automatic[row] === 0);
  const [first, target] = path as [number, number?];
  if (target === undefined) return late(first).some((row) => rows.kind[row] === interactionKind.sent);
  return late(first).some((one) =>
    late(target)
      .filter((row) => rows.kind[row] !== interactionKind.seen)
      .some(
        (other) =>
          (rows.series[one] !== 0 && rows.series[one] === rows.series[other]) ||
          (rows.series[one] === 0 && rows.series[other] === 0 && rows.at[one] === rows.at[other]),
      ),
  );
}
