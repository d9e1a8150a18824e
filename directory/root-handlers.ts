/** The root key: handed from one administrator to another, sealed, and replaced when one who knew it has left. */
import type { SignedAudience } from '../core/exchange/audiences.ts';
import { canonicalText } from '../core/exchange/encoding.ts';
import type { Canonical } from '../core/exchange/encoding.ts';
import { fingerprintOf, isValueSignedBy } from '../core/exchange/keys.ts';
import { checkFirm, checkMember, checkQuiet } from '../core/exchange/members.ts';
import type { SignedFirm } from '../core/exchange/members.ts';
import type { BodyOf } from '../core/exchange/routes.ts';
import { isSuccession } from '../core/exchange/succession.ts';
import type { SignedSuccession } from '../core/exchange/succession.ts';
import { answer, refuse } from './answering.ts';
import type { Handlers } from './answering.ts';
import type { Sql } from './database.ts';
import { firmOf } from './people-handlers.ts';

export const rootHandlers: Pick<Handlers, 'rootFor' | 'rootOf' | 'replaceRoot'> = {
  rootFor: ({ db }, { firm, root }, { device, wrapped }) =>
    db.transaction(async (sql) => {
      // What is handed over is the root key there is: another may have followed while this was on its way.
      if ((await firmOf(sql, firm, 'FOR UPDATE'))?.root !== root) return refuse('malformed');
      return (await handTo(sql, firm, [{ device, wrapped }])) === 0 ? refuse('not_found') : answer({});
    }),

  async rootOf({ db }, { firm, device }) {
    const [row] = await db.rows<{ root_for: string | null }>(
      'SELECT root_for FROM device WHERE firm = $1 AND device = $2',
      [firm, device],
    );
    return answer({ wrapped: row?.root_for ?? null });
  },

  /** All that was signed by the root key before is there, as it was, signed by the new one; or nothing changes. */
  replaceRoot: ({ db }, { firm, root }, body) =>
    db.transaction(async (sql) => {
      const own = await firmOf(sql, firm, 'FOR UPDATE');
      const { to } = body.succession.body;
      if (own?.root !== root || !isSuccession(firm, root, to, body.succession)) return refuse('malformed');
      const before = (JSON.parse(own.record) as SignedFirm).body;
      const record = checkFirm(to, firm, body.firm);
      if (!record.ok || !isSame(record.value, { ...before, version: own.version + 1 })) return refuse('conflict');
      const records = await signedAnew(sql, firm, root, body);
      if (records === null) return refuse('conflict');

      const successions = [...(JSON.parse(own.successions) as SignedSuccession[]), body.succession];
      await sql.rows('UPDATE firm SET root = $2, successions = $3, record = $4, version = $5 WHERE firm = $1', [
        firm,
        to,
        JSON.stringify(successions),
        JSON.stringify(body.firm),
        record.value.version,
      ]);
      for (const { table, pairs } of records)
        await sql.rows(
          `UPDATE ${table} SET record = row.after FROM unnest($2::text[], $3::text[]) AS row (before, after)
           WHERE ${table}.firm = $1 AND ${table}.record = row.before`,
          [firm, pairs.map(([was]) => was), pairs.map(([, is]) => is)],
        );
      await sql.rows('UPDATE device SET root_for = NULL WHERE firm = $1', [firm]);
      await handTo(sql, firm, body.handed);
      const invitations = await sql.rows('DELETE FROM invitation WHERE firm = $1 RETURNING hash', [firm]);
      return answer({ invitations: invitations.length });
    }),
};

/** Hands the root key, sealed, to devices of administrators; answers with how many there are. */
async function handTo(sql: Sql, firm: string, handed: BodyOf<'replaceRoot'>['handed']): Promise<number> {
  const done = await sql.rows(
    `UPDATE device SET root_for = row.wrapped FROM unnest($2::text[], $3::text[]) AS row (device, wrapped)
     WHERE device.firm = $1 AND device.device = row.device AND device.role = 'administrator' RETURNING device.device`,
    [firm, handed.map(({ device }) => device), handed.map(({ wrapped }) => wrapped)],
  );
  return done.length;
}

interface Records {
  readonly table: 'device' | 'quiet' | 'audience';
  /** As they are kept, and as the new root key has signed them. */
  readonly pairs: readonly (readonly [was: string, is: string])[];
}

/** Null where one is missing, says something else, was never there, or is not signed by the new key alone. */
async function signedAnew(
  sql: Sql,
  firm: string,
  root: string,
  { succession, members, quiet, audiences }: BodyOf<'replaceRoot'>,
): Promise<Records[] | null> {
  const { to } = succession.body;
  const isGood =
    members.every((each) => each.delegation === null && checkMember(to, firm, each).ok) &&
    quiet.every((each) => each.delegation === null && checkQuiet(to, firm, each).ok) &&
    audiences.every(
      ({ body, by, signature }) => by === fingerprintOf(to) && isValueSignedBy(to, 'audience', body, signature),
    );
  if (!isGood) return null;
  const all = async (table: 'device' | 'quiet') =>
    (await sql.rows<{ record: string }>(`SELECT record FROM ${table} WHERE firm = $1`, [firm])).map(({ record }) => ({
      record,
      isNeeded: true,
    }));
  const records = [
    paired('device', await all('device'), members),
    paired('quiet', await all('quiet'), quiet),
    paired('audience', await audiencesSignedBy(sql, firm, fingerprintOf(root)), audiences),
  ];
  return records.every((each) => each !== null) ? records : null;
}

/** Those a root key has signed; the newest epoch of each is needed, what is over may stay unsigned until it goes. */
async function audiencesSignedBy(sql: Sql, firm: string, root: string) {
  const rows = await sql.rows<{ record: string; isNeeded: boolean }>(
    `SELECT a.record, NOT EXISTS (SELECT 1 FROM audience later
       WHERE later.firm = a.firm AND later.audience = a.audience AND later.epoch > a.epoch) AS "isNeeded"
     FROM audience a WHERE a.firm = $1`,
    [firm],
  );
  return rows.filter(({ record }) => (JSON.parse(record) as SignedAudience).by === root);
}

function paired(
  table: Records['table'],
  kept: readonly { readonly record: string; readonly isNeeded: boolean }[],
  given: readonly { readonly body: Canonical }[],
): Records | null {
  const signed = new Map(given.map((each) => [canonicalText(each.body), JSON.stringify(each)]));
  const pairs: (readonly [string, string])[] = [];
  for (const { record, isNeeded } of kept) {
    const is = signed.get(canonicalText((JSON.parse(record) as { readonly body: Canonical }).body));
    if (is !== undefined) pairs.push([record, is]);
    else if (isNeeded) return null;
  }
  return pairs.length === given.length ? { table, pairs } : null;
}

function isSame(one: Canonical, other: Canonical): boolean {
  return canonicalText(one) === canonicalText(other);
}
