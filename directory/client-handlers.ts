/** The client list: loaded whole, and closed or opened by the partner who answers for a client, which is a barrier with that partner inside. */
import type { BodyOf } from '../core/exchange/routes.ts';
import { fromText, toText } from '../core/exchange/encoding.ts';
import { sha256 } from '../core/exchange/keys.ts';
import { recordAct } from './acts.ts';
import { answer, refuse } from './answering.ts';
import type { Answer, DeviceCaller, Handlers } from './answering.ts';
import type { Sql } from './database.ts';
import { deleteEntries, putEntries } from './entries.ts';
import { actOn, lift, lockFirm, putProtection } from './protection-handlers.ts';
import { clientsOwner, protectionsOf } from './protections.ts';
import { entryRowOf, refusalOfRows } from './sharing-handlers.ts';

export const clientHandlers: Pick<Handlers, 'clients' | 'ownClients' | 'close'> = {
  clients: ({ db, today }, { firm }, { clients }) =>
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
      // A client that was closed stays closed while it has the same row.
      const closed = await sql.rows<{ id: string; closed: string }>(
        'SELECT id, closed FROM client WHERE firm = $1 AND closed IS NOT NULL',
        [firm],
      );
      const kept = new Map(closed.map((each) => [each.id, each.closed]));
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
        `INSERT INTO client (firm, id, partner, recognised, closed) SELECT $1, id, partner, recognised, closed
         FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS row (id, partner, recognised, closed)`,
        [
          firm,
          clients.map(({ row }) => row.id),
          clients.map(({ partner }) => partner),
          clients.map(({ recognised }) => JSON.stringify(recognised)),
          clients.map(({ row }) => kept.get(row.id) ?? null),
        ],
      );
      return answer({});
    }),

  close: (work, caller, body) =>
    work.db.transaction((sql) => closeClient(sql, work.today, work.randomBytes, caller, body)),

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

async function closeClient(
  sql: Sql,
  today: number,
  randomBytes: (size: number) => Buffer,
  { firm, member }: DeviceCaller,
  { client, recognising, closed, note }: BodyOf<'close'>,
): Promise<Answer<Record<string, never>>> {
  await lockFirm(sql, firm);
  const [row] = await sql.rows<{ recognised: string; closed: string | null }>(
    'SELECT recognised, closed FROM client WHERE firm = $1 AND id = $2 AND partner = $3',
    [firm, client, member],
  );
  const recognised = new Set(row === undefined ? [] : (JSON.parse(row.recognised) as string[]));
  // Only what the firm has said is this partner's client, and nothing else.
  if (row === undefined || recognising.some(({ key }) => !recognised.has(toText(sha256(fromText(key))))))
    return refuse('not_allowed');
  if ((row.closed !== null) === closed) return answer({});
  const id = row.closed ?? toText(randomBytes(16));
  if (closed) {
    const rows = await putProtection(sql, firm, {
      id,
      kind: 'closed',
      from: today,
      until: null,
      inside: [member],
      note,
      recognising,
    });
    if (!rows.ok) return rows;
    await actOn(sql, firm, rows.value, today);
  } else await lift(sql, firm, id, today);
  await sql.rows('UPDATE client SET closed = $3 WHERE firm = $1 AND id = $2', [firm, client, closed ? id : null]);
  await recordAct(sql, firm, { day: today, protection: id, kind: closed ? 'closed' : 'opened', by: member, note });
  return answer({});
}
