/** What an audit came to, in words; with names or without any. Pure. */
import { bandWords } from '../contract/band-words.ts';
import { assertNever } from '../contract/errors.ts';
import { isoTime } from '../contract/iso.ts';
import type { Audit, AuditedDeal, AuditLook } from '../contract/opportunities.ts';
import { counted } from '../strength/spans.ts';
import type { Look } from './audit.ts';
import { csvText } from './csv-cell.ts';

interface DealToTell {
  readonly pursuit: number;
  readonly name: string;
  readonly organisation: string | null;
  /** YYYY-MM-DD. */
  readonly decidedOn: string;
  readonly looks: readonly Look[];
}

/** The last decided first. `undated`: lost, but nobody has said when, or the day is still to come. */
export function tellAudit(
  deals: readonly DealToTell[],
  undated: Audit['undated'],
  nameOf: (person: number) => string,
): Audit {
  const told = deals
    .toSorted((a, b) => (a.decidedOn < b.decidedOn ? 1 : a.decidedOn > b.decidedOn ? -1 : 0))
    .map((deal) => tellDeal(deal, nameOf));
  return { summary: summaryOf(told, undated.length), deals: told, undated };
}

/** The same with no name of a person, an organisation or a deal in it. */
export function withoutNames(audit: Audit): Audit {
  return {
    summary: audit.summary,
    deals: audit.deals.map((deal, i) => {
      const looks = deal.looks.map((look): AuditLook => ({
        ...look,
        tie: look.tie && { ...look.tie, person: { id: look.tie.person.id, name: someone } },
        path: look.path && withoutNamesOn(look.path),
      }));
      return {
        ...deal,
        name: `Deal ${String(i + 1)}`,
        organisation: null,
        looks,
        words: verdictWords(deal.verdict, looks),
      };
    }),
    undated: audit.undated.map(({ pursuit }, i) => ({
      pursuit,
      name: `Deal ${String(audit.deals.length + i + 1)}`,
    })),
  };
}

const someone = 'somebody there';
const between = 'somebody else';

function withoutNamesOn(path: NonNullable<AuditLook['path']>): AuditLook['path'] {
  const people = path.people.map(({ id }, i) => ({ id, name: i < path.people.length - 1 ? between : someone }));
  return { ...path, people, words: pathWords(people, path.good, path.used) };
}

function tellDeal({ looks, ...deal }: DealToTell, nameOf: (person: number) => string): AuditedDeal {
  const named = (id: number): { id: number; name: string } => ({ id, name: nameOf(id) });
  const told = looks.map(({ daysBefore, asOf, tie, path }): AuditLook => {
    const people = path === null ? [] : path.people.map(named);
    return {
      daysBefore,
      asOf: isoTime(asOf),
      tie: tie && { person: named(tie.person), band: tie.band, last: isoTime(tie.last) },
      path: path && { people, good: path.good, used: path.used, words: pathWords(people, path.good, path.used) },
    };
  });
  const verdict = verdictOf(told);
  return { ...deal, looks: told, verdict, words: verdictWords(verdict, told) };
}

function verdictOf(looks: readonly AuditLook[]): AuditedDeal['verdict'] {
  const good = looks.filter(({ path }) => path?.good === true);
  if (good.length > 0) return good.some(({ path }) => path?.used === true) ? 'good path used' : 'good path not used';
  return looks.some(({ tie, path }) => tie !== null || path !== null) ? 'no good path' : 'nobody there known';
}

function verdictWords(verdict: AuditedDeal['verdict'], looks: readonly AuditLook[]): string {
  const best = looks.find(({ path }) => path?.good === true && path.used === (verdict === 'good path used'));
  const path = best?.path ?? null;
  const when = best === undefined ? '' : whenBefore(best.daysBefore);
  switch (verdict) {
    case 'good path not used':
      return `${when}, ${wayWords(path?.people ?? [])}, and you did not turn to it`;
    case 'good path used':
      return `${when}, ${wayWords(path?.people ?? [])}, and you turned to it`;
    case 'no good path':
      return 'Some contact, but no good path at any of the three dates';
    case 'nobody there known':
      return 'Nobody there was known to your mailbox';
    default:
      return assertNever(verdict);
  }
}

function whenBefore(days: number): string {
  return days === 0 ? 'On the day' : `${String(days)} days before`;
}

function pathWords(people: readonly { readonly name: string }[], good: boolean, used: boolean): string {
  return `${good ? 'A good path' : 'A thin path'}: ${wayWords(people)}; ${used ? 'you turned to it' : 'you did not turn to it'}`;
}

function wayWords([first, target]: readonly { readonly name: string }[]): string {
  const name = first?.name ?? '';
  return target === undefined ? `you knew ${name}` : `${name} was seen with ${target.name}`;
}

function summaryOf(deals: readonly AuditedDeal[], undated: number): string {
  if (deals.length === 0) return 'No lost deal with a decision date in the past.';
  const missing = undated === 0 ? '' : ` ${counted(undated, 'more')} without a decision date in the past ${undated === 1 ? 'is' : 'are'} left out.`; // prettier-ignore
  const unused = deals.filter(({ verdict }) => verdict === 'good path not used').length;
  const used = deals.filter(({ verdict }) => verdict === 'good path used').length;
  const more = used === 0 ? '' : ` In ${String(used)} it was used.`;
  const were = deals.length === 1 ? '1 lost deal' : `${String(deals.length)} lost deals`;
  if (unused > 0) return `In ${String(unused)} of ${were} a good path existed and was not used.${more}${missing}`;
  const none = deals.length === 1 ? 'The one lost deal had no' : `None of ${were} had a`;
  return `${none} good path that was not used.${more}${missing}`;
}

/** A row a deal and date, keyed by the CRM's own ids where `crmIdOf` knows them. */
export function auditCsv({ deals }: Audit, crmIdOf: (pursuit: number) => string | null): string {
  return csvText(
    ['id', 'deal', 'organisation', 'decided', 'days before', 'strongest relationship', 'with', 'last contact', 'path', 'good', 'used', 'verdict'],
    deals.flatMap((deal) =>
      deal.looks.map(({ daysBefore, tie, path }) => [
        crmIdOf(deal.pursuit), deal.name, deal.organisation, deal.decidedOn, daysBefore,
        tie === null ? null : bandWords[tie.band], tie?.person.name ?? null, tie?.last?.slice(0, 10) ?? null,
        path?.people.map(({ name }) => name).join(' > ') ?? null, path === null ? null : path.good ? 'yes' : 'no',
        path === null ? null : path.used ? 'yes' : 'no', deal.verdict,
      ]),
    ),
  ); // prettier-ignore
}
