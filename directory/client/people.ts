/** What an administrator does: found, invite, remove, give audiences new keys. Each act is signed here, with the root key, and checked there. */
import type { AudienceKey } from '../../core/exchange/audience-keys.ts';
import { recipientsOf, signAudience, wrapAudienceKey } from '../../core/exchange/audiences.ts';
import type { Checked } from '../../core/exchange/checked.ts';
import { dayOf, fromText, toText } from '../../core/exchange/encoding.ts';
import {
  invitationKeys,
  invitationLink,
  openInvitationKeys,
  readInvitation,
  sealInvitationKeys,
} from '../../core/exchange/invitations.ts';
import { fingerprintOf, sha256, signingKeyOf } from '../../core/exchange/keys.ts';
import type { SigningKey } from '../../core/exchange/keys.ts';
import { deviceOf, signDelegation, signFirm, signMember, signQuiet } from '../../core/exchange/members.ts';
import type { Role } from '../../core/exchange/members.ts';
import { sealProfile } from '../../core/exchange/profiles.ts';
import type { Profile } from '../../core/exchange/profiles.ts';
import { readRecoveryCode, recoveryCode } from '../../core/exchange/recovery.ts';
import { Stopped, call } from './calls.ts';
import type { ClientDeps, Firm } from './calls.ts';
import { keysOf, rootOf, sealingOf, signingOf, withKey } from './keyring.ts';
import type { Keyring } from './keyring.ts';

/** The value of something made here; that it cannot be made is said as it is. */
function made<T>(checked: Checked<T>): T {
  if (!checked.ok)
    throw new Stopped(
      checked.refusal === 'too_large' ? 'That is too long.' : `This cannot be written (${checked.refusal}).`,
    );
  return checked.value;
}

/** The keys of a device that is not yet known to anybody. */
function newDevice({ randomBytes }: ClientDeps): Pick<Keyring, 'signing' | 'sealing' | 'quiet'> {
  const secret = (): string => toText(randomBytes(32));
  return { signing: secret(), sealing: secret(), quiet: secret() };
}

/** Founds a firm at a directory whose founding code is known. Answers with the keys, and the recovery code to be written on paper. */
export async function found(
  deps: ClientDeps,
  { origin, code, profile }: { readonly origin: string; readonly code: string; readonly profile: Profile },
): Promise<{ readonly keyring: Keyring; readonly recovery: string }> {
  const { randomBytes } = deps;
  const id = (): string => toText(randomBytes(16));
  const rootSecret = randomBytes(32);
  const root = signingKeyOf(rootSecret);
  const firm = id();
  const newKey = (): AudienceKey => ({ firm, audience: id(), epoch: 1, key: randomBytes(32) });
  const [everyone, guard] = [newKey(), newKey()];
  let keyring: Keyring = {
    v: 1,
    origin,
    firm,
    rootFingerprint: root.fingerprint,
    root: toText(rootSecret),
    member: id(),
    ...newDevice(deps),
    firmVersion: 1,
    keys: [],
  };
  keyring = withKey(withKey(keyring, everyone, 'Everybody'), guard, '');
  const issued = dayOf(deps.now());
  const member = memberRecord(keyring, 'administrator', [], issued);
  const removed = { removedMembers: [], removedDevices: [] };
  const wraps = [everyone, guard].map((key) => ({ audience: key.audience, epoch: 1, ...wrapped(key, member, deps) }));
  await call(deps, keyring, root, 'found', {
    code,
    root: root.publicKey,
    firm: signFirm(root, { v: 1, firm, version: 1, everyone: everyone.audience, guard: guard.audience, ...removed }),
    member: signMember(root, member, null),
    quiet: signQuiet(root, quietRecord(keyring, issued), null),
    profile: made(sealProfile(everyone, keyring.member, profile, signingOf(keyring), randomBytes)),
    audiences: [
      made(signAudience(root, everyone, { type: 'everyone', members: null, label: 'Everybody' }, randomBytes)),
      made(signAudience(root, guard, { type: 'guard', members: null, label: '' }, randomBytes)),
    ],
    wraps,
  });
  return { keyring, recovery: recoveryCode(rootSecret) };
}

function memberRecord(keyring: Keyring, role: Role, audiences: readonly string[], issued: number) {
  const keys = { signingKey: signingOf(keyring).publicKey, sealingKey: sealingOf(keyring).publicKey };
  return {
    v: 1 as const,
    firm: keyring.firm,
    member: keyring.member,
    role,
    ...keys,
    audiences: [...audiences].sort(),
    version: 1,
    issued,
  };
}

function quietRecord({ firm, quiet }: Keyring, issued: number) {
  return { v: 1 as const, firm, quietKey: signingKeyOf(fromText(quiet)).publicKey, issued };
}

function wrapped(key: AudienceKey, recipient: Parameters<typeof wrapAudienceKey>[1], { randomBytes }: ClientDeps) {
  const wrap = wrapAudienceKey(key, recipient, randomBytes);
  if (wrap === null) throw new Stopped('A colleague has a key that cannot be.');
  return wrap;
}

