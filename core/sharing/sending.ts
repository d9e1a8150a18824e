/** Own asks and offers that wait, on their way to the firm exchange. */
import type { Failure, Result } from '../contract/errors.ts';
import { success } from '../contract/errors.ts';
import type { Writer } from '../db/database.ts';
import { jsonOf } from '../exchange/encoding.ts';
import { sealedOfferSchema } from '../exchange/offers.ts';
import type { Target } from '../exchange/targets.ts';
import type { Answer } from './answers.ts';
import { asksToSend, isWaiting, keepWaiting, markAskSent, markOfferSent, offersToSend } from './asks.ts';
import type { NewAsk, NewOffer } from './asks.ts';
import type { Exchange } from './exchange.ts';
import type { Firm } from './firm.ts';
import { inTurn } from './in-turn.ts';
import { notJoined } from './membership.ts';
import type { Membership } from './membership.ts';
import { sealOwnAsk, waitingSchema } from './own-asks.ts';
import type { Travelling } from './own-asks.ts';
import { waitFor } from './published.ts';
import { takeBackAsks } from './taking-back.ts';

interface SendingContext {
  readonly db: Writer;
  readonly membership: Membership;
  readonly exchange: (firm: Firm) => Exchange;
  /** Rows of the client list about organisations. */
  readonly clientsAbout: (places: readonly Target[]) => Promise<Result<readonly Answer[]>>;
  readonly randomBytes: (size: number) => Buffer;
  /** Unix seconds. */
  readonly now: () => number;
}

/** An own ask that was sealed, with how it waits (JSON). */
interface Sealed {
  readonly waiting: string;
  readonly targets: readonly Target[];
  readonly travelling: Travelling;
}

/** Sends what waits; null once nothing does. */
export function createSending(context: SendingContext): () => Promise<Failure | null> {
  const { db, membership, now } = context;

  async function send(): Promise<Failure | null> {
    return inTurn([() => inTurn(asksToSend(db, now()), sendAsk), () => inTurn(offersToSend(db), sendOffer)], (part) =>
      part(),
    );
  }

  async function sendOffer({ ask, offer }: NewOffer): Promise<Failure | null> {
    const firm = membership.firm();
    if (firm === null) return null;
    const sent = await context.exchange(firm).postOffer(ask, sealedOfferSchema.array().parse(jsonOf(Buffer.from(offer))));
    if (!sent.ok) return sent.error;
    markOfferSent(db, ask);
    return null;
  } // prettier-ignore

  async function sendAsk(unsent: NewAsk): Promise<Failure | null> {
    const problem = await post(unsent);
    const again = asksToSend(db, now()).find(({ ask }) => ask === unsent.ask);
    if (problem?.code !== 'preview_stale' || again === undefined) return problem;
    // Keys of the firm were replaced: those of now are asked for.
    const firm = membership.firm();
    const documents = firm === null ? notJoined : await context.exchange(firm).documents();
    const heard = documents.ok ? membership.hear(documents.value, now()) : documents;
    return heard.ok ? post(again) : heard.error;
  }

  /** Nothing where it waits no longer. What is taken back or erased while it is on its way is taken back there. */
  async function post(unsent: NewAsk): Promise<Failure | null> {
    const ready = await sealed(unsent);
    if (!ready.ok) return ready.error;
    const firm = membership.firm();
    if (firm === null || ready.value === null || isWaiting(db, unsent.ask) !== true) return null;
    const { waiting, targets, travelling } = ready.value;
    const sent = await context.exchange(firm).postAsk(travelling.ask, travelling.guard);
    if (isWaiting(db, unsent.ask) === undefined) {
      waitFor(db, 'ask', [unsent.ask]);
      return takeBackAsks(context);
    }
    if (sent.ok) {
      markAskSent(db, unsent.ask);
      return null;
    }
    // It lies under keys that hold no more.
    if (sent.error.code === 'preview_stale' && targets.length > 0)
      keepWaiting(db, { ...unsent, waiting }, JSON.stringify({ targets }));
    return sent.error;
  }

  /**
   * As it is sent, kept so that it is sent again as it was: sealed under the keys of now, for whoever answers now for the organisation it is
   * about. Null where it waits no longer.
   */
  async function sealed(unsent: NewAsk): Promise<Result<Sealed | null>> {
    const { targets, sealed: before } = waitingSchema.parse(jsonOf(Buffer.from(unsent.waiting)));
    if (before !== undefined) return success({ waiting: unsent.waiting, targets, travelling: before });
    const clients = await context.clientsAbout(targets.filter(({ kind }) => kind === 'organisation'));
    if (!clients.ok) return clients;
    // Looking it up may have brought newer keys.
    const firm = membership.firm();
    if (firm === null) return notJoined;
    const own = sealOwnAsk(firm, { ...unsent, id: unsent.ask, targets }, clients.value, context.randomBytes);
    if (!own.ok) return own;
    const waiting = JSON.stringify({ targets, sealed: own.value });
    return success(keepWaiting(db, unsent, waiting) ? { waiting, targets, travelling: own.value } : null);
  }

  return send;
}
