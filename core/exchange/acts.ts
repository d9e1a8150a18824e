/** The record of what compliance and responsible partners did: each line carries the hash of the one before, so that none can be changed or taken out unseen. */
import { z } from 'zod';
import { canonicalBytes, dayNumber, idText, keyText, toText } from './encoding.ts';
import { sha256 } from './keys.ts';

export const actSchema = z.strictObject({
  number: z.number().int(),
  day: dayNumber,
  protection: idText,
  kind: z.enum(['set', 'asked', 'lifted', 'crossed', 'objected', 'closed', 'answered', 'opened']),
  /** Of compliance; the second where it takes two. */
  by: idText,
  with: idText.nullable(),
  /** Of a barrier that is set: who is inside, and from when; `until` is its last day. */
  inside: z.array(idText),
  from: dayNumber.nullable(),
  /** Who was let inside, or answers for a closed client from now on; `until` is their last day. */
  member: idText.nullable(),
  until: dayNumber.nullable(),
  note: z.string(),
  hash: keyText,
});
/** One line. */
export type Act = z.infer<typeof actSchema>;

/** The hash of a line, over it and the hash of the line before (empty for the first). */
export function actHash(line: Omit<Act, 'hash'>, before: string): string {
  return toText(sha256(canonicalBytes({ line, before })));
}

/** The number of the first line that does not follow from the one before it; null for a record that is whole. */
export function brokenAt(acts: readonly Act[]): number | null {
  const at = acts.findIndex(
    ({ hash, ...line }, i) => line.number !== i + 1 || hash !== actHash(line, acts[i - 1]?.hash ?? ''),
  );
  return at === -1 ? null : at + 1;
}
