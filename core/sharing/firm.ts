/** The firm as this device believes it: from what the exchange sent, held against the root key of the invitation. Pure. */
import { z } from 'zod';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { colleagueWords } from '../contract/colleague-words.ts';
import type { Audience, Colleague } from '../contract/sharing.ts';
import { keyCheck } from '../exchange/audience-keys.ts';
import type { AudienceKey } from '../exchange/audience-keys.ts';
import {
  checkAudience,
  hashOfWrap,
  heardWith,
  labelOf,
  nothingHeard,
  unwrapAudienceKey,
} from '../exchange/audiences.ts';
import type { AudienceRecord, Heard, SignedAudience } from '../exchange/audiences.ts';
import { addressedWrapSchema, ownClientSchema } from '../exchange/bodies.ts';
import { fromText, idText, isoDay, keyText, toText, versionNumber } from '../exchange/encoding.ts';
import { fingerprintOf, sealingKeyOf, signingKeyOf } from '../exchange/keys.ts';
import type { SealingKey, SigningKey } from '../exchange/keys.ts';
import { openProfile } from '../exchange/profiles.ts';
import type { Profile } from '../exchange/profiles.ts';
import { readRoster } from '../exchange/roster.ts';
import type { Roster } from '../exchange/roster.ts';
import type { BodyOf } from '../exchange/routes.ts';

/** What an exchange says of its firm: every part signed or sealed by whoever made it, none believed before it is checked. */
export const documentsSchema = z.object({
  root: keyText,
  /** How one root key led on to the next; an exchange of before does not say. */
  successions: z.array(z.unknown()).optional(),
  firm: z.unknown(),
  members: z.array(z.unknown()),
  quiet: z.array(z.unknown()),
  profiles: z.array(z.object({ member: idText, profile: z.unknown() })),
  audiences: z.array(z.unknown()),
  wraps: z.array(addressedWrapSchema),
  /** Devices without a newest key; an exchange of before does not say. */
  missing: z.array(z.object({ audience: idText, epoch: versionNumber, device: keyText })).optional(),
  /** Of the guard that is put on what is published now. */
  guardEpoch: z.number(),
  /** What outside people have objected to, by keyed tag (core/exchange/guards.ts). */
  objections: z.array(keyText),
  /** Those this member answers for: asked for by themselves, because an exchange of before does not say. */
  clients: z.array(ownClientSchema).default([]),
});
export type Documents = z.infer<typeof documentsSchema>;

const storedKeySchema = z.strictObject({ audience: idText, epoch: versionNumber, key: keyText });

/** The secrets of this device; they lie sealed in the database. */
export const secretSchema = z.strictObject({
  signing: keyText,
  sealing: keyText,
  /** Signs where the user's name is not given. */
  quiet: keyText,
  /** Of audiences, as an invitation brought them or this device made them. */
  keys: z.array(storedKeySchema),
});
export type FirmSecret = z.infer<typeof secretSchema>;

/** Rows of the member's that another device of theirs has put there. */
export const elsewhereSchema = z.array(z.strictObject({ id: idText, lookup: keyText }));

/** The firm's row as it is kept. */
export interface FirmRow {
  readonly firm: string;
  readonly origin: string;
  /** Fingerprint of the root key that is believed. */
  readonly root: string;
  readonly member: string;
  readonly profile: Profile;
  readonly lawFirm: boolean;
  readonly secret: FirmSecret;
  readonly documents: Documents;
  /** Audiences of named colleagues that the exchange does not know yet. */
  readonly made: readonly SignedAudience[];
  /** Of the set that was published last. */
  readonly version: number;
  readonly elsewhere: z.infer<typeof elsewhereSchema>;
  /** Unix seconds. */
  readonly syncedAt: number | null;
}

/** An audience this device can read and write for. */
export interface FirmAudience {
  readonly record: AudienceRecord;
  readonly key: AudienceKey;
  /** What its members call it. */
  readonly label: string;
}

export interface Firm {
  readonly row: FirmRow;
  readonly roster: Roster;
  /** Newest epoch first; both of a rotation. */
  readonly audiences: readonly FirmAudience[];
  /** Keys that were wrapped for this device and do not open; `wrap` is the hash of what was given. */
  readonly unopened: BodyOf<'unopened'>['keys'];
  /** Of the epoch that is published with, and all this device holds. */
  readonly guard: AudienceKey | null;
  readonly guards: readonly AudienceKey[];
  readonly me: Colleague;
  /** Everybody else, by name. */
  readonly colleagues: readonly Colleague[];
  readonly signing: SigningKey;
  readonly sealing: SealingKey;
  readonly quiet: SigningKey;
}

