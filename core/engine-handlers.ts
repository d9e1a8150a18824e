/** One function for every method of the contract; each only gathers, calls its room, and says what changed. */
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import type { MethodName, Methods, Output } from './contract/methods.ts';
import type { ImportResult, Why } from './contract/shapes.ts';
import type { z } from 'zod';
import type { Writer } from './db/database.ts';
import { statement } from './db/open.ts';
import type { EngineDeps } from './engine-types.ts';
import { relationshipMap } from './graph/map.ts';
import { who } from './graph/who.ts';
import {
  decideOwnAddress,
  decideProposal,
  eraseEverything,
  erasePerson,
  mergePeople,
  setSide,
  splitPerson,
  spoke,
} from './identity/acts.ts';
import {
  evidenceOf,
  listPeople,
  listProposals,
  listTies,
  namesOf,
  personRow,
  seenWith,
  tiesFromRows,
} from './people-queries.ts';
import { readSetting, writeSetting } from './settings.ts';
import type { Standings } from './standings.ts';
import { explainPerson } from './strength/explain.ts';
import { rankTies } from './strength/ties.ts';

export interface HandlerContext {
  readonly db: Writer;
  readonly deps: EngineDeps;
  /** Unix seconds. */
  readonly now: () => number;
  readonly standings: Standings;
  readonly changed: () => void;
  readonly importing: () => boolean;
  readonly cancelImport: () => void;
  readonly importSample: () => Promise<Result<ImportResult>>;
}

type Parsed<M extends MethodName> = z.output<Methods[M]['input']>;
type Answer<T> = Result<T> | Promise<Result<T>>;
export type Handlers = { [M in MethodName]: (input: Parsed<M>) => Answer<Output<M>> };

export function createHandlers(context: HandlerContext): Handlers {
  const { db, standings, now } = context;

  /** Runs an act of the user, then works out what follows from it. */
  function act<T>(run: () => Result<T>): Result<T> {
    if (context.importing()) return failure('busy', 'Wait until the import has ended.');
    standings.markStale();
    const result = run();
    standings.refresh();
    context.changed();
    return result;
  }
  const done = success({});
  const fresh = <T>(ask: () => T): T => {
    standings.ensureFresh();
    return ask();
  };

  return {
    status: () => success(readStatus(context)),
    ties: ({ limit, asOf }) =>
      fresh(() => {
        if (asOf === undefined) return success(listTies(db, limit));
        const { evidence, people } = standings.loaded();
        return success(tiesFromRows(db, rankTies(evidence, people, context.model, Date.parse(asOf) / 1000), limit));
      }),
    people: (input) => fresh(() => success(listPeople(db, input))),
    who: ({ words }) => fresh(() => success(who(db, standings.index(), words, now()))),
    why: ({ person, limit }) => fresh(() => explain(context, person, limit)),
    map: ({ limit }) => fresh(() => success(standings.cached(`map ${limit}`, () => relationshipMap(db, limit)))),
    proposals: () => fresh(() => success(listProposals(db))),
    decideProposal: ({ a, b, same }) => act(() => decideProposal(db, a, b, same, now())),
    mergePeople: ({ keep, absorb }) => act(() => mergePeople(db, keep, absorb, now())),
    splitPerson: ({ person, address }) => act(() => splitPerson(db, person, address, now())),
    setSide: ({ person, side }) => act(() => setSide(db, person, side)),
    spoke: ({ person, on }) =>
      act(() => spoke(db, person, on ?? new Date(context.deps.now()).toISOString().slice(0, 10))),
    erasePerson: ({ person }) => act(() => erasePerson(db, person, context.deps.randomBytes)),
    eraseEverything: () => act(() => eraseEverything(db)),
    decideOwnAddress: ({ email, own }) => act(() => decideOwnAddress(db, email, own)),
    decideSubjects: ({ keep }) => {
      writeSetting(db, 'subjects', keep ? 'yes' : 'no');
      context.changed();
      return done;
    },
    importSample: () => context.importSample(),
    cancelImport: () => {
      context.cancelImport();
      return done;
    },
  };
}
