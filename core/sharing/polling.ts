/** Polls of the firm: a steward's own, and what this computer would add to those that are open. */
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import type { PollForMe, PollMade } from '../contract/polls.ts';
import type { Writer } from '../db/database.ts';
import { dayOf, fromText, isoDay, jsonOf } from '../exchange/encoding.ts';
import { figuresOfSums, placesOfFigures } from '../exchange/figures.ts';
import { tagsInGuard } from '../exchange/guards.ts';
import { newId } from '../exchange/keys.ts';
import { isSamePoll, openPoll, sealPoll } from '../exchange/polls.ts';
import type { Deal, OpenedPoll } from '../exchange/polls.ts';
import { pollRoutes } from '../exchange/routes-polls.ts';
import { openAny, openSum, sealBallot, tallyKeyOf } from '../exchange/tally.ts';
import type { TallyKey } from '../exchange/tally.ts';
import { organisationTarget, personTarget } from '../exchange/targets.ts';
import type { Interactions } from '../strength/interactions.ts';
import type { Exchange } from './exchange.ts';
import { isSteward } from './firm.ts';
import type { Firm } from './firm.ts';
import { inTurn } from './in-turn.ts';
import type { Membership } from './membership.ts';
import { notJoined } from './membership.ts';
import { ownAnswer } from './own-answer.ts';
import type { AuditDeals } from './own-answer.ts';
import type { PollToCount, PollToSend } from './polls.ts';
import {
  answerPoll,
  forgetPoll,
  keepReceivedPolls,
  isPollWaiting,
  listPolls,
  markPollSent,
  pollsToCount,
  pollsToSend,
  receivedPolls,
  storePoll,
  tellDeals,
  tellFigures,
  tellTooFew,
} from './polls.ts';

interface PollingContext {
  readonly db: Writer;
  readonly membership: Membership;
  readonly exchange: (firm: Firm) => Exchange;
  readonly interactions: () => Interactions;
  readonly randomBytes: (size: number) => Buffer;
  /** Unix seconds. */
  readonly now: () => number;
}

/** A lost deal to ask about: as it is called here, and as others are asked. */
export interface DealToAsk {
  readonly name: string;
  readonly deal: Deal;
}

/** Waiting: the firm exchange has not taken it yet. */
interface Opened {
  readonly id: string;
  readonly waiting: boolean;
}

export interface Polling {
  readonly open: (kind: PollMade['kind'], deals: readonly DealToAsk[], closesOn: string) => Promise<Result<Opened>>;
  readonly made: () => PollMade[];
  readonly drop: (id: string) => Promise<Result<Record<string, never>>>;
  /** Polls that wait for the user's answer. */
  readonly waiting: () => number;
  readonly forMe: (audit: AuditDeals) => Result<PollForMe[]>;
  readonly contribute: (id: string, digest: string, without: readonly number[], audit: AuditDeals) => Promise<Result<Record<string, never>>>;
  readonly decline: (id: string, declined: boolean) => Result<Record<string, never>>;
  /** Sends own polls that wait; null once none does. */
  readonly send: (firm: Firm) => Promise<Failure | null>;
  /** What is open, and what own polls came to. */
  readonly hear: (firm: Firm) => Promise<Failure | null>;
} // prettier-ignore

const gone = failure('not_found', 'This poll is no longer open.');
const done = success({});