/** Reads what an exchange said; `before` is what it said last, so that nothing older is believed. Failure: server_misbehaves. */
export function readFirm(row: FirmRow, before: Documents | null = null): Result<Firm> {
  const host = new URL(row.origin).hostname;
  const { documents, secret } = row;
  const { heard, ...seen } = seenIn(row, before);
  const pinned = { rootFingerprint: row.root, firm: row.firm, ...seen };
  const roster = readRoster(pinned, documents);
  if (!roster.ok)
    return failure('server_misbehaves', `What ${host} says of your firm is not signed by the firm. Nothing was changed.`, { host });
  const sealing = sealingKeyOf(fromText(secret.sealing));
  const { believed, audiences, unopened } = readAudiences(row, roster.value, sealing, heard);
  const guards = audiences.filter(({ record }) => record.type === 'guard').map(({ key }) => key);
  const everyone = audiences.filter(({ record }) => record.type === 'everyone');
  const colleagues = readColleagues(roster.value, documents, everyone.map(({ key }) => key));
  return success({
    // From now on the root key that was followed to, and never again the one before.
    // What was not believed is not kept either: next time it would be among what was heard before.
    row: { ...row, root: fingerprintOf(documents.root), documents: { ...documents, audiences: believed } },
    roster: roster.value,
    audiences: audiences.filter(({ record }) => record.type !== 'guard'),
    unopened,
    guard: guards.find(({ epoch }) => epoch === documents.guardEpoch) ?? null,
    guards,
    me: { id: row.member, ...row.profile },
    colleagues: colleagues.filter(({ id }) => id !== row.member),
    signing: signingKeyOf(fromText(secret.signing)),
    sealing,
    quiet: signingKeyOf(fromText(secret.quiet)),
  });
} // prettier-ignore

/** Whether the root key says that this device may ask every member. */
export function isSteward({ roster, signing }: Pick<Firm, 'roster' | 'signing'>): boolean {
  const own = roster.signers.get(signing.fingerprint);
  return own?.kind === 'member' && own.record.role === 'steward';
}

/** The versions that were seen before, and the audiences that were heard with them. */
function seenIn({ root, firm }: FirmRow, before: Documents | null) {
  const nothing = { firmVersion: 0, deviceVersions: new Map<string, number>(), heard: nothingHeard };
  if (before === null) return nothing;
  const read = readRoster({ rootFingerprint: root, firm, ...nothing }, before);
  if (!read.ok) return nothing;
  const devices = [...read.value.signers].flatMap(([device, signer]) =>
    signer.kind === 'member' ? [[device, signer.record.version] as const] : [],
  );
  const { version } = read.value.firm;
  const records = before.audiences.flatMap((each) => {
    const checked = checkAudience(before.root, read.value, each);
    return checked.ok ? [checked.value] : [];
  });
  return { firmVersion: version, deviceVersions: new Map(devices), heard: heardWith(version, records) };
}

