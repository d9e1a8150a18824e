/** Who belongs to a firm: founding, invitations, joining, leaving. Everything is signed by the firm's root key, and checked here too. */
import { timingSafeEqual } from 'node:crypto';
import { deviceOf, checkFirm, checkMember, checkQuiet } from '../core/exchange/members.ts';
import type { MemberRecord, SignedMember, SignedQuiet } from '../core/exchange/members.ts';
import { fromText, toText } from '../core/exchange/encoding.ts';
import { fingerprintOf, isValueSignedBy, sha256 } from '../core/exchange/keys.ts';
import { answer, refuse } from './answering.ts';
import type { Handlers } from './answering.ts';
import type { Sql } from './database.ts';
import { heldBy, markDue } from './holders.ts';
import { removeDevices, removeMembers } from './leaving.ts';
import { Refused } from './refused.ts';

interface FirmRow {
  readonly root: string;
  readonly successions: string;
  readonly record: string;
  readonly version: number;
  readonly everyone: string;
  readonly guard: string;
}

export async function firmOf(
  sql: Sql,
  firm: string,
  lock: 'FOR UPDATE' | 'FOR SHARE' | '' = '',
): Promise<FirmRow | undefined> {
  const [row] = await sql.rows<FirmRow>(
    `SELECT root, successions, record, version, everyone, guard FROM firm WHERE firm = $1 ${lock}`,
    [firm],
  );
  return row;
}

/** Puts a device, the audiences its member is in, and its quiet key. */
async function putDevice(
  sql: Sql,
  firm: { readonly firm: string; readonly everyone: string; readonly guard: string },
  signed: SignedMember,
  quiet: SignedQuiet | null,
): Promise<void> {
  const { body } = signed;
  const device = deviceOf(body);
  await sql.rows(
    `INSERT INTO device (firm, device, member, role, signing_key, sealing, version, record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (firm, device) DO UPDATE SET role = excluded.role, version = excluded.version, record = excluded.record`,
    [
      firm.firm,
      device,
      body.member,
      body.role,
      body.signingKey,
      fingerprintOf(body.sealingKey),
      body.version,
      JSON.stringify(signed),
    ],
  );
  if (quiet !== null)
    await sql.rows('INSERT INTO quiet (firm, quiet, member, device, record) VALUES ($1, $2, $3, $4, $5)', [
      firm.firm,
      fingerprintOf(quiet.body.quietKey),
      body.member,
      device,
      JSON.stringify(quiet),
    ]);
  await putAudiences(sql, firm, body.member);
}

/** The audiences of a member are those of any of their devices, the firm's two, and the named sets they were put in. */
async function putAudiences(
  sql: Sql,
  { firm, everyone, guard }: { readonly firm: string; readonly everyone: string; readonly guard: string },
  member: string,
): Promise<void> {
  const devices = await sql.rows<{ record: string }>('SELECT record FROM device WHERE firm = $1 AND member = $2', [
    firm,
    member,
  ]);
  const own = devices.flatMap(({ record }) => (JSON.parse(record) as SignedMember).body.audiences);
  const audiences = [...new Set([everyone, guard, ...own])];
  await sql.rows(
    `DELETE FROM audience_member WHERE firm = $1 AND member = $2 AND audience NOT IN
     (SELECT audience FROM audience WHERE firm = $1 AND type = 'named')`,
    [firm, member],
  );
  await sql.rows(
    'INSERT INTO audience_member (firm, member, audience) SELECT $1, $2, unnest($3::text[]) ON CONFLICT DO NOTHING',
    [firm, member, audiences],
  );
}

async function putProfile(sql: Sql, firm: string, member: string, profile: unknown): Promise<void> {
  await sql.rows(
    'INSERT INTO profile (firm, member, sealed) VALUES ($1, $2, $3) ON CONFLICT (firm, member) DO UPDATE SET sealed = excluded.sealed',
    [firm, member, JSON.stringify(profile)],
  );
}

/** Whether a device or quiet key of that name, or this sealing key, is already somebody's. */
async function isTaken(sql: Sql, firm: string, member: MemberRecord, quiet: SignedQuiet): Promise<boolean> {
  const taken = await sql.rows(
    `SELECT 1 FROM device WHERE firm = $1 AND (device = $2 OR sealing = $3)
     UNION ALL SELECT 1 FROM quiet WHERE firm = $1 AND quiet = $4`,
    [firm, deviceOf(member), fingerprintOf(member.sealingKey), fingerprintOf(quiet.body.quietKey)],
  );
  return taken.length > 0;
}

