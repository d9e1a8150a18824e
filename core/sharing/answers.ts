/** What colleagues have shared about whom the user asked for: kept for seven days at most, and never believed in an older version. */
import { z } from 'zod';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { entryBodySchema } from '../exchange/entries.ts';
import type { EntryBody } from '../exchange/entries.ts';

/** Seconds an answer is kept; the user has to ask again then. */
export const keptFor = 7 * 86_400;

/** Whom an answer is about, as the user knows them. */
export interface Asked {
  readonly email: string | null;
  /** A person's, at the organisation of `domain`. */
  readonly name: string | null;
  readonly domain: string | null;
}

export interface Answer extends Asked {
  readonly lookup: string;
  /** Fingerprint of the key that signed. */
  readonly signer: string;
  readonly audience: string;
  readonly body: EntryBody;
  readonly version: number;
  /** The last day, counted from 1970. */
  readonly expires: number;
  /** Unix seconds. */
  readonly askedAt: number;
  readonly fetchedAt: number;
}

const rowSchema = z.object({
  lookup: z.string(),
  signer: z.string(),
  audience: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  domain: z.string().nullable(),
  body: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(entryBodySchema),
  version: z.number(),
  expires: z.number(),
  askedAt: z.number(),
  fetchedAt: z.number(),
});

/** Answers that may still be shown. `now` in Unix seconds. */
export function readAnswers(db: Reader, now: number): Answer[] {
  const rows = statement(
    db,
    `SELECT lookup, signer, audience, email, name, domain, body, version, expires, asked_at AS askedAt, fetched_at AS fetchedAt
     FROM firm_answer WHERE body IS NOT NULL AND fetched_at > ? AND expires >= ? ORDER BY lookup, signer`,
  ).all(now - keptFor, Math.floor(now / 86_400));
  // One that would no longer be believed is left out.
  return rows.flatMap((row) => rowSchema.safeParse(row).data ?? []);
}

/** The highest version seen of each answer, gone ones too. */
export function versionsSeen(db: Reader): Map<string, number> {
  const rows = statement(db, 'SELECT lookup, signer, version FROM firm_answer').raw().all() as [
    string,
    string,
    number,
  ][];
  return new Map(rows.map(([lookup, signer, version]) => [`${lookup}.${signer}`, version]));
}

/** What was answered for these lookups just now; what was answered before and is not any more goes. */
export function storeAnswers(db: Writer, lookups: readonly string[], answers: readonly Answer[]): void {
  db.transaction(() => {
    statement(
      db,
      'UPDATE firm_answer SET body = NULL, email = NULL, name = NULL, domain = NULL WHERE lookup IN (SELECT value FROM json_each(?))',
    ).run(JSON.stringify(lookups));
    for (const { lookup, signer, audience, email, name, domain, body, version, expires, askedAt, fetchedAt } of answers) {
      statement(
        db,
        `INSERT INTO firm_answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET email = excluded.email, name = excluded.name, domain = excluded.domain, body = excluded.body,
           version = excluded.version, expires = excluded.expires, asked_at = max(asked_at, excluded.asked_at), fetched_at = excluded.fetched_at`,
      ).run(lookup, signer, audience, email, name, domain, JSON.stringify(body), version, expires, askedAt, fetchedAt);
    }
  })();
} // prettier-ignore

/** Every answer, whatever it was; what keeps an older one from being believed stays. */
export function forgetAllAnswers(db: Writer): void {
  db.exec('UPDATE firm_answer SET body = NULL, email = NULL, name = NULL, domain = NULL');
}

/** Answers of more than seven days ago, and marks of those that have expired. */
export function forgetAnswers(db: Writer, now: number): void {
  statement(
    db,
    'UPDATE firm_answer SET body = NULL, email = NULL, name = NULL, domain = NULL WHERE asked_at <= ? OR fetched_at <= ?',
  ).run(now - keptFor, now - keptFor);
  statement(db, 'DELETE FROM firm_answer WHERE body IS NULL AND expires < ?').run(Math.floor(now / 86_400));
}
