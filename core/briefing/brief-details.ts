/** What stands behind the two lines of a brief: how they met, what has passed, whom they know here. In words where it is a sentence. */
import type { BriefDetails } from '../contract/briefing.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { isContact } from '../strength/features.ts';
import { interactionKind } from '../strength/interactions.ts';
import type { Interactions } from '../strength/interactions.ts';
import { counted, monthWords, whenWords } from '../strength/spans.ts';

// A mail among more introduces nobody to anybody.
const mostInIntroduction = 6;

/** `sentence` says how the tie stands. Times in Unix seconds. */
export function briefDetails(
  db: Reader,
  rows: Interactions,
  { meeting, person, sentence }: { readonly meeting: number; readonly person: number; readonly sentence: string },
  now: number,
): BriefDetails {
  const passed = exchangeWords(rows, person, now);
  const first = firstContact(db, person, now);
  return {
    facts: [
      sentence,
      passed,
      first === null
        ? null
        : `First contact in ${monthWords(first.at, now)}${first.through === null ? '' : `, through ${first.through}`}.`,
      sinceLast(db, rows, meeting, person, now),
    ].filter((fact) => fact !== null),
    knows: statement(
      db,
      `SELECT person.id, name FROM (
         SELECT b AS other, weight FROM acquaintance WHERE a = :person UNION ALL SELECT a, weight FROM acquaintance WHERE b = :person)
       CROSS JOIN person ON person.id = other WHERE kind = 'person' AND other IN (
         SELECT person_id FROM meeting_party CROSS JOIN address ON id = address_id WHERE meeting_id = :meeting) ORDER BY weight DESC, other`,
    ).all({ person, meeting }) as BriefDetails['knows'],
    colleagues: statement(
      db,
      `SELECT other.id, other.name, band FROM person CROSS JOIN person AS other ON other.organisation_id = person.organisation_id
       CROSS JOIN tie ON person_id = other.id WHERE person.id = :person AND other.id <> person.id AND other.kind = 'person'
         AND band IN ('strong', 'moderate', 'weak') AND other.id NOT IN (
           SELECT person_id FROM meeting_party CROSS JOIN address ON id = address_id WHERE meeting_id = :meeting AND person_id IS NOT NULL)
       ORDER BY closeness DESC, other.id LIMIT 3`,
    ).all({ person, meeting }) as BriefDetails['colleagues'],
  };
}

/** Null where nothing has passed between the two. */
function exchangeWords(rows: Interactions, person: number, now: number): string | null {
  let [messages, meetings] = [0, 0];
  for (const row of contacts(rows, person, now)) {
    if (rows.kind[row] === interactionKind.meeting) meetings++;
    else if (rows.kind[row] !== interactionKind.touch) messages++;
  }
  const parts = [
    ...(messages > 0 ? [counted(messages, 'message')] : []),
    ...(meetings > 0 ? [counted(meetings, 'meeting')] : []),
  ];
  return parts.length === 0 ? null : `${parts.join(' and ')} so far.`;
}

/** The first small mail or meeting with them in it, and who brought it about where that was neither of the two. */
function firstContact(db: Reader, person: number, now: number): { at: number; through: string | null } | null {
  const theirs = 'SELECT id FROM address WHERE person_id = :person';
  const found = statement(
    db,
    `SELECT at, CASE WHEN kind = 'person' AND person.id <> :person THEN name END AS through FROM (
       SELECT * FROM (SELECT sent_at AS at, message.id AS message, NULL AS meeting FROM message_party CROSS JOIN message ON message.id = message_id
         WHERE address_id IN (${theirs}) AND role <= 2 AND sent_at < :now
           AND (SELECT count(DISTINCT address_id) FROM message_party AS party WHERE party.message_id = message.id AND role <= 2) <= :most
         ORDER BY sent_at LIMIT 1)
       UNION ALL
       SELECT * FROM (SELECT start_at, NULL, meeting.id FROM meeting_party CROSS JOIN meeting ON meeting.id = meeting_id
         WHERE address_id IN (${theirs}) AND end_at <= :now AND status <> 'cancelled' AND partstat <> 'declined' ORDER BY start_at LIMIT 1)
     ) LEFT JOIN address ON address.id = coalesce(
       (SELECT address_id FROM message_party WHERE message_id = message AND role = 0),
       (SELECT address_id FROM meeting_party WHERE meeting_id = meeting AND organiser = 1))
     LEFT JOIN person ON person.id = person_id ORDER BY at LIMIT 1`,
  ).get({ person, now, most: mostInIntroduction }) as { at: number; through: string | null } | undefined;
  return found ?? null;
}

/** What is different since the last meeting of the same series; null where this is none. */
function sinceLast(db: Reader, rows: Interactions, meeting: number, person: number, now: number): string | null {
  const last = statement(
    db,
    `SELECT before.start_at AS at, EXISTS (SELECT 1 FROM meeting_party CROSS JOIN address ON id = address_id
       WHERE meeting_id = before.id AND person_id = :person AND partstat <> 'declined') AS wasThere
     FROM meeting CROSS JOIN meeting AS before ON before.uid = meeting.uid
     WHERE meeting.id = :meeting AND before.end_at <= min(:now, meeting.start_at) AND before.status <> 'cancelled'
     ORDER BY before.start_at DESC LIMIT 1`,
  ).get({ meeting, person, now }) as { at: number; wasThere: number } | undefined;
  if (last === undefined) return null;
  if (last.wasThere === 0) return `Was not in the last one, ${whenWords(last.at, now)}.`;
  let messages = 0;
  for (const row of contacts(rows, person, now)) {
    if (rows.kind[row] !== interactionKind.meeting && (rows.at[row] as number) > last.at) messages++;
  }
  return `${messages === 0 ? 'No message' : counted(messages, 'message')} since the last one, ${whenWords(last.at, now)}.`;
}

function* contacts(rows: Interactions, person: number, now: number): Generator<number> {
  for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
    if ((rows.at[row] as number) < now && isContact(rows, row)) yield row;
  }
}
