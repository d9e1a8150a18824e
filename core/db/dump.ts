/** The database as lines of text that two databases with the same content share, whatever ids they gave and whenever they were made. */
import type { Reader } from './database.ts';

// What a row is known by outside this database, by table. Every table with an id of its own or referred to needs one.
const naturalKeys = new Map([
  ['source', (id: string) => `(SELECT location FROM source WHERE id = ${id})`],
  ['organisation', (id) => `(SELECT domain FROM organisation WHERE id = ${id})`],
  ['person', (id) => `(SELECT group_concat(email, ' ' ORDER BY email) FROM address WHERE person_id = ${id})`],
  ['address', (id) => `(SELECT email FROM address WHERE id = ${id})`],
  ['message', (id) => `(SELECT key FROM message WHERE id = ${id})`],
  ['meeting', (id) => `(SELECT uid || ' ' || recurrence_id FROM meeting WHERE id = ${id})`],
  ['card', (id) => `(SELECT key FROM card WHERE id = ${id})`],
  ['account', (id) => `(SELECT address || ' ' || server FROM account WHERE id = ${id})`],
  ['connection', (id) => `(SELECT key FROM connection WHERE id = ${id})`],
  ['pursuit', (id) => `(SELECT name || ' ' || coalesce(crm_key, organisation, '') FROM pursuit WHERE id = ${id})`],
]);

// When it was done, not what; and what is sealed with chance.
const clockColumns = new Set([
  'source.imported_at', 'merge.decided_at', 'account.synced_at', 'account.secret', 'firm.synced_at', 'firm.secret', 'sharing_log.at', 'pursuit.added_at',
  'ask_made.asked_at', 'ask_offer.offered_at', 'poll_made.opened_at', 'firm_answer.asked_at', 'firm_answer.fetched_at',
]); // prettier-ignore
// How evidence came here, which differs from run to run.
const logTables = "'egress'";
// What decays with every second.
const decayedColumns = new Set(['tie.band', 'tie.probability', 'tie.closeness', 'tie.trend', 'acquaintance.weight']);

/**
 * All rows of all tables but the log of connections, sorted, as `table<TAB>JSON`: columns by name, ids replaced by natural keys (e-mail, message key, location, …),
 * blobs in hexadecimal; without clock columns. `decayed` false leaves out what depends on the moment standings were worked out, so that
 * runs at different times compare.
 */
export function canonicalDump(db: Reader, { decayed = true }: { readonly decayed?: boolean } = {}): string[] {
  const tables = db
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN (${logTables})`,
    )
    .pluck()
    .all() as string[];
  return tables.flatMap((table) => dumpTable(db, table, decayed)).sort();
}

function dumpTable(db: Reader, table: string, decayed: boolean): string[] {
  const targets = new Map(
    db.prepare(`SELECT "from", "table" FROM pragma_foreign_key_list(?)`).raw().all(table) as [string, string][],
  );
  const columns = (db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[]).filter(
    (name) => !clockColumns.has(`${table}.${name}`) && (decayed || !decayedColumns.has(`${table}.${name}`)),
  );
  const expressions = columns.map((name) => {
    const target = name === 'id' ? table : targets.get(name);
    if (target === undefined) return `t."${name}"`;
    const naturalKey = naturalKeys.get(target);
    if (!naturalKey) throw new Error(`the table ${target} has no natural key in the dump`);
    return naturalKey(`t."${name}"`);
  });
  const where = table === 'setting' ? `WHERE key <> 'tie_as_of'` : '';
  const rows = db
    .prepare(`SELECT ${expressions.join(', ')} FROM "${table}" AS t ${where}`)
    .raw()
    .all() as unknown[][];
  return rows.map((row) => {
    const values = row.map((value) => (Buffer.isBuffer(value) ? value.toString('hex') : value));
    // The order of a pair is that of its ids.
    const swap = columns[0] === 'a' && columns[1] === 'b' && String(values[0]) > String(values[1]);
    if (swap) [values[0], values[1]] = [values[1], values[0]];
    return `${table}\t${JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, values[i]])))}`;
  });
}
