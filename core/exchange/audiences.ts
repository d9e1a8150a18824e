/** Who reads what: audiences, their epochs, and the way their keys travel to each device and to nobody else. */
import { z } from 'zod';
import type { AudienceKey } from './audience-keys.ts';
import { keyCheck, useKey } from './audience-keys.ts';
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import {
  bytesText,
  canonicalBytes,
  fromText,
  idText,
  keyText,
  pad,
  signatureText,
  toText,
  unpad,
  versionNumber,
} from './encoding.ts';
import { fingerprintOf, isValueSignedBy, sha256, signValue } from './keys.ts';
import type { RandomBytes, SealingKey, SigningKey } from './keys.ts';
import type { MemberRecord } from './members.ts';
import type { Roster } from './roster.ts';
import { seal, sealOverhead, sealTo, sealToOverhead, unseal, unsealTo } from './sealing.ts';

const audienceTypes = ['everyone', 'practice', 'named', 'guard'] as const;

const labelSize = 128;
export const audienceSchema = z.strictObject({
  v: z.literal(1),
  firm: idText,
  audience: idText,
  type: z.enum(audienceTypes),
  epoch: versionNumber,
  /** Of the firm's record when this was signed: with an older one nobody may say who is in it. Records of before do not say. */
  firmVersion: versionNumber.exactOptional(),
  /** Of the key: what is unwrapped must be what was meant. */
  check: keyText,
  /** Named colleagues, sorted; for every other type the members' records say it. */
  members: z.array(idText).min(1).max(256).nullable(),
  /** What its members call it, sealed under its own key. */
  label: bytesText(labelSize + sealOverhead),
});
export type AudienceRecord = z.infer<typeof audienceSchema>;

export const signedAudienceSchema = z.strictObject({
  body: audienceSchema,
  /** Fingerprint of a device, or of the root key. */
  by: keyText,
  signature: signatureText,
});
export type SignedAudience = z.infer<typeof signedAudienceSchema>;

export const wrapSchema = z.strictObject({
  /** Fingerprint of the sealing key it is for. */
  recipient: keyText,
  sealed: bytesText(32 + sealToOverhead),
});
/** An audience's key, for one device. */
export type Wrap = z.infer<typeof wrapSchema>;

/** What a machine has heard of a firm's audiences: with the firm's version of then, which keys there were. */
export interface Heard {
  /** 0 before the first. */
  readonly firmVersion: number;
  readonly audiences: Pick<AudienceRecord, 'audience' | 'epoch' | 'check'>[];
}
export const nothingHeard: Heard = { firmVersion: 0, audiences: [] };

/** What was heard in an answer with the firm's record of this version. */
export function heardWith(firmVersion: number, records: readonly AudienceRecord[]): Heard {
  return { firmVersion, audiences: records.map(({ audience, epoch, check }) => ({ audience, epoch, check })) };
}

/** The record of an audience in an epoch. The root key signs for everybody and for practices, compliance for the guard, a member for a named set. */
export function signAudience(
  signer: SigningKey,
  audienceKey: AudienceKey,
  about: Pick<Required<AudienceRecord>, 'type' | 'firmVersion' | 'label'> & {
    readonly members: readonly string[] | null;
  },
  randomBytes: RandomBytes,
): Checked<SignedAudience> {
  const { firm, audience, epoch } = audienceKey;
  const label = pad(Buffer.from(about.label, 'utf8'), labelSize);
  if (label === null) return refused('too_large');
  const body: AudienceRecord = {
    v: 1,
    firm,
    audience,
    epoch,
    firmVersion: about.firmVersion,
    type: about.type,
    check: keyCheck(audienceKey),
    members: about.members === null ? null : [...new Set(about.members)].sort(),
    label: toText(seal(useKey(audienceKey, 'label'), aboutLabel(audienceKey), label, randomBytes)),
  };
  return accepted({ body, by: signer.fingerprint, signature: signValue(signer, 'audience', body) });
}

/** Refuses: malformed, firm_other, signer_unknown (a key that may not make such an audience), signature_wrong, version_lower (older than what was heard, or with a firm's record from before it). */
export function checkAudience(
  root: string,
  roster: Roster,
  from: unknown,
  heard = nothingHeard,
): Checked<AudienceRecord> {
  const parsed = signedAudienceSchema.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const { body, by, signature } = parsed.data;
  if (body.firm !== roster.firm.firm) return refused('firm_other');
  if ((body.type === 'named') !== (body.members !== null)) return refused('malformed');
  if ((body.type === 'everyone') !== (body.audience === roster.firm.everyone)) return refused('signer_unknown');
  if ((body.type === 'guard') !== (body.audience === roster.firm.guard)) return refused('signer_unknown');
  const key = by === fingerprintOf(root) ? root : signingKeyFor(roster, body, by);
  if (key === null) return refused('signer_unknown');
  if (!isValueSignedBy(key, 'audience', body, signature)) return refused('signature_wrong');
  const isOld = isOlder(body, heard) || roster.firm.version < (body.firmVersion ?? 0);
  return isOld ? refused('version_lower') : accepted(body);
}

