/** The Monday sheet: every open pursuit with its next step and what happened. Pure. */
import { isoDate } from '../contract/iso.ts';
import type { Monday, PursuitRow } from '../contract/opportunities.ts';
import { csvText } from './csv-cell.ts';
import type { Fact } from './facts.ts';

const day = 86_400;
// The week's work ends on a Friday.
const friday = 4;

interface MondayInput {
  readonly row: PursuitRow;
  /** Observed since the Monday before. */
  readonly happened: readonly Fact[];
}

/** 00:00 UTC of the Monday of the week of `now`; Unix seconds. */
export function mondayOf(now: number): number {
  const midnight = Math.floor(now / day) * day;
  return midnight - ((new Date(midnight * 1000).getUTCDay() + 6) % 7) * day;
}

// What asks for the most comes first.
const steps: readonly string[] = ['ask', 'pursue', 'drop', 'wait'];

/** What waits comes last; `now` in Unix seconds. */
export function mondaySheet(pursuits: readonly MondayInput[], now: number): Monday {
  const monday = mondayOf(now);
  const orderOf = ({ row }: MondayInput): number => steps.indexOf(row.decision?.what ?? 'wait');
  return {
    week: isoDate(monday),
    rows: pursuits
      .toSorted((a, b) => orderOf(a) - orderOf(b) || (a.row.name < b.row.name ? -1 : 1))
      .map(({ row, happened }) => ({
        pursuit: row,
        step: row.decision?.words ?? '',
        by: isoDate(Math.max(monday + friday * day, Math.floor(now / day) * day)),
        happened: happened.filter(({ kind }) => isNews.has(kind)).map(({ words }) => words),
      })),
  };
}

const isNews: ReadonlySet<Fact['kind']> = new Set([
  'decision-maker reached',
  'two-way',
  'met',
  'spoke',
  'introduced',
  'next meeting',
]);

/** Paths, coverage and last contact beside the CRM, by its own ids. */
export function pursuitsCsv(rows: readonly PursuitRow[]): string {
  return csvText(
    ['id', 'pursuit', 'organisation', 'outcome', 'stage', 'observed', 'way in', 'leads to', 'warm people', 'single-threaded', 'last contact', 'decision', 'why', 'disagreement', 'through', 'responsible partner'],
    rows.map((row) => [
      row.crmId, row.name, row.organisation, row.outcome, row.stage, row.state, row.wayIn?.first.name ?? null, row.wayIn?.target.name ?? null,
      row.warm, row.singleThreaded ? 'yes' : 'no', row.lastContact?.slice(0, 10) ?? null, row.decision?.what ?? null, row.decision?.words ?? null,
      row.disagreement, throughWords(row), row.partner?.name ?? null,
    ]),
  ); // prettier-ignore
}

function throughWords({ wayIn }: PursuitRow): string | null {
  if (wayIn === null) return null;
  return wayIn.colleague ? 'the firm' : wayIn.direct ? 'own' : 'somebody else';
}
