/** Rows of a list as pursuits, each whole or kept out with a reason. Pure. */
import type { BrokenRow, Outcome, PursuitColumns, PursuitField } from '../contract/opportunities.ts';
import { foldName, foldWords } from '../identity/names.ts';
import { normaliseEmail } from '../ingest/address.ts';
import { dayOrder, readDay } from './days.ts';
import type { SheetRow } from './spreadsheet.ts';

export interface PursuitPerson {
  readonly name: string | null;
  readonly email: string | null;
  readonly title: string | null;
  readonly decides: boolean;
}

/** Null where the list says nothing of it. */
export interface PursuitDraft {
  readonly crmId: string | null;
  readonly name: string;
  readonly organisation: string | null;
  readonly domain: string | null;
  readonly practice: string | null;
  readonly stage: string | null;
  readonly outcome: Outcome | null;
  /** YYYY-MM-DD. */
  readonly openedOn: string | null;
  readonly decidedOn: string | null;
  readonly people: readonly PursuitPerson[];
}

interface ReadRows {
  readonly drafts: readonly PursuitDraft[];
  readonly broken: readonly BrokenRow[];
}

const longest = 300;

/** `rows` are those below the header. Several rows of one pursuit, one for each of its people, become one. */
export function readPursuits(rows: readonly SheetRow[], columns: PursuitColumns): ReadRows {
  const at = (field: PursuitField): number => columns.indexOf(field);
  const column = (field: PursuitField): string[] => rows.map(({ cells }) => cells[at(field)] ?? '');
  const orders = { opened: dayOrder(column('opened')), decided: dayOrder(column('decided')) };
  const drafts = new Map<string, PursuitDraft>();
  const broken: BrokenRow[] = [];
  for (const { line, cells } of rows) {
    const cell = (field: PursuitField): string => (cells[at(field)] ?? '').slice(0, longest);
    const draft = cells.slice(columns.length).some((more) => more !== '')
      ? 'more cells than columns'
      : readRow(cell, orders);
    if (typeof draft === 'string') {
      broken.push({ line, reason: draft, cells: [...cells] });
      continue;
    }
    const key = draft.crmId === null ? pursuitKey(draft) : crmKey(draft.crmId);
    const same = drafts.get(key);
    drafts.set(key, same === undefined ? draft : { ...draft, people: mergedPeople(same.people, draft.people) });
  }
  return { drafts: [...drafts.values()].map(withDecider), broken };
}

/** By what a pursuit without a CRM's id is known again. */
export function pursuitKey({ name, organisation }: { name: string; organisation: string | null }): string {
  return `${foldWords(name).join(' ')} @ ${foldWords(organisation ?? '').join(' ')}`;
}

/** One form of an id: Salesforce writes 15 characters in reports and the same with 3 to check them in exports. */
export function crmKey(id: string): string {
  return /^006[A-Za-z0-9]{15}$/.test(id) ? id.slice(0, 15) : id;
}

/** Nobody twice: by address, or by name where only one of the two has an address. What is said later goes before. */
export function mergedPeople(known: readonly PursuitPerson[], more: readonly PursuitPerson[]): PursuitPerson[] {
  const merged = [...known];
  for (const person of more) {
    const same = merged.findIndex(
      (one) => one.email === person.email && (one.email !== null || isNamesake(one, person)),
    );
    const i = same >= 0 ? same : merged.findIndex((one) => isNamesake(one, person));
    const was = merged[i];
    if (was === undefined) merged.push(person);
    else
      merged[i] = {
        name: person.name ?? was.name,
        email: person.email ?? was.email,
        title: person.title ?? was.title,
        decides: person.decides || was.decides,
      };
  }
  return merged;
}

function isNamesake(one: PursuitPerson, other: PursuitPerson): boolean {
  if (one.email !== null && other.email !== null) return false;
  return one.name !== null && other.name !== null && foldName(one.name) === foldName(other.name);
}

/** Whoever is named alone is who decides, as far as is known. */
function withDecider(draft: PursuitDraft): PursuitDraft {
  const [only] = draft.people;
  return draft.people.length === 1 && only !== undefined ? { ...draft, people: [{ ...only, decides: true }] } : draft;
}

type Cell = (field: PursuitField) => string;

