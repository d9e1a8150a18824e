/** Files on their way from the browser: one request per hand-over, a line of JSON that lists them, then their bytes in that order. */
import { z } from 'zod';
import { failureSchema } from './errors.ts';
import { importResultSchema } from './shapes.ts';

/** Names only serve to recognise formats and for messages; they are never used as paths. */
export const uploadListSchema = z
  .array(z.strictObject({ name: z.string().min(1).max(4096), size: z.number().int().min(0) }))
  .min(1)
  .max(200_000);
export type UploadList = z.infer<typeof uploadListSchema>;

/** The longest list line in bytes, so that a request cannot fill the memory. */
export const uploadListLimit = 64 * 1024 * 1024;

export const handedOverSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: importResultSchema.nullable() }),
  z.strictObject({ ok: z.literal(false), error: failureSchema }),
]);
