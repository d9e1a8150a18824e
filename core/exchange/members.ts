/**
 * Who belongs to a firm, as its root key says it. Everything here is public to the directory and signed, directly or by the key of an
 * invitation that the root key has signed: a directory can hide a member, but not invent one, change their keys or bring back one it
 * was told to remove.
 */
import { z } from 'zod';
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import { dayNumber, idText, keyText, signatureText, versionNumber } from './encoding.ts';
import { fingerprintOf, isValueSignedBy, signValue } from './keys.ts';
import type { SigningKey } from './keys.ts';

export const roles = ['member', 'steward', 'administrator', 'compliance'] as const;
export type Role = (typeof roles)[number];

/** Who keeps the firm's client list. */
export const clientKeepers: readonly Role[] = ['administrator', 'compliance'];

export const firmSchema = z.strictObject({
  v: z.literal(1),
  firm: idText,
  version: versionNumber,
  /** The audience everybody is in, and the one whose key makes guards. */
  everyone: idText,
  guard: idText,
  /** Members and devices (fingerprints of their signing keys) that left; sorted. */
  removedMembers: z.array(idText).max(100_000),
  removedDevices: z.array(keyText).max(100_000),
});
/** What holds for the whole firm. */
export type FirmRecord = z.infer<typeof firmSchema>;

export const delegationSchema = z.strictObject({
  v: z.literal(1),
  firm: idText,
  /** The public key that is made from the secret of an invitation. */
  delegate: keyText,
  /** One device of this member with these rights, or a key for entries without a name; the two cannot be put together. */
  allows: z.union([
    z.strictObject({
      member: idText,
      role: z.enum(roles),
      audiences: z.array(idText).max(64),
    }),
    z.literal('quiet'),
  ]),
  expires: dayNumber,
});
/** What the root key lets the holder of an invitation sign. */
export type Delegation = z.infer<typeof delegationSchema>;

export const memberSchema = z.strictObject({
  v: z.literal(1),
  firm: idText,
  member: idText,
  role: z.enum(roles),
  signingKey: keyText,
  sealingKey: keyText,
  /** Sorted. */
  audiences: z.array(idText).max(64),
  version: versionNumber,
  issued: dayNumber,
});
/** One device of a member; a member with two devices has two of these. */
export type MemberRecord = z.infer<typeof memberSchema>;

export const quietSchema = z.strictObject({ v: z.literal(1), firm: idText, quietKey: keyText, issued: dayNumber });
/** A key of somebody of the firm, without saying whose: it signs entries of introducers who did not give their name. */
type QuietRecord = z.infer<typeof quietSchema>;

const signedBy = { signature: signatureText };
export const signedFirmSchema = z.strictObject({ body: firmSchema, ...signedBy });
export const signedDelegationSchema = z.strictObject({ body: delegationSchema, ...signedBy });
const underRoot = { ...signedBy, delegation: signedDelegationSchema.nullable() };
export const signedMemberSchema = z.strictObject({ body: memberSchema, ...underRoot });
export const signedQuietSchema = z.strictObject({ body: quietSchema, ...underRoot });
export type SignedFirm = z.infer<typeof signedFirmSchema>;
export type SignedDelegation = z.infer<typeof signedDelegationSchema>;
/** `delegation` is null where the root key itself has signed. */
export type SignedMember = z.infer<typeof signedMemberSchema>;
export type SignedQuiet = z.infer<typeof signedQuietSchema>;

/** The root key signs what holds for the firm. */
export function signFirm(root: SigningKey, body: FirmRecord): SignedFirm {
  return { body, signature: signValue(root, 'firm', body) };
}

/** The root key lets the key of an invitation sign. */
export function signDelegation(root: SigningKey, body: Delegation): SignedDelegation {
  return { body, signature: signValue(root, 'delegation', body) };
}

/** Root key (no delegation) or the key of an invitation signs a device. */
export function signMember(key: SigningKey, body: MemberRecord, delegation: SignedDelegation | null): SignedMember {
  return { body, signature: signValue(key, 'member', body), delegation };
}

/** Root key (no delegation) or the key of an invitation signs a quiet key. */
export function signQuiet(key: SigningKey, body: QuietRecord, delegation: SignedDelegation | null): SignedQuiet {
  return { body, signature: signValue(key, 'quiet', body), delegation };
}

/** Refuses: malformed, signature_wrong, firm_other. `root` is the root public key, `firm` the firm's id. */
export function checkFirm(root: string, firm: string, from: unknown): Checked<FirmRecord> {
  const parsed = signedFirmSchema.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const { body, signature } = parsed.data;
  if (body.firm !== firm) return refused('firm_other');
  return isValueSignedBy(root, 'firm', body, signature) ? accepted(body) : refused('signature_wrong');
}

/** Refuses: malformed, signature_wrong, firm_other, signer_unknown (an invitation that does not allow this), expired. */
export function checkMember(root: string, firm: string, from: unknown): Checked<MemberRecord> {
  const parsed = signedMemberSchema.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const { body, signature, delegation } = parsed.data;
  const signer = signerOf(root, firm, body, delegation, (allows) => {
    if (allows === 'quiet') return false;
    return (
      allows.member === body.member &&
      allows.role === body.role &&
      allows.audiences.join() === body.audiences.join() &&
      // Later versions are for the root key alone.
      body.version === 1
    );
  });
  if (!signer.ok) return signer;
  return isValueSignedBy(signer.value, 'member', body, signature) ? accepted(body) : refused('signature_wrong');
}

/** Refuses as `checkMember` does. */
export function checkQuiet(root: string, firm: string, from: unknown): Checked<QuietRecord> {
  const parsed = signedQuietSchema.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const { body, signature, delegation } = parsed.data;
  const signer = signerOf(root, firm, body, delegation, (allows) => allows === 'quiet');
  if (!signer.ok) return signer;
  return isValueSignedBy(signer.value, 'quiet', body, signature) ? accepted(body) : refused('signature_wrong');
}

/** The public key that has to have signed a record: the root's, or the one the root has let sign it. */
function signerOf(
  root: string,
  firm: string,
  body: { readonly firm: string; readonly issued: number },
  delegation: SignedDelegation | null,
  isAllowed: (allows: Delegation['allows']) => boolean,
): Checked<string> {
  if (body.firm !== firm) return refused('firm_other');
  if (delegation === null) return accepted(root);
  if (delegation.body.firm !== firm) return refused('firm_other');
  if (!isValueSignedBy(root, 'delegation', delegation.body, delegation.signature)) return refused('signature_wrong');
  if (!isAllowed(delegation.body.allows)) return refused('signer_unknown');
  return body.issued > delegation.body.expires ? refused('expired') : accepted(delegation.body.delegate);
}

/** How a device is called in signed requests. */
export function deviceOf(record: MemberRecord): string {
  return fingerprintOf(record.signingKey);
}
