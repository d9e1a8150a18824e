/** What is shared with colleagues, with whom, as what, until when; and what the firm asks and answers. */
import { z } from 'zod';
import { failureSchema } from './errors.ts';
import { personIdSchema } from './shapes.ts';

/** In one audience of named colleagues. */
export const mostColleagues = 50;

/** Who of the firm may be answered. Members are named by their ids at the firm exchange. */
export const audienceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('firm') }),
  z.strictObject({ kind: z.literal('practice'), practice: z.string().min(1).max(100) }),
  z.strictObject({
    kind: z.literal('colleagues'),
    members: z.array(z.string().min(1).max(100)).min(1).max(mostColleagues),
  }),
]);
export type Audience = z.infer<typeof audienceSchema>;

/** Only where somebody works; the person by name; or either, with the user's own name kept until they accept. */
export const disclosures = ['organisation', 'person', 'somebody'] as const;
export const disclosureSchema = z.enum(disclosures);
export type Disclosure = z.infer<typeof disclosureSchema>;

/** Unknown and lapsed relationships are never shared. */
export const sharedBandSchema = z.enum(['strong', 'moderate', 'weak']);
export type SharedBand = z.infer<typeof sharedBandSchema>;

/** One person, everybody at one organisation, or every good relationship at organisations with at least three. */
export const grantedSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), person: personIdSchema }),
  z.strictObject({ kind: z.literal('organisation'), organisation: z.number().int().positive() }),
  z.strictObject({ kind: z.literal('rule') }),
]);
export type Granted = z.infer<typeof grantedSchema>;

/** Why a rule leaves somebody out; the user may still share them one by one. */
const neverReasons = [
  'personal mail',
  'personal',
  'other side',
  'regulator',
  'court',
  'journalist',
  'health',
  'recruiter',
  'lawyer',
] as const;
export type NeverReason = (typeof neverReasons)[number];

const nameSchema = z.string().max(400);
const daySchema = z.iso.date();

/** A colleague as they call themselves. */
export const colleagueSchema = z.strictObject({
  id: z.string(),
  name: nameSchema,
  practice: nameSchema.nullable(),
  address: nameSchema,
});
export type Colleague = z.infer<typeof colleagueSchema>;

/** The firm this computer has joined, or null. */
export const firmStatusSchema = z
  .strictObject({
    /** Of the firm exchange. */
    host: z.string(),
    me: colleagueSchema,
    /** Everybody else, by name: who may be named as an audience. Nothing says who shares. */
    colleagues: z.array(colleagueSchema),
    practices: z.array(z.strictObject({ id: z.string(), name: nameSchema })),
    /** Whether they may ask every member at once. */
    steward: z.boolean(),
    /** Polls that wait for the user's answer. */
    polls: z.number().int(),
    /** Whether lawyers are colleagues of the trade and no secret. */
    lawFirm: z.boolean(),
    /** How many things are shared just now, and how many of these are answered; how many wait to be deleted until the firm exchange can be reached. */
    shared: z.number().int(),
    visible: z.number().int(),
    waiting: z.number().int(),
    /** How many rows at the firm exchange another device of the user's has put there. */
    elsewhere: z.number().int(),
    /** The user's computers that have joined, this one among them. */
    computers: z.number().int(),
    /** Of whom and what is kept out here the other computers are not told, for want of room. */
    untold: z.number().int(),
    syncedAt: z.iso.datetime().nullable(),
    /** The firm has removed this member, or this computer: another invitation can be taken up. */
    ended: z.boolean(),
    problem: failureSchema.nullable(),
  })
  .nullable();
export type FirmStatus = z.infer<typeof firmStatusSchema>;

/** What another device of the user's has shared: whom this computer can name, and how many rows it cannot. */
export const sharedElsewhereSchema = z.strictObject({ names: z.array(nameSchema), unnamed: z.number().int() });
export type SharedElsewhere = z.infer<typeof sharedElsewhereSchema>;

