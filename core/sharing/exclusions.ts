/** What the user keeps out of everything shared, on each of their computers: the lists as they are kept, and whom they mean here. */
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { fromText, toText } from '../exchange/encoding.ts';
import { exclusionTags, mostTags, tagsIn } from '../exchange/exclusions.ts';
import type { ExclusionList } from '../exchange/exclusions.ts';
import { tagBytes } from '../exchange/keys.ts';
import { organisationTarget, personTarget } from '../exchange/targets.ts';
import type { Target } from '../exchange/targets.ts';
import { asideAddresses, privateAddresses } from '../identity/addresses.ts';

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

/** What the list of this computer says now, when the others were told `before` last. */
export type OwnTags = (before: KeptList) => string[];

/**
 * The tags of whoever is kept private or filed aside here, and of what is never shared. What was told before of whom this computer no longer
 * knows stays: only a word of the user's takes an exclusion back. What was said word by word comes first, then what was told before, then who is
 * filed. All addresses are hashed only where who is kept out has changed.
 */
export function createOwnTags(db: Reader): OwnTags {
  let last = { said: '', tags: [] as string[] };
  return ({ key, version, tags: before }) => {
    const { said, filed } = keptOut(db);
    const now = JSON.stringify([toText(key), version, said, filed]);
    if (last.said !== now) last = { said: now, tags: tagsOf(db, { key, tags: before }, said, filed) };
    return last.tags;
  };
}

function tagsOf(db: Reader, { key, tags: before }: ExclusionList, said: Target[], filed: Target[]): string[] {
  const tagOf = exclusionTags(key);
  const [first, last] = [said.map(tagOf), filed.map(tagOf)];
  const out = new Set([...first, ...last]);
  const left = before.filter((tag) => !out.has(tag));
  // Known, and not kept out: taken back.
  const freed = new Set(left.length === 0 ? [] : allTargets(db).map(tagOf));
  return [...new Set([...first, ...left.filter((tag) => !freed.has(tag)), ...last])];
}

/** Who is kept out word by word, organisations first, and who is filed on a side that is never shared. */
function keptOut(db: Reader): { readonly said: Target[]; readonly filed: Target[] } {
  const emails = (query: string): string[] => statement(db, query).pluck().all() as string[];
  const domains = emails('SELECT domain FROM unshared_organisation ORDER BY domain');
  const ofPrivate = emails(`SELECT email FROM address WHERE id IN (${privateAddresses}) ORDER BY id`);
  const aside = emails(`SELECT email FROM address WHERE id IN (${asideAddresses}) ORDER BY id`);
  return {
    said: present([...domains.map(organisationTarget), ...ofPrivate.map(personTarget)]),
    filed: present(aside.map(personTarget)),
  };
}

/** All addresses and domains this computer knows. */
function allTargets(db: Reader): Target[] {
  const all = (query: string): string[] => statement(db, query).pluck().all() as string[];
  return present([
    ...all('SELECT domain FROM organisation').map(organisationTarget),
    ...all('SELECT email FROM address').map(personTarget),
  ]);
}

function present(targets: readonly (Target | null)[]): Target[] {
  return targets.filter((target) => target !== null);
}

/** How much this computer keeps out that the others are not told of, for want of room. */
export function countUntold(db: Reader): number {
  const bytes = statement(db, `SELECT length(tags) FROM exclusion WHERE device = ''`).pluck().get() as
    | number
    | undefined;
  return Math.max(0, (bytes ?? 0) / tagBytes - mostTags);
}

/** Whom and what the lists of the user's other computers mean. */
export interface Elsewhere {
  readonly hasAddress: (email: string) => boolean;
  readonly hasDomain: (domain: string) => boolean;
}

/** Looks with every call whether the lists have changed, and remembers what it found for as long as they have not. */
export function createElsewhere(db: Reader): () => Elsewhere {
  let said = '';
  let isIn: readonly ((target: Target) => boolean)[] = [];
  let found = new Map<string, boolean>();
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
  const elsewhere = { hasAddress: has(personTarget), hasDomain: has(organisationTarget) };
  return () => {
    const now = JSON.stringify(listMarks(db));
    if (now === said) return elsewhere;
    said = now;
    found = new Map();
    isIn = readListsElsewhere(db).map(({ key, tags }) => {
      const [tagOf, all] = [exclusionTags(key), new Set(tags)];
      return (target) => all.has(tagOf(target));
    });
    return elsewhere;
  };
}

/** Differ wherever a list says something else: a version says one thing, but for what is taken over from it. */
export function listMarks(db: Reader): unknown[] {
  const query = 'SELECT device, version, hex(key), length(tags) FROM exclusion ORDER BY device';
  return statement(db, query).raw().all();
}
