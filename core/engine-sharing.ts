/** Sharing in the engine: what belongs together of it, and a round with the firm exchange every few minutes. */
import { hostOf } from './accounts/hosts.ts';
import { createBox } from './accounts/sealed.ts';
import { failure, success } from './contract/errors.ts';
import type { Failure, Result } from './contract/errors.ts';
import type { Input, Output } from './contract/methods.ts';
import type { SideProposal } from './contract/shapes.ts';
import type { Writer } from './db/database.ts';
import { readSetting } from './db/settings.ts';
import type { EngineDeps } from './engine-types.ts';
import { toText } from './exchange/encoding.ts';
import type { ColleagueEntry, OfFirm } from './graph/colleagues.ts';
import type { Remotes } from './remote/remotes.ts';
import { loadEverywhere } from './opportunities/places.ts';
import { pursuitQuestions } from './opportunities/questions.ts';
import { readAnswers } from './sharing/answers.ts';
import { createAsking } from './sharing/asking.ts';
import type { Asking } from './sharing/asking.ts';
import { closeClient } from './sharing/clients.ts';
import { colleagueEntries } from './sharing/colleague-entries.ts';
import { exchangeOver, isTurnedAway } from './sharing/exchange-calls.ts';
import { readOwnList } from './sharing/exclusions.ts';
import type { Firm } from './sharing/firm.ts';
import { firmOrigin, forgetFirm, keptOfSharing } from './sharing/firm-rows.ts';
import { domainOf } from './sharing/grants.ts';
import { joinFirm } from './sharing/joining.ts';
import { createMembership, notJoined } from './sharing/membership.ts';
import type { Membership } from './sharing/membership.ts';
import type { Known } from './sharing/payload.ts';
import { readTold, readWaiting } from './sharing/published.ts';
import { createPolling } from './sharing/polling.ts';
import type { Polling } from './sharing/polling.ts';
import { createPublishing } from './sharing/publish.ts';
import type { Publishing } from './sharing/publish.ts';
import { forgetColleagues, isRemoved } from './sharing/removed.ts';
import { createDeviceMatchers, namedPartners, responsiblePartners } from './sharing/responsible.ts';
import { round } from './sharing/round.ts';
import type { Standings } from './standings.ts';
import type { Interactions } from './strength/interactions.ts';

export interface EngineSharing {
  readonly membership: Membership;
  readonly publishing: Publishing;
  readonly asking: Asking;
  readonly polling: Polling;
  readonly known: () => Known[];
  /** Asks with standings as of now. */
  readonly fresh: <T>(ask: () => T) => T;
  readonly join: (input: Input<'joinFirm'>) => Promise<Result<Output<'joinFirm'>>>;
  readonly leave: (anyway: boolean | undefined) => Promise<Result<Record<string, never>>>;
  readonly closeClient: (organisation: number, closed: boolean) => Promise<Result<Record<string, never>>>;
  /** Before other data takes the place of this: nothing may stay told that it does not know of. */
  readonly stopAll: () => Promise<Failure | null>;
  /** What may no longer be told goes, at the exchange too as soon as it can be reached. */
  readonly settle: () => void;
  /** What colleagues have shared, for paths. */
  readonly colleagues: () => readonly ColleagueEntry[];
  /** The same with who answers for which client, for pursuits. */
  readonly ofFirm: () => OfFirm;
  /** One round; null where all went well, 'none' where no firm was joined. */
  readonly sync: () => Promise<Failure | null | 'none'>;
  readonly problem: () => Failure | null;
  /** The firm has removed this member, or this computer, as far as is known. */
  readonly hasEnded: (firm: Firm) => boolean;
  readonly start: () => void;
  readonly close: () => Promise<void>;
}

interface EngineSharingContext {
  readonly db: Writer;
  readonly deps: EngineDeps;
  /** Of the data folder. */
  readonly key: Buffer;
  readonly remotes: Remotes;
  readonly standings: Standings;
  readonly asides: () => readonly SideProposal[];
  /** Standings are behind and follow by themselves. */
  readonly isStill: () => boolean;
  /** This host may be reached from now on, beside those of accounts; null for none. */
  readonly visit: (host: string | null) => void;
  /** A round is over, whether or not it changed anything. */
  readonly looked: () => void;
  readonly changed: () => void;
  /** The user's words here were changed by what they said on another computer. */
  readonly saidElsewhere: () => void;
}

const nothingShared: OfFirm = { entries: [], partners: new Map() };

// Milliseconds between two rounds.
const every = 300_000;

