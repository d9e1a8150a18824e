/** What the shell and the engine's process say to each other beside the page's port. Parsed at both ends. */
import { z } from 'zod';
import { popupPlanSchema } from '../core/contract/briefing.ts';
import { failureSchema } from '../core/contract/errors.ts';

/** How the database is to be unlocked: with a key out of the keychain, or by asking the page for the passphrase. */
const unlockSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key'), key: z.instanceof(Uint8Array) }),
  z.strictObject({ kind: z.literal('need passphrase') }),
  z.strictObject({ kind: z.literal('choose passphrase') }),
  /** It cannot be: the page says why. */
  z.strictObject({ kind: z.literal('failed'), error: failureSchema }),
]);
export type StartUnlock = z.infer<typeof unlockSchema>;

const pageSchema = z.enum(['window', 'popup']);
export type PageKind = z.infer<typeof pageSchema>;

export const toEngineSchema = z.discriminatedUnion('kind', [
  /** The first message; the key travels here and nowhere else. */
  z.strictObject({
    kind: z.literal('start'),
    dataFolder: z.string(),
    appRoot: z.string(),
    unlock: unlockSchema,
    /** By how many milliseconds the engine's clock is ahead; 0 but for tests. */
    ahead: z.number(),
  }),
  /** Comes with a port for the page; the popup's page can do little. */
  z.strictObject({ kind: z.literal('page'), page: pageSchema }),
  z.strictObject({ kind: z.literal('import'), id: z.number().int(), paths: z.array(z.string()).min(1) }),
  z.strictObject({
    kind: z.enum(['save backup', 'open backup']),
    id: z.number().int(),
    path: z.string().min(1),
    passphrase: z.string().max(1024),
  }),
  /** No popup before this moment; null ends that. */
  z.strictObject({ kind: z.literal('quiet'), until: z.iso.datetime().nullable() }),
  /** The computer has slept: what was connected is not any more. */
  z.strictObject({ kind: z.literal('wake') }),
  z.strictObject({ kind: z.literal('close') }),
]);
export type ToEngine = z.infer<typeof toEngineSchema>;

/** The answer to the request of that number; whoever asked knows its shape. */
export const fromEngineSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answer'), id: z.number().int(), result: z.unknown() }),
  /** Whether the popup is to show; sent whenever that changes. */
  z.strictObject({ kind: z.literal('popup'), plan: popupPlanSchema }),
  /** A colleague asks about somebody the user knows. */
  z.strictObject({ kind: z.literal('asked') }),
  /** A sign-in: shown in the user's own browser. Only the engine can ask for that, no page. */
  z.strictObject({ kind: z.literal('browse'), url: z.url({ protocol: /^https?$/ }) }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;