/** Records that are believed; those whose key this device holds, newest epoch first; and those whose key it was given in vain. */
function readAudiences(row: FirmRow, roster: Roster, sealing: SealingKey, heard: Heard) {
  const { documents, secret, firm, made } = row;
  // An administrator holds the keys of every practice, and is in some: in those of any of their devices.
  const own = roster.devices.filter(({ member }) => member === row.member);
  const isIn = ({ type, audience }: AudienceRecord): boolean =>
    type !== 'practice' || own.length === 0 || own.some(({ audiences }) => audiences.includes(audience));
  const believe = (signed: unknown) => {
    const checked = checkAudience(documents.root, roster, signed, heard);
    return checked.ok ? [{ signed, record: checked.value }] : [];
  };
  const believed = documents.audiences.flatMap(believe);
  const records = [...believed, ...made.flatMap(believe)].map(({ record }) => record).filter(isIn);
  const isOf =
    (record: AudienceRecord) =>
    ({ audience, epoch }: { readonly audience: string; readonly epoch: number }): boolean =>
      audience === record.audience && epoch === record.epoch;
  const audiences = records
    .flatMap((record): FirmAudience[] => {
      const held = secret.keys.filter(isOf(record)).map(({ key }): AudienceKey => ({ ...nameOf(firm, record), key: fromText(key) }));
      const wrapped = documents.wraps.filter(isOf(record)).flatMap(({ recipient, sealed }) => {
        const opened = unwrapAudienceKey(record, sealing, { recipient, sealed });
        return opened.ok ? [opened.value] : [];
      });
      const key = [...held, ...wrapped].find((each) => keyCheck(each) === record.check);
      return key === undefined ? [] : [{ record, key, label: labelOf(record, key) ?? '' }];
    })
    .sort((a, b) => b.record.epoch - a.record.epoch);
  const isHeld = (record: AudienceRecord): boolean => audiences.some((each) => isOf(record)(each.record));
  const unopened = records
    .filter((record) => !isHeld(record))
    .flatMap((record) => documents.wraps.filter(isOf(record)))
    .map(({ audience, epoch, sealed }) => ({ audience, epoch, wrap: hashOfWrap({ sealed }) }));
  return { believed: believed.map(({ signed }) => signed), audiences, unopened };
} // prettier-ignore

function nameOf(firm: string, { audience, epoch }: AudienceRecord) {
  return { firm, audience, epoch };
}

/** Everybody of whom a profile can be read, by name. Whoever says the same of themselves as another is called by their day too. */
function readColleagues(roster: Roster, documents: Documents, everyone: readonly AudienceKey[]): Colleague[] {
  const joined = new Map<string, number>();
  for (const { member, issued } of roster.devices) joined.set(member, Math.min(issued, joined.get(member) ?? issued));
  const said = documents.profiles.flatMap(({ member, profile }): Colleague[] => {
    if (!joined.has(member)) return [];
    const read = everyone.map((key) => openProfile(key, member, profile, roster.signers)).find(({ ok }) => ok);
    return read?.ok ? [{ id: member, ...read.value }] : [];
  });
  const words = ({ name, practice, address }: Colleague): string =>
    JSON.stringify([name, practice, address]).toLowerCase();
  const count = new Map<string, number>();
  for (const one of said) count.set(words(one), (count.get(words(one)) ?? 0) + 1);
  return said
    .map((one) =>
      count.get(words(one)) === 1 ? one : { ...one, name: `${one.name} since ${isoDay(joined.get(one.id) ?? 0)}` },
    )
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
}

/** The audience in its newest epoch, or null where this device cannot write for it. */
export function audienceOf(firm: Firm, audience: Audience): FirmAudience | null {
  const found = firm.audiences.find(({ record }) => {
    switch (audience.kind) {
      case 'firm':
        return record.type === 'everyone';
      case 'practice':
        return record.type === 'practice' && record.audience === audience.practice;
      default:
        return record.type === 'named' && record.members?.join() === namedMembers(firm, audience.members).join();
    }
  });
  return found ?? null;
}

/** Each audience in its newest epoch: for a month after a rotation there are two of one. */
export function newestAudiences({ audiences }: Pick<Firm, 'audiences'>): FirmAudience[] {
  return audiences.filter(
    ({ record }, at) => audiences.findIndex((each) => each.record.audience === record.audience) === at,
  );
}

/** A set of colleagues as its record has it: with whoever makes it, sorted. */
export function namedMembers({ me }: Pick<Firm, 'me'>, members: readonly string[]): string[] {
  return [...new Set([me.id, ...members])].sort();
}

/** What the user calls an audience. */
export function audienceName(firm: Firm, audience: Audience): string {
  switch (audience.kind) {
    case 'firm':
      return 'everybody in the firm';
    case 'practice':
      return audienceOf(firm, audience)?.label ?? 'a practice you are not in';
    default:
      return audience.members
        .map((id) => {
          const one = firm.colleagues.find((colleague) => colleague.id === id);
          return one === undefined ? 'a former colleague' : colleagueWords(one, firm.colleagues);
        })
        .sort()
        .join(', ');
  }
}

/** The keys this device holds, to be kept: what was unwrapped once needs no wrap again. */
export function heldKeys({ audiences, guards }: Firm): FirmSecret['keys'] {
  const keys = [...audiences.map(({ key }) => key), ...guards];
  return keys.map(({ audience, epoch, key }) => ({ audience, epoch, key: toText(key) }));
}
