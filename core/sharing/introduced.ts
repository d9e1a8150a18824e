/** Whether an introduction came about, seen from the user's own mail and calendar as they are now; nothing of it is stored. */
import type { Introduced } from '../contract/sharing.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { isContact } from '../strength/features.ts';
import { interactionKind } from '../strength/interactions.ts';
import type { Interactions } from '../strength/interactions.ts';

/**
 * The first time the user and one of these people met or had written to each other, where it lies between `since` and `now` (Unix
 * seconds): whoever the user had been in touch with before was not introduced. Pure.
 */
export function introducedTo(
  rows: Interactions,
  people: readonly number[],
  since: number,
  now: number,
): Introduced | null {
  const firsts = people.flatMap((person) => firstContact(rows, person) ?? []);
  const [first] = firsts.filter(({ at }) => at >= since && at <= now).sort((a, b) => a.at - b.at);
  return first === undefined ? null : shown(first);
}

/** Whether the user met one of these people, whom they had not been in touch with before `since`, between then and `now`. Pure. */
export function hasMet(rows: Interactions, people: readonly number[], since: number, now: number): boolean {
  return people.some((person) => {
    const first = firstContact(rows, person);
    if (first === null || first.at < since) return false;
    for (let row = rows.start[person] ?? 0; row < (rows.start[person + 1] ?? 0); row++)
      if (rows.kind[row] === interactionKind.meeting && isContact(rows, row) && (rows.at[row] as number) <= now) return true;
    return false;
  });
} // prettier-ignore

interface Contact {
  readonly how: Introduced['how'];
  /** Unix seconds. */
  readonly at: number;
}

function firstContact(rows: Interactions, person: number): Contact | null {
  const seen = new Set<number>();
  for (let row = rows.start[person] ?? 0; row < (rows.start[person + 1] ?? 0); row++) {
    const kind = rows.kind[row] as number;
    // A talk the user noted is their word, not evidence.
    if (!isContact(rows, row) || kind === interactionKind.touch) continue;
    seen.add(kind);
    const at = rows.at[row] as number;
    if (kind === interactionKind.meeting) return { how: 'met', at };
    if (seen.has(interactionKind.sent) && seen.has(interactionKind.received)) return { how: 'wrote', at };
  }
  return null;
}

/** Whom an ask is about, by the words it was kept in (`meaningOf`); with an organisation alone, everybody there. */
export function peopleAbout(db: Reader, about: string): number[] {
  return statement(
    db,
    `SELECT DISTINCT person.id FROM person
       LEFT JOIN organisation ON organisation.id = organisation_id LEFT JOIN address ON person_id = person.id
     WHERE kind = 'person' AND lower(:about) IN (email, lower(organisation.name), domain, lower(person.name || ', ' || organisation.name),
       lower(person.name || ' at ' || domain), CASE WHEN organisation.id IS NULL THEN lower(person.name) END)`,
  )
    .pluck()
    .all({ about }) as number[];
} // prettier-ignore

export interface Offered {
  /** Address of whoever asked. */
  readonly to: string;
  readonly person: number | null;
  readonly organisation: number | null;
}

/** The first time between `since` and `now` (Unix seconds) that the user wrote to, or met, both whoever asked and whom they asked for. */
export function introducedBy(db: Reader, offered: Offered, since: number, now: number): Introduced | null {
  const isTarget = `person_id IN (SELECT id FROM person WHERE id = :person
    OR :person IS NULL AND organisation_id = :organisation AND kind = 'person')`;
  const first = statement(
    db,
    `SELECT 'wrote' AS how, sent_at AS at FROM address AS asker
       CROSS JOIN message_party AS party ON party.address_id = asker.id AND party.role IN (1, 2, 3)
       JOIN message ON message.id = party.message_id
     WHERE email = :to AND sent_at BETWEEN :since AND :now
       AND EXISTS (SELECT 1 FROM message_party AS one JOIN address ON address.id = one.address_id JOIN person ON person.id = person_id
         WHERE one.message_id = message.id AND role = 0 AND kind = 'own')
       AND EXISTS (SELECT 1 FROM message_party AS one JOIN address ON address.id = one.address_id
         WHERE one.message_id = message.id AND role IN (1, 2, 3) AND ${isTarget})
     UNION ALL
     SELECT 'met', start_at FROM address AS asker
       CROSS JOIN meeting_party AS party ON party.address_id = asker.id AND party.partstat <> 'declined'
       JOIN meeting ON meeting.id = party.meeting_id
     WHERE email = :to AND start_at BETWEEN :since AND :now AND status <> 'cancelled'
       AND EXISTS (SELECT 1 FROM meeting_party AS one JOIN address ON address.id = one.address_id
         WHERE one.meeting_id = meeting.id AND partstat <> 'declined' AND ${isTarget})
     ORDER BY at LIMIT 1`,
  ).get({ ...offered, since, now }) as Contact | undefined;
  return first === undefined ? null : shown(first);
} // prettier-ignore

function shown({ how, at }: Contact): Introduced {
  return { how, on: new Date(at * 1000).toISOString() };
}
