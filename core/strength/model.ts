/** The model: named coefficients, and the two outputs made of them. Pure. */
import { z } from 'zod';
import type { Features } from './features.ts';

const weight = z.number().min(0);
const thresholds = z.strictObject({ probability: z.number().min(0).max(1), closeness: weight });

const probabilitySchema = z.strictObject({
  intercept: z.number(),
  recency: weight,
  heardWeek: weight,
  heardYear: weight,
  answered: weight,
  promptness: weight,
  patience: weight,
  meetings: weight,
  seen: weight,
  tenure: weight,
  /** Only calibration (calibration.ts) gives it: how new contacts differ from all others for this user. */
  known: z.number(),
});

/** Every coefficient but the intercepts and `known` is at least 0: silence then never raises an output, and an answer never lowers one. */
const modelSchema = z.strictObject({
  version: z.literal(1),
  about: z.string(),
  /** What each name means, and what was fitted on what. */
  meaning: z.record(z.string(), z.string()),
  /** Logit of an answer within 7 days if the user writes now. */
  probability: probabilitySchema,
  /** The same of any word, where an answer is only one in the thread: what the thresholds of bands mean. Only calibration gives it. */
  hears: probabilitySchema.optional(),
  /** Logarithm of the exchange expected in the next 30 days, counted as ln(1 + messages of the side that writes less). */
  closeness: z.strictObject({
    intercept: z.number(),
    exchange: weight,
    heardWeek: weight,
    heardYear: weight,
    wroteWeek: weight,
    wroteYear: weight,
    meetings: weight,
    tenure: weight,
    /** Above 0, or ties silent for years would all be equal. */
    silence: z.number().positive(),
  }),
  bands: z.strictObject({
    /** At least both, to rise to a band; each is left only below `leave` times the same. */
    strong: thresholds,
    moderate: thresholds,
    weak: thresholds,
    leave: z.number().gt(0).max(1),
  }),
  trend: z.strictObject({
    /** Closeness that many times above or below its usual is a change. */
    change: z.number().gt(1),
    /** Below this closeness, now and usually, there is nothing to rise or fall. */
    floor: weight,
  }),
});
export type StrengthModel = z.infer<typeof modelSchema>;

/** Parses the text of resources/strength-model.json. A file that is not one is a broken installation, so it throws. */
export function readModel(text: string): StrengthModel {
  return modelSchema.parse(JSON.parse(text));
}

/** Both outputs at one moment. */
export interface Outputs {
  /** In (0, 1). */
  readonly probability: number;
  /** The chance to hear from them at all, which bands go by: the probability itself where any word is an answer. In (0, 1). */
  readonly hears: number;
  /** At least 0; above 0 once there was any contact. */
  readonly closeness: number;
  readonly twoWay: boolean;
}

export function outputsOf(model: StrengthModel, features: Features): Outputs {
  const probability = chance(model.probability, features);
  return {
    probability,
    hears: model.hears === undefined ? probability : chance(model.hears, features),
    closeness: closeness(model, features),
    twoWay: features.twoWay,
  };
}

/** 1 / (1 + e^-logit). */
export function chance(by: StrengthModel['probability'], features: Features): number {
  return 1 / (1 + Math.exp(-logit(by, features)));
}

/** The logit of the probability. */
export function logit(by: StrengthModel['probability'], features: Features): number {
  return (
    by.intercept +
    by.recency * features.recency +
    by.heardWeek * features.heardWeek +
    by.heardYear * features.heardYear +
    by.answered * features.answered +
    by.promptness * features.promptness +
    by.patience * features.patience +
    by.meetings * features.meetings +
    by.seen * features.seen +
    by.tenure * features.tenure +
    by.known * features.known
  );
}

/** Log-linear, so that no silence is so long that two ties become equal. */
function closeness({ closeness: by }: StrengthModel, features: Features): number {
  return Math.exp(
    by.intercept +
      by.exchange * features.exchange +
      by.heardWeek * features.heardWeek +
      by.heardYear * features.heardYear +
      by.wroteWeek * features.wroteWeek +
      by.wroteYear * features.wroteYear +
      by.meetings * features.meetings +
      by.tenure * features.tenure +
      by.silence * features.silence,
  );
}
