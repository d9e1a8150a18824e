/** When somebody began to write from where they are now. */
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';

/** Unix seconds of the first mail from an address; null where none came. */
export function firstMailFrom(db: Reader, email: string): number | null {
  return statement(
    db,
    `SELECT min(sent_at) FROM address CROSS JOIN message_party ON address_id = address.id AND role = 0
     CROSS JOIN message ON message.id = message_id WHERE email = ?`,
  )
    .pluck()
    .get(email) as number | null;
}
