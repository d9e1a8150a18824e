/** One round with the firm exchange: what is to go goes first, then what is new is heard. */
import type { Failure } from '../contract/errors.ts';
import type { SideProposal } from '../contract/shapes.ts';
import type { Writer } from '../db/database.ts';
import { dayOf } from '../exchange/encoding.ts';
import { openOffer } from '../exchange/offers.ts';
import { forgetAnswers } from './answers.ts';
import { forgetAsks, forgetTakenBack, openAsks, storeOffer, storeReceived } from './asks.ts';
import type { Asking } from './asking.ts';
import type { Exchange } from './exchange.ts';
import type { Firm } from './firm.ts';
import { asksForUser, candidatesOf } from './matching.ts';
import type { Membership } from './membership.ts';
import type { Publishing } from './publish.ts';
import { forgetColleagues, isRemoved, removedFailure } from './removed.ts';

export interface RoundContext {
  readonly db: Writer;
  readonly membership: Membership;
  readonly exchange: (firm: Firm) => Exchange;
  readonly publishing: Publishing;
  readonly asking: Asking;
  readonly asides: () => readonly SideProposal[];
  /** Unix seconds. */
  readonly now: () => number;
}

const day = 86_400_000;

/** Null where all of it went well; what was done before a failure stays done. */
export async function round(context: RoundContext): Promise<Failure | null> {
  const { db, membership, publishing, asking, now } = context;
  // First, so that what is past goes whether or not the exchange can be reached.
  forgetAnswers(db, now());
  forgetAsks(db, new Date(now() * 1000 - 7 * day).toISOString().slice(0, 10));
  const firm = membership.firm();
  if (firm === null) return null;
  publishing.settle();
  const pushed = await publishing.push();
  if (pushed !== null) return pushed;
  const reconciled = await publishing.reconcile();
  if (reconciled !== null) return reconciled;
  const documents = await context.exchange(firm).documents();
  if (!documents.ok) return documents.error;
  const heard = membership.hear(documents.value, now());
  if (!heard.ok) return heard.error;
  if (isRemoved(heard.value)) {
    forgetColleagues(db, heard.value, now());
    return removedFailure;
  }
  const sent = await asking.send();
  if (sent !== null) return sent;
  const asked = await hearAsks(context, heard.value);
  if (asked !== null) return asked;
  const offered = await hearOffers(context, heard.value);
  if (offered !== null) return offered;
  const refreshed = await asking.refresh();
  if (refreshed !== null) return refreshed;
  // What outside people have objected to may have come with it.
  publishing.settle();
  return publishing.push();
}

/** Every open ask is fetched and tried here; the exchange learns neither which fit nor whether any did. */
async function hearAsks({ db, membership, exchange, asides, now }: RoundContext, firm: Firm): Promise<Failure | null> {
  const asks = await exchange(firm).asks();
  if (!asks.ok) return asks.error;
  forgetTakenBack(
    db,
    asks.value.map(({ id }) => id),
  );
  const candidates = candidatesOf(membership.known(asides()));
  for (const received of asksForUser(firm, candidates, asks.value, dayOf(now() * 1000))) storeReceived(db, received);
  return null;
}

async function hearOffers({ db, exchange, now }: RoundContext, firm: Firm): Promise<Failure | null> {
  const open = openAsks(db, new Date(now() * 1000).toISOString().slice(0, 10));
  const offers = await exchange(firm).offers();
  if (!offers.ok) return offers.error;
  for (const { ask, offer } of offers.value) {
    const opened = openOffer(firm.row.firm, ask, firm.sealing, offer, firm.roster.signers);
    if (!opened.ok || !open.includes(ask)) continue;
    const { member, introducer, words } = opened.value;
    storeOffer(db, ask, firm.colleagues.find(({ id }) => id === member) ?? { id: member, ...introducer }, words);
  }
  return null;
}
