/** What is shared with colleagues, with whom, as what, until when; and what the firm asks and answers. */
import { z } from 'zod';
import { personIdSchema } from './shapes.ts';

/** Who of the firm may be answered. Members are named by their ids at the firm exchange. */
export const audienceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('firm') }),
  z.strictObject({ kind: z.literal('practice'), practice: z.string().min(1).max(100) }),
  z.strictObject({ kind: z.literal('colleagues'), members: z.array(z.string().min(1).max(100)).min(1).max(50) }),
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
export const neverReasons = [
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
