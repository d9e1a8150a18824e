/** The client list: loaded whole, and closed or opened by the partner who answers for a client, which is a barrier with that partner inside. */
import type { BodyOf } from '../core/exchange/routes.ts';
import type { ListedClient } from '../core/exchange/bodies.ts';
import { fromText, toText } from '../core/exchange/encoding.ts';
import { sha256 } from '../core/exchange/keys.ts';
import { recordAct } from './acts.ts';
import { answer, refuse } from './answering.ts';
import type { DeviceCaller, Handlers } from './answering.ts';
import type { Sql } from './database.ts';
import { deleteEntries, entriesHit, putEntries } from './entries.ts';
import { actOn, lift, lockFirm, putProtection } from './protection-handlers.ts';
import { clientsOwner, keysOf, protectionsOf } from './protections.ts';
import type { Protection } from './protections.ts';
import { searchEntries } from './search.ts';
import { entryRowOf, refusalOfRows } from './sharing-handlers.ts';

export const clientHandlers: Pick<Handlers, 'clients' | 'clientList' | 'ownClients' | 'close'> = {
  clients: ({ db, today }, { firm, member }, { clients }) =>
    db.transaction(async (sql) => {
      await lockFirm(sql, firm);
      const reason = await refusalOfRows(
        sql,
        firm,
        null,
        clients.map(({ row }) => row),
        null,
        today,
      );
      if (reason !== null) return refuse(reason);
      const partners = [...new Set(clients.map(({ partner }) => partner))];
      const there = await sql.rows('SELECT DISTINCT member FROM device WHERE firm = $1 AND member = ANY($2::text[])', [
        firm,
        partners,
      ]);
      // A closed client of nobody's could be opened by whoever is let in under that name.
      if (there.length !== partners.length) return refuse('not_found');
      const closings = closingsOf(await protectionsOf(sql, firm));
      const loaded = clients.map((client) => ({ ...client, closing: closingOf(closings, client.recognised) }));
      for (const { partner, closing, note } of loaded)
        if (closing !== null) await closeFor(sql, firm, closing, { partner, by: member, note }, today);
      const before = await sql.rows<{ id: string }>('SELECT id FROM client WHERE firm = $1', [firm]);
      await deleteEntries(
        sql,
        firm,
        before.map(({ id }) => ({ owner: clientsOwner, id })),
      );
      await sql.rows('DELETE FROM client WHERE firm = $1', [firm]);
      await putEntries(
        sql,
        firm,
        clients.map(({ row }) => entryRowOf(clientsOwner, row)),
        await protectionsOf(sql, firm),
        today,
      );
      await sql.rows(
        `INSERT INTO client (firm, id, partner, recognised, closed, note) SELECT $1, id, partner, recognised, closed, note
         FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS row (id, partner, recognised, closed, note)`,
        [
          firm,
          clients.map(({ row }) => row.id),
          clients.map(({ partner }) => partner),
          clients.map(({ recognised }) => JSON.stringify(recognised)),
          loaded.map(({ closing }) => closing?.id ?? null),
          clients.map(({ note }) => note),
        ],
      );
      return answer({});
    }),

  async clientList({ db, today }, { firm }) {
    const clients = await db.rows<ListedClient>(
      `SELECT c.partner, c.note, coalesce(e.version, 1) AS version, coalesce(e.expires, $2) AS expires,
         e.id IS NULL OR e.guard_epoch < f.guard_epoch OR EXISTS (SELECT 1 FROM audience later
           WHERE later.firm = e.firm AND later.audience = e.audience AND later.epoch > e.epoch) AS stale
       FROM client c JOIN firm f ON f.firm = c.firm LEFT JOIN entry e ON e.firm = c.firm AND e.owner = '${clientsOwner}' AND e.id = c.id
       WHERE c.firm = $1 ORDER BY c.id`,
      [firm, today - 1],
    );
    return answer({ clients });
  },

  async close({ db, today, randomBytes }, caller, body) {
    const { firm, member } = caller;
    const { client, closed, note, recognising } = body;
    // Asked before anything is searched, and again when nothing changes any more.
    const before = await clientOf(db, caller, body);
    if (before === null) return refuse('not_allowed');
    if ((before.closed !== null) === closed) return answer({});
    const search = closed ? await searchEntries(db, firm, keysOf(recognising)) : null;
    return db.transaction(async (sql) => {
      await lockFirm(sql, firm);
      const row = await clientOf(sql, caller, body);
      if (row === null) return refuse('not_allowed');
      if ((row.closed !== null) === closed) return answer({});
      const id = row.closed ?? toText(randomBytes(16));
      if (search === null) await lift(sql, firm, id, today);
      else {
        const of = { id, kind: 'closed', from: today, until: null, inside: [member], note, recognising } as const;
        const rows = await putProtection(sql, firm, of, search);
        if (!rows.ok) return rows;
        await actOn(sql, firm, rows.value, today);
        await sql.rows('UPDATE client SET closed = $3 WHERE firm = $1 AND id = $2', [firm, client, id]);
      }
      await recordAct(sql, firm, { day: today, protection: id, kind: closed ? 'closed' : 'opened', by: member, note });
      return answer({});
    });
  },

  async ownClients({ db }, { firm, member }) {
    const own = await db.rows<{ id: string; recognised: string; closed: string | null }>(
      'SELECT id, recognised, closed FROM client WHERE firm = $1 AND partner = $2 ORDER BY id',
      [firm, member],
    );
    return answer({
      clients: own.map(({ id, recognised, closed }) => ({
        client: id,
        recognised: JSON.parse(recognised) as string[],
        closed: closed !== null,
      })),
    });
  },
};

