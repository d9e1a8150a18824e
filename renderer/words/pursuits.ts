/** What is said of pursuits in the page. */
import { isThroughPartner } from '../../core/contract/colleague-words.ts';
import { upperFirst } from '../../core/contract/upper-first.ts';
import type {
  AuditedDeal,
  CrossSell,
  Outcome,
  PursuitField,
  PursuitImport,
  PursuitRow,
} from '../../core/contract/opportunities.ts';
import { counted } from './counts.ts';

/** What a column of a list can be said to mean. */
export const fieldWords: Readonly<Record<PursuitField, string>> = {
  id: 'Its id in the CRM',
  name: 'Name of the pursuit',
  organisation: 'Organisation',
  website: 'Website of the organisation',
  person: 'People',
  'first name': 'First name of the person',
  'last name': 'Last name of the person',
  email: 'E-mail address',
  title: 'Title of the person',
  role: 'Role of the person',
  'decision-maker': 'Who decides',
  practice: 'Practice',
  stage: 'Stage',
  outcome: 'Open, won or lost',
  won: 'Whether it is won',
  closed: 'Whether it is closed',
  opened: 'Day it began',
  decided: 'Decision date',
};

/** The heads of the list. */
export const outcomeWords: Readonly<Record<Outcome, string>> = { open: 'Open', won: 'Won', lost: 'Lost' };

/** What became of a practice at an organisation. */
export const cellWords: Readonly<Record<CrossSell['rows'][number]['cells'][number]['outcome'], string>> = {
  won: 'Won',
  open: 'Open',
  lost: 'Lost',
  none: 'Not tried',
};

/** Whom to turn to, in a few words: who answers for the client first. */
export function wayInWords({ wayIn, partner }: Pick<PursuitRow, 'wayIn' | 'partner'>): string {
  const path =
    wayIn === null
      ? null
      : wayIn.direct
        ? `you know ${wayIn.first.name}`
        : `${wayIn.first.name}, to ${wayIn.target.name}`;
  if (partner !== null) {
    if (wayIn !== null && isThroughPartner(wayIn, partner)) return `${partner.name} first, about ${wayIn.target.name}`;
    return `${partner.name} first${path === null ? '' : `; ${path}`}`;
  }
  return path === null ? 'No way in yet' : upperFirst(path);
}

/** How many are warm, and whether all hangs on one. */
export function coverageWords({ warm, singleThreaded }: Pick<PursuitRow, 'warm' | 'singleThreaded'>): string {
  return warm === 0 ? 'Nobody warm with you' : singleThreaded ? 'One warm, single-threaded' : `${String(warm)} warm`;
}

/** What an import came to. */
export function importedWords({ added, updated, unchanged }: PursuitImport): string {
  const parts = [
    added > 0 ? `${counted(added, 'pursuit')} added` : '',
    updated > 0 ? `${String(updated)} brought up to date` : '',
    unchanged > 0 ? `${String(unchanged)} as they were` : '',
  ].filter(Boolean);
  return parts.length === 0 ? 'Nothing was added' : parts.join(', ');
}

/** The heading of a deal's verdict. */
export const verdictWords: Readonly<Record<AuditedDeal['verdict'], string>> = {
  'good path not used': 'A good path was not used',
  'good path used': 'A good path was used',
  'no good path': 'No good path',
  'nobody there known': 'Nobody there was known',
};

/** Those of an outcome: the last decided first, open ones in the order they came. */
export function ofTheOutcome(rows: readonly PursuitRow[], outcome: Outcome): readonly PursuitRow[] {
  const those = rows.filter((row) => row.outcome === outcome);
  const lateness = ({ decidedOn }: PursuitRow): number => (decidedOn === null ? 0 : Date.parse(decidedOn));
  return outcome === 'open' ? those : those.sort((a, b) => lateness(b) - lateness(a));
}

/** Keeps those in which every typed word stands. */
export function matching(rows: readonly PursuitRow[], words: string): readonly PursuitRow[] {
  const typed = words.toLowerCase().split(/\s+/u).filter(Boolean);
  if (typed.length === 0) return rows;
  return rows.filter((row) => {
    const text =
      `${row.name} ${row.organisation ?? ''} ${row.practice ?? ''} ${row.state ?? row.outcome}`.toLowerCase();
    return typed.every((word) => text.includes(word));
  });
}
