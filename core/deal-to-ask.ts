/** Which lost deals everybody can be asked about, and as what. Pure. */
import { dealSchema, mostDealPeople } from './exchange/polls.ts';
import type { Deal } from './exchange/polls.ts';
import type { KeptPursuit } from './opportunities/pursuits.ts';

/**
 * A lost deal as everybody would be asked about it; or why they cannot be, in words to follow its name. `latest` is the last day that is
 * not still to come.
 */
export function dealToAsk(
  { organisation, decidedOn, people }: Pick<KeptPursuit, 'organisation' | 'decidedOn' | 'people'>,
  domain: string | undefined,
  latest: string,
): Deal | string {
  if (decidedOn === null) return 'has no day on which it was lost: import it with one';
  if (decidedOn > latest) return `was lost on a day that is still to come, ${decidedOn}: import it with the right one`;
  // What a barrier is about is known by its domain.
  if (domain === undefined)
    return 'names no website and no address, so that nobody can tell which company it is: import it with one of them';
  const deal = dealSchema.safeParse({
    organisation: organisation ?? domain,
    domain,
    people: [...people]
      .sort((a, b) => Number(b.decides) - Number(a.decides))
      .slice(0, mostDealPeople)
      .map(({ name, email }) => ({ name, email })),
    decided: Date.parse(decidedOn) / 86_400_000,
  });
  return deal.success ? deal.data : 'has a name in it that is too long: import it with a shorter one';
}
