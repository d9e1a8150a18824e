/** What a check of the protocol says: the value, or why it is refused. Sentences for people are made by the rooms that use it. */

/** Every reason for which something that came from elsewhere is not believed, by a stable code. */
export const refusals = [
  /** Not of the form that was agreed: a field, a length, a number out of bounds. */
  'malformed',
  /** A signature is not by the key that should have signed. */
  'signature_wrong',
  /** Signed by a key nobody vouches for, or one that may not sign this. */
  'signer_unknown',
  /** Older than something seen before: rolled back. */
  'version_lower',
  /** Its day is past, or farther away than anything may last. */
  'expired',
  /** Sealed for somebody else, for something else, or altered on the way. */
  'not_openable',
  /** Of another firm. */
  'firm_other',
  /** Does not fit into the size that all of its kind have. */
  'too_large',
] as const;
export type Refusal = (typeof refusals)[number];

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** A value that was found to be good. */
export function accepted<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** The reason why something is not believed. */
export function refused(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}
