/** Acts of members that were done, for two days: the same act sent again is not done again, whatever has become of it since. */
import { canonicalBytes, toText } from '../core/exchange/encoding.ts';
import type { Canonical } from '../core/exchange/encoding.ts';
import { sha256 } from '../core/exchange/keys.ts';
import type { DeviceCaller } from './answering.ts';
import type { Sql } from './database.ts';

type Act = { readonly idempotency: string } & Readonly<Record<string, Canonical>>;

/** Null where no act of this name was done; `isSame` says whether it was this one, and `version` what came of it. */
export async function doneBefore(
  sql: Sql,
  { firm, member }: DeviceCaller,
  act: Act,
): Promise<{ readonly isSame: boolean; readonly version: number } | null> {
  const [done] = await sql.rows<{ digest: string; version: number }>(
    'SELECT digest, version FROM done WHERE firm = $1 AND member = $2 AND idempotency = $3',
    [firm, member, act.idempotency],
  );
  return done === undefined ? null : { isSame: done.digest === digestOf(act), version: done.version };
}

export async function rememberDone(
  sql: Sql,
  { firm, member }: DeviceCaller,
  act: Act,
  version: number,
  today: number,
): Promise<void> {
  await sql.rows(
    'INSERT INTO done (firm, member, idempotency, digest, version, day) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
    [firm, member, act.idempotency, digestOf(act), version, today],
  );
}

function digestOf(act: Act): string {
  return toText(sha256(canonicalBytes(act)));
}
