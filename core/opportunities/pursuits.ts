/** The pursuits that are kept, and what the user said of columns. */
import type { Outcome, PursuitColumns } from '../contract/opportunities.ts';
import { pursuitColumnsSchema } from '../contract/opportunities.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { deleteStaleNews } from '../identity/stale-news.ts';
import { loadSuppression } from '../identity/suppression.ts';
import type { Suppression } from '../ingest/without-erased.ts';
import { crmKey, mergedPeople, pursuitKey } from './pursuit-rows.ts';
import type { PursuitDraft, PursuitPerson } from './pursuit-rows.ts';

export interface KeptPursuit {
  readonly id: number;
  readonly crmId: string | null;
  readonly name: string;
  readonly organisation: string | null;
  readonly domain: string | null;
  readonly practice: string | null;
  readonly stage: string | null;
  readonly outcome: Outcome;
  /** YYYY-MM-DD. */
  readonly openedOn: string | null;
  readonly decidedOn: string | null;
  /** Unix seconds. */
  readonly addedAt: number;
  readonly people: readonly PursuitPerson[];
}

/** All of them, in the order they came; with `id` only that one. */
export function loadPursuits(db: Reader, id: number | null = null): KeptPursuit[] {
  const rows = statement(
    db,
    `SELECT id, crm_id AS crmId, name, organisation, domain, practice, stage, outcome, opened_on AS openedOn, decided_on AS decidedOn,
       added_at AS addedAt FROM pursuit WHERE :id IS NULL OR id = :id ORDER BY id`,
  ).all({ id }) as Omit<KeptPursuit, 'people'>[];
  const named = statement(
    db,
    `SELECT pursuit_id AS pursuit, name, email, title, decides FROM pursuit_person WHERE :id IS NULL OR pursuit_id = :id ORDER BY rowid`,
  ).all({ id }) as (Omit<PursuitPerson, 'decides'> & { pursuit: number; decides: number })[];
  const people = new Map<number, PursuitPerson[]>(rows.map((row) => [row.id, []]));
  for (const { pursuit, decides, ...person } of named) people.get(pursuit)?.push({ ...person, decides: decides === 1 });
  return rows.map((row) => ({ ...row, people: people.get(row.id) ?? [] }));
}

export interface Kept {
  added: number;
  updated: number;
  unchanged: number;
  /** The ids, in the order of the drafts. */
  readonly ids: number[];
}

/**
 * Adds what is new and changes what is known, by the CRM's id or by name and organisation; what a list says nothing of stays. People who
 * were erased are left out. `now` in Unix seconds; `outcome` is that of those whose list says none.
 */
export function keepPursuits(
  db: Writer,
  drafts: readonly PursuitDraft[],
  now: number,
  outcome: Outcome = 'open',
): Kept {
  const suppression = loadSuppression(db);
  const kept: Kept = { added: 0, updated: 0, unchanged: 0, ids: [] };
  db.transaction(() => {
    const byCrm = new Map<string, KeptPursuit>();
    const byKey = new Map<string, KeptPursuit>();
    const remember = (one: KeptPursuit): void => {
      if (one.crmId !== null) byCrm.set(crmKey(one.crmId), one);
      byKey.set(pursuitKey(one), one);
    };
    loadPursuits(db).forEach(remember);
    for (const full of drafts) {
      const draft = suppression === null ? full : withoutErased(full, suppression);
      const same = (draft.crmId === null ? undefined : byCrm.get(crmKey(draft.crmId))) ?? sameByKey(byKey, draft);
      const next = same === undefined ? insert(db, draft, outcome, now) : merged(same, draft);
      kept.ids.push(next.id);
      remember(next);
      if (same === undefined) kept.added++;
      else if (JSON.stringify(next) === JSON.stringify(same)) kept.unchanged++;
      else {
        kept.updated++;
        update(db, next);
      }
    }
  })();
  return kept;
}

/** Two ids of the CRM are two pursuits, whatever they are called. */
function sameByKey(byKey: ReadonlyMap<string, KeptPursuit>, draft: PursuitDraft): KeptPursuit | undefined {
  const same = byKey.get(pursuitKey(draft));
  return same !== undefined && (same.crmId === null || draft.crmId === null) ? same : undefined;
}

function merged(was: KeptPursuit, draft: PursuitDraft): KeptPursuit {
  return {
    id: was.id,
    crmId: draft.crmId ?? was.crmId,
    name: draft.name,
    organisation: draft.organisation ?? was.organisation,
    domain: draft.domain ?? was.domain,
    practice: draft.practice ?? was.practice,
    stage: draft.stage ?? was.stage,
    outcome: draft.outcome ?? was.outcome,
    openedOn: draft.openedOn ?? was.openedOn,
    decidedOn: draft.decidedOn ?? was.decidedOn,
    addedAt: was.addedAt,
    people: mergedPeople(was.people, draft.people),
  };
}

