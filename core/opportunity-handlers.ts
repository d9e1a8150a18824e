/** The methods of pursuits: lists in and out, how they stand, and the audit of those that were lost. */
import type { Account } from './contract/accounts.ts';
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import { isoDate } from './contract/iso.ts';
import type { Input } from './contract/methods.ts';
import type { Audit } from './contract/opportunities.ts';
import type { Writer } from './db/database.ts';
import type { Handlers } from './engine-handlers.ts';
import { withColleagues } from './graph/colleagues.ts';
import type { OfFirm } from './graph/colleagues.ts';
import { neverOf } from './identity/word.ts';
import { interactionsOf } from './interactions-of.ts';
import { looksBack, pastOf } from './looks-back.ts';
import { auditCsv, tellAudit, withoutNames } from './opportunities/audit-report.ts';
import { clientsOf } from './opportunities/clients.ts';
import { crossSell } from './opportunities/cross-sell.ts';
import { latestDay } from './opportunities/days.ts';
import { pursuitDetails } from './opportunities/details.ts';
import { keepList, previewList, readList } from './opportunities/import-list.ts';
import { mondayOf, mondaySheet, pursuitsCsv } from './opportunities/monday.ts';
import { observe } from './opportunities/observe.ts';
import { readLine } from './opportunities/one-line.ts';
import { loadEverywhere, loadPlaces } from './opportunities/places.ts';
import type { Everywhere, Places } from './opportunities/places.ts';
import { decidePursuit, dropPursuit, keepPursuits, loadPursuits } from './opportunities/pursuits.ts';
import type { KeptPursuit } from './opportunities/pursuits.ts';
import { loadBands, standingOf } from './opportunities/standing.ts';
import type { Standing, StandingInput } from './opportunities/standing.ts';
import { wayNews } from './opportunities/tell-way-news.ts';
import { dismissWayNews } from './opportunities/way-news-rows.ts';
import type { Standings } from './standings.ts';
import { interactionKind, touchNoon } from './strength/interactions.ts';

interface OpportunityContext {
  readonly db: Writer;
  /** Unix seconds. */
  readonly now: () => number;
  readonly standings: Standings;
  readonly fresh: <T>(ask: () => T) => T;
  /** What the firm has answered. */
  readonly ofFirm: () => OfFirm;
  /** The user's own, as they say or as the firm knows them. */
  readonly practice: () => string | null;
  readonly importing: () => boolean;
  readonly accounts: () => readonly Account[];
  /** Whom a pattern shows on a side that is no relationship. */
  readonly aside: () => readonly number[];
  /** An act that can be taken back and after which nothing is counted or gathered anew. */
  readonly note: <T>(run: () => Result<T>) => Result<T>;
}

type OpportunityMethod =
  | 'previewPursuits'
  | 'importPursuits'
  | 'addPursuit'
  | 'dropPursuit'
  | 'decidePursuit'
  | 'wayNews'
  | 'dismissWayNews'
  | 'pursuits'
  | 'pursuit'
  | 'pursuitsCsv'
  | 'audit'
  | 'auditCsv'
  | 'auditEvidence'
  | 'monday'
  | 'crossSell';

const week = 7 * 86_400;
const shownEvidence = 50;
const noPursuit = failure('not_found', 'There is no such pursuit.');
const noFuture = failure('usage', 'This day is still to come: give the day on which they were lost.');
const noNews = failure('not_found', 'Nothing was said of it.');

