/** What requests of the directory carry: shapes that several endpoints share. */
import { z } from 'zod';
import { sealedAskSchema } from './asks.ts';
import { signedAudienceSchema, wrapSchema } from './audiences.ts';
import { dayNumber, idText, keyText, versionNumber } from './encoding.ts';
import { sealedEntrySchema } from './entries.ts';
import { sealedExclusionsText } from './exclusions.ts';
import { guardSchema } from './guards.ts';
import { sealedKeysText } from './invitations.ts';
import { signedDelegationSchema, signedFirmSchema, signedMemberSchema, signedQuietSchema } from './members.ts';
import { noteText } from './notes.ts';
import { sealedOfferSchema } from './offers.ts';
import { sealedProfileSchema } from './profiles.ts';
import { wrappedRootText } from './recovery.ts';
import { signedSuccessionSchema } from './succession.ts';

/** Rows one request may put or remove: a member's whole set in a few. */
export const mostRows = 2_000;
/** Rows a member may have in all. */
export const mostOwnRows = 10_000;
/** Lookup keys in every lookup, made up ones among them. */
export const keysInLookup = 8;
/** Answers to each key in one page. */
export const slotsPerKey = 8;

/** An entry as it is published: sealed, with an id of its owner's choosing, and what tells whether it is protected. */
export const rowSchema = z.strictObject({
  id: idText,
  audience: idText,
  epoch: versionNumber,
  ...sealedEntrySchema.shape,
  guard: guardSchema,
});
export type Row = z.infer<typeof rowSchema>;

/** An own entry as the directory gives it back. */
export const ownRowSchema = z.strictObject({
  id: idText,
  audience: idText,
  epoch: versionNumber,
  ...sealedEntrySchema.shape,
});
export type OwnRow = z.infer<typeof ownRowSchema>;

/** An audience's key for a device, with which key it is. */
export const addressedWrapSchema = z.strictObject({ audience: idText, epoch: versionNumber, ...wrapSchema.shape });

/** The key that recognises one protected target, in each guard epoch in use. */
const recognisingSchema = z
  .array(z.strictObject({ epoch: versionNumber, key: keyText }))
  .min(1)
  .max(16);

export const foundBody = z.strictObject({
  /** The founding code the operator gave out. */
  code: z.string().min(16).max(64),
  root: keyText,
  firm: signedFirmSchema,
  member: signedMemberSchema,
  quiet: signedQuietSchema,
  profile: sealedProfileSchema,
  audiences: z.array(signedAudienceSchema).length(2),
  wraps: z.array(addressedWrapSchema).length(2),
});

export const inviteBody = z.strictObject({
  /** SHA-256 of the invitation's id: the id itself comes with whoever redeems. */
  hash: keyText,
  member: signedDelegationSchema,
  quiet: signedDelegationSchema,
  keys: sealedKeysText,
});

/** Shown by whoever holds an invitation; `key` is the public key of the device that signs this request. */
const invitedShape = { id: idText, key: keyText };
export const invitationBody = z.strictObject(invitedShape);
export const redeemBody = z.strictObject({
  ...invitedShape,
  member: signedMemberSchema,
  quiet: signedQuietSchema,
  profile: sealedProfileSchema,
});

/** Records as they were, signed by the root key that `succession` leads to. */
export const replaceRootBody = z.strictObject({
  succession: signedSuccessionSchema,
  firm: signedFirmSchema,
  members: z.array(signedMemberSchema).max(5_000),
  quiet: z.array(signedQuietSchema).max(5_000),
  /** Those that the root key before had signed, the newest epoch of each at least. */
  audiences: z.array(signedAudienceSchema).max(5_000),
  /** The new key for other administrators' devices. */
  handed: z.array(z.strictObject({ device: keyText, wrapped: wrappedRootText })).max(256),
});

export const audienceBody = z.strictObject({
  audience: signedAudienceSchema,
  wraps: z.array(wrapSchema).max(5_000),
  /** For a new epoch of the guard: the key of every protected target in it. */
  recognising: z.array(z.strictObject({ protection: idText, key: keyText })).max(5_000),
});
export const wrapsBody = z.strictObject({
  audience: idText,
  epoch: versionNumber,
  wraps: z.array(wrapSchema).min(1).max(5_000),
});
export const unopenedBody = z.strictObject({
  keys: z
    // With the hash of what was given, as something else may have taken its place meanwhile.
    .array(z.strictObject({ audience: idText, epoch: versionNumber, wrap: keyText }))
    .min(1)
    .max(500),
});

