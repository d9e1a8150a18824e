/** What members keep out of everything shared: from each of their devices to the others, and to nobody else. */
import { fromText, toText } from '../core/exchange/encoding.ts';
import { answer, refuse } from './answering.ts';
import type { Handlers } from './answering.ts';

export const exclusionHandlers: Pick<Handlers, 'exclude' | 'exclusions'> = {
  exclude: ({ db }, { firm, device, member }, { version, lists }) =>
    db.transaction(async (sql) => {
      // Nobody is removed in between.
      await sql.rows('SELECT firm FROM firm WHERE firm = $1 FOR SHARE', [firm]);
      const [last] = await sql.rows<{ version: number }>(
        'SELECT version FROM exclusion WHERE firm = $1 AND device = $2 ORDER BY version DESC LIMIT 1',
        [firm, device],
      );
      if (last !== undefined && last.version > version) return refuse('conflict', last.version);
      await sql.rows('DELETE FROM exclusion WHERE firm = $1 AND device = $2', [firm, device]);
      for (const { recipient, sealed } of lists)
        await sql.rows(
          `INSERT INTO exclusion (firm, recipient, device, version, sealed)
           SELECT $1, other.sealing, own.device, $4, $5::bytea FROM device own JOIN device other
             ON other.firm = own.firm AND other.member = own.member AND other.device <> own.device
           WHERE own.firm = $1 AND own.device = $2 AND own.member = $3 AND other.sealing = $6
           ON CONFLICT (firm, recipient, device) DO UPDATE SET version = excluded.version, sealed = excluded.sealed`,
          [firm, device, member, version, fromText(sealed), recipient],
        );
      return answer({});
    }),

  async exclusions({ db }, { firm, device, sealing }, { known }) {
    const own = await db.rows<{ recipient: string; version: number }>(
      'SELECT recipient, version FROM exclusion WHERE firm = $1 AND device = $2 ORDER BY recipient',
      [firm, device],
    );
    const lists = await db.rows<{ device: string; version: number; sealed: Uint8Array | null }>(
      `SELECT device, version, CASE WHEN (device, version) IN
         (SELECT each.device, each.version FROM unnest($3::text[], $4::integer[]) AS each (device, version)) THEN NULL ELSE sealed END AS sealed
       FROM exclusion WHERE firm = $1 AND recipient = $2 ORDER BY device`,
      [firm, sealing, known.map((each) => each.device), known.map((each) => each.version)],
    );
    return answer({
      own,
      lists: lists.map(({ sealed, ...list }) => ({ ...list, sealed: sealed === null ? null : toText(sealed) })),
    });
  },
};
