/** Polls of the firm: what stewards ask every member, what each computer would answer, and what all answers together came to. */
import { z } from 'zod';
import { auditedDealSchema } from './opportunities.ts';
import { colleagueSchema } from './sharing.ts';

const pollKindSchema = z.enum(['deals', 'figures']);
const pollIdSchema = z.string().max(100);
const nameSchema = z.string().max(400);
const place = z.number().int().min(0).max(100);

/** One quarter of asks, of one member or of all who contributed. */
const quarterFiguresSchema = z.strictObject({
  /** "2026-Q3". */
  quarter: z.string(),
  made: z.number().int(),
  answered: z.number().int(),
  /** Half of the answers came within so many hours; null where there was none. */
  medianHours: z.number().int().nullable(),
  /** Introductions after which the one who had asked met whom they had asked for. */
  met: z.number().int(),
});
export type QuarterOfAsks = z.infer<typeof quarterFiguresSchema>;

/** A poll that is open, with what this computer would answer; nothing of it is sent before the user contributes. */
const pollForMeSchema = z.strictObject({
  id: pollIdSchema,
  from: colleagueSchema,
  kind: pollKindSchema,
  /** The last day on which answers are taken. */
  closesOn: z.iso.date(),
  answer: z.enum(['contributed', 'declined']).nullable(),
  /** What `contribute` takes. */
  digest: z.string(),
  /** The lost deals it asks about, the latest first; none for figures, and once it is answered. */
  deals: z.array(
    z.strictObject({
      place,
      organisation: nameSchema,
      decidedOn: z.iso.date(),
      /** Whether a good path was there at any of the three moments. */
      answer: z.boolean(),
      /** How this computer found that. */
      audited: auditedDealSchema,
    }),
  ),
  /** The user's own, the latest quarter first; none for deals, and once it is answered. */
  figures: z.array(quarterFiguresSchema),
});
export type PollForMe = z.infer<typeof pollForMeSchema>;

/** An own poll, and what it came to. */
const pollMadeSchema = z.strictObject({
  id: pollIdSchema,
  kind: pollKindSchema,
  closesOn: z.iso.date(),
  /** Waiting: the firm exchange has not taken it yet; not asked: its day passed before it did. */
  state: z.enum(['waiting', 'not asked', 'open', 'closed', 'too few', 'told']),
  deals: z.array(
    z.strictObject({
      name: nameSchema,
      organisation: nameSchema.nullable(),
      decidedOn: z.iso.date(),
      /** Whether anybody who contributed had a good path; null as long as nothing is told. */
      somewhere: z.boolean().nullable(),
    }),
  ),
  /** Null for a quarter of which somebody told what cannot be. */
  figures: z.array(z.strictObject({ quarter: z.string(), all: quarterFiguresSchema.nullable() })),
});
export type PollMade = z.infer<typeof pollMadeSchema>;

const nothing = z.strictObject({});
const done = z.strictObject({});

export const pollMethods = {
  /** Every lost deal, the last decided first; where it cannot be asked about, why not, in words to follow its name. */
  dealsToAsk: {
    input: nothing,
    output: z.array(
      z.strictObject({ pursuit: z.number().int().positive(), name: nameSchema, problem: z.string().nullable() }),
    ),
  },
  /**
   * Asks every member, or waits until the firm exchange can be reached; for stewards. Failures: not_allowed (also where as many polls are
   * open as may be), usage (a deal that cannot be asked about), and what the exchange refuses.
   */
  openPoll: {
    input: z.strictObject({
      kind: pollKindSchema,
      /** For deals: the lost pursuits to ask about. */
      pursuits: z.array(z.number().int().positive()).max(16).default([]),
      closesOn: z.iso.date(),
    }),
    output: z.strictObject({ id: pollIdSchema, waiting: z.boolean() }),
  },
  /** The user's own polls, the latest first. */
  polls: { input: nothing, output: z.array(pollMadeSchema) },
  /** Ends an own poll that waits or is open, unread; or forgets what one came to. */
  dropPoll: { input: z.strictObject({ id: pollIdSchema }), output: done },
  /** Polls that are open, with what this computer would answer. */
  pollsForMe: { input: nothing, output: z.array(pollForMeSchema) },
  /** Adds what was shown to the sum of all, but for deals that are left out: "none found" is told of these. It cannot be taken back. */
  contribute: {
    input: z.strictObject({
      id: pollIdSchema,
      digest: z.string().max(100),
      without: z.array(place).max(16).default([]),
    }),
    output: done,
  },
  /** Not shown as open any more, or again; nothing is sent. */
  declinePoll: { input: z.strictObject({ id: pollIdSchema, declined: z.boolean() }), output: done },
} as const;
