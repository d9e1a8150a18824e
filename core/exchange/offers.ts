/** Offers: the answer to an ask, sealed to the requester's devices. Nobody else learns who offered, the directory only that somebody did. */
import { z } from 'zod';
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import {
  bytesText,
  canonicalBytes,
  dayNumber,
  fromText,
  idText,
  jsonOf,
  keyText,
  pad,
  signatureText,
  toText,
  unpad,
  wordsText,
} from './encoding.ts';
import { fingerprintOf, isValueSignedBy, signValue } from './keys.ts';
import type { RandomBytes, SealingKey, SigningKey } from './keys.ts';
import type { MemberRecord } from './members.ts';
import { profileSchema } from './profiles.ts';
import type { Signer } from './roster.ts';
import { sealTo, sealToOverhead, unsealTo } from './sealing.ts';

const contentSize = 1472;

export const offerBodySchema = z.strictObject({
  ask: idText,
  introducer: profileSchema,
  member: idText,
  /** What the introducer adds, in their words; may be empty. */
  words: wordsText(400),
  issued: dayNumber,
});
/** What the requester reads. */
export type OfferBody = z.infer<typeof offerBodySchema>;

export const sealedOfferSchema = z.strictObject({
  /** Fingerprint of the sealing key it is for. */
  recipient: keyText,
  sealed: bytesText(contentSize + sealToOverhead),
});
export type SealedOffer = z.infer<typeof sealedOfferSchema>;

/** What is inside: with who signed it. */
export const contentSchema = z.strictObject({ body: offerBodySchema, by: keyText, signature: signatureText });

/** One sealed offer for each device of the requester. Refuses: malformed, too_large. */
export function sealOffer(
  firm: string,
  from: OfferBody,
  devices: readonly MemberRecord[],
  signer: SigningKey,
  randomBytes: RandomBytes,
): Checked<SealedOffer[]> {
  const parsed = offerBodySchema.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const body = parsed.data;
  const signature = signValue(signer, 'offer', { firm, body });
  const padded = pad(canonicalBytes({ body, by: signer.fingerprint, signature }), contentSize);
  if (padded === null) return refused('too_large');
  const offers = devices.flatMap(({ sealingKey }) => {
    const recipient = fingerprintOf(sealingKey);
    const sealed = sealTo(sealingKey, aboutOffer(firm, body.ask, recipient), nothing, padded, randomBytes);
    return sealed === null ? [] : [{ recipient, sealed: toText(sealed) }];
  });
  return accepted(offers);
}

/** Opens an offer to `ask`. Refuses: malformed, not_openable, signer_unknown (no device of the member who offers), signature_wrong. */
export function openOffer(
  firm: string,
  ask: string,
  own: SealingKey,
  from: unknown,
  signers: ReadonlyMap<string, Signer>,
): Checked<OfferBody> {
  const parsed = sealedOfferSchema.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const padded = unsealTo(own, aboutOffer(firm, ask, own.fingerprint), nothing, fromText(parsed.data.sealed));
  const content = padded === null ? null : unpad(padded);
  if (content === null) return refused('not_openable');
  const read = contentSchema.safeParse(jsonOf(content));
  if (!read.success) return refused('malformed');
  const { body, by, signature } = read.data;
  const signer = signers.get(by);
  if (body.ask !== ask || signer?.kind !== 'member' || signer.record.member !== body.member)
    return refused('signer_unknown');
  return isValueSignedBy(signer.publicKey, 'offer', { firm, body }, signature)
    ? accepted(body)
    : refused('signature_wrong');
}

function aboutOffer(firm: string, ask: string, recipient: string): Buffer {
  return canonicalBytes(['warmpath/1 offer', firm, ask, recipient]);
}

const nothing = Buffer.alloc(0);