/** Whether this member would be one more than the database takes; with a day, those who are invited still count too. */
async function isFull(
  sql: Sql,
  mostMembers: number | null,
  member: string,
  invitedSince: number | null,
): Promise<boolean> {
  if (mostMembers === null) return false;
  const [there] = await sql.rows<{ others: number; isKnown: boolean }>(
    `SELECT count(*)::integer AS others, EXISTS (SELECT 1 FROM device WHERE member = $1) AS "isKnown"
     FROM (SELECT member FROM device UNION
       SELECT member FROM invitation WHERE $2::integer IS NOT NULL AND expires >= $2) all_members WHERE member <> $1`,
    [member, invitedSince],
  );
  return there?.isKnown !== true && (there?.others ?? 0) >= mostMembers;
}

export const peopleHandlers: Pick<
  Handlers,
  'found' | 'invite' | 'invitation' | 'redeem' | 'roster' | 'profile' | 'member' | 'remove'
> = {
  found: ({ db, foundingCode, today }, { firm, root }, body) =>
    db.transaction(async (sql) => {
      if (!isEqual(body.code, foundingCode)) return refuse('not_allowed');
      const record = checkFirm(root, firm, body.firm);
      const member = checkMember(root, firm, body.member);
      const quiet = checkQuiet(root, firm, body.quiet);
      if (!record.ok || !member.ok || !quiet.ok || member.value.role !== 'administrator') return refuse('malformed');
      if (await isFull(sql, db.mostMembers, member.value.member, null)) return refuse('full');
      const { everyone, guard, version } = record.value;
      for (const [at, audience] of [everyone, guard].entries()) {
        const signed = body.audiences[at];
        const isGood =
          signed?.body.audience === audience &&
          signed.body.firm === firm &&
          signed.body.epoch === 1 &&
          signed.body.type === (at === 0 ? 'everyone' : 'guard') &&
          isValueSignedBy(root, 'audience', signed.body, signed.signature);
        if (!isGood) return refuse('malformed');
      }
      const put = await sql.rows(
        `INSERT INTO firm (firm, root, record, version, everyone, guard, guard_epoch) VALUES ($1, $2, $3, $4, $5, $6, 1)
         ON CONFLICT DO NOTHING RETURNING firm`,
        [firm, root, JSON.stringify(body.firm), version, everyone, guard],
      );
      if (put.length === 0) return refuse('conflict');
      for (const signed of body.audiences)
        await sql.rows(
          'INSERT INTO audience (firm, audience, epoch, type, record, opened, due) VALUES ($1, $2, 1, $3, $4, $5, false)',
          [firm, signed.body.audience, signed.body.type, JSON.stringify(signed), today],
        );
      await putDevice(sql, { firm, everyone, guard }, body.member, body.quiet);
      await putProfile(sql, firm, member.value.member, body.profile);
      for (const wrap of body.wraps)
        await sql.rows('INSERT INTO wrap (firm, recipient, audience, epoch, sealed) VALUES ($1, $2, $3, $4, $5)', [
          firm,
          wrap.recipient,
          wrap.audience,
          wrap.epoch,
          wrap.sealed,
        ]);
      return answer({});
    }),

  invite: ({ db, today }, { firm, root }, { hash, member, quiet, keys }) =>
    db.transaction(async (sql) => {
      const own = await firmOf(sql, firm, 'FOR UPDATE');
      const { allows, expires } = member.body;
      const isGood =
        own?.root === root &&
        allows !== 'quiet' &&
        quiet.body.allows === 'quiet' &&
        expires >= today &&
        expires <= today + mostInvitationDays &&
        quiet.body.expires === expires &&
        [member, quiet].every(
          (each) => each.body.firm === firm && isValueSignedBy(root, 'delegation', each.body, each.signature),
        );
      if (!isGood) return refuse('malformed');
      if (await isFull(sql, db.mostMembers, allows.member, today)) return refuse('full');
      const put = await sql.rows(
        `INSERT INTO invitation (firm, hash, member, member_delegation, quiet_delegation, keys, expires) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT DO NOTHING RETURNING hash`,
        [firm, hash, allows.member, JSON.stringify(member), JSON.stringify(quiet), keys, expires],
      );
      return put.length === 0 ? refuse('conflict') : answer({});
    }),

  async invitation({ db, today }, { firm }, { id }) {
    const [row] = await db.rows<{ member_delegation: string; quiet_delegation: string; keys: string }>(
      'SELECT member_delegation, quiet_delegation, keys FROM invitation WHERE firm = $1 AND hash = $2 AND expires >= $3',
      [firm, hashOfId(id), today],
    );
    const own = await firmOf(db, firm);
    if (row === undefined || own === undefined) return refuse('not_signed');
    return answer({
      root: own.root,
      firm: JSON.parse(own.record),
      member: JSON.parse(row.member_delegation),
      quiet: JSON.parse(row.quiet_delegation),
      keys: row.keys,
    });
  },

  redeem: ({ db, today }, { firm, device }, body) =>
    db.transaction(async (sql) => {
      const [invitation] = await sql.rows<{ member: string }>(
        'DELETE FROM invitation WHERE firm = $1 AND hash = $2 AND expires >= $3 RETURNING member',
        [firm, hashOfId(body.id), today],
      );
      const own = await firmOf(sql, firm, 'FOR UPDATE');
      if (invitation === undefined || own === undefined) throw new Refused(refuse('not_signed'));
      const member = checkMember(own.root, firm, body.member);
      const quiet = checkQuiet(own.root, firm, body.quiet);
      // Thrown, so that a record that does not hold leaves the invitation as it was.
      if (!member.ok || !quiet.ok || member.value.member !== invitation.member || deviceOf(member.value) !== device)
        throw new Refused(refuse('malformed'));
      if (await isFull(sql, db.mostMembers, member.value.member, null)) throw new Refused(refuse('full'));
      if (await isTaken(sql, firm, member.value, body.quiet)) throw new Refused(refuse('conflict'));
      await putDevice(sql, { firm, ...own }, body.member, body.quiet);
      await putProfile(sql, firm, member.value.member, body.profile);
      return answer({});
    }),

  async roster({ db }, { firm }) {
    const own = await firmOf(db, firm);
    if (own === undefined) return refuse('not_signed');
    const devices = await db.rows<{ record: string }>('SELECT record FROM device WHERE firm = $1 ORDER BY device', [
      firm,
    ]);
    // In the order of the keys: nothing tells whose they are.
    const quiet = await db.rows<{ record: string }>('SELECT record FROM quiet WHERE firm = $1 ORDER BY quiet', [firm]);
    const profiles = await db.rows<{ member: string; sealed: string }>(
      'SELECT member, sealed FROM profile WHERE firm = $1 ORDER BY member',
      [firm],
    );
    return answer({
      root: own.root,
      successions: JSON.parse(own.successions),
      firm: JSON.parse(own.record),
      members: devices.map(({ record }) => JSON.parse(record)),
      quiet: quiet.map(({ record }) => JSON.parse(record)),
      profiles: profiles.map(({ member, sealed }) => ({ member, profile: JSON.parse(sealed) })),
    });
  },

  async profile({ db }, { firm, member }, { profile }) {
    await db.rows('UPDATE profile SET sealed = $3 WHERE firm = $1 AND member = $2', [
      firm,
      member,
      JSON.stringify(profile),
    ]);
    return answer({});
  },

  member: ({ db }, { firm, root }, { member }) =>
    db.transaction(async (sql) => {
      const own = await firmOf(sql, firm, 'FOR UPDATE');
      const checked = checkMember(root, firm, member);
      if (own?.root !== root || !checked.ok || member.delegation !== null) return refuse('malformed');
      const [device] = await sql.rows<{ version: number; member: string; sealing: string }>(
        'SELECT version, member, sealing FROM device WHERE firm = $1 AND device = $2',
        [firm, deviceOf(checked.value)],
      );
      if (device === undefined) return refuse('not_found');
      if (device.member !== checked.value.member || device.sealing !== fingerprintOf(checked.value.sealingKey))
        return refuse('malformed');
      if (checked.value.version <= device.version) return refuse('conflict', device.version);
      const held = await heldBy(sql, firm, [deviceOf(checked.value)]);
      await putDevice(sql, { firm, ...own }, member, null);
      const still = new Set(await heldBy(sql, firm, [deviceOf(checked.value)]));
      await markDue(
        sql,
        firm,
        held.filter((audience) => !still.has(audience)),
      );
      return answer({});
    }),

  remove: ({ db }, { firm, root }, body) =>
    db.transaction(async (sql) => {
      const own = await firmOf(sql, firm, 'FOR UPDATE');
      const record = checkFirm(root, firm, body.firm);
      if (own?.root !== root || !record.ok) return refuse('malformed');
      const { version, everyone, guard, removedMembers, removedDevices } = record.value;
      if (version !== own.version + 1) return refuse('conflict', own.version);
      if (everyone !== own.everyone || guard !== own.guard) return refuse('malformed');
      await sql.rows('UPDATE firm SET record = $2, version = $3 WHERE firm = $1', [
        firm,
        JSON.stringify(body.firm),
        version,
      ]);
      await removeMembers(sql, firm, removedMembers);
      await removeDevices(sql, firm, removedDevices);
      return answer({});
    }),
};

/** Days an invitation may be open. */
const mostInvitationDays = 30;

/** How an invitation is kept: its id is a secret until it is shown. */
function hashOfId(id: string): string {
  return toText(sha256(fromText(id)));
}

function isEqual(given: string, expected: string): boolean {
  const [one, other] = [sha256(Buffer.from(given)), sha256(Buffer.from(expected))];
  return timingSafeEqual(one, other);
}
