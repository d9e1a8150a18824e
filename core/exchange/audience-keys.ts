/** The key of an audience and what is derived from it: for each use another key, so that none says anything about another. */
import { toText, fromText } from './encoding.ts';
import { hkdf, hmac } from './keys.ts';
import type { Target } from './targets.ts';
import { targetBytes } from './targets.ts';

/** The one random key of an audience in an epoch, as its members hold it. */
export interface AudienceKey {
  readonly firm: string;
  readonly audience: string;
  /** Counts up with every rotation, from 1. */
  readonly epoch: number;
  /** 32 bytes. */
  readonly key: Buffer;
}

type Use = 'lookup' | 'entry' | 'ask' | 'poll' | 'guard' | 'objection' | 'label' | 'note' | 'check';

/** HKDF over the audience key, bound to firm, audience, epoch and use. */
export function useKey({ firm, audience, epoch, key }: AudienceKey, use: Use): Buffer {
  return hkdf(key, Buffer.concat([fromText(firm), fromText(audience)]), `warmpath/1 ${use} ${epoch}`);
}

/** For one use: a target to its keyed hash (32 bytes). The derived key is worked out once, so that many targets cost one HMAC each. */
export function keyedTargets(audienceKey: AudienceKey, use: Use): (target: Target) => Buffer {
  const key = useKey(audienceKey, use);
  return (target) => hmac(key, targetBytes(target));
}

/**
 * Where entries about a target are found in the directory: HMAC(HKDF(audience key, "lookup"), version, kind, normalised target), as
 * text. Whoever does not hold the audience key can neither make it nor test a name against it.
 */
export function lookupKeys(audienceKey: AudienceKey): (target: Target) => string {
  const keyed = keyedTargets(audienceKey, 'lookup');
  return (target) => toText(keyed(target));
}

/** Tells whether a key is the one an audience record speaks of, without saying it. */
export function keyCheck(audienceKey: AudienceKey): string {
  return toText(useKey(audienceKey, 'check'));
}
