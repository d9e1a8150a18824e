/**
 * Invitations: a link whose fragment holds a random secret and the fingerprint of the root key, and no key of the firm. From the secret
 * come the name under which the directory knows the invitation, two keys that the root key lets sign (a device; a quiet key), and the
 * key under which the audiences' keys wait, sealed, until it is redeemed.
 */
import { z } from 'zod';
import type { AudienceKey } from './audience-keys.ts';
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import {
  bytesText,
  canonicalBytes,
  fromText,
  idText,
  jsonOf,
  keyText,
  pad,
  toText,
  unpad,
  versionNumber,
} from './encoding.ts';
import { hkdf, signingKeyOf } from './keys.ts';
import type { RandomBytes, SigningKey } from './keys.ts';
import { seal, sealOverhead, unseal } from './sealing.ts';

export interface Invitation {
  /** Of the directory: scheme, host and port. */
  readonly origin: string;
  readonly firm: string;
  /** 32 random bytes. */
  readonly secret: Buffer;
  readonly rootFingerprint: string;
}

/** The link to hand over. What is behind the # is never sent to a server by a browser, nor by us. */
export function invitationLink({ origin, firm, secret, rootFingerprint }: Invitation): string {
  return `${origin}/join#${firm}.${toText(secret)}.${rootFingerprint}`;
}

/** Reads a link that somebody pasted. Refuses: malformed (also one that would not be encrypted, but to this computer). */
export function readInvitation(link: string): Checked<Invitation> {
  const url = URL.canParse(link.trim()) ? new URL(link.trim()) : null;
  if (url === null || url.pathname !== '/join' || url.search !== '' || url.username !== '') return refused('malformed');
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) return refused('malformed');
  const parts = z.tuple([idText, bytesText(32), keyText]).safeParse(url.hash.slice(1).split('.'));
  if (!parts.success) return refused('malformed');
  const [firm, secret, rootFingerprint] = parts.data;
  return accepted({ origin: url.origin, firm, secret: fromText(secret), rootFingerprint });
}

/** What the holder of the secret can do; the directory keeps only a hash of `id`, and the public halves. */
export interface InvitationKeys {
  /** Shown to the directory once, to redeem. */
  readonly id: string;
  readonly member: SigningKey;
  readonly quiet: SigningKey;
  /** Under which the audiences' keys are sealed. */
  readonly wrapping: Buffer;
}

/** The same for whoever made the invitation and for whoever got it. */
export function invitationKeys(firm: string, secret: Buffer): InvitationKeys {
  const derived = (use: string): Buffer => hkdf(secret, fromText(firm), `warmpath/1 invitation ${use}`);
  return {
    id: toText(derived('id').subarray(0, 16)),
    member: signingKeyOf(derived('member')),
    quiet: signingKeyOf(derived('quiet')),
    wrapping: derived('wrapping'),
  };
}

/** Audience keys an invitation can bring. */
export const mostKeys = 64;
const keysSize = 8192;
export const sealedKeysText = bytesText(keysSize + sealOverhead);
/** What an invitation brings, sealed. */
export const keysSchema = z
  .array(z.strictObject({ audience: idText, epoch: versionNumber, key: bytesText(32) }))
  .max(mostKeys);

/** Seals the audiences' keys for whoever redeems. Refuses: too_large. */
export function sealInvitationKeys(
  firm: string,
  { id, wrapping }: InvitationKeys,
  keys: readonly AudienceKey[],
  randomBytes: RandomBytes,
): Checked<string> {
  const content = keys.map(({ audience, epoch, key }) => ({ audience, epoch, key: toText(key) }));
  const padded = content.length > mostKeys ? null : pad(canonicalBytes(content), keysSize);
  if (padded === null) return refused('too_large');
  return accepted(toText(seal(wrapping, aboutKeys(firm, id), padded, randomBytes)));
}

/** The audiences' keys, not yet held against the records that speak of them (`keyCheck`). Refuses: malformed, not_openable. */
export function openInvitationKeys(
  firm: string,
  { id, wrapping }: InvitationKeys,
  from: unknown,
): Checked<AudienceKey[]> {
  const sealed = sealedKeysText.safeParse(from);
  if (!sealed.success) return refused('malformed');
  const padded = unseal(wrapping, aboutKeys(firm, id), fromText(sealed.data));
  const content = padded === null ? null : unpad(padded);
  if (content === null) return refused('not_openable');
  const read = keysSchema.safeParse(jsonOf(content));
  if (!read.success) return refused('malformed');
  return accepted(read.data.map(({ audience, epoch, key }) => ({ firm, audience, epoch, key: fromText(key) })));
}

function aboutKeys(firm: string, id: string): Buffer {
  return canonicalBytes(['warmpath/1 invitation', firm, id]);
}
