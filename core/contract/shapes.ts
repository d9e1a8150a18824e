/** The shapes that cross a process: page, web host, terminal and tests all speak these. Times are ISO 8601 strings. */
import { z } from 'zod';

export const bands = ['strong', 'moderate', 'weak', 'none', 'unknown'] as const;
export const bandSchema = z.enum(bands);
export type Band = z.infer<typeof bandSchema>;

const trendSchema = z.enum(['rising', 'steady', 'fading']);
export type Trend = z.infer<typeof trendSchema>;

export const sides = [
  'client',
  'referrer',
  'adviser',
  'other side',
  'supplier',
  'personal',
  'not a relationship',
  'unfiled',
] as const;
export const sideSchema = z.enum(sides);
export type Side = z.infer<typeof sideSchema>;

export const personIdSchema = z.number().int().positive();

export const tieSchema = z.strictObject({
  id: personIdSchema,
  person: z.string(),
  addresses: z.array(z.string()),
  organisation: z.string().nullable(),
  band: bandSchema,
  probability: z.number().min(0).max(1).nullable(),
  closeness: z.number(),
  trend: trendSchema.nullable(),
  lastInteraction: z.iso.datetime().nullable(),
  sent: z.number().int(),
  received: z.number().int(),
  meetings: z.number().int(),
});
export type Tie = z.infer<typeof tieSchema>;

/** A row of the list of people: a tie with what the list shows beside it. */
export const personRowSchema = z.strictObject({
  ...tieSchema.shape,
  organisationId: z.number().int().nullable(),
  side: sideSchema,
  title: z.string().nullable(),
  colleague: z.enum(['no', 'current', 'former']),
  private: z.boolean(),
});
export type PersonRow = z.infer<typeof personRowSchema>;

/** Who of the people is listed; an empty list or null leaves nobody out. */
export const peopleFilterSchema = z.strictObject({
  bands: z.array(bandSchema),
  sides: z.array(sideSchema),
  organisation: z.number().int().positive().nullable(),
  /** In touch within so many days. */
  days: z.number().int().min(1).max(36_500).nullable(),
});
export type PeopleFilter = z.infer<typeof peopleFilterSchema>;
export const everybody: PeopleFilter = { bands: [], sides: [], organisation: null, days: null };

export const peopleOrders = ['warmth', 'name', 'organisation', 'last contact', 'sent', 'received', 'meetings'] as const;
export const peopleOrderSchema = z.enum(peopleOrders);
export type PeopleOrder = z.infer<typeof peopleOrderSchema>;

export const foundSchema = z.strictObject({
  kind: z.enum(['person', 'organisation']),
  id: z.number().int(),
  name: z.string(),
  /** A person's. */
  organisation: z.string().nullable(),
  /** A person's standing; null for organisations. */
  band: bandSchema.nullable(),
});
export type Found = z.infer<typeof foundSchema>;

export const erasePreviewSchema = z.strictObject({
  /** Deleted whole. */
  messages: z.number().int(),
  /** Kept for the others in them, without this person and without a subject. */
  shared: z.number().int(),
  meetings: z.number().int(),
  addresses: z.number().int(),
  /** Contact cards and LinkedIn connections. */
  cards: z.number().int(),
});
export type ErasePreview = z.infer<typeof erasePreviewSchema>;

const hopSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  /** Null for the hop to a colleague: colleagues are never scored. */
  band: bandSchema.nullable(),
  /** Why this link is believed, in words: who is warm with whom, never the introducer's warmth as the user's own. */
  basis: z.string(),
});

/** Who answers for a client, as the firm's client list says. */
export const partnerSchema = z.strictObject({ name: z.string().max(400), practice: z.string().max(400).nullable() });
export type Partner = z.infer<typeof partnerSchema>;

