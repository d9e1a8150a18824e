/** What this computer would answer to a poll: as it is shown to its owner, and as it would be sent. */
import type { AuditedDeal } from '../contract/opportunities.ts';
import type { PollForMe } from '../contract/polls.ts';
import type { Reader } from '../db/database.ts';
import { canonicalBytes, isoDay, toText } from '../exchange/encoding.ts';
import { quartersUntil, valuesOfFigures } from '../exchange/figures.ts';
import { sha256 } from '../exchange/keys.ts';
import type { Deal, OpenedPoll } from '../exchange/polls.ts';
import { placesInBallot } from '../exchange/tally.ts';
import type { Value } from '../exchange/tally.ts';
import type { Interactions } from '../strength/interactions.ts';
import { ownFigures } from './own-figures.ts';
import { quarterOfAsks } from './polls.ts';

/** How each of these deals is found to have stood on its day, from nobody who may not be shared; in their order. */
export type AuditDeals = (deals: readonly Deal[]) => readonly AuditedDeal[];

interface AnswerContext {
  readonly db: Reader;
  readonly audit: AuditDeals;
  /** Unix seconds. */
  readonly now: number;
  readonly interactions: () => Interactions;
}

interface OwnAnswer {
  readonly shown: Pick<PollForMe, 'digest' | 'deals' | 'figures'>;
  /** As places of a ballot. */
  readonly values: readonly Value[];
}

/** The digest stands for all that would be sent and what it answers: another answer has another, and so has another question or key. */
export function ownAnswer(poll: OpenedPoll, context: AnswerContext): OwnAnswer {
  const { values, ...shown } = poll.cover.kind === 'deals' ? ofDeals(poll, context) : ofFigures(poll, context);
  return { shown: { ...shown, digest: toText(sha256(canonicalBytes(meantBy(poll, values)))) }, values };
}

function meantBy({ id, closes, cover, deals }: OpenedPoll, values: readonly Value[]) {
  return [id, closes, cover.kind, cover.key, JSON.stringify([...deals].sort(([a], [b]) => a - b)), ...values];
}

function ofFigures({ closes }: OpenedPoll, { db, now, interactions }: AnswerContext) {
  const quarters = quartersUntil(closes);
  const own = ownFigures(db, quarters, { now, interactions: interactions() });
  const figures = own.map((quarter, i) => quarterOfAsks(quarters[i] ?? '', quarter));
  return { values: valuesOfFigures(own), deals: [], figures };
}

function ofDeals(poll: OpenedPoll, { audit }: AnswerContext) {
  const asked = [...poll.deals].sort(([a, one], [b, other]) => other.decided - one.decided || a - b);
  const audited = audit(asked.map(([, deal]) => deal));
  const deals = asked.flatMap(([place, { organisation, decided }], i) => {
    const found = audited[i];
    if (found === undefined) return [];
    const answer = found.verdict === 'good path used' || found.verdict === 'good path not used';
    return [{ place, organisation, decidedOn: isoDay(decided), answer, audited: found }];
  });
  const yes = new Set(deals.flatMap(({ place, answer }) => (answer ? [place] : [])));
  const values = Array.from({ length: placesInBallot }, (_, place): Value => (yes.has(place) ? 'some' : 0));
  return { values, deals, figures: [] };
}
