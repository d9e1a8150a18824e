/** One function for every method of the contract; each only gathers, calls its room, and says what changed. */
import type { z } from 'zod';
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import type { MethodName, Methods, Output } from './contract/methods.ts';
import type { ImportResult, RelationshipMap, Why } from './contract/shapes.ts';
import type { Writer } from './db/database.ts';
import type { EngineDeps } from './engine-types.ts';
import { proposeSides } from './briefing/side-proposals.ts';
import { today } from './briefing/today.ts';
import { findPerson } from './find-person.ts';
import { relationshipMap } from './graph/map.ts';
import { who } from './graph/who.ts';
import {
  decideOwnAddress,
  decideProposal,
  decideSides,
  mergePeople,
  setSide,
  splitPerson,
  spoke,
} from './identity/acts.ts';
import { eraseEverything, erasePerson } from './identity/erase.ts';
import { interactionsOf } from './interactions-of.ts';
import {
  listPeople,
  listProposals,
  listTies,
  namesOf,
  organisationOf,
  personRows,
  seenWith,
  tiesFromRanked,
} from './people-queries.ts';
import { writeSetting } from './db/settings.ts';
import type { Standings } from './standings.ts';
import { diagnose, listSkipped, readStatus } from './status.ts';
import { explain } from './strength/explain.ts';
import { historyOf } from './strength/history.ts';
import type { StrengthModel } from './strength/model.ts';
import { noTie, rankTies, tieOf } from './strength/ties.ts';

export interface HandlerContext {
  readonly db: Writer;
  readonly deps: EngineDeps;
  /** Unix seconds. */
  readonly now: () => number;
  readonly model: StrengthModel;
  readonly standings: Standings;
  readonly changed: () => void;
  readonly importing: () => boolean;
  readonly cancelImport: () => void;
  readonly addPassphrase: (passphrase: string) => Answer<null>;
  readonly importSample: () => Promise<Result<ImportResult>>;
}

type Parsed<M extends MethodName> = z.output<Methods[M]['input']>;
type Answer<T> = Result<T> | Promise<Result<T>>;
export type Handlers = { [M in MethodName]: (input: Parsed<M>) => Answer<Output<M>> };

export function createHandlers(context: HandlerContext): Handlers {
  const { db, deps, model, standings, now } = context;
  // The maps last shown: the next ones leave people where they were.
  const maps = new Map<number, RelationshipMap>();

  /** Runs an act of the user, then works out what follows from it. */
  function act<T>(run: () => Result<T>): Result<T> {
    if (context.importing()) return failure('busy', 'Wait until the import has ended.');
    standings.markStale();
    const result = run();
    standings.refresh();
    context.changed();
    return result;
  }

  function fresh<T>(ask: () => T): T {
    standings.ensureFresh();
    return ask();
  }

  return {
    status: () => success(readStatus(db, deps.paths.data, context.importing())),
    ties: ({ limit, asOf }) =>
      fresh(() => {
        if (asOf === undefined) return success(listTies(db, limit));
        const { interactions, people } = standings.loaded();
        const ranked = rankTies(interactions, people, model, Date.parse(asOf) / 1000);
        return success(tiesFromRanked(db, ranked, limit));
      }),
    people: ({ query, limit, offset }) =>
      fresh(() => {
        const found = query.trim() === '' ? null : standings.index().search(query);
        const people = found?.flatMap(({ kind, id }) => (kind === 'person' ? [id] : [])) ?? null;
        return success(listPeople(db, people, { limit, offset }));
      }),
    who: ({ words }) => fresh(() => success(who(db, standings.index(), words, now()))),
    why: ({ person, limit }) => fresh(() => why(context, person, limit)),
    today: () => fresh(() => success(today(db, { ...standings.loaded(), model }, now()))),
    history: ({ person }) => fresh(() => success(historyOf(standings.loaded().interactions, person, model, now()))),
    organisation: ({ id }) =>
      fresh(() => {
        const found = organisationOf(db, id);
        if (found === null) return failure('not_found', 'There is no such organisation.');
        return success({ ...found, linkedInOnly: standings.index().connections.atCompanies([found.name]) });
      }),
    findPerson: ({ text }) => fresh(() => findPerson(db, standings.index(), text)),
    doctor: () => success(diagnose(db, deps.paths)),
    skipped: ({ reason, limit }) => success(listSkipped(db, reason ?? null, limit)),
    map: ({ limit }) =>
      fresh(() => {
        const map = standings.cached(`map ${limit}`, () => relationshipMap(db, limit, maps.get(limit)));
        maps.set(limit, map);
        return success(map);
      }),
    proposals: () => fresh(() => success(listProposals(db))),
    decideProposal: ({ a, b, same }) => act(() => decideProposal(db, a, b, same, now())),
    sideProposals: () =>
      fresh(() => {
        const { interactions, people } = standings.loaded();
        return success(proposeSides(db, interactions, people, now()));
      }),
    decideSides: ({ people, side, accept }) => act(() => decideSides(db, people, side, accept)),
    mergePeople: ({ keep, absorb }) => act(() => mergePeople(db, keep, absorb, now())),
    splitPerson: ({ person, address }) => act(() => splitPerson(db, person, address, now())),
    setSide: ({ person, side }) => act(() => setSide(db, person, side)),
    spoke: ({ person, on }) => act(() => spoke(db, person, on ?? new Date(deps.now()).toISOString().slice(0, 10))),
    erasePerson: ({ person }) => act(() => erasePerson(db, person, deps.randomBytes)),
    eraseEverything: () => act(() => eraseEverything(db)),
    decideOwnAddress: ({ email, own }) => act(() => decideOwnAddress(db, email, own)),
    decideSubjects: ({ keep }) => {
      writeSetting(db, 'subjects', keep ? 'yes' : 'no');
      context.changed();
      return success({});
    },
    addPassphrase: async ({ passphrase }) => {
      const added = await context.addPassphrase(passphrase);
      if (!added.ok) return added;
      context.changed();
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
function why({ db, standings, model, now }: HandlerContext, person: number, limit: number): Result<Why> {
  const row = personRows(db, [person]).get(person);
  if (row === undefined) return failure('not_found', 'There is no such person.');
  const { interactions } = standings.loaded();
  const tie = tieOf(interactions, person, model, now()) ?? noTie(person);
  return success({
    tie: row,
    ...explain(interactions, tie, model, now()),
    interactions: interactionsOf(db, person, limit),
    names: namesOf(db, person),
    seenWith: seenWith(db, person),
  });
}