export function createEngineSharing(context: EngineSharingContext): EngineSharing {
  const { db, deps, standings, asides } = context;
  const { randomBytes } = deps;
  const now = (): number => Math.floor(deps.now() / 1000);
  const membership = createMembership(db, createBox(context.key, randomBytes, 'firm secrets'));
  const isOffline = (): boolean => readSetting(db, 'offline') === 'yes';
  const call: Remotes['exchange'] = async (some) =>
    isClosed || isOffline()
      ? failure('offline', 'Warmpath is offline: nothing was asked.')
      : context.remotes.exchange(some);
  const exchange = (firm: Firm) =>
    exchangeOver(
      async (some) => {
        const answered = await call(some);
        if (answered.ok && isTurnedAway(answered.value)) {
          forgetColleagues(db, firm, now());
          turnedAway = firm.signing.fingerprint;
        }
        return answered;
      },
      firm,
      randomBytes,
    );
  const shared = { db, membership, exchange, randomBytes, now };
  const publishing = createPublishing({ ...shared, asides, saidElsewhere: context.saidElsewhere });
  const interactions = (): Interactions => standings.loaded().interactions;
  const asking = createAsking({
    ...shared,
    index: () => standings.index(),
    interactions,
    wanted: () =>
      pursuitQuestions(
        db,
        standings.cached('everywhere', () => loadEverywhere(db)),
      ),
  });
  const polling = createPolling({ ...shared, interactions });
  const deviceMatchers = createDeviceMatchers();
  const hasEnded = (firm: Firm): boolean => isRemoved(firm) || turnedAway === firm.signing.fingerprint;
  // The key of this device, once the exchange knows it no more.
  let turnedAway: string | null = null;
  let problem: Failure | null = null;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<Failure | null | 'none'> = Promise.resolve('none');
  let isClosed = false;

  /** The host of the firm's exchange, as long as there is one. */
  function allow(): void {
    const origin = firmOrigin(db);
    context.visit(origin === null ? null : hostOf(origin));
  }
  allow();

  function fresh<T>(ask: () => T): T {
    if (!context.isStill()) standings.ensureFresh();
    return ask();
  }

  const sync = (): Promise<Failure | null | 'none'> =>
    (running = running.then(async () => {
      if (isClosed || membership.firm() === null) return 'none';
      const before = keptOfSharing(db);
      problem = await round({ ...shared, publishing, asking, polling, deviceMatchers, interactions, asides });
      if (isClosed) return problem;
      context.looked();
      if (keptOfSharing(db) !== before) context.changed();
      return problem;
    }));

  function ofFirm(): OfFirm {
    const firm = membership.firm();
    if (firm === null) return nothingShared;
    const answers = readAnswers(db, now());
    // The same as long as neither the answers nor the user's own people change, so that what paths remember of them is not lost.
    const said = JSON.stringify([answers.map(({ lookup, signer, version }) => [lookup, signer, version]), firm.me, firm.colleagues]);
    const last = standings.cached('of the firm', () => ({ said: '', shared: nothingShared }));
    if (last.said !== said) {
      last.said = said;
      last.shared = {
        entries: colleagueEntries(db, answers, firm.colleagues),
        partners: namedPartners(responsiblePartners(firm, answers)),
      };
    }
    return last.shared;
  } // prettier-ignore

  function after(milliseconds: number): void {
    timer = setTimeout(() => {
      void sync().finally(() => {
        if (!isClosed) after(every);
      });
    }, milliseconds);
    timer.unref();
  }

  function settle(): void {
    const isDue = publishing.isListDue();
    if (publishing.settle() === 0 && readWaiting(db).length === 0 && !isDue) return;
    // Not waited for: the window never waits for the network, and what could not be deleted now is with the next round.
    running = running.then(async () => {
      if (isClosed) return problem;
      const before = isDue ? keptOfSharing(db) : null;
      problem = await publishing.push();
      if (isDue) problem ??= await publishing.hearElsewhere();
      if (before !== null && keptOfSharing(db) !== before) context.changed();
      return problem;
    });
  }

  return {
    membership,
    publishing,
    asking,
    polling,
    known: () => membership.known(asides()),
    fresh,
    async join(input) {
      const before = membership.firm();
      // Whether that still holds only the exchange can say.
      if (before !== null) await exchange(before).mine(false);
      if (before !== null && !hasEnded(before))
        return failure('usage', 'You have joined a firm exchange already. Leave it first.');
      const joined = await joinFirm(input, { call, randomBytes, now, visit: context.visit });
      if (!joined.ok) {
        allow();
        return joined;
      }
      // What is left of another firm, or of another computer's data, is not this one's.
      forgetFirm(db);
      const firm = membership.join(joined.value);
      allow();
      if (!firm.ok) return firm;
      await sync();
      return success({ again: before !== null });
    },
    async leave(anyway = false) {
      const firm = membership.firm();
      if (firm === null) return notJoined;
      const left = await exchange(firm).withdraw('all', toText(randomBytes(16)));
      // Whoever was removed has nothing there any more.
      if (!left.ok && !anyway && !hasEnded(firm)) return left;
      // The user's other computers take over what is no longer said there. Where it stays they go on keeping to it.
      const told = readOwnList(db);
      if (left.ok && told !== null) await exchange(firm).exclude({ version: told.version + 1, lists: [] });
      forgetFirm(db);
      membership.forget();
      allow();
      return success({});
    },
    async closeClient(organisation, closed) {
      const firm = membership.firm();
      if (firm === null) return notJoined;
      const done = await closeClient(firm, exchange(firm), domainOf(db, organisation) ?? '', closed, randomBytes);
      if (!done.ok) return done;
      const clients = await exchange(firm).clients();
      // It is done; how it stands is heard again with the next round, where it cannot be now.
      if (clients.ok) membership.hearClients(clients.value);
      return done;
    },
    async stopAll() {
      if (membership.firm() === null || (readTold(db).length === 0 && readWaiting(db).length === 0)) return null;
      publishing.stop({ kind: 'all' });
      return publishing.push();
    },
    settle,
    colleagues: () => ofFirm().entries,
    ofFirm,
    sync,
    problem: () => problem,
    hasEnded,
    start() {
      if (timer === null) after(0);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer ?? undefined);
      await running;
    },
  };
}
