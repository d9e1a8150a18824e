/**
 * Whom a protection is about and why, as the directory keeps it: sealed under the firm's guard key, shown to compliance alone. Needed again
 * when the guard gets a new key, in which everything that is protected must be recognised.
 */
import { z } from 'zod';
import type { AudienceKey } from './audience-keys.ts';
import { useKey } from './audience-keys.ts';
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import { bytesText, canonicalBytes, fromText, jsonOf, pad, toText, unpad, wordsText } from './encoding.ts';
import type { RandomBytes } from './keys.ts';
import { seal, sealOverhead, unseal } from './sealing.ts';
import type { Target } from './targets.ts';

const noteSize = 1024;
export const noteText = bytesText(noteSize + sealOverhead);

const noteSchema = z.strictObject({
  kind: z.enum(['person', 'organisation', 'name']),
  value: wordsText(320),
  why: wordsText(400),
});
/** What a protection is about, and the reason for it in words. */
export interface Note {
  readonly target: Target;
  readonly why: string;
}

/** Refuses: malformed (words that are too long), too_large. */
export function sealNote(guardKey: AudienceKey, { target, why }: Note, randomBytes: RandomBytes): Checked<string> {
  const parsed = noteSchema.safeParse({ ...target, why });
  if (!parsed.success) return refused('malformed');
  const padded = pad(canonicalBytes(parsed.data), noteSize);
  if (padded === null) return refused('too_large');
  return accepted(toText(seal(useKey(guardKey, 'note'), aboutNote(guardKey), padded, randomBytes)));
}

/** Refuses: malformed, not_openable (another guard key: every epoch has its own). */
export function openNote(guardKey: AudienceKey, from: unknown): Checked<Note> {
  const parsed = noteText.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const padded = unseal(useKey(guardKey, 'note'), aboutNote(guardKey), fromText(parsed.data));
  const content = padded === null ? null : unpad(padded);
  if (content === null) return refused('not_openable');
  const read = noteSchema.safeParse(jsonOf(content));
  if (!read.success) return refused('malformed');
  const { kind, value, why } = read.data;
  return accepted({ target: { kind, value }, why });
}

function aboutNote({ firm, audience, epoch }: AudienceKey): Buffer {
  return canonicalBytes(['warmpath/1 note', firm, audience, epoch]);
}