/** A first set of the user's, all at once: the rule for one audience, without what was unticked. */
export const proposalOfSharingSchema = z.strictObject({
  audience: audienceSchema,
  disclosure: disclosureSchema,
  days: z.number().int().min(1).max(366).default(90),
  /** Organisations that are never to be shared. */
  without: z.array(z.number().int().positive()).max(10_000).default([]),
});

/** One thing as its audience would see it. */
const sharedLineSchema = z.strictObject({
  /** "Jane Roe, Acme" or "somebody at Acme". */
  about: nameSchema,
  /** What they have to ask for to be told: an address, or an organisation. */
  askedFor: nameSchema,
  organisation: z.number().int().positive().nullable(),
  person: personIdSchema.nullable(),
  /** Who they are told to ask: the user, or "somebody in Tax". */
  introducer: nameSchema,
  band: sharedBandSchema,
  /** YYYY-MM. */
  month: z.string(),
  until: daySchema,
  change: z.enum(['new', 'changed', 'renewed', 'same']),
  /** The few whom this names in effect. */
  inEffect: z.array(nameSchema),
});
export type SharedLine = z.infer<typeof sharedLineSchema>;

export const sharePreviewSchema = z.strictObject({
  /** What `publish` takes. */
  digest: z.string(),
  audiences: z.array(
    z.strictObject({
      audience: audienceSchema,
      /** "everybody in the firm", "Tax", "Tom Baker, Ann Lee". */
      name: nameSchema,
      lines: z.array(sharedLineSchema),
    }),
  ),
  /** What would no longer be shared. */
  gone: z.array(nameSchema),
  counts: z.record(z.enum(['new', 'changed', 'renewed', 'same', 'gone']), z.number().int()),
  /** Whom the rule leaves out by pattern, and organisations of fewer than three, which would name somebody in effect. */
  leftOut: z.array(z.strictObject({ person: personIdSchema, name: nameSchema, reason: z.enum(neverReasons) })),
  few: z.array(
    z.strictObject({ organisation: z.number().int().positive(), name: nameSchema, people: z.array(nameSchema) }),
  ),
});
export type SharePreview = z.infer<typeof sharePreviewSchema>;

/** Why nothing of a person or organisation can be shared, whatever is granted. */
const hindrances = ['private', 'unshared', 'elsewhere', 'side', 'colleague', 'objected', 'too little known'] as const;
export type Hindrance = (typeof hindrances)[number];

export const shareStateSchema = z.strictObject({
  /** What colleagues can be told now. */
  told: z.array(z.strictObject({ audience: nameSchema, about: nameSchema, introducer: nameSchema, until: daySchema })),
  /** Granted, and not published before the next preview. */
  granted: z.array(z.strictObject({ audience: audienceSchema, name: nameSchema, disclosure: disclosureSchema, until: daySchema })),
  /** Whether any of it is answered: nothing is of a client that the user has closed. */
  visible: z.boolean(),
  hindrance: z.enum(hindrances).nullable(),
  /** Of an organisation the user is the responsible partner for: whether it is closed to sharing by others. */
  client: z.enum(['open', 'closed']).nullable(),
}); // prettier-ignore
export type ShareState = z.infer<typeof shareStateSchema>;

/** Everybody whom colleagues who ask are told of by name, and every organisation of which they are told. */
export const visibleSchema = z.strictObject({
  people: z.array(personIdSchema),
  organisations: z.array(z.number().int().positive()),
});
export type Visible = z.infer<typeof visibleSchema>;

export const ledgerSchema = z.array(
  z.strictObject({
    at: z.iso.datetime(),
    act: z.enum(['shared', 'changed', 'renewed', 'stopped']),
    /** Null once whoever it was about has been erased. */
    about: nameSchema.nullable(),
    audience: nameSchema,
    until: daySchema,
  }),
);
export type Ledger = z.infer<typeof ledgerSchema>;

