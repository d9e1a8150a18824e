/** Whom the user knows, gathered for decisions about sharing. */
import type { Band, Side, SideProposal } from '../contract/shapes.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { neverShared } from './never-share.ts';
import type { Known } from './payload.ts';

interface Row {
  readonly person: number;
  readonly name: string;
  readonly side: Side;
  readonly colleague: Known['colleague'];
  readonly title: string | null;
  readonly domain: string | null;
  readonly organisation: string | null;
  readonly band: Band | null;
  readonly month: string | null;
  readonly private: number;
  /** JSON. */
  readonly addresses: string;
}

interface KnownContext {
  /** Sides a pattern suggests for people nobody has filed. */
  readonly asides: readonly SideProposal[];
  /** Lawyers are no secret of a law firm's. */
  readonly lawFirm: boolean;
  /** Who has objected to being shared at all. */
  readonly hasObjected: (emails: readonly string[], domain: string | null) => boolean;
  /** Whether another computer of the user's keeps this address out. */
  readonly isOutElsewhere: (email: string) => boolean;
}

/** Everybody but machines and the user, by id. */
export function readKnown(db: Reader, { asides, lawFirm, hasObjected, isOutElsewhere }: KnownContext): Known[] {
  const rows = statement(
    db,
    `SELECT person.id AS person, person.name, side, colleague, title, domain, organisation.name AS organisation, band,
       strftime('%Y-%m', last_interaction, 'unixepoch') AS month,
       EXISTS (SELECT 1 FROM address CROSS JOIN private_address ON address_id = address.id WHERE person_id = person.id) AS private,
       (SELECT json_group_array(json_object('id', id, 'email', email) ORDER BY id) FROM address WHERE person_id = person.id) AS addresses
     FROM person LEFT JOIN organisation ON organisation.id = organisation_id LEFT JOIN tie ON tie.person_id = person.id
     WHERE kind = 'person' ORDER BY person.id`,
  ).all() as Row[];
  const aside = new Map(asides.map(({ person, side }) => [person, side]));
  return rows.map((row) => {
    const addresses = JSON.parse(row.addresses) as Known['addresses'];
    const emails = addresses.map(({ email }) => email);
    const organisation =
      row.domain === null || row.organisation === null ? null : { domain: row.domain, name: row.organisation };
    const suggested = aside.get(row.person);
    return {
      person: row.person,
      name: row.name,
      addresses,
      organisation,
      band: row.band ?? 'unknown',
      month: row.month,
      side: row.side,
      colleague: row.colleague,
      private: row.private === 1,
      elsewhere: emails.some(isOutElsewhere),
      objected: hasObjected(emails, row.domain),
      never: neverShared(
        {
          emails,
          organisation,
          title: row.title,
          aside: suggested === 'personal' || suggested === 'other side' ? suggested : null,
        },
        lawFirm,
      ),
    };
  });
}
