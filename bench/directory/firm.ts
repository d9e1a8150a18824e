/** A large firm in a directory's tables: made by the database, because only how many rows there are matters. */
import { sealingKeyOf, signingKeyOf } from '../../core/exchange/keys.ts';
import type { SigningKey } from '../../core/exchange/keys.ts';
import type { Database } from '../../directory/database.ts';
import type { TestFirm } from '../../test/builders/exchange-firm.ts';
import { toText } from '../../core/exchange/encoding.ts';

export interface BenchMember {
  readonly member: string;
  readonly signing: SigningKey;
}

/** Members who can sign, put where the directory looks them up. */
export async function addMembers(db: Database, firm: TestFirm, count: number): Promise<BenchMember[]> {
  const members = Array.from({ length: count }, () => ({
    member: toText(firm.randomBytes(16)),
    signing: signingKeyOf(firm.randomBytes(32)),
    sealing: sealingKeyOf(firm.randomBytes(32)).fingerprint,
  }));
  await db.rows(
    `INSERT INTO device (firm, device, member, role, signing_key, sealing, version, record)
     SELECT $1, device, member, 'member', key, sealing, 1, '{"body":{"audiences":[]}}'
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS row (device, member, key, sealing)`,
    [
      firm.firm,
      members.map(({ signing }) => signing.fingerprint),
      members.map(({ member }) => member),
      members.map(({ signing }) => signing.publicKey),
      members.map(({ sealing }) => sealing),
    ],
  );
  await db.rows(
    'INSERT INTO audience_member (firm, member, audience) SELECT $1, unnest($2::text[]), unnest($3::text[])',
    [firm.firm, members.map(({ member }) => member), members.map(() => firm.everyone.audience)],
  );
  return members;
}

const chunk = 20_000;
// A thousand bytes, as a sealed entry has: 62 times 16, and 8.
const sealed = `decode(repeat(md5(n::text), 62) || '0011223344556677', 'hex') AS sealed`;

/** Fills the firm up from so many entries to so many, five to a lookup key (`keyOf` of the load says which). */
export async function addEntries(
  db: Database,
  firm: string,
  audience: string,
  members: readonly { readonly member: string }[],
  from: number,
  to: number,
): Promise<void> {
  const owners = members.map(({ member }) => member);
  await db.rows('INSERT INTO owner (firm, member, version) SELECT $1, unnest($2::text[]), 1 ON CONFLICT DO NOTHING', [
    firm,
    owners,
  ]);
  for (let start = from; start < to; start += chunk) {
    const values = [firm, audience, owners, start, Math.min(start + chunk, to) - 1, owners.length];
    const rows = `SELECT n, ($3::text[])[1 + n % $6] AS owner, decode(md5((n / 5)::text) || md5((n / 5 + 1)::text), 'hex') AS lookup, ${sealed}
      FROM generate_series($4::integer, $5::integer) AS n`;
    await db.rows(
      `INSERT INTO entry (firm, owner, id, audience, epoch, lookup, version, expires, sealed, guard_epoch, guard_salt, guard_tags)
       SELECT $1, owner, lpad(n::text, 22, '0'), $2, 1, lookup, 1, 99999, sealed, 1, decode(md5(n::text), 'hex'), decode(repeat(md5('t' || n::text), 4), 'hex')
       FROM (${rows}) AS row`,
      values,
    );
    await db.rows(
      `INSERT INTO answer (firm, audience, viewer, lookup, expires, owner, id, rank)
       SELECT $1, $2, '', lookup, 99999, owner, lpad(n::text, 22, '0'), 1 FROM (${rows}) AS row`,
      values,
    );
  }
}

/** Brings a database to where it is when it has had time: what was loaded is written down, looked through and counted. */
export async function settle(db: Database): Promise<void> {
  await db.script('VACUUM (ANALYZE)');
  await db.script('CHECKPOINT');
}
