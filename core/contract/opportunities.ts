/** What is said of pursuits, their import, and the audit of those that were lost. Times are ISO 8601 strings, days YYYY-MM-DD. */
import { z } from 'zod';
import { bandSchema, interactionSchema, partnerSchema, personIdSchema, whoSchema } from './shapes.ts';
import { sharedBandSchema } from './sharing.ts';

export const outcomes = ['open', 'won', 'lost'] as const;
export const outcomeSchema = z.enum(outcomes);
export type Outcome = z.infer<typeof outcomeSchema>;

/** What a column of an imported list can mean. */
export const pursuitFields = [
  'id',
  'name',
  'organisation',
  'website',
  'person',
  'first name',
  'last name',
  'email',
  'title',
  'role',
  'decision-maker',
  'practice',
  'stage',
  'outcome',
  'won',
  'closed',
  'opened',
  'decided',
] as const;
const pursuitFieldSchema = z.enum(pursuitFields);
export type PursuitField = z.infer<typeof pursuitFieldSchema>;

/** What each column means, in order; null for one that is left out. A meaning belongs to one column. */
export const pursuitColumnsSchema = z.array(pursuitFieldSchema.nullable()).max(500);
export type PursuitColumns = z.infer<typeof pursuitColumnsSchema>;

/** Bytes of a list, as base64: the largest that is read is 10 MB. */
export const pursuitFileSchema = z.strictObject({
  name: z.string().min(1).max(300),
  base64: z.base64().max(14_000_000),
});

const brokenRowSchema = z.strictObject({
  /** Of the file, the first being 1. */
  line: z.number().int(),
  reason: z.string(),
  /** The row as it stands there. */
  cells: z.array(z.string()),
});
export type BrokenRow = z.infer<typeof brokenRowSchema>;

/** What an import would read, before anything is stored. */
export const pursuitPreviewSchema = z.strictObject({
  header: z.array(z.string()),
  columns: pursuitColumnsSchema,
  /** Whether the user has said so before, for a file with the same first row. */
  remembered: z.boolean(),
  /** The first rows below the header. */
  rows: z.array(z.array(z.string())),
  total: z.number().int(),
});
export type PursuitPreview = z.infer<typeof pursuitPreviewSchema>;

export const pursuitImportSchema = z.strictObject({
  added: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  /** Of the pursuits in the list, in its order. */
  ids: z.array(z.number().int()),
  /** Kept out, in order of lines. */
  broken: z.array(brokenRowSchema),
  columns: z.array(z.strictObject({ column: z.string(), field: pursuitFieldSchema })),
});
export type PursuitImport = z.infer<typeof pursuitImportSchema>;

const pursuitStates = [
  'untouched',
  'approached',
  'engaged',
  'committed to a next step',
  'stalling',
  'gone quiet',
] as const;
const pursuitStateSchema = z.enum(pursuitStates);
export type PursuitState = z.infer<typeof pursuitStateSchema>;

const decisionSchema = z.strictObject({
  what: z.enum(['pursue', 'ask', 'wait', 'drop']),
  /** One sentence; a question where it is the user's to answer. */
  words: z.string(),
});
export type Decision = z.infer<typeof decisionSchema>;

const namedPersonSchema = z.strictObject({ id: personIdSchema, name: z.string() });
/** Without an id: a colleague, or somebody whom only a colleague knows. */
const namedAnybodySchema = z.strictObject({ ...namedPersonSchema.shape, id: personIdSchema.nullable() });

/** Whom to turn to first on the best path, and whom it leads to. */
const wayInSchema = z.strictObject({
  first: namedAnybodySchema,
  target: namedAnybodySchema,
  /** They are the same. */
  direct: z.boolean(),
  /** The first is a colleague who has shared that they know somebody there: "Maria Ortiz (Tax)", "somebody in Tax". */
  colleague: z.boolean(),
});
export type WayIn = z.infer<typeof wayInSchema>;

export const pursuitRowSchema = z.strictObject({
  id: z.number().int().positive(),
  crmId: z.string().nullable(),
  name: z.string(),
  organisation: z.string().nullable(),
  practice: z.string().nullable(),
  /** As the list says it. */
  stage: z.string().nullable(),
  outcome: outcomeSchema,
  openedOn: z.iso.date().nullable(),
  decidedOn: z.iso.date().nullable(),
  /** What has been observed; null once it is decided. */
  state: pursuitStateSchema.nullable(),
  decision: decisionSchema.nullable(),
  /** Where the typed stage and what was observed disagree. */
  disagreement: z.string().nullable(),
  wayIn: wayInSchema.nullable(),
  /** Who answers for this client, where the firm's client list says so and it is not the user: asked before anybody else. */
  partner: partnerSchema.nullable(),
  /** People there whom the user is warm with. */
  warm: z.number().int(),
  /** All of it hangs on one person, as far as is known: no colleague has shared that they know somebody there. */
  singleThreaded: z.boolean(),
  /** With anybody there. */
  lastContact: z.iso.datetime().nullable(),
});
export type PursuitRow = z.infer<typeof pursuitRowSchema>;

export const factKinds = [
  'decision-maker reached',
  'two-way',
  'met',
  'several people',
  'introduced',
  'next meeting',
  'pace',
  'they wait',
  'you wait',
  'spoke',
  'nothing yet',
] as const;

