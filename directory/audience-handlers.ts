/** Audiences, their epochs, and their keys as they are wrapped for each device. */
import type { SignedAudience } from '../core/exchange/audiences.ts';
import { fromText } from '../core/exchange/encoding.ts';
import { fingerprintOf, isValueSignedBy } from '../core/exchange/keys.ts';
import type { BodyOf } from '../core/exchange/routes.ts';
import { answer, refuse } from './answering.ts';
import type { Answer, Handlers } from './answering.ts';
import type { Sql } from './database.ts';
import { isHolder } from './holders.ts';
import { firmOf } from './people-handlers.ts';
import { Refused } from './refused.ts';

/** Days for which an epoch that is over is still asked, until owners have sealed anew. */
export const oldEpochDays = 30;

type Wraps = BodyOf<'audience'>['wraps'];

/** Keys may be wrapped for holders, and for nobody else. One that is there is replaced only where it does not open, and by another giver: a member, whatever device of theirs, or the root key. */
async function putWraps(
  sql: Sql,
  firm: string,
  { audience, epoch }: { readonly audience: string; readonly epoch: number },
  giver: string,
  wraps: Wraps,
): Promise<boolean> {
  const recipients = await sql.rows<{ sealing: string }>(
    `SELECT d.sealing FROM audience a JOIN device d ON d.firm = a.firm
     WHERE a.firm = $1 AND a.audience = $2 AND a.epoch = $3 AND ${isHolder}`,
    [firm, audience, epoch],
  );
  const allowed = new Set(recipients.map(({ sealing }) => sealing));
  if (wraps.some(({ recipient }) => !allowed.has(recipient))) return false;
  const sealed = new Map(wraps.map((wrap) => [wrap.recipient, wrap.sealed]));
  await sql.rows(
    `INSERT INTO wrap (firm, recipient, audience, epoch, sealed, giver)
     SELECT $1, recipient, $2, $3, sealed, $4 FROM unnest($5::text[], $6::text[]) AS row (recipient, sealed)
     ON CONFLICT (firm, recipient, audience, epoch)
       DO UPDATE SET sealed = excluded.sealed, giver = excluded.giver, unopened = false
       WHERE wrap.unopened AND wrap.giver <> excluded.giver`,
    [firm, audience, epoch, giver, [...sealed.keys()], [...sealed.values()]],
  );
  return true;
}

/** A new audience at epoch 1, or the next epoch of one that is there. Refuses: conflict, also where it was signed before the firm changed. */
async function putAudience(
  sql: Sql,
  { firm, version }: { readonly firm: string; readonly version: number },
  signed: SignedAudience,
  today: number,
): Promise<Answer<null>> {
  const { audience, epoch, type, firmVersion } = signed.body;
  // Whoever believes the record would hand its key to everybody that an older record of the firm still has.
  if (firmVersion !== version) return refuse('conflict', version);
  const [newest] = await sql.rows<{ epoch: number; type: string }>(
    'SELECT epoch, type FROM audience WHERE firm = $1 AND audience = $2 ORDER BY epoch DESC LIMIT 1',
    [firm, audience],
  );
  if (epoch !== (newest?.epoch ?? 0) + 1) return refuse('conflict', newest?.epoch ?? 0);
  if (newest !== undefined && newest.type !== type) return refuse('malformed');
  await sql.rows(
    'INSERT INTO audience (firm, audience, epoch, type, record, opened, due) VALUES ($1, $2, $3, $4, $5, $6, false)',
    [firm, audience, epoch, type, JSON.stringify(signed), today],
  );
  return answer(null);
}

