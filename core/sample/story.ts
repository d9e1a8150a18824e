/** The sample's story as written in resources/sample/story.json: who there is. What happens between them is in episodes.ts. */
import { z } from 'zod';
import storyJson from '../../resources/sample/story.json' with { type: 'json' };

const characterSchema = z.strictObject({
  name: z.string(),
  domain: z.string(),
  title: z.string(),
  /** The domain of an earlier employer, from which this person also wrote. */
  formerly: z.string().optional(),
});
export type Character = z.infer<typeof characterSchema>;

export const characterNames = [
  'quiet',
  'rising',
  'phoneOnly',
  'counsel',
  'secondCounsel',
  'dealClient',
  'moved',
  'behindMoved',
  'namesake',
  'otherNamesake',
  'alumnus',
  'introducer',
  'introduced',
  'alsoIntroduced',
  'principal',
  'delegate',
  'colleague',
  'assistant',
  'writtenCold',
] as const;
export type CharacterName = (typeof characterNames)[number];

const organisationSchema = z.strictObject({
  name: z.string(),
  domain: z.string(),
  zone: z.string(),
  /** Key into `names`. */
  names: z.string(),
  kind: z.enum(['own', 'client', 'prospect', 'law', 'bank', 'fund', 'adviser', 'machine']),
  /** How many people work there today, characters included, the user left out. */
  people: z.number().int().min(0),
});
export type Organisation = z.infer<typeof organisationSchema>;

const mailboxSchema = z.strictObject({ name: z.string(), address: z.string() });
const subjects = z.array(z.string()).min(1);

const storySchema = z.strictObject({
  seed: z.number().int(),
  me: z.strictObject({
    name: z.string(),
    title: z.string(),
    domain: z.string(),
    address: z.string(),
    alias: z.string(),
    zone: z.string(),
  }),
  cast: z.record(z.enum(characterNames), characterSchema),
  organisations: z.array(organisationSchema),
  names: z.record(z.string(), z.strictObject({ given: z.array(z.string()), family: z.array(z.string()) })),
  titles: z.record(organisationSchema.shape.kind, z.array(z.string())),
  machines: z.array(
    z.strictObject({
      ...mailboxSchema.shape,
      everyDays: z.number(),
      kind: z.enum(['newsletter', 'notification']),
      subjects,
    }),
  ),
  list: z.strictObject({ ...mailboxSchema.shape, id: z.string(), everyDays: z.number() }),
  rooms: z.array(mailboxSchema),
  subjects: z.strictObject({ client: subjects, internal: subjects, list: subjects, deal: subjects }),
  /** First name, last name, company and position of people known from LinkedIn only. */
  linkedInOnly: z.array(z.tuple([z.string(), z.string(), z.string(), z.string()])),
  /** Name, domain, who decides, practice, stage, and how many days ago it began and was decided. */
  pursuits: z.array(
    z.tuple([
      z.string(),
      z.string(),
      z.enum(characterNames).nullable(),
      z.string(),
      z.string(),
      z.number().int(),
      z.number().int().nullable(),
    ]),
  ),
});

export const story = storySchema.parse(storyJson);