function withoutErased(draft: PursuitDraft, { isErased, mentions, opaque }: Suppression): PursuitDraft {
  const unless = (text: string | null): string | null => (text !== null && mentions(text) ? null : text);
  const people = draft.people.filter(({ name, email }) =>
    email === null ? name === null || !mentions(name) : !isErased(email),
  );
  return {
    ...draft,
    name: mentions(draft.name) ? opaque(draft.name) : draft.name,
    organisation: unless(draft.organisation),
    people,
  };
}

function insert(db: Writer, draft: PursuitDraft, outcome: Outcome, now: number): KeptPursuit {
  const { people, ...rest } = { ...draft, outcome: draft.outcome ?? outcome, addedAt: now };
  const id = Number(
    statement(
      db,
      `INSERT INTO pursuit (crm_id, crm_key, name, organisation, domain, practice, stage, outcome, opened_on, decided_on, added_at)
       VALUES (:crmId, :key, :name, :organisation, :domain, :practice, :stage, :outcome, :openedOn, :decidedOn, :addedAt)`,
    ).run({ ...rest, key: keyOf(draft.crmId) }).lastInsertRowid,
  );
  putPeople(db, id, people);
  return { id, ...rest, people };
}

function update(db: Writer, { people, ...pursuit }: KeptPursuit): void {
  statement(
    db,
    `UPDATE pursuit SET crm_id = :crmId, crm_key = :key, name = :name, organisation = :organisation, domain = :domain, practice = :practice,
       stage = :stage, outcome = :outcome, opened_on = :openedOn, decided_on = :decidedOn WHERE id = :id`,
  ).run({ ...pursuit, key: keyOf(pursuit.crmId) });
  statement(db, 'DELETE FROM pursuit_person WHERE pursuit_id = ?').run(pursuit.id);
  putPeople(db, pursuit.id, people);
}

function keyOf(crmId: string | null): string | null {
  return crmId === null ? null : crmKey(crmId);
}

function putPeople(db: Writer, pursuit: number, people: readonly PursuitPerson[]): void {
  const put = statement(
    db,
    `INSERT INTO pursuit_person (pursuit_id, name, email, title, decides) VALUES (:pursuit, :name, :email, :title, :decides)`,
  );
  for (const { decides, ...person } of people) put.run({ ...person, pursuit, decides: decides ? 1 : 0 });
}

/** Takes a pursuit from the list; false where it is not there. */
export function dropPursuit(db: Writer, id: number): boolean {
  statement(db, 'DELETE FROM pursuit_person WHERE pursuit_id = ?').run(id);
  const { changes } = statement(db, 'DELETE FROM pursuit WHERE id = ?').run(id);
  deleteStaleNews(db);
  return changes > 0;
}

/** Takes those from the list whose id in the CRM begins like this. */
export function dropPursuitsOf(db: Writer, idPrefix: string): void {
  const those = `SELECT id FROM pursuit WHERE crm_id GLOB ? || '*'`;
  statement(db, `DELETE FROM pursuit_person WHERE pursuit_id IN (${those})`).run(idPrefix);
  statement(db, `DELETE FROM pursuit WHERE id IN (${those})`).run(idPrefix);
  deleteStaleNews(db);
}

/** How the user says it went; false where the pursuit is not there. `day` (YYYY-MM-DD) is when, null while it is open. */
export function decidePursuit(db: Writer, id: number, outcome: Outcome, day: string | null): boolean {
  return statement(db, 'UPDATE pursuit SET outcome = ?, decided_on = ? WHERE id = ?').run(outcome, day, id).changes > 0;
}

/** What the user said the columns of a list with this header (`headerShape`) mean; null where nothing. */
export function rememberedColumns(db: Reader, header: string): PursuitColumns | null {
  const found = statement(db, 'SELECT columns FROM pursuit_columns WHERE header = ?').pluck().get(header);
  return typeof found === 'string' ? pursuitColumnsSchema.parse(JSON.parse(found)) : null;
}

/** Remembers what the columns mean for the next list with this header. */
export function rememberColumns(db: Writer, header: string, columnsSaid: PursuitColumns): void {
  statement(db, 'INSERT INTO pursuit_columns VALUES (?, ?) ON CONFLICT DO UPDATE SET columns = excluded.columns').run(
    header,
    JSON.stringify(columnsSaid),
  );
}
