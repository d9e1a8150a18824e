/** What the user allows to be shared, as it is kept. */
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Audience, Disclosure, Granted } from '../contract/sharing.ts';
import { audienceSchema } from '../contract/sharing.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { addressesOf } from '../identity/acts.ts';
import type { Choices, Grant } from './payload.ts';
import type { Ids } from './prepare.ts';

type Done = Result<Record<string, never>>;

interface Row {
  readonly address_id: number | null;
  readonly domain: string | null;
  readonly audience: string;
  readonly disclosure: Disclosure;
  readonly until: string;
}

/** Everything the user has said about sharing; of organisations also what they said on another computer, where it is known. */
export function readChoices(db: Reader, isUnsharedElsewhere: (domain: string) => boolean = () => false): Choices {
  const rows = statement(db, 'SELECT * FROM sharing_grant ORDER BY rowid').all() as Row[];
  const domains = statement(db, 'SELECT domain FROM unshared_organisation').pluck().all() as string[];
  const own = new Set(domains);
  return { grants: rows.map(grantOf), unshared: { has: (domain) => own.has(domain) || isUnsharedElsewhere(domain) } };
}

/** Allows it until a day, YYYY-MM-DD; what was allowed to the same audience before is replaced. Failure: not_found. */
export function grant(db: Writer, what: Granted, audience: Audience, disclosure: Disclosure, until: string): Done {
  const rows = rowsFor(db, what);
  if (!rows.ok) return rows;
  const key = storedAudience(audience);
  db.transaction(() => {
    for (const [address, domain] of rows.value) {
      forget(db, address, domain, key);
      statement(db, 'INSERT INTO sharing_grant VALUES (?, ?, ?, ?, ?)').run(address, domain, key, disclosure, until);
    }
  })();
  return success({});
}

/** No longer allowed: to this audience, or to any. Failure: not_found. */
export function revoke(db: Writer, what: Granted, audience?: Audience): Done {
  const rows = rowsFor(db, what);
  if (!rows.ok) return rows;
  const key = audience === undefined ? null : storedAudience(audience);
  db.transaction(() => rows.value.forEach(([address, domain]) => forget(db, address, domain, key)))();
  return success({});
}

export function revokeAll(db: Writer): void {
  statement(db, 'DELETE FROM sharing_grant').run();
}

/** Every grant that still stands, until another day. `today` is YYYY-MM-DD. */
export function renewGrants(db: Writer, today: string, until: string): void {
  statement(db, 'UPDATE sharing_grant SET until = max(until, ?) WHERE until >= ?').run(until, today);
}

/** Nothing of this organisation is ever shared, or again it may be. Failure: not_found. */
export function keepUnshared(db: Writer, organisation: number, keep: boolean): Done {
  const domain = domainOf(db, organisation);
  if (domain === undefined) return noSuchOrganisation;
  const act = keep
    ? 'INSERT INTO unshared_organisation VALUES (?) ON CONFLICT DO NOTHING'
    : 'DELETE FROM unshared_organisation WHERE domain = ?';
  statement(db, act).run(domain);
  return success({});
}

type Key = readonly [address: number | null, domain: string | null];

function rowsFor(db: Reader, what: Granted): Result<readonly Key[]> {
  switch (what.kind) {
    case 'person': {
      const addresses = addressesOf(db, what.person);
      if (addresses.length === 0) return failure('not_found', 'There is no such person.');
      return success(addresses.map((address): Key => [address, null]));
    }
    case 'organisation': {
      const domain = domainOf(db, what.organisation);
      return domain === undefined ? noSuchOrganisation : success([[null, domain]]);
    }
    default:
      return success([[null, null]]);
  }
}

function forget(db: Writer, address: number | null, domain: string | null, audience: string | null): void {
  statement(
    db,
    'DELETE FROM sharing_grant WHERE address_id IS ? AND domain IS ? AND (audience = ? OR ? IS NULL)',
  ).run(address, domain, audience, audience);
} // prettier-ignore

function grantOf({ address_id, domain, audience, disclosure, until }: Row): Grant {
  const what: Grant['what'] =
    address_id !== null
      ? { kind: 'person', address: address_id }
      : domain !== null
        ? { kind: 'organisation', domain }
        : { kind: 'rule' };
  return { what, audience: audienceSchema.parse(JSON.parse(audience)), disclosure, until };
}

/** One text for one audience, so that it is found again. */
export function storedAudience(audience: Audience): string {
  if (audience.kind !== 'colleagues') return JSON.stringify(audience);
  return JSON.stringify({ kind: 'colleagues', members: [...new Set(audience.members)].sort() });
}

export function domainOf(db: Reader, organisation: number): string | undefined {
  return statement(db, 'SELECT domain FROM organisation WHERE id = ?').pluck().get(organisation) as string | undefined;
}

const noSuchOrganisation = failure('not_found', 'There is no such organisation.');

/** Whom and what this computer knows by these now. */
export function idsIn(db: Reader): Ids {
  return {
    person: (address) =>
      (statement(db, 'SELECT person_id FROM address WHERE id = ?').pluck().get(address) as number | undefined) ?? null,
    organisation: (domain) =>
      (statement(db, 'SELECT id FROM organisation WHERE domain = ?').pluck().get(domain) as number | undefined) ?? null,
  };
}
