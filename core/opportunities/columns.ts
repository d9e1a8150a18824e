/** What the columns of a list mean, guessed from their names. Pure. */
import type { PursuitColumns, PursuitField } from '../contract/opportunities.ts';
import { foldWords } from '../identity/names.ts';

/**
 * Names as exports write them and as people head their own lists; folded, the surest of each field first. Sources: Salesforce, "Object
 * Reference: Opportunity" (Data Loader heads columns by field) and its labels in reports; "HubSpot's default deal properties"; Microsoft,
 * "Opportunity table/entity reference" (an Excel export heads columns by display name, behind three hidden ones); Zoho CRM, "Modules and
 * fields"; Pipedrive puts the kind of record before each name ("Deal - Title").
 */
const names: Readonly<Record<PursuitField, readonly string[]>> = {
  id: [
    'opportunity id', 'opportunityid', 'record id', 'hs object id', 'deal id', 'do not modify opportunity', 'crm id', 'id', 'opportunity number',
  ],
  name: [
    'opportunity name', 'deal name', 'dealname', 'deal title', 'topic', 'pursuit', 'pursuit name', 'opportunity', 'deal', 'matter', 'project',
    'name', 'bezeichnung', 'projekt',
  ],
  organisation: [
    'account name', 'associated company', 'associated company primary', 'potential customer', 'account', 'deal organization',
    'company name', 'company', 'customer', 'client', 'organisation', 'organization', 'organization name', 'firma', 'kunde', 'unternehmen',
  ],
  website: ['website', 'company domain name', 'domain', 'account website', 'web site'],
  person: [
    'primary contact', 'contact name', 'contact full name', 'associated contact', 'associated contacts', 'deal contact person',
    'contact person', 'contact', 'contacts', 'full name', 'person', 'people', 'ansprechpartner', 'kontakt',
  ],
  'first name': ['contact first name', 'first name', 'firstname', 'vorname'],
  'last name': ['contact last name', 'last name', 'lastname', 'surname', 'nachname'],
  email: ['contact email', 'email', 'e mail', 'email address', 'contact email address', 'email contact', 'email contact contact', 'person email work', 'person email'],
  title: ['contact title', 'job title', 'title', 'position', 'funktion'],
  role: ['contact role', 'role', 'buying role', 'stakeholder role'],
  'decision-maker': ['decision maker', 'economic buyer', 'decider', 'entscheider'],
  practice: ['practice', 'practice group', 'service line', 'business unit'],
  stage: ['stage', 'stagename', 'stage name', 'deal stage', 'dealstage', 'sales stage', 'pipeline phase', 'phase'],
  outcome: ['outcome', 'status', 'deal status', 'status reason', 'result', 'ergebnis'],
  won: ['iswon', 'is won', 'won', 'is closed won', 'hs is closed won'],
  closed: ['isclosed', 'is closed', 'closed', 'is deal closed', 'hs is closed'],
  opened: [
    'created date', 'createddate', 'create date', 'created on', 'createdate', 'created time', 'deal deal created', 'deal deal created on',
    'opened', 'open date', 'start date', 'created',
  ],
  decided: [
    'actual close date', 'close date', 'closedate', 'closing date', 'closed date', 'deal deal closed on', 'deal lost time', 'decided',
    'decision date', 'lost on', 'lost date', 'est close date', 'date', 'datum',
  ],
}; // prettier-ignore

/** Each column's meaning, or null; a field goes to the column whose name is the surest for it. */
export function guessColumns(header: readonly string[]): PursuitColumns {
  const folded = header.map((name) => foldWords(name).join(' '));
  const columns: (PursuitField | null)[] = header.map(() => null);
  for (const [field, known] of Object.entries(names) as [PursuitField, readonly string[]][]) {
    const at = known
      .map((name) => folded.findIndex((one, i) => one === name && columns[i] === null))
      .find((i) => i >= 0);
    if (at !== undefined) columns[at] = field;
  }
  return columns;
}

/** By what a mapping is found again: the names of the columns in their order. */
export function headerShape(header: readonly string[]): string {
  return JSON.stringify(header.map((name) => foldWords(name).join(' ')));
}

/** One meaning to each column and one column to each meaning, with a name among them. */
export function areColumns(columns: PursuitColumns, header: readonly string[]): boolean {
  const given = columns.filter((field) => field !== null);
  return columns.length === header.length && given.includes('name') && new Set(given).size === given.length;
}
