/** The record of acts, as it is kept. */
import { actHash } from '../core/exchange/acts.ts';
import type { Act } from '../core/exchange/acts.ts';
import type { Sql } from './database.ts';

/** Writes one act down; the caller holds the firm's row, so that numbers have no gap. */
export async function recordAct(
  sql: Sql,
  firm: string,
  act: Pick<Act, 'day' | 'protection' | 'kind' | 'by' | 'note'> &
    Partial<Pick<Act, 'with' | 'inside' | 'from' | 'member' | 'until'>>,
): Promise<void> {
  const [last] = await sql.rows<{ record: string }>(
    'SELECT record FROM act WHERE firm = $1 ORDER BY number DESC LIMIT 1',
    [firm],
  );
  const before = last === undefined ? null : (JSON.parse(last.record) as Act);
  const line = {
    with: null,
    inside: [],
    from: null,
    member: null,
    until: null,
    ...act,
    number: (before?.number ?? 0) + 1,
  };
  const hash = actHash(line, before?.hash ?? '');
  await sql.rows('INSERT INTO act (firm, number, record, protection, day) VALUES ($1, $2, $3, $4, $5)', [
    firm,
    line.number,
    JSON.stringify({ ...line, hash }),
    act.protection,
    act.day,
  ]);
}

/** All of it, with the hashes lines had when they were written. */
export async function allActs(sql: Sql, firm: string): Promise<Act[]> {
  const rows = await sql.rows<{ record: string }>('SELECT record FROM act WHERE firm = $1 ORDER BY number', [firm]);
  return rows.map(({ record }) => JSON.parse(record) as Act);
}