export const audienceHandlers: Pick<Handlers, 'audiences' | 'audience' | 'rotate' | 'wraps' | 'unopened'> = {
  async audiences({ db, today }, { firm, device, member, sealing }) {
    const rows = await db.rows<{ audience: string; epoch: number; record: string; due: boolean; opened: number }>(
      `SELECT a.audience, a.epoch, a.record, a.due, a.opened FROM device d JOIN audience a ON a.firm = d.firm
       WHERE d.firm = $1 AND d.device = $2 AND ${isHolder} ORDER BY a.audience, a.epoch`,
      [firm, device],
    );
    const wraps = await db.rows<{ audience: string; epoch: number; sealed: string }>(
      `SELECT w.audience, w.epoch, w.sealed FROM device d JOIN wrap w ON w.firm = d.firm AND w.recipient = d.sealing
       JOIN audience a ON a.firm = w.firm AND a.audience = w.audience AND a.epoch = w.epoch
       WHERE d.firm = $1 AND d.device = $2 AND ${isHolder} ORDER BY w.audience, w.epoch`,
      [firm, device],
    );
    const [own] = await db.rows<{ guard_epoch: number }>('SELECT guard_epoch FROM firm WHERE firm = $1', [firm]);
    // Colleagues who joined while keys were changed, or were given what does not open: whoever holds the key can wrap it for them.
    // Named sets come last, so that no member fills the answer with sets of their own making.
    const missing = await db.rows<{ audience: string; epoch: number; device: string }>(
      `SELECT a.audience, a.epoch, d.device FROM audience a JOIN device d ON d.firm = a.firm
       WHERE a.firm = $1 AND a.audience = ANY($2::text[]) AND ${isHolder}
         AND NOT EXISTS (SELECT 1 FROM audience later WHERE later.firm = a.firm AND later.audience = a.audience AND later.epoch > a.epoch)
         AND NOT EXISTS (SELECT 1 FROM wrap w WHERE w.firm = d.firm AND w.recipient = d.sealing AND w.audience = a.audience AND w.epoch = a.epoch
           AND NOT (w.unopened AND w.giver <> $3))
       ORDER BY array_position(ARRAY['everyone', 'guard', 'practice', 'named'], a.type), a.audience, d.device LIMIT 500`,
      [firm, [...new Set(rows.map(({ audience }) => audience))], member],
    );
    const newest = new Map(rows.map((row) => [row.audience, row]));
    const live = rows.filter(({ audience, epoch }) => {
      const last = newest.get(audience);
      return epoch === last?.epoch || (last?.opened ?? 0) + oldEpochDays >= today;
    });
    return answer({
      audiences: live.map(({ record }) => JSON.parse(record) as SignedAudience),
      wraps: wraps.map((wrap) => ({ ...wrap, recipient: sealing })),
      due: [...newest.values()].filter(({ due }) => due).map(({ audience }) => audience),
      missing,
      guardEpoch: own?.guard_epoch ?? 0,
    });
  },

  /** By a member: a named set they are in. By compliance: the guard's next epoch, with the key of everything that is protected. */
  audience: ({ db, today }, { firm, device, member, role }, { audience: signed, wraps, recognising }) =>
    db.transaction(async (sql) => {
      const own = await firmOf(sql, firm, 'FOR UPDATE');
      const [signer] = await sql.rows<{ signing_key: string }>(
        'SELECT signing_key FROM device WHERE firm = $1 AND device = $2',
        [firm, device],
      );
      const { body, by, signature } = signed;
      const isNamed = body.type === 'named' && body.members?.includes(member) === true && recognising.length === 0;
      const isGuard = body.type === 'guard' && role === 'compliance' && body.audience === own?.guard;
      if (own === undefined || body.firm !== firm || by !== device || !(isNamed || isGuard))
        return refuse('not_allowed');
      if (signer === undefined || !isValueSignedBy(signer.signing_key, 'audience', body, signature))
        return refuse('malformed');
      if (isNamed) {
        const refusal = await refusalOfSet(sql, firm, member, body);
        if (refusal !== null) return refuse(refusal);
      }
      if (isGuard) {
        const live = await sql.rows<{ id: string }>('SELECT id FROM protection WHERE firm = $1', [firm]);
        const given = new Set(recognising.map(({ protection }) => protection));
        // With one left out, what it protects would be answered as soon as it is published anew.
        if (live.length !== given.size || live.some(({ id }) => !given.has(id))) return refuse('conflict');
      }
      const put = await putAudience(sql, { firm, ...own }, signed, today);
      if (!put.ok) return put;
      if (isNamed)
        await sql.rows(
          'INSERT INTO audience_member (firm, member, audience) SELECT $1, unnest($2::text[]), $3 ON CONFLICT DO NOTHING',
          [firm, body.members ?? [], body.audience],
        );
      if (isGuard) {
        for (const { protection, key } of recognising)
          await sql.rows('INSERT INTO protection_key (firm, protection, epoch, key) VALUES ($1, $2, $3, $4)', [
            firm,
            protection,
            body.epoch,
            fromText(key),
          ]);
        await sql.rows('UPDATE firm SET guard_epoch = $2 WHERE firm = $1', [firm, body.epoch]);
      }
      if (!(await putWraps(sql, firm, body, member, wraps))) throw new Refused(refuse('not_allowed'));
      return answer({});
    }),

  /** By the root key: everybody, or a practice, new or in its next epoch. */
  rotate: ({ db, today }, { firm, root }, { audience: signed, wraps }) =>
    db.transaction(async (sql) => {
      const own = await firmOf(sql, firm, 'FOR UPDATE');
      const { body, by, signature } = signed;
      const isGood =
        own?.root === root &&
        body.firm === firm &&
        by === fingerprintOf(root) &&
        isValueSignedBy(root, 'audience', body, signature) &&
        body.members === null &&
        (body.type === 'everyone' ? body.audience === own.everyone : body.type === 'practice') &&
        body.audience !== own.guard;
      if (!isGood) return refuse('malformed');
      const put = await putAudience(sql, { firm, ...own }, signed, today);
      if (!put.ok) return put;
      if (!(await putWraps(sql, firm, body, by, wraps))) throw new Refused(refuse('not_allowed'));
      return answer({});
    }),

  wraps: ({ db }, { firm, device, member }, { audience, epoch, wraps }) =>
    db.transaction(async (sql) => {
      const known = await sql.rows(
        `SELECT 1 FROM audience a JOIN device d ON d.firm = a.firm
         WHERE a.firm = $1 AND a.audience = $2 AND a.epoch = $3 AND d.device = $4 AND ${isHolder}`,
        [firm, audience, epoch, device],
      );
      if (known.length === 0) return refuse('not_allowed');
      return (await putWraps(sql, firm, { audience, epoch }, member, wraps)) ? answer({}) : refuse('not_allowed');
    }),

  async unopened({ db }, { firm, sealing }, { keys }) {
    await db.rows(
      `UPDATE wrap SET unopened = true FROM unnest($3::text[], $4::integer[], $5::text[]) AS row (audience, epoch, hash)
       WHERE wrap.firm = $1 AND wrap.recipient = $2 AND wrap.audience = row.audience AND wrap.epoch = row.epoch
         AND encode(sha256(convert_to(wrap.sealed, 'UTF8')), 'hex') = row.hash`,
      [
        firm,
        sealing,
        keys.map(({ audience }) => audience),
        keys.map(({ epoch }) => epoch),
        keys.map(({ wrap }) => fromText(wrap).toString('hex')),
      ],
    );
    return answer({});
  },
};

/** Why a named set cannot be made: it has strangers in it, or it is somebody else's. */
async function refusalOfSet(
  sql: Sql,
  firm: string,
  member: string,
  { audience, members }: SignedAudience['body'],
): Promise<'not_found' | 'not_allowed' | null> {
  const known = await sql.rows<{ member: string }>(
    'SELECT DISTINCT member FROM device WHERE firm = $1 AND member = ANY($2::text[])',
    [firm, members ?? []],
  );
  if (known.length !== members?.length) return 'not_found';
  const there = await sql.rows<{ member: string }>(
    'SELECT member FROM audience_member WHERE firm = $1 AND audience = $2',
    [firm, audience],
  );
  return there.length === 0 || there.some((each) => each.member === member) ? null : 'not_allowed';
}
