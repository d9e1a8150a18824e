/** An ended project as it is told: what it was called, and who else has been quiet since. */
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import type { Ending } from './endings.ts';
import { projectName } from './project-name.ts';

export interface EndedProject {
  /** Null where no subjects are kept, or they name nothing. */
  readonly name: string | null;
  /** How many others are quiet since. */
  readonly others: number;
  /** Unix seconds of its last message. */
  readonly at: number;
}

const mostSubjects = 60;
const mostOthers = 500;

/** The project by the subjects of this person's part in it; null where nothing ended. */
export function endedProject(db: Reader, person: number, ending: Ending | undefined): EndedProject | null {
  if (ending === undefined) return null;
  const subjects = statement(
    db,
    `SELECT subject FROM message WHERE id IN (
       SELECT message_id FROM message_party WHERE address_id IN (SELECT id FROM address WHERE person_id = :person))
     AND thread_ref IN (SELECT value FROM json_each(:threads)) AND subject IS NOT NULL ORDER BY sent_at DESC LIMIT :most`,
  )
    .pluck()
    .all({ person, threads: JSON.stringify([...ending.threads]), most: mostSubjects }) as string[];
  const others = statement(
    db,
    `SELECT subject FROM message WHERE subject IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM message_party WHERE message_id = message.id AND address_id IN (
         SELECT address.id FROM json_each(?) CROSS JOIN address ON person_id = value))
     ORDER BY id DESC LIMIT ${mostOthers}`,
  )
    .pluck()
    .all(JSON.stringify(ending.people)) as string[];
  return { name: projectName(subjects, others), others: ending.people.length - 1, at: ending.at };
}
