/** Asks as they are kept: the user's own with what was offered, and those of colleagues about somebody the user knows. */
import type { AskForMe, AskMade, Colleague } from '../contract/sharing.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { mostAskDays } from '../exchange/asks.ts';
import type { Interactions } from '../strength/interactions.ts';
import { introducedBy, introducedTo, peopleAbout } from './introduced.ts';

export interface NewAsk {
  readonly ask: string;
  readonly about: string;
  /** Where they work. */
  readonly domain: string | null;
  readonly reason: string;
  /** From when on an answer no longer helps, in Unix seconds. */
  readonly neededBy: number;
  /** As it waits to be sent, in JSON. */
  readonly waiting: string;
}

/** `now` in Unix seconds. */
export function storeAsk(db: Writer, { ask, about, domain, reason, neededBy, waiting }: NewAsk, now: number): void {
  statement(
    db,
    'INSERT INTO ask_made (ask, about, domain, reason, needed_by, asked_at, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(ask, about, domain, reason, neededBy, now, waiting);
}

/** Asks the firm exchange has not taken yet, and that still help. `now` in Unix seconds. */
export function asksToSend(db: Reader, now: number): NewAsk[] {
  return statement(
    db,
    `SELECT ask, about, domain, reason, needed_by AS neededBy, sealed AS waiting FROM ask_made
     WHERE sealed IS NOT NULL AND needed_by > ? ORDER BY asked_at`,
  ).all(now) as NewAsk[];
}

/** How it waits from now on, in JSON. False where it does not wait as it did any more: it was taken back, or is being sent already. */
export function keepWaiting(db: Writer, { ask, waiting }: NewAsk, next: string): boolean {
  return statement(db, 'UPDATE ask_made SET sealed = ? WHERE ask = ? AND sealed = ?').run(next, ask, waiting).changes > 0;
} // prettier-ignore

/** Whether it waits to be sent; undefined where there is no such ask. */
export function isWaiting(db: Reader, ask: string): boolean | undefined {
  const waiting = statement(db, 'SELECT sealed IS NOT NULL FROM ask_made WHERE ask = ?').pluck().get(ask);
  return waiting === undefined ? undefined : waiting === 1;
}

/** An own ask, with what was offered. */
export function forgetAsk(db: Writer, ask: string): void {
  db.transaction(() => {
    statement(db, 'DELETE FROM ask_offer WHERE ask = ?').run(ask);
    statement(db, 'DELETE FROM ask_made WHERE ask = ?').run(ask);
  })();
}

export function markAskSent(db: Writer, ask: string): void {
  statement(db, 'UPDATE ask_made SET sealed = NULL WHERE ask = ?').run(ask);
}

/** The user's own asks at the firm exchange: what was offered in time may be heard later. */
export function sentAsks(db: Reader): string[] {
  return statement(db, 'SELECT ask FROM ask_made WHERE sealed IS NULL ORDER BY ask').pluck().all() as string[];
}

/** `now` in Unix seconds. */
export function storeOffer(db: Writer, ask: string, from: Colleague, words: string, now: number): void {
  statement(db, 'INSERT INTO ask_offer VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING').run(
    ask,
    from.id,
    from.name,
    from.practice,
    from.address,
    words,
    now,
  );
}

/** As of when, in Unix seconds, and what passed between the user and others until then. */
export interface AsOf {
  readonly now: number;
  readonly interactions: Interactions;
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** The user's own asks, the latest first, with who offered, by name, and where whom they are about works. */
export function listAsks(
  db: Reader,
  { now, interactions }: AsOf,
): (Omit<AskMade, 'partners'> & Pick<NewAsk, 'domain'>)[] {
  const asks = statement(
    db,
    'SELECT ask AS id, about, domain, reason, needed_by AS neededBy, sealed IS NOT NULL AS waiting, asked_at AS askedAt FROM ask_made ORDER BY asked_at DESC, ask',
  ).all() as (Pick<AskMade, 'id' | 'about' | 'reason'> &
    Pick<NewAsk, 'domain'> & { neededBy: number; waiting: number; askedAt: number })[];
  const offers = statement(
    db,
    'SELECT ask, member AS id, name, practice, address, words FROM ask_offer ORDER BY name, member',
  ).all() as (Colleague & { ask: string; words: string })[];
  return asks.map(({ askedAt, ...ask }) => {
    const own = offers
      .filter((offer) => offer.ask === ask.id)
      .map(({ id, name, practice, address, words }) => ({ colleague: { id, name, practice, address }, words }));
    const state = own.length > 0 ? 'offered' : ask.neededBy <= now ? 'over' : 'open';
    const introduced = own.length > 0 ? introducedTo(interactions, peopleAbout(db, ask.about), askedAt, now) : null;
    return { ...ask, neededBy: isoTime(ask.neededBy), waiting: ask.waiting === 1, state, offers: own, introduced };
  });
}

export interface Received {
  readonly ask: string;
  readonly from: Colleague;
  readonly about: string;
  readonly reason: string;
  /** In Unix seconds. */
  readonly neededBy: number;
  /** Whom of the user's own it is about; null for nobody, where they are asked as the responsible partner alone. */
  readonly what: { readonly address: number } | { readonly domain: string } | null;
  /** Whether they are asked as the responsible partner. */
  readonly partner: boolean;
}

/** One that was heard before stays as it was answered; whom it is about here, and whether as partner, is as of now. */
export function storeReceived(db: Writer, { ask, from, about, reason, neededBy, what, partner }: Received): void {
  statement(
    db,
    `INSERT INTO ask_received (ask, member, name, practice, address, about, reason, needed_by, address_id, domain, partner)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (ask) DO UPDATE SET address_id = excluded.address_id, domain = excluded.domain, partner = excluded.partner
       WHERE member = excluded.member`,
  ).run(
    ask,
    from.id,
    from.name,
    from.practice,
    from.address,
    about,
    reason,
    neededBy,
    what !== null && 'address' in what ? what.address : null,
    what !== null && 'domain' in what ? what.domain : null,
    Number(partner),
  );
}

/**
 * Asks of colleagues that can still be answered, and those the user has offered on, the most urgent first; none about whom the user keeps
 * private since, but as the responsible partner. `now` in Unix seconds.
 */
export function listReceived(db: Reader, now: number): AskForMe[] {
  const rows = statement(
    db,
    `SELECT ask AS id, ask_received.member, ask_received.name AS asker, practice, ask_received.address AS email, about, reason,
       needed_by AS neededBy, answer, person.id AS person, organisation.id AS organisation,
       coalesce(person.name, organisation.name) AS name, partner
     FROM ask_received
       LEFT JOIN address ON address.id = address_id LEFT JOIN person ON person.id = address.person_id
         AND NOT EXISTS (SELECT 1 FROM private_address JOIN address AS one ON one.id = private_address.address_id
           WHERE one.person_id = person.id)
       LEFT JOIN organisation ON organisation.domain = ask_received.domain
     WHERE (needed_by > ? OR answer = 'offer') AND (person.id IS NOT NULL OR organisation.id IS NOT NULL OR partner = 1)
     ORDER BY needed_by, ask`,
  ).all(now) as (Omit<AskForMe, 'from' | 'partner' | 'introduced' | 'neededBy'> & {
    member: string;
    asker: string;
    practice: string | null;
    email: string;
    neededBy: number;
    partner: number;
  })[];
  return rows.map(({ member, asker, practice, email, neededBy, partner, ...row }) => {
    // When it was asked is not kept; it was no longer ago than asks may be open.
    const since = neededBy - mostAskDays * 86_400;
    const introduced = row.answer === 'offer' ? introducedBy(db, { to: email.toLowerCase(), ...row }, since, now) : null;
    return { ...row, neededBy: isoTime(neededBy), from: { id: member, name: asker, practice, address: email }, partner: partner === 1, introduced };
  });
} // prettier-ignore

/** Ids of those the user has said nothing to yet. `now` in Unix seconds. */
export function unansweredAsks(db: Reader, now: number): string[] {
  return listReceived(db, now).flatMap(({ id, answer }) => (answer === null ? [id] : []));
}

/** What colleagues have taken back since goes, and what is about whom the user keeps out since, but for what they have offered on. `open` are all that are left. */
export function forgetTakenBack(db: Writer, open: readonly string[]): void {
  statement(
    db,
    `DELETE FROM ask_received WHERE answer IS NOT 'offer' AND ask NOT IN (SELECT value FROM json_each(?))`,
  ).run(JSON.stringify(open));
}

/** The user's answer; `offer` as it travels, to be sent. False where there is no such ask. */
export function answerReceived(db: Writer, ask: string, answer: AskForMe['answer'], offer: string | null): boolean {
  return (
    statement(db, 'UPDATE ask_received SET answer = ?, offer = ? WHERE ask = ?').run(answer, offer, ask).changes > 0
  );
}

/** Who asks; undefined where it can no longer be answered. `now` in Unix seconds. */
export function receivedFrom(db: Reader, ask: string, now: number): string | undefined {
  return statement(db, 'SELECT member FROM ask_received WHERE ask = ? AND needed_by > ?').pluck().get(ask, now) as
    | string
    | undefined;
}

/** The user's answer to an ask, as it travels, in JSON. */
export interface NewOffer {
  readonly ask: string;
  readonly offer: string;
}

/** Offers the firm exchange has not taken yet. */
export function offersToSend(db: Reader): NewOffer[] {
  return statement(db, 'SELECT ask, offer FROM ask_received WHERE offer IS NOT NULL ORDER BY ask').all() as NewOffer[];
}

export function markOfferSent(db: Writer, ask: string): void {
  statement(db, 'UPDATE ask_received SET offer = NULL WHERE ask = ?').run(ask);
}

/** Asks that were needed before `before` (Unix seconds), both ways, with what was offered. */
export function forgetAsks(db: Writer, before: number): void {
  statement(db, 'DELETE FROM ask_received WHERE needed_by < ?').run(before);
  statement(db, 'DELETE FROM ask_offer WHERE ask IN (SELECT ask FROM ask_made WHERE needed_by < ?)').run(before);
  statement(db, 'DELETE FROM ask_made WHERE needed_by < ?').run(before);
}
