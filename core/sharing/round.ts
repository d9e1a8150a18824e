/** One round with the firm exchange: what is to go goes first, then what is new is heard. */
import type { Failure } from '../contract/errors.ts';
import type { SideProposal } from '../contract/shapes.ts';
import type { Writer } from '../db/database.ts';
import { loadSuppression } from '../identity/suppression.ts';
import type { Interactions } from '../strength/interactions.ts';
import { openOffer } from '../exchange/offers.ts';
import { forgetAnswers } from './answers.ts';
import { forgetAsks, forgetTakenBack, sentAsks, storeOffer, storeReceived } from './asks.ts';
import type { Asking } from './asking.ts';
import type { Exchange } from './exchange.ts';
import type { Firm } from './firm.ts';
import { inTurn } from './in-turn.ts';
import { welcomeLateJoiners } from './late-joiners.ts';
import { asksForUser, candidatesOf, withoutErased } from './matching.ts';
import type { Membership } from './membership.ts';
import { keepFigures } from './own-figures.ts';
import type { Polling } from './polling.ts';
import type { Publishing } from './publish.ts';
import { forgetColleagues, isRemoved, removedFailure } from './removed.ts';
import type { DeviceMatchers } from './responsible.ts';

export interface RoundContext {
  readonly db: Writer;
  readonly membership: Membership;
  readonly exchange: (firm: Firm) => Exchange;
  readonly publishing: Publishing;
  readonly asking: Asking;
  readonly polling: Polling;
  readonly deviceMatchers: DeviceMatchers;
  readonly interactions: () => Interactions;
  readonly asides: () => readonly SideProposal[];
  readonly randomBytes: (size: number) => Buffer;
  /** Unix seconds. */
  readonly now: () => number;
}

const day = 86_400;

/** Null where all of it went well; else what came first. */
export async function round(context: RoundContext): Promise<Failure | null> {
  const { db, membership, publishing, asking, now } = context;
  // First, so that what is past goes whether or not the exchange can be reached.
  forgetAnswers(db, now());
  forgetPastAsks(context);
  const settle = (): Promise<Failure | null> => {
    publishing.settle();
    return publishing.push();
  };
  const parts = [
    settle,
    hearFirm,
    publishing.hearElsewhere,
    welcomeLateJoiners,
    asking.send,
    hearClients,
    hearAsks,
    hearOffers,
    sendPolls,
    hearPolls,
    asking.refresh,
    // What outside people have objected to may have come with it.
    settle,
  ];
  return inTurn(parts, async (part) => {
    const firm = membership.firm();
    return firm === null ? null : part(context, firm);
  });
}

async function hearFirm({ db, membership, exchange, now }: RoundContext, firm: Firm): Promise<Failure | null> {
  const documents = await exchange(firm).documents();
  if (!documents.ok) return documents.error;
  const heard = membership.hear(documents.value, now());
  if (!heard.ok) return heard.error;
  if (!isRemoved(heard.value)) return null;
  forgetColleagues(db, heard.value, now());
  return removedFailure;
}

/** Asks seven days after theirs; how many they were, and what came of them, is counted first. */
function forgetPastAsks({ db, now, interactions }: RoundContext): void {
  const before = now() - 7 * day;
  db.transaction(() => {
    keepFigures(db, before, now(), interactions);
    forgetAsks(db, before);
  })();
}

function sendPolls({ polling }: RoundContext, firm: Firm): Promise<Failure | null> {
  return polling.send(firm);
}

function hearPolls({ polling }: RoundContext, firm: Firm): Promise<Failure | null> {
  return polling.hear(firm);
}

async function hearClients({ membership, exchange }: RoundContext, firm: Firm): Promise<Failure | null> {
  const clients = await exchange(firm).clients();
  if (!clients.ok) return clients.error;
  membership.hearClients(clients.value);
  return null;
}

/** Every open ask is fetched and tried here; the exchange learns neither which fit nor whether any did. */
async function hearAsks(
  { db, membership, exchange, deviceMatchers, asides, now }: RoundContext,
  firm: Firm,
): Promise<Failure | null> {
  const asks = await exchange(firm).asks();
  if (!asks.ok) return asks.error;
  const candidates = candidatesOf(membership.known(asides()));
  const opened = asksForUser(firm, candidates, deviceMatchers(firm), asks.value, now());
  const received = withoutErased(opened, loadSuppression(db));
  forgetTakenBack(
    db,
    received.map(({ ask }) => ask),
  );
  for (const each of received) storeReceived(db, each);
  return null;
}

async function hearOffers({ db, exchange, now }: RoundContext, firm: Firm): Promise<Failure | null> {
  const own = sentAsks(db);
  const offers = await exchange(firm).offers();
  if (!offers.ok) return offers.error;
  for (const { ask, offer } of offers.value) {
    const opened = openOffer(firm.row.firm, ask, firm.sealing, offer, firm.roster.signers);
    if (!opened.ok || !own.includes(ask)) continue;
    const { member, introducer, words } = opened.value;
    storeOffer(db, ask, firm.colleagues.find(({ id }) => id === member) ?? { id: member, ...introducer }, words, now());
  }
  return null;
}
