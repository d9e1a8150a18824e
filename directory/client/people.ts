/** What an administrator does about people: invite, remove, give audiences new keys. Each act is signed here, with the root key, and checked there. */
import type { AudienceKey } from '../../core/exchange/audience-keys.ts';
import { holdersOf, signAudience, wrapAudienceKey } from '../../core/exchange/audiences.ts';
import type { AudienceRecord, Wrap } from '../../core/exchange/audiences.ts';
import { dayOf, fromText, toText } from '../../core/exchange/encoding.ts';
import { invitationKeys, invitationLink, mostKeys, sealInvitationKeys } from '../../core/exchange/invitations.ts';
import { sha256 } from '../../core/exchange/keys.ts';
import { deviceOf, signDelegation, signFirm } from '../../core/exchange/members.ts';
import type { MemberRecord, Role } from '../../core/exchange/members.ts';
import { sealProfile } from '../../core/exchange/profiles.ts';
import { call } from './calls.ts';
import type { ClientDeps } from './calls.ts';
import type { Firm } from './firm.ts';
import { keysOf, signingOf, withKey } from './keyring.ts';
import type { Keyring } from './keyring.ts';
import { rootKey } from './root.ts';
import { Stopped, made } from './stopped.ts';

/** A link that lets one device join: a new colleague, or with `member` another device of one there is. */
export async function invite(
  deps: ClientDeps,
  firm: Firm,
  {
    role,
    practices,
    days,
    member,
  }: {
    readonly role: Role;
    readonly practices: readonly string[];
    readonly days: number;
    readonly member: string | null;
  },
): Promise<string> {
  const { keyring, roster } = firm;
  const root = rootKey(keyring);
  const secret = deps.randomBytes(32);
  const keys = invitationKeys(keyring.firm, secret);
  const own = roster.devices.find((device) => device.member === member);
  const ids = own?.audiences ?? practices.map((name) => practiceNamed(firm, name));
  const allows = {
    member: member ?? toText(deps.randomBytes(16)),
    role: own?.role ?? role,
    audiences: [...ids].sort(),
  };
  const about = { v: 1 as const, firm: keyring.firm, expires: dayOf(deps.now()) + days };
  const brought = keysBrought(keyring, [roster.firm.everyone, roster.firm.guard, ...allows.audiences]);
  await call(deps, keyring, root, 'invite', {
    hash: toText(sha256(fromText(keys.id))),
    member: signDelegation(root, { ...about, delegate: keys.member.publicKey, allows }),
    quiet: signDelegation(root, { ...about, delegate: keys.quiet.publicKey, allows: 'quiet' }),
    keys: made(sealInvitationKeys(keyring.firm, keys, brought, deps.randomBytes)),
  });
  return invitationLink({ origin: keyring.origin, firm: keyring.firm, secret, rootFingerprint: root.fingerprint });
}

/** The newest keys of each audience, and of those before as many as an invitation takes: what was sealed under them is renewed within a month. */
export function keysBrought(keyring: Keyring, audiences: readonly string[]): AudienceKey[] {
  const epochs = Math.max(1, Math.min(4, Math.floor(mostKeys / audiences.length)));
  return audiences.flatMap((audience) => keysOf(keyring, audience).slice(-epochs));
}

function practiceNamed({ keyring, audiences }: Firm, name: string): string {
  const practices = new Set(audiences.filter(({ type }) => type === 'practice').map(({ audience }) => audience));
  const known = keyring.keys.find((each) => each.name === name && practices.has(each.audience));
  if (known === undefined)
    throw new Stopped('unknown_name', `There is no practice ${name}, or this keyring does not hold its key.`);
  return known.audience;
}

/** A new practice, with nobody in it yet. */
export async function makePractice(deps: ClientDeps, { keyring, roster }: Firm, name: string): Promise<Keyring> {
  const root = rootKey(keyring);
  const key = { firm: keyring.firm, audience: toText(deps.randomBytes(16)), epoch: 1, key: deps.randomBytes(32) };
  const audience = made(
    signAudience(
      root,
      key,
      { type: 'practice', firmVersion: roster.firm.version, members: null, label: name },
      deps.randomBytes,
    ),
  );
  const wraps = holdersOf(roster, audience.body).map((device) => wrapped(key, device, deps));
  await call(deps, keyring, root, 'rotate', { audience, wraps, recognising: [] });
  return withKey(keyring, key, name);
}

