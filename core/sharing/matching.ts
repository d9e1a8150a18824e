/** Asks of colleagues, tried on the user's own people and organisations: what opens is shown to the user, all else leaves no trace. Pure. */
import { askMatcher, matchAsk, openAsk, sealedAskSchema } from '../exchange/asks.ts';
import type { AskCandidate, AskMatcher, SealedAsk } from '../exchange/asks.ts';
import type { loadSuppression } from '../identity/suppression.ts';
import { nameTarget, organisationTarget, personTarget } from '../exchange/targets.ts';
import type { Received } from './asks.ts';
import type { Firm } from './firm.ts';
import { mayBeShared } from './payload.ts';
import type { Known } from './payload.ts';

type What = NonNullable<Received['what']>;

/** Ways in which this machine could be asked about those the user knows; nobody kept private, and nobody who objected. */
export function candidatesOf(known: readonly Known[]): AskCandidate<What>[] {
  const none = new Set<string>();
  const domains = new Set<string>();
  const candidates = known.flatMap((some): AskCandidate<What>[] => {
    if (!mayBeShared(some, none)) return [];
    const { addresses, name, organisation } = some;
    const [first] = addresses;
    if (organisation !== null) domains.add(organisation.domain);
    const named = organisation === null ? null : nameTarget(name, organisation.domain);
    return [
      ...addresses.flatMap(({ id, email }) => candidate(personTarget(email), { address: id })),
      ...(first === undefined ? [] : candidate(named, { address: first.id })),
    ];
  });
  return [...candidates, ...[...domains].flatMap((domain) => candidate(organisationTarget(domain), { domain }))];
}

function candidate(target: ReturnType<typeof personTarget>, what: What): AskCandidate<What>[] {
  return target === null ? [] : [{ target, what }];
}

/**
 * The asks, as they came, that may still be answered and are about somebody the user knows, or for them as the responsible partner:
 * `forDevice` is what those are tried with. `now` in Unix seconds.
 */
export function asksForUser(
  firm: Firm,
  candidates: readonly AskCandidate<What>[],
  forDevice: readonly AskMatcher<string>[],
  sent: readonly unknown[],
  now: number,
): Received[] {
  const matchers = firm.audiences.map(({ key }) => askMatcher(key, candidates));
  const { signers } = firm.roster;
  return sent.flatMap((each): Received[] => {
    const ask = sealedAskSchema.safeParse(each);
    if (!ask.success) return [];
    const known = opened(matchers, ask.data, signers, now);
    const asked = opened(forDevice, ask.data, signers, now);
    // Both devices can make such a lock: it is for the user where the other one has signed too.
    const partner = asked !== null && asked.what === asked.by;
    const body = known?.body ?? (partner ? asked.body : null);
    if (body === null || body.member === firm.me.id) return [];
    const { requester, member, about, reason, neededBy } = body;
    const from = firm.colleagues.find(({ id }) => id === member) ?? { id: member, ...requester };
    return [{ ask: ask.data.id, from, about, reason, neededBy, what: known?.what ?? null, partner }];
  });
}

/** Without those about whom the user erased: a lock for the responsible partner opens whomever this computer holds. */
export function withoutErased(received: readonly Received[], suppression: ReturnType<typeof loadSuppression>): readonly Received[] {
  if (suppression === null) return received;
  const { isErased, mentions } = suppression;
  return received.filter(({ ask, about, reason }) => !isErased(ask) && !mentions(about) && !mentions(reason));
} // prettier-ignore

/** By the first way in; null where nothing opens it. */
function opened<T>(matchers: readonly AskMatcher<T>[], ask: SealedAsk, signers: Firm['roster']['signers'], now: number) {
  for (const matcher of matchers) {
    const [match] = matchAsk(matcher, ask);
    if (match === undefined) continue;
    const read = openAsk(matcher, match.key, ask, signers, now);
    return read.ok ? { ...read.value, what: match.what } : null;
  }
  return null;
} // prettier-ignore