/** The draft, or what is wrong with the row. */
function readRow(
  cell: Cell,
  orders: Record<'opened' | 'decided', Parameters<typeof readDay>[1]>,
): PursuitDraft | string {
  const name = cell('name');
  if (name === '') return 'no name';
  const days: Record<'opened' | 'decided', string | null> = { opened: null, decided: null };
  for (const field of ['opened', 'decided'] as const) {
    const text = cell(field);
    if (text === '') continue;
    days[field] = readDay(text, orders[field]);
    if (days[field] === null) return `no date: ${text}`;
  }
  const outcome = readOutcome(cell);
  if (outcome === 'unclear') return `neither open, won nor lost: ${cell('outcome')}`;
  const people = readPeople(cell);
  if (typeof people === 'string') return people;
  return {
    crmId: cell('id') || null,
    name,
    organisation: cell('organisation') || null,
    domain: domainOf(cell('website')),
    practice: cell('practice') || null,
    stage: cell('stage') || null,
    outcome,
    openedOn: days.opened,
    decidedOn: days.decided,
    people,
  };
}

const won = /\b(?:won|gewonnen|success|successful)\b|closedwon/;
const lost = /\b(?:lost|verloren|no go|declined|out sold|canceled|cancelled|abandoned)\b|closedlost/;
const open = /\b(?:open|in progress|on hold|active|pending|offen|new)\b/;
const yes = /^(?:true|yes|1|x|ja|wahr)$/i;

/** What the list says of how it went, or null where it says nothing. */
function readOutcome(cell: Cell): Outcome | 'unclear' | null {
  if (yes.test(cell('won'))) return 'won';
  const isClosed = yes.test(cell('closed'));
  if (isClosed && cell('won') !== '') return 'lost';
  const said = foldWords(cell('outcome')).join(' ');
  const stage = foldWords(cell('stage')).join(' ');
  for (const text of [said, stage]) {
    if (lost.test(text)) return 'lost';
    if (won.test(text)) return 'won';
  }
  if (isClosed) return 'lost';
  if (said !== '' && !open.test(said)) return 'unclear';
  return said !== '' || stage !== '' || cell('won') !== '' || cell('closed') !== '' ? 'open' : null;
}

const address = /[^\s<>()[\],;:"']+@[^\s<>()[\],;:"']+\.[^\s<>()[\],;:"'.]+/;

/** Everybody the row names; several in one cell stand between semicolons or line breaks. */
function readPeople(cell: Cell): PursuitPerson[] | string {
  const named = listed(cell('person') || `${cell('first name')} ${cell('last name')}`);
  const emails = listed(cell('email'));
  const wrong = emails.find((text) => normaliseEmail(address.exec(text)?.[0] ?? '') === null);
  if (wrong !== undefined) return `no e-mail address: ${wrong}`;
  const decides = /decision|decid|economic|entscheid/i.test(cell('role'));
  const count = Math.max(named.length, emails.length);
  const people = Array.from({ length: count }, (_, i): PursuitPerson => {
    const one = personOf(named[i] ?? '');
    return {
      ...one,
      email: normaliseEmail(address.exec(emails[i] ?? '')?.[0] ?? '') ?? one.email,
      title: count === 1 ? cell('title') || null : null,
      decides,
    };
  }).filter(({ name, email }) => name !== null || email !== null);
  const deciders = listed(cell('decision-maker')).map((text): PursuitPerson => ({ ...personOf(text), decides: true }));
  return mergedPeople(
    people,
    deciders.filter(({ name, email }) => name !== null || email !== null),
  );
}

function listed(text: string): string[] {
  return text
    .split(/[;|\r\n]+/)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** "Jane Doe (jane@acme.com)", "Jane Doe <jane@acme.com>", "Jane Doe (12345)", or an address alone. */
function personOf(text: string): PursuitPerson {
  const email = normaliseEmail(address.exec(text)?.[0] ?? '');
  const name = text
    .replace(address, '')
    .replace(/[<([][^\])>]*[\])>]/g, '')
    .replace(/["']/g, '')
    .trim();
  return { name: name || null, email, title: null, decides: false };
}

function domainOf(website: string): string | null {
  const host =
    website
      .toLowerCase()
      .replace(/^[a-z]+:\/\//, '')
      .replace(/^www\./, '')
      .split(/[/?#:]/)[0] ?? '';
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host) ? host : null;
}
