/** How colleagues are called: the directory keeps it sealed under the key of everybody in the firm. */
import { z } from 'zod';
import type { AudienceKey } from './audience-keys.ts';
import { useKey } from './audience-keys.ts';
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import {
  bytesText,
  canonicalBytes,
  fromText,
  jsonOf,
  keyText,
  pad,
  signatureText,
  toText,
  unpad,
  wordsText,
} from './encoding.ts';
import { isValueSignedBy, signValue } from './keys.ts';
import type { RandomBytes, SigningKey } from './keys.ts';
import type { Signer } from './roster.ts';
import { seal, sealOverhead, unseal } from './sealing.ts';

export const profileSchema = z.strictObject({
  name: wordsText(120),
  practice: wordsText(80).nullable(),
  address: wordsText(160),
});
/** A colleague as colleagues call them. */
export type Profile = z.infer<typeof profileSchema>;

const profileSize = 768;
export const sealedProfileSchema = z.strictObject({
  epoch: z.number().int().min(1),
  sealed: bytesText(profileSize + sealOverhead),
});
/** A profile as the directory keeps it. */
export type SealedProfile = z.infer<typeof sealedProfileSchema>;

/** What is inside: with who signed it. */
export const contentSchema = z.strictObject({ profile: profileSchema, by: keyText, signature: signatureText });

/** Signed by a device of the member, then sealed for everybody in the firm. Refuses: malformed, too_large. */
export function sealProfile(
  everyone: AudienceKey,
  member: string,
  from: Profile,
  signer: SigningKey,
  randomBytes: RandomBytes,
): Checked<SealedProfile> {
  const parsed = profileSchema.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const profile = parsed.data;
  const signature = signValue(signer, 'profile', { member, profile });
  const padded = pad(canonicalBytes({ profile, by: signer.fingerprint, signature }), profileSize);
  if (padded === null) return refused('too_large');
  const sealed = seal(useKey(everyone, 'label'), aboutProfile(everyone, member), padded, randomBytes);
  return accepted({ epoch: everyone.epoch, sealed: toText(sealed) });
}

/** The profile of a member. Refuses: malformed, not_openable, signer_unknown (no device of this member), signature_wrong. */
export function openProfile(
  everyone: AudienceKey,
  member: string,
  from: unknown,
  signers: ReadonlyMap<string, Signer>,
): Checked<Profile> {
  const parsed = sealedProfileSchema.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const padded = unseal(useKey(everyone, 'label'), aboutProfile(everyone, member), fromText(parsed.data.sealed));
  const content = padded === null ? null : unpad(padded);
  if (content === null) return refused('not_openable');
  const read = contentSchema.safeParse(jsonOf(content));
  if (!read.success) return refused('malformed');
  const { profile, by, signature } = read.data;
  const signer = signers.get(by);
  if (signer?.kind !== 'member' || signer.record.member !== member) return refused('signer_unknown');
  return isValueSignedBy(signer.publicKey, 'profile', { member, profile }, signature)
    ? accepted(profile)
    : refused('signature_wrong');
}

function aboutProfile({ firm, audience, epoch }: AudienceKey, member: string): Buffer {
  return canonicalBytes(['warmpath/1 profile', firm, audience, epoch, member]);
}
