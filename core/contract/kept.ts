/** The shapes of what is kept: sources, the window of years, what is ignored, and backups. Times are ISO 8601 strings. */
import { z } from 'zod';

/** How many years of mail and meetings may be kept. */
export const yearsKept = [10, 5, 3, 2] as const;
export const yearsKeptSchema = z.literal(yearsKept);
export type YearsKept = z.infer<typeof yearsKeptSchema>;

/** Whom or what is never read: an address, a domain with all below it, or a folder by its name. */
export const ignoredEntrySchema = z.strictObject({
  kind: z.enum(['address', 'domain', 'folder']),
  text: z.string().min(1).max(320),
});
export type IgnoredEntry = z.infer<typeof ignoredEntrySchema>;

/** What goes, or would go, from the data. */
export const lossSchema = z.strictObject({
  messages: z.number().int(),
  meetings: z.number().int(),
  people: z.number().int(),
});
export type Loss = z.infer<typeof lossSchema>;

export const settingsSchema = z.strictObject({
  /** Null keeps everything. */
  years: yearsKeptSchema.nullable(),
  /** The moment since which mail and meetings are kept; null where all are. */
  since: z.iso.datetime().nullable(),
  ignored: z.array(ignoredEntrySchema),
  /** How many minutes before a meeting the popup comes; 0 for never. */
  popupMinutes: z.number().int(),
  /** No popup before this moment. */
  quietUntil: z.iso.datetime().nullable(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const sourceEntrySchema = z.strictObject({
  /** Several only for the sample. */
  ids: z.array(z.number().int()).min(1),
  /** The format, `folder`, or `sample`. */
  kind: z.string(),
  /** A path, or the name under which it was handed over. */
  location: z.string(),
  messages: z.number().int(),
  meetings: z.number().int(),
  cards: z.number().int(),
  connections: z.number().int(),
  /** Of the earliest and latest message. */
  first: z.iso.datetime().nullable(),
  last: z.iso.datetime().nullable(),
  readAt: z.iso.datetime(),
  /** Whether it was read to its end. */
  done: z.boolean(),
  canReadAgain: z.boolean(),
});
export type SourceEntry = z.infer<typeof sourceEntrySchema>;

export const sourceLossSchema = z.strictObject({
  messages: z.number().int(),
  meetings: z.number().int(),
  cards: z.number().int(),
  connections: z.number().int(),
});
export type SourceLoss = z.infer<typeof sourceLossSchema>;

/** A passphrase that is made up; as long as NIST SP 800-63B asks for where nothing else protects. */
export const newPassphraseSchema = z.string().min(12).max(1024);

/** What left this computer; `purpose` is null for what was refused. Bytes as the sockets counted them. */
export const egressSchema = z.strictObject({
  hosts: z.array(
    z.strictObject({
      host: z.string(),
      purpose: z.string().nullable(),
      connections: z.number().int(),
      sent: z.number().int(),
      received: z.number().int(),
      last: z.iso.datetime(),
    }),
  ),
  /** The latest first. */
  entries: z.array(
    z.strictObject({
      at: z.iso.datetime(),
      host: z.string(),
      port: z.number().int().nullable(),
      purpose: z.string().nullable(),
      sent: z.number().int(),
      received: z.number().int(),
    }),
  ),
});
export type Egress = z.infer<typeof egressSchema>;

export const savedBackupSchema = z.strictObject({ file: z.string(), bytes: z.number().int() });
export type SavedBackup = z.infer<typeof savedBackupSchema>;

/** What a backup holds that was checked and lies ready to be restored. */
export const openedBackupSchema = z.strictObject({
  /** Names this opening of it. */
  id: z.string(),
  madeAt: z.iso.datetime(),
  people: z.number().int(),
  messages: z.number().int(),
});
export type OpenedBackup = z.infer<typeof openedBackupSchema>;

/** What is there after a restore; `erasedAgain` counts the people who were erased here and are in the backup. */
export const restoredBackupSchema = z.strictObject({
  ...openedBackupSchema.omit({ id: true }).shape,
  erasedAgain: z.number().int(),
});
export type RestoredBackup = z.infer<typeof restoredBackupSchema>;
