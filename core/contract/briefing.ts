/** What is said of today, of coming meetings, and of whom to get back to. Times are ISO 8601 strings. */
import { z } from 'zod';
import { bandSchema, personIdSchema } from './shapes.ts';

/** Somebody named in a sentence. */
const namedSchema = z.strictObject({ id: personIdSchema, name: z.string(), organisation: z.string().nullable() });

/** How many minutes before a meeting the popup may come; 0 is never. */
export const popupMinutes = [0, 5, 10, 15, 30] as const;

export const todaySchema = z.strictObject({
  /** Warm a season ago and silent since `last`, the greatest loss first. */
  quiet: z.array(
    z.strictObject({
      ...namedSchema.shape,
      last: z.iso.datetime(),
      /** Where their mail ended with a project: what it was called, where subjects say so, and how many others are quiet since. */
      project: z.strictObject({ name: z.string().nullable(), others: z.number().int() }).nullable(),
    }),
  ),
  /** At another organisation within the year; not `sure` while it is only proposed. */
  moved: z.array(
    z.strictObject({ ...namedSchema.shape, organisation: z.string(), formerly: z.string(), sure: z.boolean() }),
  ),
  /** The next with somebody from outside. */
  meeting: z
    .strictObject({
      title: z.string().nullable(),
      startAt: z.iso.datetime(),
      endAt: z.iso.datetime(),
      people: z.array(
        z.strictObject({
          ...namedSchema.shape,
          band: bandSchema,
          /** In no meeting before. */
          firstTime: z.boolean(),
          last: z.iso.datetime().nullable(),
          /** They wrote last, and nothing has gone back. */
          owedSince: z.iso.datetime().nullable(),
        }),
      ),
    })
    .nullable(),
  /** They wrote last, to the user alone or among three, and nothing has gone back. */
  waiting: z.array(z.strictObject({ ...namedSchema.shape, since: z.iso.datetime() })),
  /** Something of the user's own to ask "Who knows …" about first. */
  example: z.string().nullable(),
});
export type Today = z.infer<typeof todaySchema>;

const briefLineSchema = z.strictObject({
  kind: z.enum(['owed', 'awaited', 'moved', 'first meeting', 'quiet', 'last contact', 'way in']),
  words: z.string(),
});
export type BriefLine = z.infer<typeof briefLineSchema>;

/** A coming meeting with people from outside, the closest first. */
export const briefSchema = z.strictObject({
  meeting: z.number().int(),
  title: z.string().nullable(),
  startAt: z.iso.datetime(),
  endAt: z.iso.datetime(),
  allDay: z.boolean(),
  people: z.array(
    z.strictObject({
      ...namedSchema.shape,
      band: bandSchema,
      /** The most useful first. */
      lines: z.array(briefLineSchema).max(2),
    }),
  ),
  /** The user wants no popup about it. */
  leftOut: z.boolean(),
  /** Marked private in the calendar. */
  isPrivate: z.boolean(),
});
export type Brief = z.infer<typeof briefSchema>;

/** What stands behind somebody's lines. */
export const briefDetailsSchema = z.strictObject({
  /** Sentences: how the tie stands, what has passed, how it began, what is different since the last of a series. */
  facts: z.array(z.string()),
  /** Who else in the meeting they are seen with. */
  knows: z.array(z.strictObject({ id: personIdSchema, name: z.string() })),
  /** Others of their organisation, the closest first; not those in the meeting. */
  colleagues: z.array(z.strictObject({ id: personIdSchema, name: z.string(), band: bandSchema })).max(3),
});
export type BriefDetails = z.infer<typeof briefDetailsSchema>;

/** Whether the popup is to show, and about what; says nothing about anybody. */
export const popupPlanSchema = z.strictObject({
  /** `soon`: within a minute; `held`: it would show, but the user is in a meeting or wants quiet. */
  state: z.enum(['none', 'soon', 'due', 'held']),
  meetings: z.array(z.number().int()),
  /** Of the first of them. */
  startAt: z.iso.datetime().nullable(),
  /** In all of them. */
  people: z.number().int(),
  /** The next meetings that a popup would be about: those that begin first. */
  next: z
    .strictObject({ meetings: z.array(z.number().int()), startAt: z.iso.datetime(), people: z.number().int() })
    .nullable(),
  quietUntil: z.iso.datetime().nullable(),
});
export type PopupPlan = z.infer<typeof popupPlanSchema>;

/** What the popup shows: the meetings of its plan, else the next one. People it leaves out are not in it. */
export const popupSchema = z.strictObject({ plan: popupPlanSchema, briefs: z.array(briefSchema) });

/** What the user says about a meeting: closed for this time, later, never for all of its series; null takes it back. */
export const popupAnswerSchema = z
  .union([
    z.strictObject({ kind: z.enum(['closed', 'never']) }),
    z.strictObject({ kind: z.literal('later'), until: z.iso.datetime() }),
  ])
  .nullable();

/** Somebody to get back to, and why. */
export const contactNowSchema = z.strictObject({
  ...namedSchema.shape,
  band: bandSchema,
  reason: z.enum(['owed', 'awaited', 'quiet', 'met', 'moved']),
  /** What the reason dates from. */
  since: z.iso.datetime(),
  /** The reason in words, to follow the name. */
  words: z.string(),
});
export type ContactNow = z.infer<typeof contactNowSchema>;
