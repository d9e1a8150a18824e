/**
 * A new root key in the place of the old, when an administrator who knew that one has left: the one thing a machine that pinned the old
 * key still believes it. All that the old key had signed is signed anew by the new one. Whoever has followed never goes back.
 */
import { z } from 'zod';
import { idText, keyText, signatureText } from './encoding.ts';
import { fingerprintOf, isValueSignedBy, signValue } from './keys.ts';
import type { SigningKey } from './keys.ts';

export const successionSchema = z.strictObject({
  v: z.literal(1),
  firm: idText,
  /** The root key that ends and the one that follows it. */
  from: keyText,
  to: keyText,
});
export const signedSuccessionSchema = z.strictObject({ body: successionSchema, signature: signatureText });
export type SignedSuccession = z.infer<typeof signedSuccessionSchema>;

/** Signed by the key that ends. */
export function signSuccession(root: SigningKey, firm: string, to: string): SignedSuccession {
  const body = { v: 1 as const, firm, from: root.publicKey, to };
  return { body, signature: signValue(root, 'succession', body) };
}

/** Whether the root key `from` has named `to` as the next. */
export function isSuccession(firm: string, from: string, to: string, signed: SignedSuccession): boolean {
  const { body, signature } = signed;
  const isAbout = body.firm === firm && body.from === from && body.to === to && from !== to;
  return isAbout && isValueSignedBy(from, 'succession', body, signature);
}

/** Whether a machine that pinned this fingerprint may believe `root`: it is that key, or each key from there on has named the next. */
export function leadsTo(pinned: string, firm: string, root: string, successions: readonly unknown[]): boolean {
  let believed = pinned;
  for (const each of successions) {
    const parsed = signedSuccessionSchema.safeParse(each);
    if (!parsed.success) continue;
    const { from, to } = parsed.data.body;
    if (fingerprintOf(from) === believed && isSuccession(firm, from, to, parsed.data)) believed = fingerprintOf(to);
  }
  return fingerprintOf(root) === believed;
}
