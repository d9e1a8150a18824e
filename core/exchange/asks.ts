/**
 * Asks: "who knows Jane Roe?", before anybody has shared anything. An ask has up to four locks, each made of the audience key and one way
 * to say whom it is about (an address, a name at an organisation, the organisation). A machine tries its own people on the locks; only
 * one that already holds that person or organisation opens it. A lock may instead be for one device, that of the responsible partner,
 * whatever people it holds: nobody else can tell such a lock from any other. Every ask is the same number of bytes.
 */
import { z } from 'zod';
import type { AudienceKey } from './audience-keys.ts';
import { keyedTargets } from './audience-keys.ts';
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import {
  bytesText,
  canonicalBytes,
  dayNumber,
  dayOf,
  fromText,
  idText,
  instantNumber,
  jsonOf,
  keyText,
  mostDay,
  pad,
  signatureText,
  toText,
  unpad,
  versionNumber,
  wordsText,
} from './encoding.ts';
import { fingerprintOf, hkdf, hmac, isValueSignedBy, newId, signValue, tagBytes, tagOf } from './keys.ts';
import type { RandomBytes, SealingKey, SigningKey } from './keys.ts';
import { profileSchema } from './profiles.ts';
import type { Signer } from './roster.ts';
import { seal, sealOnce, sealOverhead, unseal, unsealOnce } from './sealing.ts';
import type { Target } from './targets.ts';

/** Ways to say whom an ask is about, and devices it is for. */
export const locksInAsk = 4;
/** Of these, so that at least two ways stay. */
export const mostDeviceLocks = 2;
/** An ask is answered soon or not at all; days. */
export const mostAskDays = 14;
const lockedBytes = 32 + 16;
const contentSize = 1472;

export const askBodySchema = z.strictObject({
  requester: profileSchema,
  member: idText,
  /** Whom it is about, in the requester's words. */
  about: wordsText(160),
  reason: wordsText(400),
  /** From when on an answer no longer helps; of this only the day travels openly. */
  neededBy: instantNumber,
});
/** What those who can open it read. */
export type AskBody = z.infer<typeof askBodySchema>;

export const sealedAskSchema = z.strictObject({
  id: idText,
  audience: idText,
  epoch: versionNumber,
  expires: dayNumber,
  salt: bytesText(16),
  locks: z.array(z.strictObject({ tag: bytesText(tagBytes), key: bytesText(lockedBytes) })).length(locksInAsk),
  sealed: bytesText(contentSize + sealOverhead),
});
/** An ask as it travels. */
export type SealedAsk = z.infer<typeof sealedAskSchema>;

/** What is inside: with who signed it. */
export const contentSchema = z.strictObject({ body: askBodySchema, by: keyText, signature: signatureText });

interface AskToSeal {
  /** One of chance where none is given. */
  readonly id?: string;
  readonly audienceKey: AudienceKey;
  /** One to four, each another; with devices as many fewer. */
  readonly targets: readonly Target[];
  /** By `deviceLockKey`, of at most two devices that are to open it whatever they hold. */
  readonly devices?: readonly Buffer[];
  readonly body: AskBody;
  readonly signer: SigningKey;
}

/** Signs and seals an ask under a fresh salt. Refuses: malformed, too_large. */
export function sealAsk(
  { id, audienceKey, targets, devices = [], body: from, signer }: AskToSeal,
  randomBytes: RandomBytes,
): Checked<SealedAsk> {
  const parsed = askBodySchema.safeParse(from);
  const tooMany = devices.length > mostDeviceLocks || targets.length + devices.length > locksInAsk;
  if (!parsed.success || targets.length === 0 || tooMany) return refused('malformed');
  const body = parsed.data;
  const salt = randomBytes(16);
  const contentKey = randomBytes(32);
  const keyed = keyedTargets(audienceKey, 'ask');
  const locks = [...targets.map(keyed), ...devices].map((key) => lockOf(key, salt, contentKey));
  while (locks.length < locksInAsk) locks.push({ tag: randomBytes(tagBytes), key: randomBytes(lockedBytes) });
  const header = {
    id: id ?? newId(randomBytes),
    audience: audienceKey.audience,
    epoch: audienceKey.epoch,
    // In UTC, as the directory turns days.
    expires: dayOf(body.neededBy * 1000),
    salt: toText(salt),
    // In the order of their bytes: the place of a lock says nothing.
    locks: locks
      .sort((one, other) => Buffer.compare(one.tag, other.tag))
      .map(({ tag, key }) => ({ tag: toText(tag), key: toText(key) })),
  };
  const about = aboutAsk(audienceKey.firm, header);
  const signature = signValue(signer, 'ask', { about: toText(about), body });
  const padded = pad(canonicalBytes({ body, by: signer.fingerprint, signature }), contentSize);
  if (padded === null) return refused('too_large');
  return accepted({ ...header, sealed: toText(seal(contentKey, about, padded, randomBytes)) });
}

