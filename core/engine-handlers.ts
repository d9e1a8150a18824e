/** One function for every method of the contract; each only gathers, calls its room, and says what changed. */
import type { z } from 'zod';
import type { Account } from './contract/accounts.ts';
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import type { MethodName, Methods, Output } from './contract/methods.ts';
import type { RestoredBackup } from './contract/kept.ts';
import type { ImportResult, Why } from './contract/shapes.ts';
import type { Writer } from './db/database.ts';
import { readSetting } from './db/settings.ts';
import type { AccountHandlers } from './account-handlers.ts';
import type { EngineDeps } from './engine-types.ts';
import { briefingHandlers, proposedSidesOf } from './briefing-handlers.ts';
import type { PopupPlan } from './contract/briefing.ts';
import { isoDate, isoTime } from './contract/iso.ts';
import { exportPerson } from './export-person.ts';
import { findAnybody, findPerson } from './find-person.ts';
import { relationshipMap } from './graph/map.ts';
import { who } from './graph/who.ts';
import {
  decideOwnAddress,
  decideProposal,
  decideSides,
  mergePeople,
  setSide,
  splitPerson,
  setTitle,
  spoke,
  keepPrivate,
  knowWell,
  peopleOfAddresses,
} from './identity/acts.ts';
import { eraseEverything, erasePerson, erasePreview } from './identity/erase.ts';
import type { Undo } from './identity/undo.ts';
import { wordOn } from './identity/word.ts';
import { interactionsOf } from './interactions-of.ts';
import {
  listProposals,
  listTies,
  namesOf,
  organisationOf,
  personRows,
  seenWith,
  tiesFromRanked,
  titleOf,
} from './people-queries.ts';
import { diagnostics } from './diagnostics.ts';
import { settingsHandlers } from './settings-handlers.ts';
import type { EngineSharing } from './engine-sharing.ts';
import { sharingHandlers } from './sharing-handlers.ts';
import type { Standings } from './standings.ts';
import { opportunityHandlers } from './opportunity-handlers.ts';
import { pollHandlers } from './poll-handlers.ts';
import { pathOfSource } from './retention/sources.ts';
import { peopleInOrder, peoplePage } from './people-list.ts';
import { diagnose, listSkipped, readStatus } from './status.ts';
import { explain } from './strength/explain.ts';
import { endedProject } from './strength/ended-project.ts';
import { endingsOf } from './strength/endings.ts';
import type { Ending } from './strength/endings.ts';
import { historyOf } from './strength/history.ts';
import { judgementOf } from './strength/judgement.ts';
import { pastOf } from './strength/past.ts';
import { besideEnding, noTie, rankTies, tieOf } from './strength/ties.ts';

interface HandlerContext {
  readonly db: Writer;
  readonly deps: EngineDeps;
  /** Unix seconds. */
  readonly now: () => number;
  readonly standings: Standings;
  readonly undo: Undo;
  readonly changed: () => void;
  readonly importing: () => boolean;
  readonly cancelImport: () => void;
  readonly addPassphrase: (passphrase: string) => Answer<null>;
  readonly importPath: (path: string) => Promise<Result<ImportResult>>;
  readonly restoreBackup: (id: string) => Promise<Result<RestoredBackup>>;
  readonly dropBackup: (id?: string) => void;
  readonly importSample: () => Promise<Result<ImportResult>>;
  readonly accounts: AccountHandlers;
  readonly accountsNow: () => readonly Account[];
  readonly sharing: EngineSharing;
  readonly plan: () => PopupPlan;
  /** Standings are behind and follow by themselves. */
  readonly isPending: () => boolean;
}

type Parsed<M extends MethodName> = z.output<Methods[M]['input']>;
type Answer<T> = Result<T> | Promise<Result<T>>;
export type Handlers = { [M in MethodName]: (input: Parsed<M>) => Answer<Output<M>> };