export function opportunityHandlers(context: OpportunityContext): Pick<Handlers, OpportunityMethod> {
  const { db, now, standings, fresh, ofFirm, note } = context;

  const everywhere = (): Everywhere => standings.cached('everywhere', () => loadEverywhere(db));
  const placesOf = (pursuits: readonly KeptPursuit[]): Places => loadPlaces(db, pursuits, everywhere());
  /** YYYY-MM-DD. */
  const today = (): string => isoDate(now());

  function standingInput(pursuits: readonly KeptPursuit[]): StandingInput {
    const { interactions: rows, threads } = standings.loaded();
    const bands = standings.cached('bands', () => loadBands(db));
    const { entries, partners } = ofFirm();
    const firm = withColleagues(standings.reach(), entries);
    return { rows, threads, firm, partners, places: placesOf(pursuits), bands, now: now() };
  }

  /** How every pursuit stands, with the best path only. */
  function standingsOf(pursuits: readonly KeptPursuit[]): Standing[] {
    const input = standingInput(pursuits);
    return pursuits.map((pursuit) => standingOf(pursuit, input, 1));
  }

  function audit({ pursuits, asOf, names }: Input<'audit'>): Result<Audit> {
    const latest = latestDay(now());
    if (asOf !== undefined && asOf > latest) return noFuture;
    const all = loadPursuits(db);
    const lost = all.filter(({ id, outcome }) => (pursuits === undefined ? outcome === 'lost' : pursuits.includes(id)));
    const places = placesOf(lost);
    // A date to come is a plan: there is nothing to look back from.
    const dayLost = ({ decidedOn }: KeptPursuit): string | undefined =>
      decidedOn === null || decidedOn > latest ? asOf : decidedOn;
    const dated = lost.flatMap((pursuit) => {
      const day = dayLost(pursuit);
      return day === undefined ? [] : [{ pursuit, day }];
    });
    const undated = lost.filter((pursuit) => dayLost(pursuit) === undefined);
    const looks = looksBack(db, standings, places, dated);
    const told = tellAudit(
      dated.map(({ pursuit: { id, name, organisation }, day }, i) => ({
        pursuit: id, name, organisation, decidedOn: day, looks: looks[i] ?? [],
      })),
      undated.map(({ id, name }) => ({ pursuit: id, name })),
      places.nameOf,
    ); // prettier-ignore
    return success(names ? told : withoutNames(told));
  }

  return {
    previewPursuits: ({ file }) => previewList(db, bytesOf(file.base64)),
    importPursuits: async ({ file, columns, outcome }) => {
      const read = await readList(db, bytesOf(file.base64), columns ?? null);
      return read.ok ? note(() => success(keepList(db, read.value, now(), outcome))) : read;
    },
    addPursuit: ({ line }) => {
      const draft = readLine(line);
      if (!draft.ok) return draft;
      return note(() => {
        const { ids, added } = keepPursuits(db, [draft.value], now());
        return success({ id: ids[0] as number, added: added === 1 });
      });
    },
    dropPursuit: ({ id }) => note(() => (dropPursuit(db, id) ? success({}) : noPursuit)),
    decidePursuit: ({ id, outcome, on }) => {
      const day = outcome === 'open' ? null : (on ?? today());
      return note(() => (decidePursuit(db, id, outcome, day) ? success({}) : noPursuit));
    },
    wayNews: () =>
      fresh(() => {
        // As in wayNews itself, of files.
        if (context.importing()) return success([]);
        const open = loadPursuits(db).filter(({ outcome }) => outcome === 'open');
        const standing = standingInput(open);
        return success(
          wayNews(
            db,
            {
              standing,
              everywhere: everywhere(),
              open,
              accounts: context.accounts(),
              leftOut: new Set([...neverOf(db, 'never_suggested'), ...context.aside()]),
              interactionsOf: (person, limit, moments) =>
                interactionsOf(db, person, limit, moments, moments === null ? undefined : Number.MAX_SAFE_INTEGER),
            },
            today(),
          ),
        );
      }),
    dismissWayNews: (news) => note(() => (dismissWayNews(db, news) ? success({}) : noNews)),
    pursuits: ({ outcome }) =>
      fresh(() => {
        const wanted = loadPursuits(db).filter((one) => outcome === undefined || one.outcome === outcome);
        return success(standingsOf(wanted).map(({ row }) => row));
      }),
    pursuit: ({ id }) =>
      fresh(() => {
        const [found] = loadPursuits(db, id);
        if (found === undefined) return noPursuit;
        return success(
          pursuitDetails(db, found, standingInput([found]), (person, moments) =>
            interactionsOf(db, person, moments.length, moments, Number.MAX_SAFE_INTEGER),
          ),
        );
      }),
    pursuitsCsv: () => fresh(() => success({ csv: pursuitsCsv(standingsOf(loadPursuits(db)).map(({ row }) => row)) })),
    audit: (input) => fresh(() => audit(input)),
    auditCsv: (input) =>
      fresh(() => {
        const ids = new Map(loadPursuits(db).map(({ id, crmId }) => [id, crmId]));
        const told = audit(input);
        if (!told.ok) return told;
        return success({ csv: auditCsv(told.value, (id) => (input.names ? (ids.get(id) ?? null) : null)) });
      }),
    auditEvidence: ({ person, asOf }) =>
      fresh(() => {
        const { rows } = pastOf(db, standings, () => standings.evidence());
        const until = Date.parse(asOf) / 1000;
        const moments: number[] = [];
        for (let row = rows.start[person] ?? 0; row < (rows.start[person + 1] ?? 0); row++) {
          const at = rows.at[row] as number;
          if (at < until) moments.push(rows.kind[row] === interactionKind.touch ? at + touchNoon : at);
        }
        return success(interactionsOf(db, person, shownEvidence, moments.slice(-shownEvidence)));
      }),
    crossSell: () =>
      fresh(() => {
        const pursuits = loadPursuits(db);
        return success(crossSell(clientsOf(pursuits, standingInput(pursuits)), context.practice()));
      }),
    monday: () =>
      fresh(() => {
        const open = loadPursuits(db).filter(({ outcome }) => outcome === 'open');
        const input = standingInput(open);
        const since = mondayOf(input.now) - week;
        const inMail = (id: number): boolean => id + 1 < input.rows.start.length;
        const { rows, threads, places } = input;
        const told = open.map((pursuit) => {
          const { row, place } = standingOf(pursuit, input, 1);
          const { facts } = observe({
            rows, threads, everybody: place.everybody.filter(inMail), deciders: place.deciders, nameOf: places.nameOf, since, now: input.now,
          }); // prettier-ignore
          return { row, happened: facts() };
        });
        return success(mondaySheet(told, input.now));
      }),
  };
}

function bytesOf(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64');
}
