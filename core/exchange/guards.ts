/**
 * How the directory keeps what is protected (barriers, closed clients, objections) from being answered, without being able to read what
 * that is. Every row and every ask carries a salt and keyed tags of what it is about; for a protected target, and only for one, the
 * compliance officer hands the directory the key that recognises it, whatever audience a row is for. Members learn none of these keys
 * from the directory, and rows about what is not protected stay unlinkable, each having a salt of its own.
 */
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { AudienceKey } from './audience-keys.ts';
import { keyedTargets } from './audience-keys.ts';
import { bytesText, fromText, toText, versionNumber } from './encoding.ts';
import { tagBytes, tagOf } from './keys.ts';
import type { RandomBytes } from './keys.ts';
import type { Target } from './targets.ts';

/** Tags in every guard, used or not: the person, the organisation, and two more names of theirs. */
export const tagsInGuard = 4;

export const guardSchema = z.strictObject({
  /** Of the firm's guard key. */
  epoch: versionNumber,
  salt: bytesText(16),
  tags: z.array(bytesText(tagBytes)).length(tagsInGuard),
});
/** What a row or an ask is about, for those who hold the key of a protected target. */
export type Guard = z.infer<typeof guardSchema>;

/** A guard for something about all these targets (at most four); what is left over is random. */
export function guardOf(guardKey: AudienceKey, targets: readonly Target[], randomBytes: RandomBytes): Guard {
  if (targets.length > tagsInGuard) throw new Error('more targets than a guard has tags');
  const keyed = keyedTargets(guardKey, 'guard');
  const salt = randomBytes(16);
  const tags = targets.map((target) => tagOf(keyed(target), salt));
  while (tags.length < tagsInGuard) tags.push(randomBytes(tagBytes));
  // In the order of their bytes: the place of a tag says nothing.
  return {
    epoch: guardKey.epoch,
    salt: toText(salt),
    tags: tags.sort((one, other) => Buffer.compare(one, other)).map(toText),
  };
}

/** The key that recognises a target in guards: what compliance hands to the directory for a protected one (32 bytes, as text). */
export function recognisingKey(guardKey: AudienceKey, target: Target): string {
  return toText(keyedTargets(guardKey, 'guard')(target));
}

/** Whether a guard is about the target of this key; compares all tags in any case. */
export function isGuardedBy(recognising: Uint8Array, salt: Uint8Array, tags: readonly Uint8Array[]): boolean {
  const tag = tagOf(recognising, salt);
  return tags.map((each) => each.length === tag.length && timingSafeEqual(each, tag)).includes(true);
}

/** The same for a guard as it travels. */
export function isRecognised(recognising: string, { salt, tags }: Guard): boolean {
  return isGuardedBy(fromText(recognising), fromText(salt), tags.map(fromText));
}

/** How an objection is written in the list that members' machines match against the people they hold (32 bytes, as text). */
export function objectionTags(guardKey: AudienceKey): (target: Target) => string {
  const keyed = keyedTargets(guardKey, 'objection');
  return (target) => toText(keyed(target));
}
