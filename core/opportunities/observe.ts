/** What is observed of a pursuit. Pure. */
import { awaitedSince, owedSince } from '../briefing/open-threads.ts';
import { isContact } from '../strength/features.ts';
import { interactionKind, touchNoon } from '../strength/interactions.ts';
import { span } from '../strength/spans.ts';
import {
  deciderFact,
  greatest,
  heardOf,
  introducedFacts,
  least,
  metFact,
  nextFact,
  paceFacts,
  severalFact,
  spokeFact,
  twoWayFact,
  waitFact,
} from './facts.ts';
import type { Fact, ObserveInput, Seen } from './facts.ts';

/** What the written rules of docs/pursuits.md look at. Unix seconds; null for never since the pursuit began. */
export interface Observed {
  readonly lastSent: number | null;
  /** They wrote, met or spoke. */
  readonly lastHeard: number | null;
  readonly nextMeeting: number | null;
  readonly awaitedSince: number | null;
  readonly owedSince: number | null;
  readonly isDeciderReached: boolean;
  /** Both sides wrote, or they met or spoke. */
  readonly isTwoWay: boolean;
  /** In words: a list needs none of them. */
  readonly facts: () => readonly Fact[];
}

/** Only what passed between `since` and `now`, and meetings to come; mail of many and mass mail is no contact. */
export function observe(input: ObserveInput): Observed {
  const { rows, threads, everybody, deciders, nameOf, now } = input;
  const seen = everybody.map((person) => passed(input, person)).filter((one) => isAny(one));
  const all = (pick: (one: Seen) => readonly number[]): number[] => seen.flatMap(pick);
  const heard = all(({ received, met, spoke }) => [...received, ...met, ...spoke]);
  const sent = all((one) => one.sent);
  const waits = seen.map(({ person }) => ({
    person,
    owed: owedSince(rows, person, threads, now),
    awaited: awaitedSince(rows, person, threads, now),
  }));
  const owed = earliest(waits.map((one) => ({ person: one.person, at: one.owed })));
  const awaited = earliest(waits.map((one) => ({ person: one.person, at: one.awaited })));
  const reached = seen.filter((one) => deciders.includes(one.person) && heardOf(one).length > 0);
  const ahead = all((one) => one.ahead);
  return {
    lastSent: greatest(sent),
    lastHeard: greatest(heard),
    nextMeeting: least(ahead),
    awaitedSince: awaited?.at ?? null,
    owedSince: owed?.at ?? null,
    isDeciderReached: reached.length > 0,
    isTwoWay: (sent.length > 0 && heard.length > 0) || all(({ met, spoke }) => [...met, ...spoke]).length > 0,
    facts: () => [
      ...reached.map((one) => deciderFact(one, nameOf, now)),
      ...twoWayFact(seen, nameOf),
      ...metFact(seen, nameOf, now),
      ...spokeFact(seen, nameOf, now),
      ...severalFact(seen, nameOf),
      ...introducedFacts(input, seen),
      ...nextFact(seen, nameOf, now),
      ...paceFacts(input, seen),
      ...(owed === null
        ? []
        : [waitFact('they wait', owed, `${nameOf(owed.person)} has waited ${span(now - owed.at)} for your answer`)]),
      ...(awaited === null
        ? []
        : [
            waitFact(
              'you wait',
              awaited,
              `You have waited ${span(now - awaited.at)} for an answer from ${nameOf(awaited.person)}`,
            ),
          ]),
      ...(sent.length + heard.length + ahead.length > 0
        ? []
        : [
            {
              kind: 'nothing yet' as const,
              words: 'No mail or meeting with anybody there since it began',
              behind: new Map(),
            },
          ]),
    ],
  };
}

function passed({ rows, since, now }: ObserveInput, person: number): Seen {
  const seen: Seen = { person, sent: [], received: [], met: [], spoke: [], ahead: [] };
  for (let row = (rows.start[person + 1] ?? 0) - 1; row >= (rows.start[person] ?? 0); row--) {
    const [at, kind] = [rows.at[row] as number, rows.kind[row] as number];
    if (at < since - touchNoon) break;
    if (kind === interactionKind.touch) {
      if (at + touchNoon >= since && at < now) seen.spoke.push(at + touchNoon);
    } else if (at < since || !isContact(rows, row)) continue;
    else if (at >= now) {
      if (kind === interactionKind.meeting) seen.ahead.push(at);
    } else if (kind === interactionKind.sent) seen.sent.push(at);
    else if (kind === interactionKind.received) seen.received.push(at);
    else seen.met.push(at);
  }
  return seen;
}

function isAny({ sent, received, met, spoke, ahead }: Seen): boolean {
  return sent.length + received.length + met.length + spoke.length + ahead.length > 0;
}

function earliest(
  waits: readonly { readonly person: number; readonly at: number | null }[],
): { person: number; at: number } | null {
  let first: { person: number; at: number } | null = null;
  for (const { person, at } of waits) if (at !== null && at < (first?.at ?? Infinity)) first = { person, at };
  return first;
}
