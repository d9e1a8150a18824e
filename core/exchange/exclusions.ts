/**
 * What a member keeps out of everything shared, from one device of theirs to the others: keyed tags of addresses and domains, sealed to each
 * of these devices. The key is made by the device and travels in the list alone: whoever opens it can only test whom they know already. Tags
 * of chance fill it up to one of few sizes.
 */
import { z } from 'zod';
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import { bytesText, canonicalBytes, fromText, jsonOf, keyText, signatureText, toText } from './encoding.ts';
import { fingerprintOf, hmac, isValueSignedBy, signValue, tagBytes } from './keys.ts';
import type { RandomBytes, SealingKey, SigningKey } from './keys.ts';
import type { MemberRecord } from './members.ts';
import type { Signer } from './roster.ts';
import { sealTo, sealToOverhead, unsealTo } from './sealing.ts';
import type { Target } from './targets.ts';
import { targetBytes } from './targets.ts';

/** Tags by which a list grows, so that its size says next to nothing; and how often it may. */
const tagsInStep = 1024;
const steps = [1, 2, 3, 4, 5, 6, 7, 8] as const;
/** Tags a list has room for. */
export const mostTags = steps.length * tagsInStep;

const tagsBytes = (step: number): number => step * tagsInStep * tagBytes;
const tagsText = z.union(steps.map((step) => bytesText(tagsBytes(step))));

/** What is inside: with who signed it. */
export const exclusionsSchema = z.strictObject({
  body: z.strictObject({ key: keyText, tags: tagsText }),
  by: keyText,
  signature: signatureText,
});

// Everything but the tags, which are text in it.
const around = canonicalBytes({ body: { key: '', tags: '' }, by: '', signature: '' }).length + 43 + 43 + 86;
const sealedBytes = (step: number): number => around + Math.ceil((tagsBytes(step) * 4) / 3) + sealToOverhead;
/** A list as it travels. */
export const sealedExclusionsText = z.union(steps.map((step) => bytesText(sealedBytes(step))));

export interface ExclusionList {
  /** 32 bytes. */
  readonly key: Buffer;
  /** Of each address and domain, as text. */
  readonly tags: readonly string[];
}

/** How a list with this key writes an address or a domain. */
export function exclusionTags(key: Uint8Array): (target: Target) => string {
  return (target) => toText(hmac(key, targetBytes(target)).subarray(0, tagBytes));
}

/** One sealed list for each of the devices. What there is no room for stays out: the first are the weightiest. */
export function sealExclusions(
  about: { readonly firm: string; readonly version: number },
  { key, tags }: ExclusionList,
  devices: readonly MemberRecord[],
  signer: SigningKey,
  randomBytes: RandomBytes,
): { readonly recipient: string; readonly sealed: string }[] {
  const bytes = Buffer.concat(tags.slice(0, mostTags).map(fromText));
  const room = tagsBytes(Math.max(1, Math.ceil(bytes.length / tagsBytes(1))));
  const body = { key: toText(key), tags: toText(Buffer.concat([bytes, randomBytes(room - bytes.length)])) };
  const by = signer.fingerprint;
  const content = canonicalBytes({ body, by, signature: signValue(signer, 'exclusions', { ...about, body }) });
  return devices.flatMap(({ sealingKey }) => {
    const recipient = fingerprintOf(sealingKey);
    const sealed = sealTo(sealingKey, aboutList({ ...about, device: by }, recipient), nothing, content, randomBytes);
    return sealed === null ? [] : [{ recipient, sealed: toText(sealed) }];
  });
}

/**
 * Opens what a directory says is the list of a device. Refuses: malformed, not_openable, signer_unknown (another device than that, or of
 * another member than `member`), signature_wrong.
 */
export function openExclusions(
  about: { readonly firm: string; readonly device: string; readonly version: number },
  member: string,
  own: SealingKey,
  from: unknown,
  signers: ReadonlyMap<string, Signer>,
): Checked<ExclusionList> {
  const parsed = sealedExclusionsText.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const content = unsealTo(own, aboutList(about, own.fingerprint), nothing, fromText(parsed.data));
  if (content === null) return refused('not_openable');
  const read = exclusionsSchema.safeParse(jsonOf(content));
  if (!read.success) return refused('malformed');
  const { body, by, signature } = read.data;
  const signer = signers.get(by);
  if (by !== about.device || signer?.kind !== 'member' || signer.record.member !== member)
    return refused('signer_unknown');
  const { firm, version } = about;
  if (!isValueSignedBy(signer.publicKey, 'exclusions', { firm, version, body }, signature))
    return refused('signature_wrong');
  return accepted({ key: fromText(body.key), tags: tagsIn(fromText(body.tags)) });
}

/** Tags that lie one after the other. */
export function tagsIn(bytes: Buffer): string[] {
  return Array.from({ length: bytes.length / tagBytes }, (_, at) =>
    toText(bytes.subarray(at * tagBytes, (at + 1) * tagBytes)),
  );
}

function aboutList({ firm, device, version }: Parameters<typeof openExclusions>[0], recipient: string): Buffer {
  return canonicalBytes(['warmpath/1 exclusions', firm, device, version, recipient]);
}

const nothing = Buffer.alloc(0);
