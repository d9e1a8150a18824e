/** The methods of sharing and of the firm. */
import { z } from 'zod';
import {
  askAnswers,
  askForMeSchema,
  askMadeSchema,
  audienceSchema,
  disclosureSchema,
  firmStatusSchema,
  firmWhoSchema,
  grantedSchema,
  ledgerSchema,
  proposalOfSharingSchema,
  sharePreviewSchema,
  sharedElsewhereSchema,
  shareStateSchema,
  visibleSchema,
  someSharedSchema,
  stoppedSchema,
} from './sharing.ts';

const nothing = z.strictObject({});
const done = z.strictObject({});

export const sharingMethods = {
  /** The firm exchange this computer has joined, or null. */
  firmStatus: { input: nothing, output: firmStatusSchema },
  /**
   * By the link of an invitation; agreeing to it is agreeing to its host. `again`: an earlier membership had ended, and what was left of
   * it is gone. Failures: usage for no link or while another membership lasts, and those of the exchange.
   */
  joinFirm: {
    input: z.strictObject({
      link: z.string().min(1).max(2000),
      name: z.string().min(1).max(100),
      practice: z.string().min(1).max(60).nullable().default(null),
      address: z.string().min(1).max(320),
      /** To a law firm, lawyers are no secret. */
      lawFirm: z.boolean().default(false),
    }),
    output: z.strictObject({ again: z.boolean() }),
  },
  /** Deletes all that is shared and forgets the firm; `anyway` also where the exchange cannot be told, and then what is there ends with its day. */
  leaveFirm: { input: z.strictObject({ anyway: z.boolean().default(false) }), output: done },
  /** What each audience would see, and what would change; with `proposal` as if it were chosen, and nothing is kept of it. */
  sharePreview: { input: z.strictObject({ proposal: proposalOfSharingSchema.optional() }), output: sharePreviewSchema },
  /** Shares what the preview of this digest showed and nothing else; `preview_stale` where anything has changed since. */
  publish: {
    input: z.strictObject({ digest: z.string().max(100), proposal: proposalOfSharingSchema.optional() }),
    output: sharePreviewSchema.shape.counts,
  },
  sharedElsewhere: { input: nothing, output: sharedElsewhereSchema },
  /** Allows it for so many days; it shares nothing by itself. */
  grantSharing: {
    input: z.strictObject({
      what: grantedSchema,
      audience: audienceSchema,
      disclosure: disclosureSchema,
      days: z.number().int().min(1).max(366).default(90),
    }),
    output: done,
  },
  /** No longer allowed, to this audience or to any; what is shared by it stops at once. */
  revokeSharing: { input: z.strictObject({ what: grantedSchema, audience: audienceSchema.optional() }), output: done },
  /** All that still stands, for so many days from now; the next preview shows it as renewed. */
  renewSharing: { input: z.strictObject({ days: z.number().int().min(1).max(366).default(90) }), output: done },
  /** Nothing of this organisation is ever shared, or again it may be. */
  keepUnshared: {
    input: z.strictObject({ organisation: z.number().int().positive(), keep: z.boolean() }),
    output: done,
  },
  /** One, or all: no longer answered and deleted when this returns, or `waiting` until the exchange can be reached. */
  stopSharing: { input: someSharedSchema, output: stoppedSchema },
  /** The responsible partner closes a client to sharing by others, or opens it. Failure: not_allowed. */
  closeClient: {
    input: z.strictObject({ organisation: z.number().int().positive(), closed: z.boolean() }),
    output: done,
  },
  shareState: { input: grantedSchema, output: shareStateSchema },
  /** Whom and what `shareState` calls visible, all at once. Empty where no firm was joined. */
  visibleToFirm: { input: nothing, output: visibleSchema },
  /** Every act of sharing, the latest first. */
  shareLedger: {
    input: z.strictObject({ limit: z.number().int().min(1).max(10_000).default(100) }),
    output: ledgerSchema,
  },
  /** What colleagues have shared about whom the words mean: from the exchange, or what is kept of before; `keptOnly` asks nobody. */
  firmWho: {
    input: z.strictObject({ words: z.string().min(1).max(200), keptOnly: z.boolean().default(false) }),
    output: firmWhoSchema,
  },
  /** Whom an ask in these words would be about; null for nobody. Asks nobody. */
  askAbout: {
    input: z.strictObject({ words: z.string().min(1).max(120) }),
    output: z.strictObject({ about: askMadeSchema.shape.about.nullable() }),
  },
  /**
   * Asks every colleague's computer; only one that knows whom it is about, or whose user answers for where they work, can open it.
   * Failures: not_found where the words mean nobody; preview_stale where they no longer mean whom the user has seen; usage where nothing
   * was seen and they do not say by themselves whom they mean.
   */
  ask: {
    input: z.strictObject({
      words: z.string().min(1).max(120),
      /** As `askAbout` has said it to the user. */
      about: askMadeSchema.shape.about.optional(),
      reason: z.string().max(200),
      /** From when on an answer no longer helps; within fourteen days. */
      neededBy: z.iso.datetime(),
    }),
    output: askMadeSchema,
  },
  /** The user's own asks, the latest first. */
  asks: { input: nothing, output: z.array(askMadeSchema) },
  /** Ends an own ask: nobody is asked from now on, and computers that had opened it drop it at their next look. */
  unask: { input: z.strictObject({ id: z.string().max(100) }), output: done },
  /** Those of colleagues about somebody the user knows. */
  asksForMe: { input: nothing, output: z.array(askForMeSchema) },
  /** Only an offer is sent, and only to whoever asked. */
  answerAsk: {
    input: z.strictObject({
      id: z.string().max(100),
      answer: z.enum(askAnswers),
      words: z.string().max(200).default(''),
    }),
    output: done,
  },
} as const;