/**
 * Whether a record is older than what was heard. A directory takes none but of the firm's version of the moment, so whoever made one that
 * was not there with a version knew that version; else they had not heard who left, and gave them the key.
 */
function isOlder({ audience, type, epoch, check, firmVersion }: AudienceRecord, heard: Heard): boolean {
  const known = heard.audiences.filter((each) => each.audience === audience);
  if (known.some((each) => each.epoch === epoch && each.check === check)) return false;
  if (known.some((each) => each.epoch > epoch)) return true;
  // Left out of one answer, these are no less known.
  const isKnown = known.length > 0 || type === 'everyone' || type === 'guard';
  return isKnown && firmVersion !== undefined && firmVersion < heard.firmVersion;
}

function signingKeyFor(roster: Roster, { type, members }: AudienceRecord, by: string): string | null {
  const signer = roster.signers.get(by);
  if (signer?.kind !== 'member') return null;
  const { member, role, signingKey } = signer.record;
  if (type === 'guard') return role === 'compliance' ? signingKey : null;
  return type === 'named' && members?.includes(member) === true ? signingKey : null;
}

/** The devices an audience consists of, as signed records say it: what a preview names. */
export function recipientsOf(roster: Roster, audience: AudienceRecord): readonly MemberRecord[] {
  const isIn = (record: MemberRecord): boolean =>
    audience.members === null
      ? audience.type !== 'practice' || record.audiences.includes(audience.audience)
      : audience.members.includes(record.member);
  return roster.devices.filter(isIn);
}

/** Who holds an audience's keys: its devices, and of a practice also administrators', who invite into it and give it new keys. */
export function holdersOf(roster: Roster, audience: AudienceRecord): readonly MemberRecord[] {
  const recipients = recipientsOf(roster, audience);
  if (audience.type !== 'practice') return recipients;
  return roster.devices.filter((device) => device.role === 'administrator' || recipients.includes(device));
}

/** Fingerprints of the sealing keys of `recipientsOf`, sorted. */
export function recipientFingerprints(roster: Roster, audience: AudienceRecord): string[] {
  return recipientsOf(roster, audience)
    .map(({ sealingKey }) => fingerprintOf(sealingKey))
    .sort();
}

/** The audience's key for one device; null for a sealing key that nobody can have. */
export function wrapAudienceKey(
  audienceKey: AudienceKey,
  recipient: MemberRecord,
  randomBytes: RandomBytes,
): Wrap | null {
  const fingerprint = fingerprintOf(recipient.sealingKey);
  const info = aboutWrap(audienceKey, fingerprint);
  const sealed = sealTo(recipient.sealingKey, info, nothing, audienceKey.key, randomBytes);
  return sealed === null ? null : { recipient: fingerprint, sealed: toText(sealed) };
}

/** The key a checked record speaks of, by the device it was wrapped for. Refuses: malformed, not_openable (also where it is another key). */
export function unwrapAudienceKey(record: AudienceRecord, own: SealingKey, from: unknown): Checked<AudienceKey> {
  const parsed = wrapSchema.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const key = unsealTo(own, aboutWrap(record, own.fingerprint), nothing, fromText(parsed.data.sealed));
  if (key === null) return refused('not_openable');
  const audienceKey = { firm: record.firm, audience: record.audience, epoch: record.epoch, key };
  return keyCheck(audienceKey) === record.check ? accepted(audienceKey) : refused('not_openable');
}

/** Tells a wrap from what may have taken its place. */
export function hashOfWrap({ sealed }: Pick<Wrap, 'sealed'>): string {
  return toText(sha256(Buffer.from(sealed)));
}

/** What an audience's members call it; null where the key is not this audience's. */
export function labelOf(record: AudienceRecord, audienceKey: AudienceKey): string | null {
  const padded = unseal(useKey(audienceKey, 'label'), aboutLabel(record), fromText(record.label));
  return padded === null ? null : (unpad(padded)?.toString('utf8') ?? null);
}

type Which = Pick<AudienceKey, 'firm' | 'audience' | 'epoch'>;

function aboutWrap({ firm, audience, epoch }: Which, recipient: string): Buffer {
  return canonicalBytes(['warmpath/1 wrap', firm, audience, epoch, recipient]);
}

function aboutLabel({ firm, audience, epoch }: Which): Buffer {
  return canonicalBytes(['warmpath/1 label', firm, audience, epoch]);
}

const nothing = Buffer.alloc(0);