/** What stopping came to: what is deleted, and what waits until the firm exchange can be reached. */
export const stoppedSchema = z.strictObject({ stopped: z.number().int(), waiting: z.number().int() });

export const someSharedSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), person: personIdSchema }),
  z.strictObject({ kind: z.literal('organisation'), organisation: z.number().int().positive() }),
  z.strictObject({ kind: z.literal('all') }),
  /** What another device of the user's has shared. */
  z.strictObject({ kind: z.literal('elsewhere') }),
]);

/** What a colleague has shared about somebody, as this computer has opened it. */
const firmAnswerSchema = z.strictObject({
  about: nameSchema,
  /** Null where they did not give their name. */
  colleague: colleagueSchema.omit({ id: true }).nullable(),
  practice: nameSchema.nullable(),
  /** The responsible partner, where the firm says who that is: nothing of a relationship. */
  partner: z.boolean(),
  person: nameSchema.nullable(),
  band: sharedBandSchema.nullable(),
  month: z.string().nullable(),
  fetchedAt: z.iso.datetime(),
});
export type FirmAnswer = z.infer<typeof firmAnswerSchema>;

/** Who answers for a client, as the firm's list names them. */
const responsiblePartnerSchema = colleagueSchema.omit({ id: true }).extend({
  /** The one member whose address it is, who can be asked and sent a copy; null where it is nobody's, or may be another's too. */
  member: z.string().nullable(),
});
export type ResponsiblePartner = z.infer<typeof responsiblePartnerSchema>;

export const firmWhoSchema = z.strictObject({
  /** Whom the words were taken to mean; nothing was asked where this is empty. */
  about: z.array(nameSchema),
  answers: z.array(firmAnswerSchema),
  /** Who answers for where they work: several where those who keep the list say so, never the user. */
  partners: z.array(responsiblePartnerSchema),
  /** Answers of before: the firm exchange could not be asked now, and why. */
  kept: failureSchema.nullable(),
  /** Colleagues who can be asked without telling them who is meant unless they know them, or answer for where they work. */
  askable: z.number().int(),
});
export type FirmWho = z.infer<typeof firmWhoSchema>;

/** That an introduction came about, as mail or calendar show it. */
const introducedSchema = z.strictObject({ how: z.enum(['wrote', 'met']), on: z.iso.datetime() });
export type Introduced = z.infer<typeof introducedSchema>;

const askStates = ['open', 'offered', 'over'] as const;
export const askMadeSchema = z.strictObject({
  id: z.string(),
  about: nameSchema,
  reason: nameSchema,
  neededBy: z.iso.datetime(),
  state: z.enum(askStates),
  /** Not yet at the firm exchange. */
  waiting: z.boolean(),
  offers: z.array(z.strictObject({ colleague: colleagueSchema, words: nameSchema })),
  /** The user and whom they asked for came in touch, after somebody offered. */
  introduced: introducedSchema.nullable(),
  /** Who answers for the client it is about, where the firm's list is known to say so; never the user. */
  partners: z.array(responsiblePartnerSchema),
});
export type AskMade = z.infer<typeof askMadeSchema>;

export const askAnswers = ['offer', 'not me', 'later'] as const;
export const askForMeSchema = z.strictObject({
  id: z.string(),
  from: colleagueSchema,
  about: nameSchema,
  reason: nameSchema,
  neededBy: z.iso.datetime(),
  /** Whom of the user's own people or organisations it is about; null for nobody, where they are asked as the responsible partner alone. */
  person: personIdSchema.nullable(),
  organisation: z.number().int().positive().nullable(),
  name: nameSchema.nullable(),
  partner: z.boolean(),
  answer: z.enum(askAnswers).nullable(),
  /** The user has offered, and wrote to or met both. */
  introduced: introducedSchema.nullable(),
});
export type AskForMe = z.infer<typeof askForMeSchema>;
