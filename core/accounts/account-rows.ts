/** Accounts and their folders as they are kept. */
import { z } from 'zod';
import { folderRoles, serverSchema } from '../contract/accounts.ts';
import type { FolderRole, Server } from '../contract/accounts.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import type { RemoteFolder } from '../remote/remote.ts';

export interface AccountRow {
  readonly id: number;
  readonly address: string;
  readonly server: Server;
  /** Agreed to beside the server's own. */
  readonly hosts: readonly string[];
  readonly secret: Buffer | null;
  readonly shared: boolean;
  readonly paused: boolean;
  readonly forgetDeleted: boolean;
  /** Unix seconds. */
  readonly syncedAt: number | null;
}

export interface FolderRow {
  readonly sourceId: number;
  readonly path: string;
  readonly name: string;
  readonly role: FolderRole;
  readonly note: string | null;
  readonly chosen: boolean;
  readonly position: string | null;
}

const truth = z.number().transform((value) => value === 1);
const fromJson = <T>(schema: z.ZodType<T>) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

const accountRow = z.object({
  id: z.number(),
  address: z.string(),
  server: fromJson(serverSchema),
  hosts: fromJson(z.array(z.string())),
  secret: z.instanceof(Buffer).nullable(),
  shared: truth,
  paused: truth,
  forgetDeleted: truth,
  syncedAt: z.number().nullable(),
});
const folderRow = z.object({
  sourceId: z.number(),
  path: z.string(),
  name: z.string(),
  role: z.enum(folderRoles),
  note: z.string().nullable(),
  chosen: truth,
  position: z.string().nullable(),
});

export function listAccounts(db: Reader): AccountRow[] {
  const rows = statement(
    db,
    `SELECT id, address, server, hosts, secret, shared, paused, forget_deleted AS forgetDeleted, synced_at AS syncedAt
     FROM account ORDER BY id`,
  ).all();
  return z.array(accountRow).parse(rows);
}

/** Null where the user has removed it. */
export function readAccount(db: Reader, id: number): AccountRow | null {
  return listAccounts(db).find((account) => account.id === id) ?? null;
}

/** The id of the new account, or null where there is one of that address on that server. */
export function insertAccount(
  db: Writer,
  account: Pick<AccountRow, 'address' | 'server' | 'hosts' | 'shared'>,
): number | null {
  const { address, server, hosts, shared } = account;
  const id = statement(
    db,
    `INSERT INTO account (address, server, hosts, shared, paused, forget_deleted) VALUES (?, ?, ?, ?, 0, 0)
     ON CONFLICT DO NOTHING RETURNING id`,
  )
    .pluck()
    .get(address, JSON.stringify(server), JSON.stringify(hosts), shared ? 1 : 0) as number | undefined;
  return id ?? null;
}

export function keepSecret(db: Writer, id: number, secret: Buffer): void {
  statement(db, 'UPDATE account SET secret = ? WHERE id = ?').run(secret, id);
}

export function agreeTo(db: Writer, id: number, hosts: readonly string[]): void {
  statement(db, 'UPDATE account SET hosts = ? WHERE id = ?').run(JSON.stringify([...new Set(hosts)]), id);
}

export function pauseAccount(db: Writer, id: number, paused: boolean): void {
  statement(db, 'UPDATE account SET paused = ? WHERE id = ?').run(paused ? 1 : 0, id);
}

/** Following deletions needs to know every message by its server's name, so that all is read once more. */
export function forgetDeleted(db: Writer, id: number, forget: boolean): void {
  db.transaction(() => {
    statement(db, 'UPDATE account SET forget_deleted = ? WHERE id = ?').run(forget ? 1 : 0, id);
    statement(db, 'DELETE FROM held WHERE source_id IN (SELECT source_id FROM folder WHERE account_id = ?)').run(id);
    if (forget) statement(db, 'UPDATE folder SET position = NULL WHERE account_id = ?').run(id);
  })();
}

/** `at` in Unix seconds. */
export function markSynced(db: Writer, id: number, at: number): void {
  statement(db, 'UPDATE account SET synced_at = ? WHERE id = ?').run(at, id);
}

export function listFolders(db: Reader, account: number): FolderRow[] {
  const rows = statement(
    db,
    `SELECT source_id AS sourceId, path, name, role, note, chosen, position FROM folder WHERE account_id = ? ORDER BY source_id`,
  ).all(account);
  return z.array(folderRow).parse(rows);
}

/** Each folder becomes a source of its own; those that were known keep what the user chose. `now` in Unix seconds. */
export function storeFolders(db: Writer, account: AccountRow, folders: readonly RemoteFolder[], now: number): void {
  db.transaction(() => {
    for (const { path, name, role, byDefault, note = null } of folders) {
      const known = statement(
        db,
        'UPDATE folder SET name = coalesce(?, name), role = coalesce(?, role), note = coalesce(?, note) WHERE account_id = ? AND path = ? RETURNING 1',
      ).get(name, role, note, account.id, path);
      if (known !== undefined) continue;
      const source = statement(
        db,
        `INSERT INTO source (kind, location, fingerprint, cursor, done, imported_at) VALUES (?, ?, '', 0, 1, ?) RETURNING id`,
      )
        .pluck()
        .get(account.server.kind, `account ${account.id} ${account.address}: ${path}`, now);
      statement(
        db,
        'INSERT INTO folder (source_id, account_id, path, name, role, note, chosen) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ).run(source, account.id, path, name ?? path, role ?? 'other', note, byDefault ? 1 : 0);
    }
  })();
}

/** Of the account's folders these sources are read from now on, and no others. */
export function chooseFolders(db: Writer, account: number, sources: readonly number[]): void {
  statement(db, 'UPDATE folder SET chosen = source_id IN (SELECT value FROM json_each(?)) WHERE account_id = ?').run(
    JSON.stringify(sources),
    account,
  );
}

/** The account is no more; its sources are the caller's. */
export function deleteAccount(db: Writer, id: number): void {
  db.transaction(() => {
    statement(db, 'DELETE FROM held WHERE source_id IN (SELECT source_id FROM folder WHERE account_id = ?)').run(id);
    statement(db, 'DELETE FROM folder WHERE account_id = ?').run(id);
    statement(db, 'DELETE FROM account WHERE id = ?').run(id);
  })();
}