export function createPolling(context: PollingContext): Polling {
  const { db, membership, randomBytes, now } = context;
  const today = (): number => dayOf(now() * 1000);

  /** Every poll that is open, newest key first where there are two. */
  function opened(firm: Firm, sealed: unknown): OpenedPoll | null {
    for (const { key, record } of firm.audiences) {
      if (record.type !== 'everyone') continue;
      const poll = openPoll(key, sealed, firm.roster.signers, today());
      if (poll.ok) return poll.value;
    }
    return null;
  }

  const made = (): PollMade[] => listPolls(db, isoDay(today()));

  async function open(kind: PollMade['kind'], deals: readonly DealToAsk[], closesOn: string): Promise<Result<Opened>> {
    const firm = membership.firm();
    if (firm === null) return notJoined;
    if (!isSteward(firm)) return failure('not_allowed', 'Only a steward of your firm asks every member. Your administrator can invite you as one.');
    const everyone = firm.audiences.find(({ record }) => record.type === 'everyone');
    if (everyone === undefined || firm.guard === null)
      return failure('server_misbehaves', 'The firm exchange has not given this computer all it needs yet. Try again later.');
    const id = newId(randomBytes);
    const { id: member, ...requester } = firm.me;
    const cover = { requester, member, kind, key: keyOf(firm, id).publicKey };
    const closes = dayOf(Date.parse(closesOn));
    const asked = deals.map(({ deal }) => ({ deal, targets: targetsOf(deal) }));
    const sealed = sealPoll({ everyone: everyone.key, guard: firm.guard, id, closes, cover, deals: asked, signer: firm.signing }, randomBytes);
    if (!sealed.ok) throw new Error(`a poll that is ${sealed.refusal}`);
    const { poll, guards, places } = sealed.value;
    const kept = deals.map(({ name, deal }, i) => ({ place: places[i] as number, name, organisation: deal.organisation, decidedOn: isoDay(deal.decided) }));
    const travelling = JSON.stringify({ poll, guards });
    storePoll(db, { poll: id, kind, closes: closesOn, sealed: travelling, deals: kept }, now());
    const problem = await post(firm, { poll: id, sealed: travelling });
    if (problem !== null && isRefusal(problem)) {
      forgetPoll(db, id);
      return { ok: false, error: problem };
    }
    if (problem === null) await hearOpen(firm);
    return success({ id, waiting: problem !== null });
  } // prettier-ignore

  async function post(firm: Firm, { poll, sealed }: PollToSend): Promise<Failure | null> {
    // While others were sent it may have been dropped, or whom it is about erased.
    if (!isPollWaiting(db, poll)) return null;
    const posted = await context.exchange(firm).postPoll(pollRoutes.poll.body.parse(jsonOf(Buffer.from(sealed))));
    if (!posted.ok) return posted.error;
    if (markPollSent(db, poll)) return null;
    const ended = await context.exchange(firm).unpoll(poll);
    return ended.ok ? null : ended.error;
  }

  async function sendWaiting(firm: Firm, poll: PollToSend): Promise<Failure | null> {
    const problem = await post(firm, poll);
    if (problem?.code !== 'preview_stale') return problem;
    return failure('preview_stale', 'The keys of the firm have changed while a poll of yours waited: nobody was asked. Drop it, and ask again.').error;
  } // prettier-ignore

  async function drop(id: string): Promise<Result<Record<string, never>>> {
    const firm = membership.firm();
    if (firm === null) return notJoined;
    const state = made().find((one) => one.id === id)?.state;
    if (state === undefined) return gone;
    const ended = state === 'too few' || state === 'told' ? done : await context.exchange(firm).unpoll(id);
    // One that was not sent yet is not sent any more. Whether it had arrived with the answer lost cannot be told; then it ends with its day.
    if (!ended.ok && state !== 'waiting' && state !== 'not asked') return ended;
    forgetPoll(db, id);
    return done;
  }

  /** Polls that are open, with what the user did; not those of which nothing may be asked here. */
  const openOnes = (firm: Firm): { readonly poll: OpenedPoll; readonly answer: PollForMe['answer'] }[] =>
    receivedPolls(db).flatMap(({ sealed, answer }) => {
      const poll = opened(firm, jsonOf(Buffer.from(sealed)));
      return poll === null || (poll.cover.kind === 'deals' && poll.deals.size === 0) ? [] : [{ poll, answer }];
    });

  function forMe(audit: AuditDeals): Result<PollForMe[]> {
    const firm = membership.firm();
    if (firm === null) return notJoined;
    return success(
      openOnes(firm).map(({ poll, answer }) => ({
        ...coverOf(firm, poll),
        answer,
        // What was found is worked out only for whoever still has to say something.
        ...(answer === null ? ownAnswer(poll, answerContext(audit)).shown : { digest: '', deals: [], figures: [] }),
      })),
    );
  }

  const answerContext = (audit: AuditDeals) => ({ db, audit, now: now(), interactions: context.interactions });

  async function contribute(id: string, digest: string, without: readonly number[], audit: AuditDeals): Promise<Result<Record<string, never>>> {
    const firm = membership.firm();
    if (firm === null) return notJoined;
    const poll = openOnes(firm).find((one) => one.poll.id === id)?.poll;
    if (poll === undefined) return gone;
    const own = ownAnswer(poll, answerContext(audit));
    if (own.shown.digest !== digest)
      return failure('preview_stale', 'What this computer found has changed since you looked. Nothing was sent: look again.');
    const values = own.values.map((value, place) => (poll.cover.kind === 'deals' && without.includes(place) ? 0 : value));
    const ballot = sealBallot(poll.cover.key, values, randomBytes);
    if (!ballot.ok) return gone;
    const sent = await context.exchange(firm).contribute(id, ballot.value);
    // Another device of the user's has contributed, or this one, with the answer lost.
    if (!sent.ok && sent.error.code !== 'preview_stale') return sent;
    answerPoll(db, id, 'contributed');
    return done;
  } // prettier-ignore

  async function hearOpen(firm: Firm): Promise<Failure | null> {
    const polls = await context.exchange(firm).polls();
    if (!polls.ok) return polls.error;
    const kept = new Map(receivedPolls(db).map(({ poll, sealed }) => [poll, sealed]));
    const received = polls.value.flatMap((sealed) => {
      const poll = opened(firm, sealed);
      if (poll === null) return [];
      const before = opened(firm, jsonOf(Buffer.from(kept.get(poll.id) ?? '')));
      const isAnother = before === null || !isSamePoll(before, poll);
      return [{ poll: poll.id, closes: isoDay(poll.closes), sealed: JSON.stringify(sealed), isAnother }];
    });
    keepReceivedPolls(db, received);
    return null;
  }

  /** What an own poll that is over came to. */
  async function count(firm: Firm, { id, kind }: PollToCount): Promise<Failure | null> {
    const tally = await context.exchange(firm).tally(id);
    // The exchange turns its day by its own clock, and keeps a sum for two weeks.
    if (!tally.ok && tally.error.code === 'preview_stale') return null;
    if (!tally.ok && tally.error.code !== 'not_found') return tally.error;
    if (!tally.ok || tally.value === null) tellTooFew(db, id);
    else if (!tell(firm, id, kind, tally.value))
      return failure('server_misbehaves', 'The firm exchange sent a sum that cannot be opened. It was left there.').error;
    const ended = await context.exchange(firm).unpoll(id);
    return ended.ok ? null : ended.error;
  } // prettier-ignore

  /** False where the sum cannot be opened: then nothing is told. */
  function tell(firm: Firm, id: string, kind: PollMade['kind'], tally: Buffer): boolean {
    const key = keyOf(firm, id);
    const any = kind === 'deals' ? openAny(key, tally) : null;
    const sums = kind === 'figures' ? openSum(key, tally, placesOfFigures) : null;
    if (any?.ok) tellDeals(db, id, any.value);
    if (sums?.ok) tellFigures(db, id, figuresOfSums(sums.value));
    return (any ?? sums)?.ok === true;
  }

  return {
    open,
    made,
    drop,
    send: (firm) => inTurn(pollsToSend(db, isoDay(today())), (poll) => sendWaiting(firm, poll)),
    waiting: () => {
      const firm = membership.firm();
      return firm === null ? 0 : openOnes(firm).filter(({ answer }) => answer === null).length;
    },
    forMe,
    contribute,
    decline: (id, declined) => (answerPoll(db, id, declined ? 'declined' : null) ? done : gone),
    hear(firm) {
      const counts = pollsToCount(db, isoDay(today())).map((poll) => () => count(firm, poll));
      return inTurn([() => hearOpen(firm), ...counts], (part) => part());
    },
  };
}

/** The exchange has answered, and would not take it later either. */
function isRefusal({ code }: Failure): boolean {
  return code === 'not_allowed' || code === 'not_found' || code === 'preview_stale';
}

function coverOf(firm: Firm, { id, closes, cover }: OpenedPoll) {
  const { member, requester, kind } = cover;
  const from = [firm.me, ...firm.colleagues].find((one) => one.id === member) ?? { id: member, ...requester };
  return { id, from, kind, closesOn: isoDay(closes) };
}

/** Only the device that asked can open what its poll came to. */
function keyOf({ row }: Firm, poll: string): TallyKey {
  return tallyKeyOf(fromText(row.secret.sealing), poll);
}

/** All that may be protected of a deal. */
function targetsOf({ domain, people }: Deal) {
  return [organisationTarget(domain), ...people.map(({ email }) => (email === null ? null : personTarget(email)))]
    .filter((target) => target !== null)
    .slice(0, tagsInGuard);
}