const pursuitFactSchema = z.strictObject({
  kind: z.enum(factKinds),
  words: z.string(),
  /** What it was told from, newest first. */
  interactions: z.array(z.strictObject({ ...interactionSchema.shape, person: namedPersonSchema })),
});

export const pursuitSchema = z.strictObject({
  ...pursuitRowSchema.shape,
  people: z.array(
    z.strictObject({
      /** Who it is in the mailbox; null where nobody is found. */
      person: personIdSchema.nullable(),
      name: z.string(),
      email: z.string().nullable(),
      title: z.string().nullable(),
      decides: z.boolean(),
      band: bandSchema,
    }),
  ),
  paths: whoSchema.shape.paths,
  /** The closest first. */
  warmPeople: z.array(z.strictObject({ ...namedPersonSchema.shape, band: bandSchema })),
  /** Who else should be drawn in, and why. */
  pullIn: z.array(z.strictObject({ ...namedAnybodySchema.shape, words: z.string() })).max(3),
  facts: z.array(pursuitFactSchema),
});
export type Pursuit = z.infer<typeof pursuitSchema>;

/** A way in that has opened, become better or begins to lapse, in one line. */
export const wayNewsSchema = z.strictObject({
  kind: z.enum(['organisation', 'pursuit']),
  /** The id of the organisation or the pursuit. */
  about: z.number().int().positive(),
  name: z.string(),
  /** Where it leads; null where a pursuit names none. */
  organisation: z.string().nullable(),
  change: z.enum(['wrote', 'booked', 'opened', 'better', 'lapsing']),
  /** What happened; the path's reason says what can be done. */
  words: z.string(),
  path: whoSchema.shape.paths.element,
  /** Who answers for this client: asked before anybody on the path. */
  partner: partnerSchema.nullable(),
  /** What it was told from, newest first. */
  interactions: z.array(z.strictObject({ ...interactionSchema.shape, person: namedPersonSchema })),
});
export type WayNews = z.infer<typeof wayNewsSchema>;

/** How many days before the decision an audit looks. */
export const auditDays = [90, 30, 0] as const;

const auditLookSchema = z.strictObject({
  daysBefore: z.literal(auditDays),
  /** Only evidence before this moment is looked at. */
  asOf: z.iso.datetime(),
  /** The strongest tie there at that moment. */
  tie: z.strictObject({ person: namedPersonSchema, band: bandSchema, last: z.iso.datetime().nullable() }).nullable(),
  path: z
    .strictObject({
      /** Along the path, the one it leads to last. */
      people: z.array(namedPersonSchema).min(1).max(2),
      good: z.boolean(),
      /** Whether the user turned to it in the 90 days before the decision. */
      used: z.boolean(),
      words: z.string(),
    })
    .nullable(),
});
export type AuditLook = z.infer<typeof auditLookSchema>;

export const auditedDealSchema = z.strictObject({
  pursuit: z.number().int(),
  name: z.string(),
  organisation: z.string().nullable(),
  decidedOn: z.iso.date(),
  looks: z.array(auditLookSchema).length(auditDays.length),
  verdict: z.enum(['good path not used', 'good path used', 'no good path', 'nobody there known']),
  words: z.string(),
});
export type AuditedDeal = z.infer<typeof auditedDealSchema>;

export const auditSchema = z.strictObject({
  /** One sentence. */
  summary: z.string(),
  deals: z.array(auditedDealSchema),
  /** Lost, but without the day on which it was, or with one still to come: nothing can be said. */
  undated: z.array(z.strictObject({ pursuit: z.number().int(), name: z.string() })),
});
export type Audit = z.infer<typeof auditSchema>;

export const mondaySchema = z.strictObject({
  /** The Monday it begins with. */
  week: z.iso.date(),
  rows: z.array(
    z.strictObject({
      pursuit: pursuitRowSchema,
      /** Who asks whom, by when. */
      step: z.string(),
      by: z.iso.date(),
      /** Since the Monday before. */
      happened: z.array(z.string()),
    }),
  ),
});
export type Monday = z.infer<typeof mondaySchema>;

/** Where practices could follow one another, by the user's pursuits and by who is warm there. */
export const crossSellSchema = z.strictObject({
  /** The user's own: as they said, else as the firm knows them. */
  practice: z.string().nullable(),
  /** By name; the order of each row's cells. */
  practices: z.array(z.string()),
  rows: z.array(
    z.strictObject({
      organisation: z.string(),
      /** People there whom the user is warm with. */
      warm: z.number().int(),
      /** As of a pursuit. */
      singleThreaded: z.boolean(),
      lastContact: z.iso.datetime().nullable(),
      /** Whom to ask, the partner first: nobody is gone around. */
      partner: partnerSchema.nullable(),
      wayIn: wayInSchema.nullable(),
      cells: z.array(
        z.strictObject({
          outcome: z.enum(['won', 'open', 'lost', 'none']),
          /** The warmest relationship of the practice there: the user's in their own, in others what colleagues have shared; null where nothing is known. */
          band: sharedBandSchema.nullable(),
          /** YYYY-MM of the last exchange in it. */
          month: z.string().nullable(),
        }),
      ),
    }),
  ),
});
export type CrossSell = z.infer<typeof crossSellSchema>;
