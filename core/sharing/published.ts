/** What colleagues can be told now, what is still to be deleted at the firm exchange, and the log of every act. */
import { z } from 'zod';
import { audienceSchema, sharedBandSchema } from '../contract/sharing.ts';
import type { Ledger } from '../contract/sharing.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { storedAudience } from './grants.ts';
import type { Live } from './preview.ts';

/** A told entry, with the rows it is at the firm exchange. */
export interface Told extends Live {
  /** Of the audience's key. */
  readonly epoch: number;
  /** Of the guard; 0 where it was told before that was kept. */
  readonly guardEpoch: number;
  readonly rows: readonly string[];
}

const fromJson = <T>(schema: z.ZodType<T>) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
const organisationSchema = z.strictObject({ domain: z.string(), name: z.string() });
const rowSchema = z.object({
  address_id: z.number().nullable(),
  email: z.string().nullable(),
  domain: z.string().nullable(),
  audience: fromJson(audienceSchema),
  name: z.string().nullable(),
  organisation: fromJson(organisationSchema).nullable(),
  named: z.number().transform((value) => value === 1),
  band: sharedBandSchema,
  month: z.string(),
  until: z.string(),
  basis: z.number(),
  epoch: z.number(),
  guard_epoch: z.number(),
  rows: fromJson(z.array(z.string())),
});

export function readTold(db: Reader): Told[] {
  const rows = statement(
    db,
    'SELECT shared_entry.*, email FROM shared_entry LEFT JOIN address ON id = address_id ORDER BY shared_entry.rowid',
  ).all();
  return z
    .array(rowSchema)
    .parse(rows)
    .map(({ address_id, email, domain, guard_epoch: guardEpoch, ...said }) => ({
      ...said,
      guardEpoch,
      about:
        address_id === null
          ? { kind: 'organisation', domain: domain ?? '' }
          : { kind: 'person', address: address_id, email: email ?? '' },
    }));
}

/** Replaces all that is told. */
export function storeTold(db: Writer, told: readonly Told[]): void {
  db.transaction(() => {
    statement(db, 'DELETE FROM shared_entry').run();
    const add = statement(db, 'INSERT INTO shared_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    for (const {
      about,
      audience,
      name,
      organisation,
      named,
      band,
      month,
      until,
      basis,
      epoch,
      guardEpoch,
      rows,
    } of told) {
      add.run(
        about.kind === 'person' ? about.address : null,
        about.kind === 'organisation' ? about.domain : null,
        storedAudience(audience),
        name,
        organisation === null ? null : JSON.stringify(organisation),
        named ? 1 : 0,
        band,
        month,
        until,
        basis,
        epoch,
        JSON.stringify(rows),
        guardEpoch,
      );
    }
  })();
}

/** What is to be deleted at the firm exchange: a row, whatever is found by a key, every row, or an own ask. */
export interface Waiting {
  readonly kind: 'row' | 'lookup' | 'all' | 'ask';
  readonly what: string;
}

export function readWaiting(db: Reader): Waiting[] {
  return statement(db, 'SELECT kind, what FROM withdrawal ORDER BY kind, what').all() as Waiting[];
}

/** How many shared things wait, as the user counts them: what is only known by a key, or as everything, is at least one. */
export function countWaiting(db: Reader): number {
  const waiting = readWaiting(db).filter(({ kind }) => kind !== 'ask');
  return Math.max(waiting.filter(({ kind }) => kind === 'row').length, Math.min(waiting.length, 1));
}

export function waitFor(db: Writer, kind: Waiting['kind'], all: readonly string[]): void {
  db.transaction(() => {
    for (const what of all)
      statement(db, 'INSERT INTO withdrawal VALUES (?, ?) ON CONFLICT DO NOTHING').run(kind, what);
  })();
}

/** The firm exchange has said that these are gone, or has taken them after all. */
export function noLongerWaiting(db: Writer, all: readonly Waiting[]): void {
  db.transaction(() => {
    for (const { kind, what } of all)
      statement(db, 'DELETE FROM withdrawal WHERE kind = ? AND what = ?').run(kind, what);
  })();
}

export interface Logged {
  readonly act: Ledger[number]['act'];
  readonly entry: Live;
  /** In words, as the user saw them. */
  readonly about: string;
  readonly audience: string;
}

/** `now` in Unix seconds. */
export function log(db: Writer, acts: readonly Logged[], now: number): void {
  const add = statement(db, 'INSERT INTO sharing_log VALUES (?, ?, ?, ?, ?, ?, ?)');
  for (const { act, entry, about, audience } of acts) {
    const { about: subject, until } = entry;
    add.run(
      now,
      act,
      subject.kind === 'person' ? subject.address : null,
      subject.kind === 'organisation' ? subject.domain : null,
      about,
      audience,
      until,
    );
  }
}

/** Every act, the latest first. */
export function readLog(db: Reader, limit: number): Ledger {
  const rows = statement(
    db,
    'SELECT at, act, about, audience, until FROM sharing_log ORDER BY rowid DESC LIMIT ?',
  ).all(limit) as (Omit<Ledger[number], 'at'> & { at: number })[];
  return rows.map((row) => ({ ...row, at: new Date(row.at * 1000).toISOString() }));
} // prettier-ignore
