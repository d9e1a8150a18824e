/** The firm as it is kept: one row, its secrets sealed. */
import { z } from 'zod';
import type { Box } from '../accounts/sealed.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { signedAudienceSchema } from '../exchange/audiences.ts';
import { profileSchema } from '../exchange/profiles.ts';
import { listMarks } from './exclusions.ts';
import { documentsSchema, elsewhereSchema, secretSchema } from './firm.ts';
import type { FirmRow } from './firm.ts';

const fromJson = <T>(schema: z.ZodType<T>) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

const rowSchema = z.object({
  firm: z.string(),
  origin: z.string(),
  root: z.string(),
  member: z.string(),
  profile: fromJson(profileSchema),
  lawFirm: z.number().transform((value) => value === 1),
  secret: z.instanceof(Buffer),
  documents: fromJson(documentsSchema),
  made: fromJson(z.array(signedAudienceSchema)),
  version: z.number(),
  syncedAt: z.number().nullable(),
  elsewhere: fromJson(elsewhereSchema),
});

/** Null where no firm was joined, or where its secrets were sealed on another computer. */
export function readFirmRow(db: Reader, box: Box): FirmRow | null {
  const found = statement(
    db,
    `SELECT firm, origin, root, member, profile, law_firm AS lawFirm, secret, documents, made, version, synced_at AS syncedAt, elsewhere FROM firm`,
  ).get();
  if (found === undefined) return null;
  const row = rowSchema.parse(found);
  const secret = box.open(row.secret, aboutFirm(row.firm), secretSchema);
  return secret === null ? null : { ...row, secret };
}

/** In the place of any other. */
export function storeFirmRow(db: Writer, box: Box, row: FirmRow): void {
  db.transaction(() => {
    statement(db, 'DELETE FROM firm').run();
    statement(db, 'INSERT INTO firm VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
      row.firm,
      row.origin,
      row.root,
      row.member,
      JSON.stringify(row.profile),
      row.lawFirm ? 1 : 0,
      box.close(row.secret, aboutFirm(row.firm)),
      JSON.stringify(row.documents),
      JSON.stringify(row.made),
      row.version,
      row.syncedAt,
      JSON.stringify(row.elsewhere),
    );
  })();
}

/** Where the firm exchange is, without opening any secret; null where no firm was joined. */
export function firmOrigin(db: Reader): string | null {
  return (statement(db, 'SELECT origin FROM firm').pluck().get() as string | undefined) ?? null;
}

const withTheFirm = [
  'shared_entry',
  'withdrawal',
  'ask_offer',
  'ask_made',
  'ask_received',
  'ask_figure',
  'poll_received',
  'poll_made',
  'poll_deal',
] as const;

/** Everything that has to do with the firm goes from this computer; what the user granted, or keeps out on another of theirs, stays theirs. */
export function forgetFirm(db: Writer): void {
  db.transaction(() => {
    db.exec(`DELETE FROM exclusion WHERE device = ''`);
    for (const table of ['firm', 'firm_answer', ...withTheFirm]) db.exec(`DELETE FROM ${table}`);
  })();
}

/** All that is kept of sharing, but for when the exchange was asked: the same before a round and after it where nothing new was heard. */
export function keptOfSharing(db: Reader): string {
  const rows = (query: string): unknown[] => statement(db, query).raw().all();
  return JSON.stringify([
    rows('SELECT member, profile, documents, made, elsewhere FROM firm'),
    rows('SELECT lookup, signer, audience, email, name, domain, body, version, expires FROM firm_answer'),
    listMarks(db),
    ...[...withTheFirm, 'sharing_grant'].map((table) => rows(`SELECT * FROM ${table}`)),
  ]);
}

function aboutFirm(firm: string): string {
  return `firm ${firm}`;
}