/** What closes clients, by the hash of each key that recognises one: so a client stays closed whoever loads the list anew. */
function closingsOf(protections: readonly Protection[]): ReadonlyMap<string, Protection> {
  const closed = protections.filter(({ kind }) => kind === 'closed');
  return new Map(closed.flatMap((each) => [...each.keys.values()].map((key) => [toText(sha256(key)), each] as const)));
}

function closingOf(closings: ReadonlyMap<string, Protection>, recognised: readonly string[]): Protection | null {
  return recognised.map((hash) => closings.get(hash)).find((each) => each !== undefined) ?? null;
}

/** Whoever answers for a closed client now is inside, and nobody else; that it changed stays in the record. */
async function closeFor(
  sql: Sql,
  firm: string,
  closing: Protection,
  { partner, by, note }: { readonly partner: string; readonly by: string; readonly note: string },
  today: number,
): Promise<void> {
  if ([...closing.inside.keys()].join() === partner) return;
  await sql.rows('DELETE FROM protection_inside WHERE firm = $1 AND protection = $2', [firm, closing.id]);
  await sql.rows('INSERT INTO protection_inside (firm, protection, member, until_day) VALUES ($1, $2, $3, NULL)', [
    firm,
    closing.id,
    partner,
  ]);
  await recordAct(sql, firm, { day: today, protection: closing.id, kind: 'answered', by, member: partner, note });
  await actOn(sql, firm, await entriesHit(sql, firm, closing.id), today);
}

/** The client, where it is this partner's and what was sent recognises only what the firm has said it is; null otherwise. */
async function clientOf(
  sql: Sql,
  { firm, member }: DeviceCaller,
  { client, recognising }: BodyOf<'close'>,
): Promise<{ readonly closed: string | null } | null> {
  const [row] = await sql.rows<{ recognised: string; closed: string | null }>(
    'SELECT recognised, closed FROM client WHERE firm = $1 AND id = $2 AND partner = $3',
    [firm, client, member],
  );
  if (row === undefined) return null;
  const recognised = new Set(JSON.parse(row.recognised) as string[]);
  return recognising.every(({ key }) => recognised.has(toText(sha256(fromText(key))))) ? row : null;
}