/** One way in which this machine could be asked about one of its people or organisations. */
export interface AskCandidate<T> {
  readonly target: Target;
  readonly what: T;
}

/** What a machine's own people and organisations are tried with; made once for an audience and epoch, and used for every ask. */
export interface AskMatcher<T> {
  readonly audienceKey: AudienceKey;
  readonly keys: readonly { readonly key: Buffer; readonly what: T }[];
}

/** One HMAC for each candidate. */
export function askMatcher<T>(audienceKey: AudienceKey, candidates: readonly AskCandidate<T>[]): AskMatcher<T> {
  const keyed = keyedTargets(audienceKey, 'ask');
  return { audienceKey, keys: candidates.map(({ target, what }) => ({ key: keyed(target), what })) };
}

/**
 * The key of a lock for one device: what it and the asker's agree on (X25519), for asks in this direction, of one audience and epoch. No
 * third device can make it. Null for a public key that nobody can have.
 */
export function deviceLockKey(
  { firm, audience, epoch }: AudienceKey,
  own: SealingKey,
  other: string,
  direction: 'to' | 'from',
): Buffer | null {
  const shared = own.agree(other);
  if (shared === null) return null;
  const ends = direction === 'to' ? [own.fingerprint, fingerprintOf(other)] : [fingerprintOf(other), own.fingerprint];
  const salt = Buffer.concat([fromText(firm), fromText(audience)]);
  return hkdf(shared, salt, `warmpath/1 ask device ${epoch} ${ends.join(' ')}`);
}

/** The candidates an ask is about, with the key each of them opens it with. One hash for each candidate; usually nothing. */
export function matchAsk<T>(
  matcher: AskMatcher<T>,
  ask: SealedAsk,
): readonly { readonly key: Buffer; readonly what: T }[] {
  if (ask.audience !== matcher.audienceKey.audience || ask.epoch !== matcher.audienceKey.epoch) return [];
  const salt = fromText(ask.salt);
  const tags = new Set(ask.locks.map(({ tag }) => fromText(tag).toString('latin1')));
  return matcher.keys.filter(({ key }) => tags.has(tagOf(key, salt).toString('latin1')));
}

interface OpenedAsk {
  readonly id: string;
  readonly body: AskBody;
  readonly by: string;
}

/**
 * Opens an ask with the key of a match. Refuses: malformed, expired, not_openable, signer_unknown (no device of the member it claims to
 * be from), signature_wrong. `now` in Unix seconds.
 */
export function openAsk(
  { audienceKey }: Pick<AskMatcher<unknown>, 'audienceKey'>,
  key: Buffer,
  from: unknown,
  signers: ReadonlyMap<string, Signer>,
  now: number,
): Checked<OpenedAsk> {
  const parsed = sealedAskSchema.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const { sealed, ...header } = parsed.data;
  const today = dayOf(now * 1000);
  if (header.expires < today || header.expires > today + mostAskDays) return refused('expired');
  const salt = fromText(header.salt);
  const tag = toText(tagOf(key, salt));
  const lock = header.locks.find((each) => each.tag === tag);
  const contentKey = lock === undefined ? null : unsealOnce(lockKey(key, salt), nothing, fromText(lock.key));
  if (contentKey === null) return refused('not_openable');
  const about = aboutAsk(audienceKey.firm, header);
  const padded = unseal(contentKey, about, fromText(sealed));
  const content = padded === null ? null : unpad(padded);
  if (content === null) return refused('not_openable');
  const read = contentSchema.safeParse(jsonOf(content));
  if (!read.success) return refused('malformed');
  const { body, by, signature } = read.data;
  const neededBy = momentOf(body);
  if (dayOf(neededBy * 1000) !== header.expires) return refused('malformed');
  if (neededBy <= now) return refused('expired');
  const signer = signers.get(by);
  if (signer?.kind !== 'member' || signer.record.member !== body.member) return refused('signer_unknown');
  if (!isValueSignedBy(signer.publicKey, 'ask', { about: toText(about), body }, signature))
    return refused('signature_wrong');
  return accepted({ id: header.id, body: { ...body, neededBy }, by });
}

function lockOf(key: Buffer, salt: Buffer, contentKey: Buffer): { readonly tag: Buffer; readonly key: Buffer } {
  return { tag: tagOf(key, salt), key: sealOnce(lockKey(key, salt), nothing, contentKey) };
}

function lockKey(key: Buffer, salt: Buffer): Buffer {
  return hmac(key, salt, Buffer.from('lock'));
}

/** In Unix seconds: what can only be a day, as versions before wrote it, is the end of that day. */
function momentOf({ neededBy }: AskBody): number {
  return neededBy <= mostDay ? (neededBy + 1) * 86_400 - 1 : neededBy;
}

function aboutAsk(firm: string, header: Omit<SealedAsk, 'sealed'>): Buffer {
  return canonicalBytes(['warmpath/1 ask', firm, header]);
}

const nothing = Buffer.alloc(0);
