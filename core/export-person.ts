/**
 * What is held about one person, as one JSON document, for whoever asks what is: the statements of the whole export, on tables that hold
 * no more than what is theirs or says who they are. Of what others took part in it has their own part alone.
 */
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import type { Reader } from './db/database.ts';
import { statement } from './db/open.ts';
import { exportSections } from './export-json.ts';
import { addressesOf } from './identity/acts.ts';
import { saysOneOf } from './identity/erase.ts';
import { displayName } from './identity/names.ts';

const byAddress = 'address_id IN those';
const either = 'a IN those OR b IN those';
const none = 'false';
/** By their address; by name too, but for whoever has the address of somebody else. */
const byName = 'email IN emails OR says(name) AND (email IS NULL OR email NOT IN (SELECT email FROM main.address))';

/** Which rows of each table are about them; in this order, for some go by what others came to. `says(column)`: names one of their addresses or names. */
export const rowsAbout: Readonly<Record<string, string>> = {
  address: 'id IN those',
  address_name: byAddress,
  person: 'id IN (SELECT person_id FROM address)',
  organisation: 'id IN (SELECT organisation_id FROM person)',
  tie: 'person_id IN (SELECT id FROM person)',
  place: 'person_id IN (SELECT id FROM person)',
  acquaintance: 'a IN (SELECT id FROM person) OR b IN (SELECT id FROM person)',
  message_party: byAddress,
  message: 'id IN (SELECT message_id FROM message_party) OR says(subject)',
  message_copy: 'message_id IN (SELECT id FROM message)',
  meeting_party: byAddress,
  meeting: 'id IN (SELECT meeting_id FROM meeting_party) OR says(title) OR says(uid)',
  popup_answer: 'uid IN (SELECT uid FROM meeting)',
  card_address: byAddress,
  card: 'id IN (SELECT card_id FROM card_address) OR says(name) AND id NOT IN (SELECT card_id FROM main.card_address)',
  connection: byName,
  own_address: byAddress,
  merge: either,
  proposal: either,
  touch: byAddress,
  known_well: byAddress,
  never_suggested: byAddress,
  never_briefed: byAddress,
  put_off: byAddress,
  suggested: byAddress,
  refused_side: byAddress,
  private_address: byAddress,
  said_title: byAddress,
  ignored: 'says(text)',
  pursuit_person: byName,
  pursuit: 'id IN (SELECT pursuit_id FROM pursuit_person) OR says(name) OR says(organisation)',
  way_news: 'pursuit_id IN (SELECT id FROM pursuit)',
  dismissed_news: 'pursuit_id IN (SELECT id FROM pursuit)',
  poll_deal: 'says(name) OR says(organisation)',
  poll_made: 'poll IN (SELECT poll FROM poll_deal)',
  sharing_grant: byAddress,
  shared_entry: `${byAddress} OR basis IN those`,
  sharing_log: `${byAddress} OR says(about)`,
  firm_answer: 'email IN emails OR says(name) OR says(body)',
  ask_offer: 'says(name) OR says(address)',
  ask_made: 'says(about) OR says(reason) OR ask IN (SELECT ask FROM ask_offer)',
  ask_received: `${byAddress} OR says(about) OR says(reason) OR says(name) OR says(address)`,
  held: 'says(remote_id)',
  folder: 'says(path) OR says(name) OR says(note) OR source_id IN (SELECT source_id FROM held)',
  account: 'id IN (SELECT account_id FROM folder)',
  skipped: 'says(place)',
  source: `says(location) OR id IN (SELECT source_id FROM message UNION SELECT source_id FROM meeting UNION SELECT source_id FROM card
    UNION SELECT source_id FROM connection UNION SELECT source_id FROM skipped)`,
  // Of the user and of others, or no more than what cannot be read.
  setting: none,
  suppression: none,
  egress: none,
  pursuit_columns: none,
  unshared_organisation: none,
  exclusion: none,
  firm: none,
  withdrawal: none,
  poll_received: none,
  ask_figure: none,
};

// What the whole export puts in the order in which it came.
const inOrder = ['egress', 'pursuit_person', 'shared_entry', 'sharing_log'];

/** `{format, version, <section>: [...]}` as the whole export has it. Failure: not_found. */
export function exportPerson(db: Reader, person: number): Result<Iterable<string>> {
  const ids = addressesOf(db, person);
  if (ids.length === 0) return failure('not_found', 'There is no such person.');
  const list = JSON.stringify(ids);
  const all = (sql: string): string[] => statement(db, sql).pluck().all(list) as string[];
  const emails = all('SELECT email FROM address WHERE id IN (SELECT value FROM json_each(?))');
  const names = all('SELECT DISTINCT name FROM address_name WHERE address_id IN (SELECT value FROM json_each(?))');
  const says = saysOneOf([...emails, ...names, ...names.map(displayName)]);
  const given: Record<string, string> = { those: list, emails: JSON.stringify(emails) };
  const saying = (table: string, column: string): string => {
    const texts = statement(db, `SELECT DISTINCT ${column} FROM "${table}" WHERE ${column} IS NOT NULL`).pluck().all();
    given[`${table}_${column}`] = JSON.stringify((texts as string[]).filter(says));
    return `${column} IN (SELECT value FROM json_each(:${table}_${column}))`;
  };
  const tables = Object.entries(rowsAbout).map(([table, condition]) => {
    const where = condition
      .replaceAll(/\bIN (those|emails)\b/g, 'IN (SELECT value FROM json_each(:$1))')
      .replaceAll(/says\((\w+)\)/g, (_, column: string) => saying(table, column));
    return `"${table}" AS (SELECT *${inOrder.includes(table) ? ', rowid' : ''} FROM main."${table}" WHERE ${where})`;
  });
  return success(exportSections(db, `WITH ${tables.join(',\n')}\n`, given));
}
