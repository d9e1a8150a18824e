/** What this machine believes of the firm, from what its directory says and the root key vouches for. */
import type { AudienceKey } from '../../core/exchange/audience-keys.ts';
import { checkAudience, hashOfWrap, heardWith, labelOf, unwrapAudienceKey } from '../../core/exchange/audiences.ts';
import type { AudienceRecord, SignedAudience } from '../../core/exchange/audiences.ts';
import { fromText, toText } from '../../core/exchange/encoding.ts';
import { fingerprintOf, signingKeyOf } from '../../core/exchange/keys.ts';
import { deviceOf } from '../../core/exchange/members.ts';
import type { Role, SignedQuiet } from '../../core/exchange/members.ts';
import { openProfile } from '../../core/exchange/profiles.ts';
import type { Profile } from '../../core/exchange/profiles.ts';
import { unwrapRoot } from '../../core/exchange/recovery.ts';
import { readRoster } from '../../core/exchange/roster.ts';
import type { Roster } from '../../core/exchange/roster.ts';
import type { AnswerOf, BodyOf } from '../../core/exchange/routes.ts';
import { call } from './calls.ts';
import type { ClientDeps } from './calls.ts';
import { keysOf, sealingOf, signingOf, withKey } from './keyring.ts';
import type { Keyring } from './keyring.ts';
import { Stopped } from './stopped.ts';

export interface Firm {
  readonly keyring: Keyring;
  readonly roster: Roster;
  /** Of this device. */
  readonly role: Role;
  /** Keys that sign without a name, as the directory has them. */
  readonly quiet: readonly SignedQuiet[];
  /** By member. */
  readonly profiles: ReadonlyMap<string, Profile>;
  /** Of the key that the own profile is sealed under. */
  readonly profileEpoch: number;
  /** The newest epoch of each audience whose keys this device is to hold. */
  readonly audiences: readonly AudienceRecord[];
  /** What the root key has signed of them, in every epoch that still holds. */
  readonly signedByRoot: readonly SignedAudience[];
  /** Audiences that want a new key. */
  readonly due: readonly string[];
  /** Devices that have not got a newest key by way of the directory. */
  readonly missing: AnswerOf<'audiences'>['missing'];
  /** Keys that were wrapped for this device and do not open; `wrap` is the hash of what was given. */
  readonly unopened: BodyOf<'unopened'>['keys'];
  /** Guard epochs in use. */
  readonly guards: readonly AudienceKey[];
}

/** What the directory says of the firm, as far as it is signed, with keys that came for this device put in the keyring. */
export async function readFirm(deps: ClientDeps, from: Keyring): Promise<Firm> {
  const key = signingOf(from);
  const sent = await call(deps, from, key, 'roster', {});
  const pinned = {
    rootFingerprint: from.rootFingerprint,
    firm: from.firm,
    firmVersion: from.firmVersion,
    deviceVersions: new Map<string, number>(),
  };
  const read = readRoster(pinned, sent);
  if (!read.ok)
    throw new Stopped(
      'directory_misbehaves',
      `The directory shows a firm that its root key did not sign (${read.refusal}). Nothing was done.`,
    );
  const roster = read.value;
  const root = fingerprintOf(sent.root);
  const role = roster.devices.find((device) => deviceOf(device) === key.fingerprint)?.role ?? 'member';
  let keyring = await withRoot(deps, { ...from, firmVersion: roster.firm.version }, root, role);

  const there = await call(deps, from, key, 'audiences', {});
  const records: AudienceRecord[] = [];
  const newest = new Map<string, AudienceRecord>();
  const signedByRoot: SignedAudience[] = [];
  const guardEpochs = new Set<number>();
  const unopened: Firm['unopened'] = [];
  for (const signed of there.audiences) {
    const record = checkAudience(sent.root, roster, signed, from.heard);
    if (!record.ok) continue;
    records.push(record.value);
    const { audience, epoch } = record.value;
    if (signed.by === root) signedByRoot.push(signed);
    if (epoch > (newest.get(audience)?.epoch ?? 0)) newest.set(audience, record.value);
    if (audience === roster.firm.guard) guardEpochs.add(epoch);
    const wraps = there.wraps.filter((each) => each.audience === audience && each.epoch === epoch);
    for (const wrap of wraps) {
      const unwrapped = unwrapAudienceKey(record.value, sealingOf(from), {
        recipient: wrap.recipient,
        sealed: wrap.sealed,
      });
      if (unwrapped.ok) keyring = withKey(keyring, unwrapped.value, '');
    }
    // Also of keys that an invitation brought: with them came no names.
    const held = keysOf(keyring, audience).find((each) => each.epoch === epoch);
    if (held !== undefined) keyring = withKey(keyring, held, labelOf(record.value, held) ?? '');
    else unopened.push(...wraps.map((wrap) => ({ audience, epoch, wrap: hashOfWrap(wrap) })));
  }
  const profiles = new Map<string, Profile>();
  for (const { member, profile } of sent.profiles)
    for (const everyone of keysOf(keyring, roster.firm.everyone)) {
      const opened = openProfile(everyone, member, profile, roster.signers);
      if (opened.ok) profiles.set(member, opened.value);
    }
  return {
    keyring: { ...keyring, heard: heardWith(roster.firm.version, records) },
    roster,
    role,
    quiet: sent.quiet,
    profiles,
    profileEpoch: sent.profiles.find(({ member }) => member === from.member)?.profile.epoch ?? 0,
    audiences: [...newest.values()],
    signedByRoot,
    due: there.due,
    missing: there.missing,
    unopened,
    guards: keysOf(keyring, roster.firm.guard).filter(({ epoch }) => guardEpochs.has(epoch)),
  };
}

/** Pins the root key the firm has now, and holds it where this device may: from before, about to be, or as it was handed over. */
async function withRoot(deps: ClientDeps, keyring: Keyring, rootFingerprint: string, role: Role): Promise<Keyring> {
  const isIt = (secret: Uint8Array): boolean => signingKeyOf(secret).fingerprint === rootFingerprint;
  const held = [keyring.root, ...keyring.nextRoots].find((secret) => secret !== null && isIt(fromText(secret)));
  // What was prepared may still become the root key: the directory may be at it. Only where one has followed are the others nothing.
  const nextRoots = rootFingerprint === keyring.rootFingerprint ? keyring.nextRoots : [];
  const pinned = { ...keyring, rootFingerprint, root: held ?? null, nextRoots };
  if (held !== undefined || role !== 'administrator') return pinned;
  const { wrapped } = await call(deps, keyring, signingOf(keyring), 'rootOf', {});
  const handed = unwrapRoot(keyring.firm, sealingOf(keyring), wrapped);
  return handed.ok && isIt(handed.value) ? { ...pinned, root: toText(handed.value) } : pinned;
}

/** Members of this id, or of this address as colleagues have it. */
export function membersNamed({ roster, profiles }: Pick<Firm, 'roster' | 'profiles'>, name: string): string[] {
  const members = new Set(roster.devices.map(({ member }) => member));
  const meant = name.trim().toLowerCase();
  return [...members].filter((member) => member === name || profiles.get(member)?.address.toLowerCase() === meant);
}

/** The member somebody means. Throws Stopped where that is nobody, or more than one. */
export function memberNamed(firm: Firm, name: string): string {
  const [one, ...more] = membersNamed(firm, name);
  if (one === undefined || more.length > 0)
    throw new Stopped(
      'unknown_name',
      `${name} is ${one === undefined ? 'nobody' : 'more than one'} here. "members" lists them.`,
    );
  return one;
}
