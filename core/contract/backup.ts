/** What crosses a process about backups beside the methods: the file itself goes from host to engine and back. */
import { z } from 'zod';
import { failureSchema } from './errors.ts';
import { newPassphraseSchema, openedBackupSchema, savedBackupSchema } from './kept.ts';

/** A backup was saved, or null where the user chose no place for it. */
export const backupSavedSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: savedBackupSchema.nullable() }),
  z.strictObject({ ok: z.literal(false), error: failureSchema }),
]);

/** A backup was checked and lies ready. */
export const backupOpenedSchema = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: openedBackupSchema }),
  z.strictObject({ ok: z.literal(false), error: failureSchema }),
]);

/** What the page posts to the web host for a backup; its bytes come back, or a failure as JSON. */
export const backupRequestSchema = z.strictObject({ passphrase: newPassphraseSchema });

/** The first line of a backup that the page sends to the web host; so many bytes of the file follow. The name is for messages only. */
export const backupUploadSchema = z.strictObject({
  name: z.string().min(1).max(4096),
  size: z.number().int().min(0),
  passphrase: z.string().max(1024),
});

/** The longest such line in bytes. */
export const backupLineLimit = 32 * 1024;

/** "warmpath-2026-05-03.backup"; `at` in milliseconds since the epoch, the day in the zone of whoever asks. */
export function backupName(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `warmpath-${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}.backup`;
}
