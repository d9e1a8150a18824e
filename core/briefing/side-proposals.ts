/** Sides that a pattern suggests for people nobody has filed: a deal's other side, and the user's own family. */
import type { Side, SideProposal } from '../contract/shapes.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { hostOf, isFreeMail } from '../identity/email-parts.ts';
import { foldName } from '../identity/names.ts';
import type { People } from '../identity/people.ts';
import { isContact } from '../strength/features.ts';
import { interactionKind } from '../strength/interactions.ts';
import type { Interactions } from '../strength/interactions.ts';
import { span } from '../strength/spans.ts';

const day = 86_400;
// A deal is dense and short, is written among many, and is over from one day to the next.
const leastOfDeal = 10;
const leastTogether = 4;
const longestDeal = 80 * day;
const overSince = 60 * day;

/** For people who are unfiled and for whom the user has not refused that side; by organisation, then name. `now` in Unix seconds. */
export function proposeSides(db: Reader, interactions: Interactions, people: People, now: number): SideProposal[] {
  const refused = new Set(
    (
      statement(db, 'SELECT person_id, side FROM refused_side JOIN address ON address.id = address_id').raw().all() as [
        number,
        Side,
      ][]
    ).map(([person, side]) => `${person} ${side}`),
  );
  const rows = statement(
    db,
    `SELECT person.id, person.name, side, organisation.name AS organisation,
       (SELECT group_concat(email, char(10)) FROM address WHERE person_id = person.id) AS emails
     FROM person LEFT JOIN organisation ON organisation.id = organisation_id
     WHERE kind = 'person' AND colleague = 'no' ORDER BY organisation.name, person.name, person.id`,
  ).all() as Row[];
  const families = ownFamilies(db);
  const together = seenWithOtherFirms(db);
  return rows.flatMap((row): SideProposal[] => {
    const { id, name, organisation } = row;
    if (row.side !== 'unfiled') return [];
    const burst = id < people.personLimit && together.has(id) ? dealBurst(interactions, id, now) : null;
    const side = burst !== null ? 'other side' : isFamily(row, families) ? 'personal' : null;
    if (side === null || refused.has(`${id} ${side}`)) return [];
    const evidence =
      burst !== null
        ? `All ${burst.count} messages and meetings between you fell into ${span(burst.last - burst.first)} beside people of another firm, and the last was ${span(now - burst.last)} ago.`
        : 'Has your family name and writes from a private address.';
    return [{ person: id, name, organisation, side, evidence }];
  });
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly side: Side;
  readonly organisation: string | null;
  readonly emails: string | null;
}

/** All contact with the person, where it was one short, dense time that is over; else null. */
function dealBurst(
  rows: Interactions,
  person: number,
  now: number,
): { count: number; first: number; last: number } | null {
  let [count, sent, received, first, last] = [0, 0, 0, Infinity, 0];
  for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
    const at = rows.at[row] as number;
    if (at >= now || !isContact(rows, row)) continue;
    count++;
    first = Math.min(first, at);
    last = Math.max(last, at);
    if (rows.kind[row] === interactionKind.sent) sent++;
    else if (rows.kind[row] === interactionKind.received) received++;
  }
  const isDeal = count >= leastOfDeal && sent > 0 && received > 0 && last - first <= longestDeal;
  return isDeal && now - last >= overSince ? { count, first, last } : null;
}

/** People who were together with somebody of another organisation often enough to have been in one matter. */
function seenWithOtherFirms(db: Reader): Set<number> {
  const pairs = statement(
    db,
    `SELECT a, b FROM acquaintance JOIN person AS one ON one.id = a JOIN person AS other ON other.id = b
     WHERE threads + acquaintance.meetings >= ? AND one.organisation_id <> other.organisation_id`,
  )
    .raw()
    .all(leastTogether) as [number, number][];
  return new Set(pairs.flat());
}

function ownFamilies(db: Reader): Set<string> {
  const names = statement(
    db,
    'SELECT DISTINCT name FROM address_name JOIN own_address USING (address_id) WHERE confirmed IS NOT 0',
  )
    .pluck()
    .all() as string[];
  return new Set(names.map(familyName).filter((name) => name.length > 2));
}

function isFamily({ name, emails }: Row, families: ReadonlySet<string>): boolean {
  const isPrivate = emails !== null && emails.split('\n').every((email) => isFreeMail(hostOf(email)));
  return isPrivate && families.has(familyName(name));
}

/** The last word of a name of at least two. */
function familyName(name: string): string {
  const words = foldName(name).split(' ');
  return words.length < 2 ? '' : (words.at(-1) as string);
}