export const whoSchema = z.strictObject({
  /**
   * Words that lead to nobody in the mail, left out because the others name an organisation ("norvane cfo" leads to Norvane), or
   * because only LinkedIn knows whom they name, and where.
   */
  without: z.strictObject({ words: z.string(), linkedIn: z.boolean() }).nullable(),
  matches: z.array(
    z.strictObject({
      id: z.number().int(),
      kind: z.enum(['person', 'organisation']),
      name: z.string(),
      organisation: z.string().nullable(),
    }),
  ),
  /** Who answers for the client that is meant, where the firm's list is known to say so: asked before anybody else. */
  partner: partnerSchema.nullable(),
  paths: z.array(
    z.strictObject({
      /** The id of the person the path leads to; null for somebody a colleague knows there and has not named. */
      target: personIdSchema.nullable(),
      /** The ids of those along the path, the target last: one a hop; null for a colleague. */
      people: z.array(personIdSchema.nullable()),
      hops: z.array(hopSchema),
      reason: z.string(),
    }),
  ),
  linkedInOnly: z.array(
    z.strictObject({
      name: z.string(),
      company: z.string().nullable(),
      position: z.string().nullable(),
      url: z.string().nullable(),
      connectedOn: z.string().nullable(),
    }),
  ),
});
export type Who = z.infer<typeof whoSchema>;

export const interactionSchema = z.strictObject({
  at: z.iso.datetime(),
  kind: z.enum(['sent', 'received', 'meeting', 'seen together', 'spoke']),
  subject: z.string().nullable(),
  /** How many people took part, the user included; null for a touch. */
  people: z.number().int().nullable(),
});
export type Interaction = z.infer<typeof interactionSchema>;

export const partNames = ['recency', 'frequency', 'reciprocity', 'response time', 'meetings', 'tenure'] as const;

export const whySchema = z.strictObject({
  tie: personRowSchema,
  /** One sentence a person can read. */
  sentence: z.string(),
  /** What made the standing; `effect` is the part's share in the logit, and the effects with the base add up to it. */
  parts: z.array(z.strictObject({ name: z.enum(partNames), words: z.string(), effect: z.number() })),
  base: z.number(),
  /** The month end at which it was warmest within two years, where that was clearly warmer than now. */
  peak: z.strictObject({ at: z.iso.datetime(), band: bandSchema }).nullable(),
  /** The days on which the user said that they spoke last, and that they know this person well; each stands for a year. */
  word: z.strictObject({
    spoke: z.iso.date().nullable(),
    knowsWell: z.iso.date().nullable(),
    neverSuggested: z.boolean(),
    neverBriefed: z.boolean(),
  }),
  /** Newest first, capped by `limit`. */
  interactions: z.array(interactionSchema),
  names: z.array(z.strictObject({ name: z.string(), address: z.string(), lastSeen: z.iso.datetime() })),
  /** Where the title comes from and when it was written there; null where there is none. */
  title: z.strictObject({ source: z.string(), at: z.iso.datetime().nullable() }).nullable(),
  /** Others seen with this person in small threads and meetings, strongest first. */
  seenWith: z.array(z.strictObject({ id: personIdSchema, person: z.string(), band: bandSchema })),
});
export type Why = z.infer<typeof whySchema>;

export const historySchema = z.array(
  z.strictObject({
    /** YYYY-MM. */
    month: z.string(),
    sent: z.number().int(),
    received: z.number().int(),
    meetings: z.number().int(),
    /** At the month's end. */
    band: bandSchema,
  }),
);
export type History = z.infer<typeof historySchema>;

/** How often the user's latest messages were answered, against how often that was expected. */
export const judgementSchema = z.strictObject({
  sentence: z.string(),
  /** False where the default model was better than one fitted to this user. */
  used: z.boolean(),
  /** What counted as an answer within a week: a message in the same thread, or any word. */
  answers: z.enum(['thread', 'any word']),
  /** Messages by the chance they were given, the least first; none where there are too few to tell. */
  rows: z.array(
    z.strictObject({
      from: z.number(),
      to: z.number(),
      messages: z.number().int(),
      /** Sum of the chances. */
      expected: z.number(),
      answered: z.number().int(),
    }),
  ),
});
export type Judgement = z.infer<typeof judgementSchema>;

