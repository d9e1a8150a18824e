/**
 * Entries: what one colleague lets an audience know about one tie. Signed by its owner, sealed under a key made of the audience key and
 * of whom it is about, padded: every entry is the same number of bytes, and opens only for a member of the audience who already knows
 * whom to ask for.
 */
import { z } from 'zod';
import type { AudienceKey } from './audience-keys.ts';
import { keyedTargets, lookupKeys } from './audience-keys.ts';
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import {
  bytesText,
  canonicalBytes,
  dayNumber,
  fromText,
  jsonOf,
  keyText,
  pad,
  signatureText,
  toText,
  unpad,
  versionNumber,
  wordsText,
} from './encoding.ts';
import { isValueSignedBy, signValue } from './keys.ts';
import type { RandomBytes, SigningKey } from './keys.ts';
import { clientKeepers } from './members.ts';
import type { Signer } from './roster.ts';
import { seal, sealOverhead, unseal } from './sealing.ts';
import type { Target } from './targets.ts';

/** Nothing is shared for longer; days. */
export const mostDays = 366;

const nameText = wordsText(120);
const addressText = wordsText(160);
const practiceText = wordsText(80);

/** Whether there is a letter or digit in it: what has none would be taken for any name. */
export function isName(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

export const tieBodySchema = z.strictObject({
  kind: z.literal('tie'),
  /** The person by name, where that was chosen; null says only that there is a tie. */
  person: z.strictObject({ name: nameText.refine(isName, 'no name') }).nullable(),
  band: z.enum(['strong', 'moderate', 'weak']),
  /** The month of the last interaction, and nothing finer: YYYY-MM. */
  freshness: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/),
  introducer: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('named'),
      name: nameText,
      address: addressText,
      practice: practiceText.nullable(),
    }),
    /** "Somebody in Tax": the name only after they accept. */
    z.strictObject({ kind: z.literal('practice'), practice: practiceText }),
  ]),
});

/** Who answers for a client: loaded by the firm, named first in every answer about it. */
export const clientBodySchema = z.strictObject({
  kind: z.literal('client'),
  partner: z.strictObject({ name: nameText, address: addressText, practice: practiceText.nullable() }),
});

export const entryBodySchema = z.discriminatedUnion('kind', [tieBodySchema, clientBodySchema]);
export type EntryBody = z.infer<typeof entryBodySchema>;
export type TieBody = z.infer<typeof tieBodySchema>;

const contentSize = 960;
/** Bytes of every sealed entry. */
export const entryBytes = contentSize + sealOverhead;

export const sealedEntrySchema = z.strictObject({
  lookup: keyText,
  /** Of the owner's set when it was published: what comes later is higher. */
  version: versionNumber,
  /** The last day on which it holds. */
  expires: dayNumber,
  sealed: bytesText(entryBytes),
});
/** An entry as it is kept and answered. */
export type SealedEntry = z.infer<typeof sealedEntrySchema>;

/** What is inside: with who signed it. */
export const contentSchema = z.strictObject({ body: entryBodySchema, by: keyText, signature: signatureText });

export interface EntryToSeal {
  readonly audienceKey: AudienceKey;
  readonly target: Target;
  readonly version: number;
  readonly expires: number;
  readonly body: EntryBody;
  /** A device of the owner; for an introducer without a name, their quiet key. */
  readonly signer: SigningKey;
}

/** Signs and seals one entry. Refuses: malformed, too_large (words that JSON has to write at length). */
export function sealEntry(entry: EntryToSeal, randomBytes: RandomBytes): Checked<SealedEntry> {
  const { audienceKey, target, version, expires, signer } = entry;
  const parsed = entryBodySchema.safeParse(entry.body);
  if (!parsed.success) return refused('malformed');
  const body = parsed.data;
  const header = headerOf(audienceKey, lookupKeys(audienceKey)(target), version, expires);
  const signature = signValue(signer, 'entry', { header, body });
  const padded = pad(canonicalBytes({ body, by: signer.fingerprint, signature }), contentSize);
  if (padded === null) return refused('too_large');
  const sealed = seal(entryKey(audienceKey, target), canonicalBytes(header), padded, randomBytes);
  return accepted({ lookup: header.lookup, version, expires, sealed: toText(sealed) });
}

export interface OpenedEntry {
  readonly body: EntryBody;
  readonly version: number;
  readonly expires: number;
  /** Fingerprint of the key that signed. */
  readonly by: string;
  readonly signer: Signer;
}

/**
 * Opens an answer to a question about `target`. Refuses: malformed; expired (before `today`, or more than `mostDays` away);
 * not_openable (altered, of another audience, about somebody else, or with another version or expiry than its owner gave it);
 * signer_unknown (nobody of the firm, or a key that may not sign this kind); signature_wrong.
 */
export function openEntry(
  audienceKey: AudienceKey,
  target: Target,
  from: unknown,
  signers: ReadonlyMap<string, Signer>,
  today: number,
): Checked<OpenedEntry> {
  const parsed = sealedEntrySchema.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const { lookup, version, expires, sealed } = parsed.data;
  if (expires < today || expires > today + mostDays) return refused('expired');
  if (lookup !== lookupKeys(audienceKey)(target)) return refused('not_openable');
  const header = headerOf(audienceKey, lookup, version, expires);
  const padded = unseal(entryKey(audienceKey, target), canonicalBytes(header), fromText(sealed));
  const content = padded === null ? null : unpad(padded);
  if (content === null) return refused('not_openable');
  const read = contentSchema.safeParse(jsonOf(content));
  if (!read.success) return refused('malformed');
  const { body, by, signature } = read.data;
  const signer = signers.get(by);
  if (signer === undefined || !maySign(signer, body)) return refused('signer_unknown');
  if (!isValueSignedBy(signer.publicKey, 'entry', { header, body }, signature)) return refused('signature_wrong');
  return accepted({ body, version, expires, by, signer });
}

/** A name is signed by a device of a member, "somebody in Tax" by a quiet key, the responsible partner by those who load the client list. */
function maySign(signer: Signer, body: EntryBody): boolean {
  if (body.kind === 'client') return signer.kind === 'member' && clientKeepers.includes(signer.record.role);
  return body.introducer.kind === 'named' ? signer.kind === 'member' : signer.kind === 'quiet';
}

/**
 * Remembers the highest version seen for each lookup key and signer, and refuses what is lower (version_lower): an answer that was
 * rolled back. The same version twice is the same answer asked twice.
 */
export function refuseLower(
  seen: Map<string, number>,
  lookup: string,
  entry: Pick<OpenedEntry, 'by' | 'version'>,
): Checked<null> {
  const name = `${lookup}.${entry.by}`;
  if (entry.version < (seen.get(name) ?? 0)) return refused('version_lower');
  seen.set(name, entry.version);
  return accepted(null);
}

function headerOf({ firm, audience, epoch }: AudienceKey, lookup: string, version: number, expires: number) {
  return { v: 1, firm, audience, epoch, lookup, version, expires };
}

function entryKey(audienceKey: AudienceKey, target: Target): Buffer {
  return keyedTargets(audienceKey, 'entry')(target);
}