/** Removes members with all that is theirs, or single devices. New keys are `rotate`'s. */
export async function remove(
  deps: ClientDeps,
  { keyring, roster }: Firm,
  which: { readonly members: readonly string[]; readonly devices: readonly string[] },
): Promise<Keyring> {
  const root = rootKey(keyring);
  const { firm } = roster;
  const merged = (before: readonly string[], more: readonly string[]): string[] =>
    [...new Set([...before, ...more])].sort();
  const record = {
    ...firm,
    version: firm.version + 1,
    removedMembers: merged(firm.removedMembers, which.members),
    removedDevices: merged(firm.removedDevices, which.devices),
  };
  await call(deps, keyring, root, 'remove', { firm: signFirm(root, record) });
  return { ...keyring, firmVersion: record.version };
}

/**
 * New keys for everybody and each practice that wants one, wrapped for those who are to hold them. The guard is compliance's to rotate.
 * Practices of which this keyring has no key, and so no name, are counted and left as they are.
 */
export async function rotate(
  deps: ClientDeps,
  { keyring: from, roster, ...firm }: Firm,
): Promise<{ readonly keyring: Keyring; readonly nameless: number }> {
  const root = rootKey(from);
  let keyring = from;
  let nameless = 0;
  for (const record of firm.audiences.filter(({ audience, type }) => firm.due.includes(audience) && isOfRoot(type))) {
    const label = from.keys.find(({ audience, name }) => audience === record.audience && name !== '')?.name;
    if (label === undefined) {
      nameless++;
      continue;
    }
    const key = { firm: record.firm, audience: record.audience, epoch: record.epoch + 1, key: deps.randomBytes(32) };
    const audience = made(
      signAudience(
        root,
        key,
        { type: record.type, firmVersion: roster.firm.version, members: null, label },
        deps.randomBytes,
      ),
    );
    const wraps = holdersOf(roster, record).map((device) => wrapped(key, device, deps));
    await call(deps, keyring, root, 'rotate', { audience, wraps, recognising: [] });
    keyring = withKey(keyring, key, label);
  }
  return { keyring, nameless };
}

function isOfRoot(type: AudienceRecord['type']): boolean {
  return type === 'everyone' || type === 'practice';
}

/** Wraps the newest keys for whoever joined while they were changed. Answers with how many devices wait for a key this keyring has not got. */
export async function wrapMissing(deps: ClientDeps, { keyring, roster, audiences, missing }: Firm): Promise<number> {
  const waiting = new Set<string>();
  for (const record of audiences) {
    const { audience, epoch } = record;
    const lacking = new Set(
      missing.filter((each) => each.audience === audience && each.epoch === epoch).map(({ device }) => device),
    );
    const devices = holdersOf(roster, record).filter((device) => lacking.has(deviceOf(device)));
    const key = keysOf(keyring, audience).find((each) => each.epoch === epoch);
    if (key === undefined) for (const device of devices) waiting.add(deviceOf(device));
    else if (devices.length > 0)
      await call(deps, keyring, signingOf(keyring), 'wraps', {
        audience,
        epoch,
        wraps: devices.map((device) => wrapped(key, device, deps)),
      });
  }
  return waiting.size;
}

/** Says which keys that were wrapped for this device do not open: whoever else holds them wraps them anew. */
export async function sayUnopened(deps: ClientDeps, { keyring, unopened }: Firm): Promise<void> {
  if (unopened.length > 0) await call(deps, keyring, signingOf(keyring), 'unopened', { keys: unopened });
}

/** Seals one's own name under the newest key, where it is not: those who joined since have no other. */
export async function sayName(deps: ClientDeps, { keyring, roster, profiles, profileEpoch }: Firm): Promise<void> {
  const everyone = keysOf(keyring, roster.firm.everyone).at(-1);
  const own = profiles.get(keyring.member);
  if (everyone === undefined || own === undefined || profileEpoch >= everyone.epoch) return;
  const profile = made(sealProfile(everyone, keyring.member, own, signingOf(keyring), deps.randomBytes));
  await call(deps, keyring, signingOf(keyring), 'profile', { profile });
}

/** An audience's key for one device. Throws Stopped for a device that nobody can have. */
export function wrapped(key: AudienceKey, recipient: MemberRecord, { randomBytes }: ClientDeps): Wrap {
  const wrap = wrapAudienceKey(key, recipient, randomBytes);
  if (wrap === null) throw new Stopped('directory_misbehaves', 'A colleague has a key that cannot be.');
  return wrap;
}