export function createHandlers(context: HandlerContext): Handlers {
  const { db, deps, standings, undo, now, sharing } = context;
  function unlessImporting<T>(run: () => Result<T>): Result<T> {
    return context.importing() ? failure('busy', 'Wait until the import has ended.') : run();
  }

  /** Runs an act that changes what was counted, then works out what follows from it. */
  function act<T>(run: () => Result<T>): Result<T> {
    return unlessImporting(() => {
      standings.markStale();
      const result = run();
      standings.refresh();
      sharing.settle();
      context.changed();
      return result;
    });
  }

  /** An act after which nothing before it can be taken back. */
  function actForGood<T>(run: () => Result<T>): Result<T> {
    const done = act(run);
    if (done.ok) undo.forget();
    return done;
  }

  /** The same, and a backup that was opened before would bring back what goes. */
  function eraseForGood<T>(run: () => Result<T>): Result<T> {
    const done = actForGood(run);
    if (done.ok) context.dropBackup();
    return done;
  }

  /** An act on these people that can be taken back. */
  function say<T>(people: readonly number[], run: () => Result<T>): Result<T> {
    return act(() => undo.remembering(people, run));
  }

  /** The same where nothing is counted anew. */
  function label<T>(people: readonly number[], run: () => Result<T>): Result<T> {
    return unlessImporting(() => {
      const result = undo.remembering(people, run);
      standings.relabel();
      sharing.settle();
      context.changed();
      return result;
    });
  }

  /** The same where nothing is gathered anew either. */
  function note<T>(run: () => Result<T>): Result<T> {
    return unlessImporting(() => {
      const result = undo.remembering([], run);
      context.changed();
      return result;
    });
  }

  // While an import runs it says itself when standings are worked out: its evidence is never complete before the end.
  function fresh<T>(ask: () => T): T {
    if (!context.importing() && !context.isPending()) standings.ensureFresh();
    return ask();
  }

  const endings = (): ReadonlyMap<number, Ending> =>
    standings.cached('endings', () => endingsOf(standings.loaded().interactions, now()));

  return {
    status: () => success(readStatus(db, deps.paths.data, context.importing())),
    ties: ({ limit, asOf }) =>
      fresh(() => {
        if (asOf === undefined) return success(listTies(db, limit));
        const { interactions, people } = standings.loaded();
        const at = Date.parse(asOf) / 1000;
        const ranked = rankTies(interactions, people, standings.calibrationAt(at).model, at);
        return success(tiesFromRanked(db, ranked, limit));
      }),
    people: ({ query, filter, order, limit, offset }) =>
      fresh(() => {
        const asked = { filter, order, now: now() };
        // Everybody is paged through, what a search finds is not.
        const found =
          query.trim() === ''
            ? standings.cached(`people ${JSON.stringify([filter, order])}`, () =>
                peopleInOrder(db, { ...asked, matching: null }),
              )
            : peopleInOrder(db, { ...asked, matching: standings.index().people(query) });
        return success(peoplePage(db, found, limit, offset));
      }),
    find: ({ words, limit }) => fresh(() => success(findAnybody(db, standings.index(), words, limit))),
    who: ({ words }) =>
      fresh(() => success(who(db, standings.index(), standings.reach(), words, now(), sharing.ofFirm()))),
    why: ({ person, limit }) => fresh(() => why(context, endings().get(person), person, limit)),
    evidence: ({ person, part, limit }) =>
      fresh(() => {
        const { answers } = standings.calibrationAt(now());
        const { behind } = pastOf(standings.loaded().interactions, person, now(), answers);
        return success(interactionsOf(db, person, limit, behind[part]));
      }),
    judgement: () => fresh(() => success(judgementOf(standings.calibrationAt(now())))),
    history: ({ person }) =>
      fresh(() =>
        success(historyOf(standings.loaded().interactions, person, standings.calibrationAt(now()).model, now())),
      ),
    organisation: ({ id }) =>
      fresh(() => {
        const found = organisationOf(db, id);
        if (found === null) return failure('not_found', 'There is no such organisation.');
        return success({ ...found, linkedInOnly: standings.index().connections.atCompanies([found.name]) });
      }),
    findPerson: ({ text }) => fresh(() => findPerson(db, standings.index(), text)),
    doctor: () => success(diagnose(db, deps.paths)),
    diagnostics: () => success({ text: diagnostics(db, diagnose(db, deps.paths)) }),
    skipped: ({ reason, limit }) => success(listSkipped(db, reason ?? null, limit)),
    map: ({ limit }) => fresh(() => success(standings.cached(`map ${limit}`, () => relationshipMap(db, limit)))),
    proposals: () => fresh(() => success(listProposals(db))),
    decideProposal: ({ a, b, same }) => say(peopleOfAddresses(db, [a, b]), () => decideProposal(db, a, b, same, now())),
    decideSides: ({ people, side, accept }) => label(people, () => decideSides(db, people, side, accept)),
    mergePeople: ({ keep, absorb }) => say([keep, absorb], () => mergePeople(db, keep, absorb, now())),
    splitPerson: ({ person, address }) => say([person], () => splitPerson(db, person, address, now())),
    setSide: ({ people, side }) => label(people, () => setSide(db, people, side)),
    keepPrivate: ({ people, keep }) =>
      label(people, () => {
        if (keep) people.forEach((person) => sharing.publishing.waitForAbout({ kind: 'person', person }));
        return keepPrivate(db, people, keep);
      }),
    setTitle: ({ person, title }) => say([person], () => setTitle(db, person, title.trim(), now())),
    spoke: ({ person, on }) => say([person], () => spoke(db, person, on ?? isoDate(now()))),
    knowWell: ({ person, well }) => label([person], () => knowWell(db, person, well ? isoDate(now()) : null)),
    undo: () =>
      act(() => (undo.takeBack() ? success({}) : failure('usage', 'There is nothing that can be taken back.'))),
    exportPerson: ({ person }) =>
      fresh(() => {
        const pieces = exportPerson(db, person);
        return pieces.ok ? success({ text: [...pieces.value].join('') }) : pieces;
      }),
    erasePreview: ({ person }) => fresh(() => erasePreview(db, person)),
    erasePerson: ({ person }) =>
      eraseForGood(() => {
        sharing.publishing.waitForAbout({ kind: 'person', person });
        return erasePerson(db, person, deps.randomBytes);
      }),
    eraseEverything: async () => {
      // Without its keys this computer could never delete what it shares: that goes first.
      const left = await sharing.leave(false);
      if (!left.ok && left.error.code !== 'not_joined') return left;
      const erased = eraseForGood(() => eraseEverything(db));
      if (erased.ok) await context.accounts.setOffline({ offline: false });
      return erased;
    },
    decideOwnAddress: ({ email, own }) => actForGood(() => decideOwnAddress(db, email, own)),
    ...context.accounts,
    syncNow: async () => {
      const looked = await context.accounts.syncNow({});
      await sharing.sync();
      return looked;
    },
    ...briefingHandlers({
      ...context,
      fresh,
      label,
      endings,
      colleagues: sharing.colleagues,
      why: (person) => why(context, endings().get(person), person, 0),
    }),
    ...opportunityHandlers({
      db,
      now,
      standings,
      fresh,
      note,
      importing: context.importing,
      accounts: context.accountsNow,
      aside: () => proposedSidesOf(db, standings, now()).map(({ person }) => person),
      ofFirm: sharing.ofFirm,
      practice: () => readSetting(db, 'practice') ?? sharing.membership.firm()?.me.practice ?? null,
    }),
    ...settingsHandlers({ ...context, unlessImporting, actForGood }),
    ...sharingHandlers({ ...context, unlessImporting }),
    ...pollHandlers(context),
    addPassphrase: async ({ passphrase }) => {
      const added = await context.addPassphrase(passphrase);
      if (!added.ok) return added;
      context.changed();
      return success({});
    },
    readAgain: ({ id }) => {
      const path = pathOfSource(db, id);
      return path.ok ? context.importPath(path.value) : path;
    },
    restoreBackup: async ({ id }) => {
      // What a backup does not know of could never be stopped by it.
      const problem = context.importing() ? null : await sharing.stopAll();
      return problem === null ? context.restoreBackup(id) : { ok: false, error: problem };
    },
    dropBackup: ({ id }) => {
      context.dropBackup(id);
      return success({});
    },
    importSample: () => context.importSample(),
    cancelImport: () => {
      context.cancelImport();
      return success({});
    },
  };
}

/** The standing of one person with everything behind it. */
function why(
  { db, standings, now }: HandlerContext,
  ending: Ending | undefined,
  person: number,
  limit: number,
): Result<Why> {
  const row = personRows(db, [person]).get(person);
  if (row === undefined) return failure('not_found', 'There is no such person.');
  const { interactions } = standings.loaded();
  const calibration = standings.calibrationAt(now());
  const tie = besideEnding(tieOf(interactions, person, calibration.model, now()) ?? noTie(person), ending);
  return success({
    tie: row,
    ...explain(interactions, tie, calibration, now(), endedProject(db, person, ending)),
    peak: tie.peak && { at: isoTime(tie.peak.at), band: tie.peak.band },
    word: wordOn(db, person),
    interactions: interactionsOf(db, person, limit),
    names: namesOf(db, person),
    title: titleOf(db, person),
    seenWith: seenWith(db, person),
  });
}
