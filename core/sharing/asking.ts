/** Questions to the firm: what colleagues have shared, and asks that only those can open who know whom they are about, or answer for where they work. */
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import type { Input } from '../contract/methods.ts';
import type { AskMade, FirmWho } from '../contract/sharing.ts';
import type { Writer } from '../db/database.ts';
import { lookupKeys } from '../exchange/audience-keys.ts';
import { dayOf } from '../exchange/encoding.ts';
import { newId } from '../exchange/keys.ts';
import { openEntry } from '../exchange/entries.ts';
import type { OpenedEntry } from '../exchange/entries.ts';
import type { Checked } from '../exchange/checked.ts';
import { sealOffer } from '../exchange/offers.ts';
import type { Target } from '../exchange/targets.ts';
import type { SearchIndex } from '../graph/search.ts';
import type { Interactions } from '../strength/interactions.ts';
import { readAnswers, storeAnswers, versionsSeen } from './answers.ts';
import type { Answer, Asked } from './answers.ts';
import { answerReceived, forgetAsk, isWaiting, listAsks, receivedFrom, storeAsk } from './asks.ts';
import { shownAnswers } from './colleague-entries.ts';
import { isBelieved } from './believed.ts';
import type { Exchange } from './exchange.ts';
import type { Firm, FirmAudience } from './firm.ts';
import { dueQuestions, mostRefreshed } from './due-questions.ts';
import { meaningOf, placeOf, targetOf } from './meaning.ts';
import type { Meant } from './meaning.ts';
import type { Membership } from './membership.ts';
import { notJoined } from './membership.ts';
import { sealOwnAsk } from './own-asks.ts';
import { waitFor } from './published.ts';
import { responsiblePartners } from './responsible.ts';
import { createSending } from './sending.ts';

interface AskingContext {
  readonly db: Writer;
  readonly membership: Membership;
  readonly exchange: (firm: Firm) => Exchange;
  readonly index: () => SearchIndex;
  readonly interactions: () => Interactions;
  /** Whom a round asks about by itself. */
  readonly wanted: () => readonly Asked[];
  readonly randomBytes: (size: number) => Buffer;
  /** Unix seconds. */
  readonly now: () => number;
}

export interface Asking {
  /** `keptOnly` asks nobody. */
  readonly who: (words: string, keptOnly: boolean) => Promise<Result<FirmWho>>;
  /** Whom an ask in these words would be about. */
  readonly about: (words: string) => string | null;
  readonly ask: (input: Input<'ask'>) => Promise<Result<AskMade>>;
  readonly made: () => AskMade[];
  readonly unask: (id: string) => Promise<Result<Record<string, never>>>;
  readonly answer: (input: Input<'answerAsk'>) => Promise<Result<Record<string, never>>>;
  /** Sends asks and offers that wait; null once none does. */
  readonly send: () => Promise<Failure | null>;
  /** Asks again for what is kept, so that what is no longer answered goes, and for some of what is wanted. */
  readonly refresh: () => Promise<Failure | null>;
}

interface Question {
  readonly lookup: string;
  readonly audience: FirmAudience;
  readonly target: Target;
  readonly asked: Asked;
  readonly askedAt: number;
}

const mostAbout = 24;
// Seconds in which an ask takes who answers for a client from the last lookup: one beside each ask would say which belong together.
const heardFor = 3600;

