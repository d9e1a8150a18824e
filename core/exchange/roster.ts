/** The members of a firm as one machine believes them, from what the directory sent and what that machine had seen before. */
import { refused, accepted } from './checked.ts';
import type { Checked, Refusal } from './checked.ts';
import { fingerprintOf } from './keys.ts';
import { checkFirm, checkMember, checkQuiet, deviceOf } from './members.ts';
import type { FirmRecord, MemberRecord } from './members.ts';
import { leadsTo } from './succession.ts';

/** Who may sign entries: a device of a member, or somebody of the firm who does not say who. */
export type Signer =
  | { readonly kind: 'member'; readonly publicKey: string; readonly record: MemberRecord }
  | { readonly kind: 'quiet'; readonly publicKey: string };

export interface Roster {
  readonly firm: FirmRecord;
  /** Devices, in the order of their fingerprints. */
  readonly devices: readonly MemberRecord[];
  /** By fingerprint of the signing key. */
  readonly signers: ReadonlyMap<string, Signer>;
  /** What was sent and is not believed, by reason: a directory that behaves sends nothing of the kind. */
  readonly refusals: readonly Refusal[];
}

/** What a machine has pinned and remembers: an older answer is not believed. */
export interface Pinned {
  /** From the invitation, or of the root key that was followed since. */
  readonly rootFingerprint: string;
  readonly firm: string;
  /** The version of the firm's record seen last; 0 before the first. */
  readonly firmVersion: number;
  /** The versions of devices seen last, by fingerprint. */
  readonly deviceVersions: ReadonlyMap<string, number>;
}

/**
 * Believes what the pinned root key has signed, or one that leads on from it, and nothing else; the caller pins the root key that was
 * sent. Refuses the whole for: signature_wrong (another root key), malformed, firm_other, version_lower (the firm's record is older than
 * one seen). A single device or key that fails is left out and counted.
 */
export function readRoster(
  pinned: Pinned,
  sent: {
    readonly root: string;
    readonly successions?: readonly unknown[] | undefined;
    readonly firm: unknown;
    readonly members: readonly unknown[];
    readonly quiet: readonly unknown[];
  },
): Checked<Roster> {
  if (!leadsTo(pinned.rootFingerprint, pinned.firm, sent.root, sent.successions ?? []))
    return refused('signature_wrong');
  const firm = checkFirm(sent.root, pinned.firm, sent.firm);
  if (!firm.ok) return firm;
  if (firm.value.version < pinned.firmVersion) return refused('version_lower');

  const reasons: Refusal[] = [];
  const devices = new Map<string, MemberRecord>();
  const gone = new Set([...firm.value.removedMembers, ...firm.value.removedDevices]);
  for (const each of sent.members) {
    const member = checkMember(sent.root, pinned.firm, each);
    if (!member.ok) {
      reasons.push(member.refusal);
      continue;
    }
    const device = deviceOf(member.value);
    const seen = Math.max(pinned.deviceVersions.get(device) ?? 0, devices.get(device)?.version ?? 0);
    if (gone.has(member.value.member) || gone.has(device)) reasons.push('expired');
    else if (member.value.version < seen) reasons.push('version_lower');
    else devices.set(device, member.value);
  }
  const signers = new Map<string, Signer>();
  for (const [device, record] of devices) signers.set(device, { kind: 'member', publicKey: record.signingKey, record });
  for (const each of sent.quiet) {
    const quiet = checkQuiet(sent.root, pinned.firm, each);
    if (!quiet.ok) reasons.push(quiet.refusal);
    // A member's own key cannot be made to look like nobody's.
    else if (!devices.has(fingerprintOf(quiet.value.quietKey)))
      signers.set(fingerprintOf(quiet.value.quietKey), { kind: 'quiet', publicKey: quiet.value.quietKey });
  }
  const sorted = [...devices.keys()].sort().flatMap((device) => devices.get(device) ?? []);
  return accepted({ firm: firm.value, devices: sorted, signers, refusals: reasons });
}
