/** The model: named coefficients, and the two outputs made of them. Pure. */
import { z } from 'zod';
import type { Features } from './features.ts';

const weight = z.number().min(0);

/** Every coefficient but the intercept is at least 0: more, and more recent, exchange never lowers an output. */
const modelSchema = z.strictObject({
  version: z.literal(1),
  about: z.string(),
  /** Logistic: an answer within 7 days if the user writes now. */
  probability: z.strictObject({
    intercept: z.number(),
    recency: weight,
    recencyLong: weight,
    frequency: weight,
    frequencyLong: weight,
    reciprocity: weight,
    meetings: weight,
    tenure: weight,
  }),
  /** Expected two-way exchange in the next 30 days. */
  closeness: z.strictObject({ quarter: weight, year: weight, oneWay: weight }),
  bands: z.strictObject({
    /** At least both, to rise to a band; each is left only below `leave` times the same. */
    strong: z.strictObject({ probability: weight, closeness: weight }),
    moderate: z.strictObject({ probability: weight, closeness: weight }),
    weak: z.strictObject({ probability: weight, closeness: weight }),
    leave: z.number().min(0).max(1),
  }),
});
export type StrengthModel = z.infer<typeof modelSchema>;

/** Reads resources/strength-model.json. A file that is not one is a broken installation, so it throws. */
export function readModel(text: string): StrengthModel {
  return modelSchema.parse(JSON.parse(text));
}

export const featureNames = ['recency', 'recencyLong', 'frequency', 'frequencyLong', 'reciprocity', 'meetings', 'tenure'] as const;
export type FeatureName = (typeof featureNames)[number];

/** Each feature's share in the logit. */
export function contributions(model: StrengthModel, features: Features): Record<FeatureName, number> {
  const { probability: by } = model;
  return {
    recency: by.recency * features.recency,
    recencyLong: by.recencyLong * features.recencyLong,
    frequency: by.frequency * features.frequency,
    frequencyLong: by.frequencyLong * features.frequencyLong,
    reciprocity: by.reciprocity * features.reciprocity,
    meetings: by.meetings * features.meetings,
    tenure: by.tenure * features.tenure,
  };
}

/** In (0, 1). */
export function probability(model: StrengthModel, features: Features): number {
  const { probability: by } = model;
  const logit =
    by.intercept +
    by.recency * features.recency +
    by.recencyLong * features.recencyLong +
    by.frequency * features.frequency +
    by.frequencyLong * features.frequencyLong +
    by.reciprocity * features.reciprocity +
    by.meetings * features.meetings +
    by.tenure * features.tenure;
  return 1 / (1 + Math.exp(-logit));
}

/** Not below 0, without a unit that matters: an order. Geometric means, because one-way traffic is no exchange. */
export function closeness({ closeness: by }: StrengthModel, features: Features): number {
  return (
    by.quarter * Math.sqrt(features.inQuarter * features.outQuarter) +
    by.year * Math.sqrt(features.inYear * features.outYear) +
    by.oneWay * (features.inQuarter + features.outQuarter)
  );
}