export const organisationSchema = z.strictObject({
  id: z.number().int().positive(),
  name: z.string(),
  domain: z.string(),
  /** The warmest first. */
  people: z.array(personRowSchema),
  linkedInOnly: whoSchema.shape.linkedInOnly,
});
export type OrganisationView = z.infer<typeof organisationSchema>;

export const mapSchema = z.strictObject({
  nodes: z.array(
    z.strictObject({
      id: personIdSchema,
      label: z.string(),
      organisation: z.string().nullable(),
      organisationId: z.number().int().nullable(),
      side: sideSchema,
      band: bandSchema,
      trend: trendSchema.nullable(),
      lastInteraction: z.iso.datetime().nullable(),
      closeness: z.number(),
      x: z.number(),
      y: z.number(),
    }),
  ),
  /** Person to person; the user is not a node. */
  edges: z.array(z.strictObject({ a: personIdSchema, b: personIdSchema, weight: z.number() })),
});
export type RelationshipMap = z.infer<typeof mapSchema>;

export const proposalSchema = z.strictObject({
  a: z.number().int(),
  b: z.number().int(),
  /** Of an assistant the first of `people` and `addresses` is the assistant. */
  kind: z.enum(['merge', 'move', 'assistant']),
  evidence: z.string(),
  people: z.tuple([z.string(), z.string()]),
  addresses: z.tuple([z.string(), z.string()]),
});
export type Proposal = z.infer<typeof proposalSchema>;

export const sideProposalSchema = z.strictObject({
  person: personIdSchema,
  name: z.string(),
  organisation: z.string().nullable(),
  side: sideSchema,
  evidence: z.string(),
});
export type SideProposal = z.infer<typeof sideProposalSchema>;

const ownAddressSchema = z.strictObject({
  email: z.string(),
  basis: z.string(),
  confirmed: z.boolean().nullable(),
});

export const statusSchema = z.strictObject({
  people: z.number().int(),
  messages: z.number().int(),
  meetings: z.number().int(),
  connections: z.number().int(),
  pursuits: z.number().int(),
  own: z.array(ownAddressSchema),
  /** The first run's one question; null until it was answered. */
  subjects: z.boolean().nullable(),
  dataFolder: z.string(),
  /** Whether a passphrase opens the data, perhaps beside the keychain. */
  hasPassphrase: z.boolean(),
  importing: z.boolean(),
  /** Whether the sample's made-up people are among what is there. */
  sample: z.boolean(),
  /** Skipped items by reason, over all sources. */
  skipped: z.record(z.string(), z.number().int()),
});
export type Status = z.infer<typeof statusSchema>;

export const skippedItemSchema = z.strictObject({
  reason: z.string(),
  /** A file or folder as it was named, and where in it. */
  source: z.string(),
  place: z.string(),
});
export type SkippedItem = z.infer<typeof skippedItemSchema>;

export const importResultSchema = z.strictObject({
  messages: z.number().int(),
  meetings: z.number().int(),
  duplicates: z.number().int(),
  skipped: z.record(z.string(), z.number().int()),
  people: z.number().int(),
  seconds: z.number(),
});
export type ImportResult = z.infer<typeof importResultSchema>;

export const progressSchema = z.strictObject({
  /** What is being read, as the user knows it: a file's or folder's name. */
  label: z.string(),
  messages: z.number().int(),
  meetings: z.number().int(),
  bytes: z.number(),
  totalBytes: z.number().nullable(),
  perSecond: z.number(),
  secondsLeft: z.number().nullable(),
  phase: z.enum(['reading', 'working out']),
});
export type Progress = z.infer<typeof progressSchema>;

export const doctorSchema = z.strictObject({
  ok: z.boolean(),
  checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string() })),
});
export type Doctor = z.infer<typeof doctorSchema>;
