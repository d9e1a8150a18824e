/** The record of what compliance did: each line carries the hash of the one before, so that none can be changed or taken out unseen. */
import type { Act } from '../core/exchange/bodies.ts';
import { canonicalBytes, toText } from '../core/exchange/encoding.ts';
import { sha256 } from '../core/exchange/keys.ts';
import type { Sql } from './database.ts';

/** Writes one act down; the caller holds the firm's row, so that numbers have no gap. */
export async function recordAct(
  sql: Sql,
  firm: string,
  act: Pick<Act, 'day' | 'protection' | 'kind' | 'by' | 'note'> & Partial<Pick<Act, 'with' | 'member' | 'until'>>,
): Promise<void> {
  const [last] = await sql.rows<{ record: string }>(
    'SELECT record FROM act WHERE firm = $1 ORDER BY number DESC LIMIT 1',
    [firm],
  );
  const before = last === undefined ? null : (JSON.parse(last.record) as Act);
  const line = { with: null, member: null, until: null, ...act, number: (before?.number ?? 0) + 1 };
  const hash = toText(sha256(canonicalBytes({ line, before: before?.hash ?? '' })));
  await sql.rows('INSERT INTO act (firm, number, record, protection, day) VALUES ($1, $2, $3, $4, $5)', [
    firm,
    line.number,
    JSON.stringify({ ...line, hash }),
    act.protection,
    act.day,
  ]);
}

/** The acts about one protection in a period of days, with the hashes they had when they were written. */
export async function actsAbout(
  sql: Sql,
  firm: string,
  protection: string,
  from: number,
  until: number,
): Promise<Act[]> {
  const rows = await sql.rows<{ record: string }>(
    'SELECT record FROM act WHERE firm = $1 AND protection = $2 AND day >= $3 AND day <= $4 ORDER BY number',
    [firm, protection, from, until],
  );
  return rows.map(({ record }) => JSON.parse(record) as Act);
}
