/** Who left: everything of theirs goes, in the transaction of the caller, and the audiences whose keys they held want a new one. */
import type { Sql } from './database.ts';
import { heldBy, markDue } from './holders.ts';
import { deletePolls } from './poll-handlers.ts';

/** Members: devices, quiet keys, entries, asks, offers, polls, exclusions, wrapped keys, invitations, the clients they answered for. */
export async function removeMembers(sql: Sql, firm: string, members: readonly string[]): Promise<void> {
  if (members.length === 0) return;
  const devices = await sql.rows<{ device: string }>(
    'SELECT device FROM device WHERE firm = $1 AND member = ANY($2::text[]) ORDER BY device',
    [firm, members],
  );
  await removeDevices(
    sql,
    firm,
    devices.map(({ device }) => device),
  );
  for (const [table, column] of ofMembers)
    await sql.rows(`DELETE FROM ${table} WHERE firm = $1 AND ${column} = ANY($2::text[])`, [firm, members]);
  // A viewer who left sees nothing more, also where they were let inside a barrier.
  await sql.rows('DELETE FROM answer WHERE firm = $1 AND viewer = ANY($2::text[])', [firm, members]);
  await sql.rows('DELETE FROM ask_answer WHERE firm = $1 AND viewer = ANY($2::text[])', [firm, members]);
  await deletePolls(sql, firm, members, null);
  await removeClientsOf(sql, firm, members);
}

const ofMembers = [
  ['answer', 'owner'],
  ['hit', 'owner'],
  ['entry', 'owner'],
  ['owner', 'member'],
  ['done', 'member'],
  ['ask_answer', 'owner'],
  ['ask', 'owner'],
  ['offer', 'owner'],
  ['poll_contributor', 'member'],
  ['invitation', 'member'],
  ['profile', 'member'],
  ['audience_member', 'member'],
  ['protection_inside', 'member'],
  ['proposal', 'by_member'],
] as const;

/** Devices alone, of members who stay: the rest of what is theirs stays. */
export async function removeDevices(sql: Sql, firm: string, devices: readonly string[]): Promise<void> {
  if (devices.length === 0) return;
  await markDue(sql, firm, await heldBy(sql, firm, devices));
  for (const table of ['wrap', 'offer', 'exclusion'])
    await sql.rows(
      `DELETE FROM ${table} WHERE firm = $1 AND recipient IN (SELECT sealing FROM device WHERE firm = $1 AND device = ANY($2::text[]))`,
      [firm, devices],
    );
  for (const table of ['quiet', 'nonce', 'exclusion', 'device'])
    await sql.rows(`DELETE FROM ${table} WHERE firm = $1 AND device = ANY($2::text[])`, [firm, devices]);
}

async function removeClientsOf(sql: Sql, firm: string, members: readonly string[]): Promise<void> {
  const which = [firm, members];
  const closed = `SELECT closed FROM client WHERE firm = $1 AND partner = ANY($2::text[]) AND closed IS NOT NULL`;
  // A client that nobody answers for stays closed until compliance opens it or it gets another partner: only reductions act by themselves.
  await sql.rows(`DELETE FROM protection_inside WHERE firm = $1 AND protection IN (${closed})`, which);
  for (const table of ['answer', 'hit', 'entry'])
    await sql.rows(
      `DELETE FROM ${table} WHERE firm = $1 AND owner = 'clients' AND id IN (SELECT id FROM client WHERE firm = $1 AND partner = ANY($2::text[]))`,
      which,
    );
  await sql.rows('DELETE FROM client WHERE firm = $1 AND partner = ANY($2::text[])', which);
}
