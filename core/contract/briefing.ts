/** What is said of today, of coming meetings, and of whom to get back to. Times are ISO 8601 strings. */
import { z } from 'zod';
import { bandSchema, personIdSchema } from './shapes.ts';

/** Somebody named in a sentence. */
const namedSchema = z.strictObject({ id: personIdSchema, name: z.string(), organisation: z.string().nullable() });

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
});
export type Brief = z.infer<typeof briefSchema>;

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