/** The root key, or that this keyring has none. */
function rootKey(keyring: Keyring): SigningKey {
  const root = rootOf(keyring);
  if (root === null) throw new Stopped('This needs the root key. "recover" takes it from the recovery code.');
  return root;
}

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
  const brought = [roster.firm.everyone, roster.firm.guard, ...allows.audiences].flatMap((audience) =>
    keysOf(keyring, audience),
  );
  await call(deps, keyring, root, 'invite', {
    hash: toText(sha256(fromText(keys.id))),
    member: signDelegation(root, { ...about, delegate: keys.member.publicKey, allows }),
    quiet: signDelegation(root, { ...about, delegate: keys.quiet.publicKey, allows: 'quiet' }),
    keys: made(sealInvitationKeys(keyring.firm, keys, brought, deps.randomBytes)),
  });
  return invitationLink({ origin: keyring.origin, firm: keyring.firm, secret, rootFingerprint: root.fingerprint });
}

function practiceNamed({ keyring, audiences }: Firm, name: string): string {
  const practices = new Set(audiences.filter(({ type }) => type === 'practice').map(({ audience }) => audience));
  const known = keyring.keys.find((each) => each.name === name && practices.has(each.audience));
  if (known === undefined) throw new Stopped(`There is no practice ${name}, or this keyring does not hold its key.`);
  return known.audience;
}

/** Joins by a link, for those who use this program and not the app: compliance officers, a second administrator. */
export async function join(deps: ClientDeps, link: string, profile: Profile): Promise<Keyring> {
  const invitation = readInvitation(link);
  if (!invitation.ok) throw new Stopped('This is no invitation.');
  const { origin, firm, secret, rootFingerprint } = invitation.value;
  const keys = invitationKeys(firm, secret);
  let keyring: Keyring = {
    v: 1,
    origin,
    firm,
    rootFingerprint,
    root: null,
    member: toText(Buffer.alloc(16)),
    ...newDevice(deps),
    firmVersion: 0,
    keys: [],
  };
  const signing = signingOf(keyring);
  const shown = { id: keys.id, key: signing.publicKey };
  const brought = await call(deps, keyring, signing, 'invitation', shown);
  const opened = openInvitationKeys(firm, keys, brought.keys);
  const { allows } = brought.member.body;
  if (fingerprintOf(brought.root) !== rootFingerprint || !opened.ok || allows === 'quiet')
    throw new Stopped('The directory shows another firm than the invitation is for. Nothing was done.');
  keyring = { ...keyring, member: allows.member };
  for (const key of opened.value) keyring = withKey(keyring, key, '');
  const everyone = keysOf(keyring, brought.firm.body.everyone).at(-1);
  if (everyone === undefined) throw new Stopped('The invitation brings no keys.');
  const issued = dayOf(deps.now());
  await call(deps, keyring, signing, 'redeem', {
    ...shown,
    member: signMember(keys.member, memberRecord(keyring, allows.role, allows.audiences, issued), brought.member),
    quiet: signQuiet(keys.quiet, quietRecord(keyring, issued), brought.quiet),
    profile: made(sealProfile(everyone, keyring.member, profile, signing, deps.randomBytes)),
  });
  return keyring;
}

/** A new practice, with nobody in it yet. */
export async function makePractice(deps: ClientDeps, { keyring }: Firm, name: string): Promise<Keyring> {
  const root = rootKey(keyring);
  const key = { firm: keyring.firm, audience: toText(deps.randomBytes(16)), epoch: 1, key: deps.randomBytes(32) };
  const audience = made(signAudience(root, key, { type: 'practice', members: null, label: name }, deps.randomBytes));
  await call(deps, keyring, root, 'rotate', { audience, wraps: [], recognising: [] });
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

/** New keys for everybody and each practice that wants one, wrapped for those who are in it now. The guard is compliance's to rotate. */
export async function rotate(deps: ClientDeps, { keyring: from, roster, ...firm }: Firm): Promise<Keyring> {
  const root = rootKey(from);
  let keyring = from;
  for (const record of firm.audiences.filter(
    ({ audience, type }) => firm.due.includes(audience) && type !== 'guard' && type !== 'named',
  )) {
    const key = { firm: record.firm, audience: record.audience, epoch: record.epoch + 1, key: deps.randomBytes(32) };
    const label = from.keys.find(({ audience }) => audience === record.audience)?.name ?? '';
    const audience = made(signAudience(root, key, { type: record.type, members: null, label }, deps.randomBytes));
    const wraps = recipientsOf(roster, record).map((recipient) => wrapped(key, recipient, deps));
    await call(deps, keyring, root, 'rotate', { audience, wraps, recognising: [] });
    keyring = withKey(keyring, key, label);
  }
  return keyring;
}

/** Wraps the newest keys for colleagues who joined while they were changed; any member who holds them can. */
export async function wrapMissing(deps: ClientDeps, { keyring, roster, audiences, missing }: Firm): Promise<void> {
  for (const record of audiences) {
    const key = keysOf(keyring, record.audience).find(({ epoch }) => epoch === record.epoch);
    const lacking = new Set(missing.filter(({ audience }) => audience === record.audience).map(({ device }) => device));
    const wraps = recipientsOf(roster, record)
      .filter((device) => lacking.has(deviceOf(device)))
      .flatMap((device) => (key === undefined ? [] : wrapped(key, device, deps)));
    const { audience, epoch } = record;
    if (wraps.length > 0) await call(deps, keyring, signingOf(keyring), 'wraps', { audience, epoch, wraps });
  }
}

/** Takes the root key from the recovery code, where it is this firm's. */
export function recover(keyring: Keyring, code: string): Keyring {
  const secret = readRecoveryCode(code);
  if (!secret.ok) throw new Stopped('There is a slip in this code.');
  if (signingKeyOf(secret.value).fingerprint !== keyring.rootFingerprint)
    throw new Stopped('This is the code of another firm.');
  return { ...keyring, root: toText(secret.value) };
}
