/** The methods of polls: what is asked comes from the pursuits, what is answered from the mailbox as it was on the day of each deal. */
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import { isoDate } from './contract/iso.ts';
import type { Writer } from './db/database.ts';
import { dealToAsk } from './deal-to-ask.ts';
import type { Handlers } from './engine-handlers.ts';
import type { EngineSharing } from './engine-sharing.ts';
import { isoDay } from './exchange/encoding.ts';
import { mostPollDays } from './exchange/polls.ts';
import type { Deal } from './exchange/polls.ts';
import { looksBack } from './looks-back.ts';
import { latestDay } from './opportunities/days.ts';
import { tellAudit } from './opportunities/audit-report.ts';
import { loadEverywhere, loadPlaces } from './opportunities/places.ts';
import type { Places } from './opportunities/places.ts';
import { loadPursuits } from './opportunities/pursuits.ts';
import type { KeptPursuit } from './opportunities/pursuits.ts';
import type { AuditDeals } from './sharing/own-answer.ts';
import { mayBeAskedAbout } from './sharing/payload.ts';
import type { DealToAsk } from './sharing/polling.ts';
import type { Standings } from './standings.ts';

interface PollHandlerContext {
  readonly db: Writer;
  readonly sharing: EngineSharing;
  readonly standings: Standings;
  /** Unix seconds. */
  readonly now: () => number;
  readonly changed: () => void;
}

type PollMethod = 'dealsToAsk' | 'openPoll' | 'polls' | 'dropPoll' | 'pollsForMe' | 'contribute' | 'declinePoll';

export function pollHandlers(context: PollHandlerContext): Pick<Handlers, PollMethod> {
  const { db, sharing, standings, now } = context;
  const { polling } = sharing;
  const dayAt = (days: number): string => isoDate(now() + days * 86_400);

  async function then<T>(run: Promise<Result<T>>): Promise<Result<T>> {
    const result = await run;
    context.changed();
    return result;
  }

  const placesOf = (pursuits: readonly KeptPursuit[]): Places =>
    loadPlaces(
      db,
      pursuits,
      standings.cached('everywhere', () => loadEverywhere(db)),
    );

  /** Nobody who may not be shared is a way in, nor said to be one. */
  const audit: AuditDeals = (deals) => {
    const pursuits = deals.map(({ organisation, domain, people }, id): KeptPursuit => ({
      id, name: organisation, organisation, domain,
      people: people.map((person) => ({ ...person, title: null, decides: false })),
      crmId: null, practice: null, stage: null, outcome: 'lost', openedOn: null, decidedOn: null, addedAt: 0,
    })); // prettier-ignore
    const { unshared } = sharing.membership.choices();
    const leftOut = sharing.known().flatMap((some) => (mayBeAskedAbout(some, unshared) ? [] : [some.person]));
    const places = placesOf(pursuits);
    const days = deals.map(({ decided }) => isoDay(decided));
    const dated = pursuits.map((pursuit, i) => ({ pursuit, day: days[i] ?? '' }));
    const looks = looksBack(db, standings, places, dated, leftOut);
    const told = pursuits.map(({ id, name, organisation }, i) => ({
      pursuit: id, name, organisation, decidedOn: days[i] ?? '', looks: looks[i] ?? [],
    })); // prettier-ignore
    return tellAudit(told, [], places.nameOf).deals;
  };

  const lost = (): KeptPursuit[] => loadPursuits(db).filter(({ outcome }) => outcome === 'lost');

  /** How everybody would be asked about one of these, or why they cannot be. */
  function askedAs(pursuits: readonly KeptPursuit[]): (pursuit: KeptPursuit) => Deal | string {
    const places = placesOf(pursuits);
    const latest = latestDay(now());
    return (pursuit) => dealToAsk(pursuit, places.placeOf(pursuit).domains[0], latest);
  }

  function chosenDeals(ids: readonly number[]): Result<DealToAsk[]> {
    const pursuits = lost().filter(({ id }) => ids.includes(id));
    if (pursuits.length !== ids.length || ids.length === 0)
      return failure('usage', 'Choose one to sixteen lost deals to ask about.');
    const dealOf = askedAs(pursuits);
    const deals: DealToAsk[] = [];
    for (const pursuit of pursuits) {
      const deal = dealOf(pursuit);
      if (typeof deal === 'string') return failure('usage', `"${pursuit.name}" ${deal}, or leave it out.`);
      deals.push({ name: pursuit.name, deal });
    }
    return success(deals);
  }

  return {
    openPoll: async ({ kind, pursuits, closesOn }) => {
      if (closesOn < dayAt(0) || closesOn > dayAt(mostPollDays))
        return failure('usage', 'A poll is open for two weeks at most: give a day within them.');
      const deals = kind === 'deals' ? chosenDeals([...new Set(pursuits)]) : success([]);
      return deals.ok ? then(polling.open(kind, deals.value, closesOn)) : deals;
    },
    dealsToAsk: () => {
      const pursuits = lost().sort((a, b) => (b.decidedOn ?? '').localeCompare(a.decidedOn ?? ''));
      const dealOf = askedAs(pursuits);
      return success(
        pursuits.map((pursuit) => {
          const deal = dealOf(pursuit);
          return { pursuit: pursuit.id, name: pursuit.name, problem: typeof deal === 'string' ? deal : null };
        }),
      );
    },
    polls: () => success(polling.made()),
    dropPoll: ({ id }) => then(polling.drop(id)),
    pollsForMe: () => sharing.fresh(() => polling.forMe(audit)),
    contribute: ({ id, digest, without }) => then(sharing.fresh(() => polling.contribute(id, digest, without, audit))),
    declinePoll: ({ id, declined }) => {
      const result = polling.decline(id, declined);
      context.changed();
      return result;
    },
  };
}
