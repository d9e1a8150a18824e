/** Which devices hold the keys of which audiences, and what follows where one holds them no more. */
import type { Sql } from './database.ts';

/** Of device d and audience a: an audience's members hold its keys, and of a practice also administrators, who invite into it and give it new keys. */
export const isHolder = `(EXISTS (SELECT 1 FROM audience_member m WHERE m.firm = d.firm AND m.member = d.member AND m.audience = a.audience)
  OR (a.type = 'practice' AND d.role = 'administrator'))`;

/** The audiences whose keys any of these devices holds. */
export async function heldBy(sql: Sql, firm: string, devices: readonly string[]): Promise<string[]> {
  const rows = await sql.rows<{ audience: string }>(
    `SELECT DISTINCT a.audience FROM audience a JOIN device d ON d.firm = a.firm
     WHERE a.firm = $1 AND d.device = ANY($2::text[]) AND ${isHolder}`,
    [firm, devices],
  );
  return rows.map(({ audience }) => audience);
}

/** The newest epoch of each of these wants another. */
export async function markDue(sql: Sql, firm: string, audiences: readonly string[]): Promise<void> {
  await sql.rows('UPDATE audience SET due = true WHERE firm = $1 AND audience = ANY($2::text[])', [firm, audiences]);
}