export function createAsking(context: AskingContext): Asking {
  const { db, membership, index, randomBytes, now } = context;
  // When each was last asked, by a round or by the user: by lookup key, in Unix seconds; kept nowhere else.
  const lastAsked = new Map<string, number>();
  const send = createSending({ ...context, clientsAbout });

  function made(): AskMade[] {
    const asks = listAsks(db, { now: now(), interactions: context.interactions() });
    const firm = membership.firm();
    const partners = firm === null ? null : responsiblePartners(firm, readAnswers(db, now()));
    return asks.map(({ domain, ...one }) => ({ ...one, partners: partners?.get(domain ?? '') ?? [] }));
  }

  function meaning(words: string): Meant | null {
    return meaningOf(db, index(), words, readAnswers(db, now()));
  }

  async function who(words: string, keptOnly: boolean): Promise<Result<FirmWho>> {
    const firm = membership.firm();
    if (firm === null) return notJoined;
    const askable = firm.colleagues.length;
    const meant = meaning(words);
    if (meant === null) return success({ about: [], answers: [], partners: [], kept: null, askable });
    const questions = questionsFor(firm, meant.targets.slice(0, mostAbout), now());
    const problem = keptOnly ? null : await lookUp(firm, questions);
    const answers = answersTo(questions);
    const partners = responsiblePartners(membership.firm() ?? firm, answers).get(placeOf(meant) ?? '') ?? [];
    return success({ about: [meant.about], answers: shownAnswers(db, answers), partners, kept: problem, askable });
  }

  function answersTo(questions: readonly Question[]): Answer[] {
    const lookups = new Set(questions.map(({ lookup }) => lookup));
    return readAnswers(db, now()).filter(({ lookup }) => lookups.has(lookup));
  }

  /** Those that have a normal form. */
  function known(all: readonly Asked[]): { target: Target; asked: Asked }[] {
    return all.flatMap((asked) => {
      const target = targetOf(asked);
      return target === null ? [] : [{ target, asked }];
    });
  }

  /** Each target under every audience this device is in, in every epoch that still holds. */
  function questionsFor(firm: Firm, about: readonly { target: Target; asked: Asked }[], askedAt: number): Question[] {
    return firm.audiences.flatMap((audience) => {
      const lookupOf = lookupKeys(audience.key);
      return about.map(({ target, asked }) => ({ lookup: lookupOf(target), audience, target, asked, askedAt }));
    });
  }

  /** Asks, believes what its owners have signed, and keeps it; null where it was answered. */
  async function lookUp(firm: Firm, questions: readonly Question[]): Promise<Failure | null> {
    if (questions.length === 0) return null;
    const exchange = context.exchange(firm);
    const found = await exchange.lookUp(questions.map(({ lookup }) => lookup));
    if (!found.ok) return found.error;
    const sent = questions.flatMap((question, i) => (found.value[i] ?? []).map((entry) => ({ question, entry })));
    let { signers } = firm.roster;
    const open = () => sent.map(({ question, entry }) => openOne(question, entry, signers));
    let opened = open();
    // Somebody may have joined since this computer last heard of the firm.
    if (opened.some((one) => !one.ok && one.refusal === 'signer_unknown')) {
      const documents = await exchange.documents();
      const heard = documents.ok ? membership.hear(documents.value, now()) : documents;
      if (heard.ok) ({ signers } = heard.value.roster);
      opened = open();
    }
    const seen = versionsSeen(db);
    const answers = opened.flatMap((one, i) => {
      const question = sent[i]?.question;
      if (!one.ok || question === undefined || !isBelieved(firm, question, one.value, seen)) return [];
      const { audience, lookup, asked, askedAt } = question;
      const { body, by, version, expires } = one.value;
      return [{ ...asked, lookup, signer: by, audience: audience.record.audience, body, version, expires, askedAt, fetchedAt: now() }];
    });
    storeAnswers(db, questions.map(({ lookup }) => lookup), answers);
    for (const { lookup } of questions) lastAsked.set(lookup, now());
    return null;
  } // prettier-ignore

  function openOne({ audience, target }: Question, sent: unknown, signers: Firm['roster']['signers']): Checked<OpenedEntry> {
    return openEntry(audience.key, target, sent, signers, dayOf(now() * 1000));
  } // prettier-ignore

  async function ask({ words, about, reason, neededBy: until }: Input<'ask'>): Promise<Result<AskMade>> {
    const firm = membership.firm();
    if (firm === null) return notJoined;
    const meant = meaning(words);
    if (meant === null)
      return failure('not_found', `Nobody is known as "${words}". Give an address, or "Jane Roe at acme.com", or a company's domain.`);
    if (about === undefined && !meant.exact)
      return failure('usage', `These words are taken for ${meant.about}. Nobody was asked: ask about exactly that, or give an address.`);
    if (about !== undefined && about !== meant.about)
      return failure('preview_stale', `These words now mean ${meant.about}. Nobody was asked: look again.`);
    const neededBy = Math.floor(Date.parse(until) / 1000);
    const own = { id: newId(randomBytes), about: meant.about, targets: meant.targets.map(({ target }) => target), reason, neededBy };
    // What cannot be sealed is never asked; what is kept until it is sent says whom it is about, and is sealed then.
    const sealed = sealOwnAsk(firm, own, [], randomBytes);
    if (!sealed.ok) return sealed;
    storeAsk(db, { ask: own.id, about: own.about, domain: placeOf(meant), reason, neededBy, waiting: JSON.stringify({ targets: own.targets }) }, now());
    await send();
    const kept = made().find(({ id }) => id === own.id);
    return kept === undefined ? failure('not_found', 'The ask is gone.') : success(kept);
  } // prettier-ignore

  async function unask(id: string): Promise<Result<Record<string, never>>> {
    const firm = membership.firm();
    if (firm === null) return notJoined;
    const waiting = isWaiting(db, id);
    if (waiting === undefined) return failure('not_found', 'This ask is gone already.');
    const taken = await context.exchange(firm).unask(id);
    if (!taken.ok && !waiting) return taken;
    // One that waited is not sent any more. Should it be on its way, or have arrived with the answer lost, it is taken back there.
    if (waiting) waitFor(db, 'ask', [id]);
    forgetAsk(db, id);
    return success({});
  }

  async function answer({ id, answer: said, words = '' }: Input<'answerAsk'>): Promise<Result<Record<string, never>>> {
    const firm = membership.firm();
    if (firm === null) return notJoined;
    const member = receivedFrom(db, id, now());
    if (member === undefined) return failure('not_found', 'This ask is no longer open.');
    if (said !== 'offer') {
      answerReceived(db, id, said, null);
      return success({});
    }
    const devices = firm.roster.devices.filter((device) => device.member === member);
    const { id: own, ...introducer } = firm.me;
    const body = { ask: id, introducer, member: own, words, issued: dayOf(now() * 1000) };
    const offers = sealOffer(firm.row.firm, body, devices, firm.signing, randomBytes);
    if (!offers.ok || offers.value.length === 0) return failure('not_found', 'Whoever asked is no longer in the firm.');
    answerReceived(db, id, 'offer', JSON.stringify(offers.value));
    await send();
    return success({});
  }

  /** Rows of the client list about these: looked up, but where they were just before. */
  async function clientsAbout(places: readonly Target[]): Promise<Result<Answer[]>> {
    const firm = membership.firm();
    if (firm === null) return notJoined;
    const about = places.map((target) => ({ target, asked: { email: null, name: null, domain: target.value } }));
    const questions = questionsFor(firm, about, now());
    const problem = await lookUp(firm, questions.filter(({ lookup }) => (lastAsked.get(lookup) ?? 0) < now() - heardFor));
    return problem === null ? success(answersTo(questions)) : { ok: false, error: problem };
  } // prettier-ignore

  async function refresh(): Promise<Failure | null> {
    const firm = membership.firm();
    if (firm === null) return null;
    const wanted = new Map(questionsFor(firm, known(context.wanted()), now()).map((question) => [question.lookup, question]));
    const kept = new Map(readAnswers(db, now()).map((one) => [one.lookup, one]));
    // The longest kept first: what is no longer answered is not kept for long, however many there are.
    const again = [...kept.values()]
      .sort((a, b) => a.fetchedAt - b.fetchedAt)
      .flatMap((one) => wanted.get(one.lookup) ?? questionAgain(firm, one) ?? [])
      .slice(0, mostRefreshed);
    const problem = await lookUp(firm, again);
    if (problem !== null) return problem;
    const due = dueQuestions([...wanted.keys()].filter((lookup) => !kept.has(lookup)), lastAsked, randomBytes);
    return lookUp(firm, due.flatMap((lookup) => wanted.get(lookup) ?? []));
  } // prettier-ignore

  /** Null under a key this device no longer holds. */
  function questionAgain(firm: Firm, kept: Answer): Question | null {
    const audience = firm.audiences.find(({ key, record }) => record.audience === kept.audience && isUnder(key, kept));
    const target = targetOf(kept);
    return audience === undefined || target === null ? null : { ...kept, audience, target, asked: kept };
  }

  function isUnder(key: FirmAudience['key'], { lookup, ...asked }: Answer): boolean {
    const target = targetOf(asked);
    return target !== null && lookupKeys(key)(target) === lookup;
  }

  return { who, about: (words) => meaning(words)?.about ?? null, ask, made, unask, answer, send, refresh };
}
