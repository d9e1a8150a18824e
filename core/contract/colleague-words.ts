/** How colleagues are called. Pure. */
import type { WayIn } from './opportunities.ts';
import type { Partner } from './shapes.ts';
import type { AskMade, Colleague, FirmStatus, ResponsiblePartner } from './sharing.ts';

type Named = Omit<Colleague, 'id'>;

/** "Maria Ortiz (Tax)", as ways in name them. */
export function withPractice({ name, practice }: Partner): string {
  return `${name}${practice === null ? '' : ` (${practice})`}`;
}

/** Who answers for a client is asked before anybody else. */
export function askFirstWords(partner: Partner): string {
  return `${withPractice(partner)} answers for this client: ask them first.`;
}

/** Whether an ask of the user's is open to who answers for the client, who needs no letter about it. */
export function isAskedToo(
  { waiting, state }: Pick<AskMade, 'waiting' | 'state'>,
  { member }: ResponsiblePartner,
): boolean {
  return !waiting && state !== 'over' && member !== null;
}

/** Who answers for the client, beside an ask of the user's about it. */
export function partnerOfAskWords(ask: Pick<AskMade, 'waiting' | 'state'>, partner: ResponsiblePartner): string {
  return isAskedToo(ask, partner)
    ? `${withPractice(partner)}, who answers for this client, is asked too.`
    : askFirstWords(partner);
}

/** Whether who answers for the client is also the first on the path. */
export function isThroughPartner({ colleague, first }: WayIn, partner: Partner): boolean {
  return colleague && first.name === withPractice(partner);
}

/** So that two of the same name are told apart: "Maria Ortiz (Tax)"; with the address too where another colleague would be called the same. */
export function colleagueWords(one: Named, all: readonly Named[]): string {
  const more = [one.practice, hasNamesake(one, all) ? one.address : null].filter((part) => part !== null);
  return more.length === 0 ? one.name : `${one.name} (${more.join(', ')})`;
}

/** Whether name and practice are another colleague's too. */
export function hasNamesake({ name, practice, address }: Named, all: readonly Named[]): boolean {
  const same = (one: string | null, other: string | null): boolean => one?.toLowerCase() === other?.toLowerCase();
  return all.some((one) => same(one.name, name) && same(one.practice, practice) && !same(one.address, address));
}

/** What a member with several computers is to know of them, in the page and in a terminal: nothing where there is one. */
export function computersWords({ computers, untold }: Pick<NonNullable<FirmStatus>, 'computers' | 'untold'>): string[] {
  if (computers === 1) return [];
  return [
    `You have joined on ${computers} computers. If one is not yours, tell your administrator to remove it.`,
    ...(untold === 0
      ? []
      : [`You keep out more than your other computers can be told: ${untold} of it they do not know.`]),
  ];
}
