/** What the user keeps out of everything shared, on each of their computers: the lists as they are kept, and whom they mean here. */
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { fromText } from '../exchange/encoding.ts';
import { exclusionTags, tagsIn } from '../exchange/exclusions.ts';
import type { ExclusionList } from '../exchange/exclusions.ts';
import { organisationTarget, personTarget } from '../exchange/targets.ts';
import { rankedSides } from '../identity/people.ts';

export interface KeptList extends ExclusionList {
  /** Fingerprint of the key of the computer that says so; empty for this one. */
  readonly device: string;
  readonly version: number;
}

interface Row {
  readonly device: string;
  readonly version: number;
  readonly key: Buffer;
  readonly tags: Buffer;
}

/** The list of this computer, as the others were told it last. */
export function readOwnList(db: Reader): KeptList | null {
  const row = statement(db, `SELECT * FROM exclusion WHERE device = ''`).get() as Row | undefined;
  return row === undefined ? null : listOf(row);
}

/** Those of the user's other computers. */
export function readListsElsewhere(db: Reader): KeptList[] {
  return (statement(db, `SELECT * FROM exclusion WHERE device <> '' ORDER BY device`).all() as Row[]).map(listOf);
}

function listOf(row: Row): KeptList {
  return { ...row, tags: tagsIn(row.tags) };
}

/** In the place of what that computer said before. */
export function storeList(db: Writer, { device, version, key, tags }: KeptList): void {
  statement(db, 'INSERT OR REPLACE INTO exclusion VALUES (?, ?, ?, ?)').run(
    device,
    version,
    key,
    Buffer.concat(tags.map(fromText)),
  );
}

/**
 * The tags of whoever is kept private or filed aside here, and of what is never shared. What was told before of whom this computer no longer
 * knows, erased or aged out, stays: only a word of the user's takes an exclusion back.
 */
export function ownTags(db: Reader, { key, tags: before }: ExclusionList): string[] {
  const tagOf = exclusionTags(key);
  const { out, free } = ownTargets(db);
  const tags = new Set(out.map(tagOf));
  const left = before.filter((tag) => !tags.has(tag));
  const freed = new Set(left.length === 0 ? [] : free.map(tagOf));
  return [...tags, ...left.filter((tag) => !freed.has(tag))];
}

/** All addresses and domains this computer knows: those that are kept out, the weightiest first, and all others. */
function ownTargets(db: Reader) {
  const people = statement(
    db,
    `SELECT email, person.side IS NOT NULL AND person.side NOT IN (SELECT value FROM json_each(?)) AS aside,
       EXISTS (SELECT 1 FROM private_address JOIN address AS one ON one.id = address_id
         WHERE one.id = address.id OR one.person_id = address.person_id) AS private
     FROM address LEFT JOIN person ON person.id = person_id ORDER BY private DESC, address.id`,
  ).all(JSON.stringify(rankedSides)) as { email: string; aside: number; private: number }[];
  const domains = statement(
    db,
    `SELECT domain, 1 AS unshared FROM unshared_organisation UNION ALL
     SELECT domain, 0 FROM organisation WHERE domain NOT IN (SELECT domain FROM unshared_organisation)`,
  ).all() as { domain: string; unshared: number }[];
  const all = [
    ...domains.map(({ domain, unshared }) => ({ isOut: unshared === 1, target: organisationTarget(domain) })),
    ...people.map((one) => ({ isOut: one.private + one.aside > 0, target: personTarget(one.email) })),
  ];
  const targets = (out: boolean) => all.flatMap(({ isOut, target }) => (isOut === out && target ? [target] : []));
  return { out: targets(true), free: targets(false) };
}

/** Whom and what the lists of the user's other computers mean. */
export interface Elsewhere {
  readonly hasAddress: (email: string) => boolean;
  readonly hasDomain: (domain: string) => boolean;
}

/** Reads the lists anew with every call, and remembers what it found for as long as they say the same. */
export function createElsewhere(db: Reader): () => Elsewhere {
  let said = '';
  let found = new Map<string, boolean>();
  return () => {
    const lists = readListsElsewhere(db);
    const now = JSON.stringify(lists);
    if (now !== said) found = new Map();
    said = now;
    const isIn = lists.map(({ key, tags }) => {
      const [tagOf, all] = [exclusionTags(key), new Set(tags)];
      return (target: Parameters<typeof tagOf>[0]) => all.has(tagOf(target));
    });
    const has =
      (targetOf: typeof personTarget) =>
      (text: string): boolean => {
        if (isIn.length === 0) return false;
        const known = found.get(text);
        if (known !== undefined) return known;
        const target = targetOf(text);
        const answer = target !== null && isIn.some((is) => is(target));
        found.set(text, answer);
        return answer;
      };
    return { hasAddress: has(personTarget), hasDomain: has(organisationTarget) };
  };
}
