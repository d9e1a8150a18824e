/** People, ties and links put straight into a database, as identity, strength and the graph would have written them. */
import type { Band, Side } from '../../core/contract/shapes.ts';
import type { Writer } from '../../core/db/database.ts';
import { organisationDomain, organisationNameFromDomain } from '../../core/identity/email-parts.ts';

export interface PersonToAdd {
  readonly name: string;
  readonly emails: readonly string[];
  readonly kind?: 'person' | 'machine' | 'own';
  readonly side?: Side;
  readonly colleague?: 'no' | 'current' | 'former';
  readonly title?: string;
  readonly tie?: {
    readonly band: Band;
    readonly probability?: number;
    readonly closeness?: number;
    readonly sent?: number;
    readonly received?: number;
    readonly meetings?: number;
    readonly last?: number;
  };
}

/** The new person's id; the organisation is that of the first address, and every address was seen under the name at `seenAt[i]`. */
export function addPerson(db: Writer, person: PersonToAdd, seenAt: readonly number[] = []): number {
  const domain = organisationDomain(person.emails[0] ?? '@');
  if (domain !== null) {
    db.prepare('INSERT OR IGNORE INTO organisation (domain, name) VALUES (?, ?)').run(
      domain,
      organisationNameFromDomain(domain),
    );
  }
  const id = Number(
    db
      .prepare(
        `INSERT INTO person (name, kind, organisation_id, colleague, side, title)
         VALUES (?, ?, (SELECT id FROM organisation WHERE domain = ?), ?, ?, ?)`,
      )
      .run(
        person.name,
        person.kind ?? 'person',
        domain,
        person.colleague ?? 'no',
        person.side ?? 'unfiled',
        person.title ?? null,
      ).lastInsertRowid,
  );
  person.emails.forEach((email, i) => {
    const address = Number(
      db.prepare('INSERT INTO address (email, person_id) VALUES (?, ?)').run(email, id).lastInsertRowid,
    );
    db.prepare('INSERT INTO address_name VALUES (?, ?, ?)').run(address, person.name, seenAt[i] ?? 0);
    if (person.kind === 'own') db.prepare(`INSERT INTO own_address VALUES (?, 'declared', 1)`).run(address);
  });
  const { tie } = person;
  if (tie !== undefined) {
    db.prepare('INSERT INTO tie VALUES (?, ?, ?, ?, NULL, ?, ?, ?, ?)').run(
      id,
      tie.band,
      tie.probability ?? null,
      tie.closeness ?? 0,
      tie.last ?? null,
      tie.sent ?? 0,
      tie.received ?? 0,
      tie.meetings ?? 0,
    );
  }
  return id;
}

/** Two people seen together; `weight` as in the table. */
export function addLink(
  db: Writer,
  one: number,
  other: number,
  weight: number,
  { threads = 1, meetings = 0, last = 0 }: { threads?: number; meetings?: number; last?: number } = {},
): void {
  db.prepare('INSERT INTO acquaintance (a, b, weight, threads, meetings, last_at) VALUES (?, ?, ?, ?, ?, ?)').run(
    Math.min(one, other),
    Math.max(one, other),
    weight,
    threads,
    meetings,
    last,
  );
}

export function addConnection(db: Writer, name: string, company: string | null, email: string | null = null): void {
  db.prepare(`INSERT OR IGNORE INTO source VALUES (1, 'linkedin', 'Connections.csv', '', 0, 1, 0)`).run();
  db.prepare('INSERT INTO connection (key, source_id, name, company, email) VALUES (?, 1, ?, ?, ?)').run(
    `${name} ${company ?? ''}`,
    name,
    company,
    email,
  );
}