const idempotency = { idempotency: idText };
export const publishBody = z.strictObject({
  ...idempotency,
  /** The version of the member's set that this builds on, 0 for none; what is put carries the next. */
  expected: z.number().int().min(0).max(0x7fff_fffe),
  put: z.array(rowSchema).max(mostRows),
  remove: z.array(idText).max(mostRows),
});
export const withdrawBody = z.strictObject({
  ...idempotency,
  /** Null whatever the version: stopping must not fail because another device was quicker. */
  expected: z.number().int().min(0).max(0x7fff_fffe).nullable(),
  /** Null for everything. */
  ids: z.array(idText).min(1).max(mostRows).nullable(),
});

export const lookupBody = z.strictObject({
  keys: z.array(keyText).length(keysInLookup),
  page: z.number().int().min(0).max(31),
});
export const askRequestBody = z.strictObject({ ...idempotency, ask: sealedAskSchema, guard: guardSchema });
/** Of one member, each given something of its own. */
export const mostDevices = 16;
export const offerRequestBody = z.strictObject({
  ask: idText,
  offers: z.array(sealedOfferSchema).min(1).max(mostDevices),
});
export const excludeBody = z.strictObject({
  /** Counts up with every list of this device. */
  version: versionNumber,
  /** None takes back what is there. */
  lists: z.array(z.strictObject({ recipient: keyText, sealed: sealedExclusionsText })).max(mostDevices),
});
export const exclusionsBody = z.strictObject({
  /** Lists that need not be sent again. */
  known: z.array(z.strictObject({ device: keyText, version: versionNumber })).max(mostDevices),
});
/** The page after the one that ended with this id; null for the first. */
export const pageBody = z.strictObject({ after: idText.nullable() });

export const barrierBody = z.strictObject({
  id: idText,
  recognising: recognisingSchema,
  inside: z.array(idText).max(5_000),
  from: dayNumber,
  until: dayNumber.nullable(),
  note: noteText,
});
/** Asks that a barrier be lifted, or that somebody be let inside for a time. Another member of compliance has to agree. */
export const proposeBody = z.strictObject({
  id: idText,
  barrier: idText,
  act: z.union([
    z.strictObject({ kind: z.literal('lift') }),
    z.strictObject({ kind: z.literal('cross'), member: idText, until: dayNumber }),
  ]),
  note: noteText,
});
export const objectBody = z.strictObject({
  id: idText,
  recognising: recognisingSchema,
  /** How members' machines know the person again. */
  tag: keyText,
  note: noteText,
});
export const subjectBody = z.strictObject({ recognising: recognisingSchema });

/** The firm's client list: an entry of its own kind for each, and who answers for it. */
export const clientsBody = z.strictObject({
  clients: z
    .array(
      z.strictObject({
        row: rowSchema,
        partner: idText,
        /** Which client it is, for those who keep the list: shown to nobody else. */
        note: noteText,
        /** SHA-256 of each key that recognises the client: the partner who closes it shows the keys. */
        recognised: z.array(keyText).min(1).max(16),
      }),
    )
    .max(mostRows),
});
/** A client as those who keep the list are shown it. */
export const listedClientSchema = z.strictObject({
  partner: idText,
  note: z.string(),
  version: versionNumber,
  /** The last day on which it is answered. */
  expires: dayNumber,
  /** Sealed under keys that are no longer the newest: to be loaded again before they are over. */
  stale: z.boolean(),
});
export type ListedClient = z.infer<typeof listedClientSchema>;
/** A client as its responsible partner is shown it. */
export const ownClientSchema = z.strictObject({
  /** Its row. */
  client: idText,
  recognised: z.array(keyText).max(16),
  closed: z.boolean(),
});
export type OwnClient = z.infer<typeof ownClientSchema>;
export const closeBody = z.strictObject({
  /** Of the client's row. */
  client: idText,
  recognising: recognisingSchema,
  closed: z.boolean(),
  note: noteText,
});

/** Bytes of a slot in answers to lookups, asks and offers. */
export const slotBytes = { lookup: 1_024, ask: 2_048, offer: 1_600 } as const;
/** Asks and offers on a page. */
export const slotsOnPage = 16;

export const protectionSchema = z.strictObject({
  id: idText,
  kind: z.enum(['barrier', 'closed', 'objection']),
  from: dayNumber,
  until: dayNumber.nullable(),
  note: z.string(),
  inside: z.array(z.strictObject({ member: idText, until: dayNumber.nullable() })),
});
