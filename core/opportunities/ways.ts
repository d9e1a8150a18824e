/** The ways in of a pursuit: the user's own, through outside people, and through the firm. Pure. */
import type { WayIn } from '../contract/opportunities.ts';
import type { Partner } from '../contract/shapes.ts';
import type { ColleagueEntry, FirmReach, OfFirm } from '../graph/colleagues.ts';
import { warmPaths } from '../graph/paths.ts';
import type { WarmPath } from '../graph/paths.ts';
import { colleagueName, strangerWords } from '../graph/words.ts';
import { foldName } from '../identity/names.ts';
import type { Place, Places } from './places.ts';
import type { PursuitPerson } from './pursuit-rows.ts';

/** To who decides where they are known, then to those named, then to anybody there. */
export function pathsThere(
  firm: FirmReach,
  people: readonly PursuitPerson[],
  { deciders, named, everybody, domains, otherDomains }: Place,
  limit: number,
): WarmPath[] {
  const isOwn = (id: number | null): id is number => id !== null && id < firm.reach.personLimit && !firm.nodes.has(id);
  const strangers = [...domains, ...otherDomains].flatMap((domain) => firm.strangersAt.get(domain) ?? []);
  const namedAs = (id: number): PursuitPerson | undefined => people.find((person) => isStranger(firm, id, person));
  const paths: WarmPath[] = [];
  for (const targets of [
    [...deciders.filter(isOwn), ...strangers.filter((id) => namedAs(id)?.decides)],
    [...named.filter(isOwn), ...strangers.filter(namedAs)],
    [...everybody.filter(isOwn), ...strangers],
  ]) {
    if (paths.length >= limit) break;
    const found = warmPaths(firm.reach, targets, { paths: limit, perTarget: limit });
    paths.push(...found.filter((path) => !paths.some((one) => isSamePath(one, path))));
  }
  return paths.slice(0, limit);
}

/** Whether somebody whom only a colleague knows is whom the list names. */
function isStranger({ nodes }: FirmReach, id: number, { name, email }: PursuitPerson): boolean {
  const node = nodes.get(id);
  if (node?.kind !== 'somebody') return false;
  return node.email === null || email === null
    ? node.name !== null && name !== null && foldName(node.name) === foldName(name)
    : node.email === email;
}

function isSamePath(one: WarmPath, other: WarmPath): boolean {
  return one.target === other.target && one.through.join() === other.through.join();
}

/** A path as it is named in a list. */
export function wayOf({ target, through }: WarmPath, { nodes }: FirmReach, { nameOf }: Places): WayIn {
  const first = through[0] ?? target;
  const named = (id: number): WayIn['first'] => {
    const node = nodes.get(id);
    if (node === undefined) return { id, name: nameOf(id) };
    return { id: null, name: node.kind === 'colleague' ? colleagueName(node) : strangerWords(node, node.organisation.name) };
  };
  return {
    first: named(first),
    target: named(target),
    direct: through.length === 0,
    colleague: nodes.get(first)?.kind === 'colleague',
  };
} // prettier-ignore

/** What colleagues have shared of those there, in order of their names. */
export function sharedThere({ entriesAt }: FirmReach, { everybody, domains }: Place): ColleagueEntry[] {
  return domains.flatMap((domain) =>
    (entriesAt.get(domain) ?? []).filter(({ person }) => person === null || everybody.includes(person)),
  );
}

/** Who answers for it, if it is a client. */
export function partnerOf({ partners }: Pick<OfFirm, 'partners'>, { domains }: Pick<Place, 'domains'>): Partner | null {
  const client = domains.find((domain) => partners.has(domain));
  return client === undefined ? null : (partners.get(client) ?? null);
}
