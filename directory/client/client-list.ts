/** The client list as a table in a file (CSV): whom the firm works for, and who answers for each. Pure; knows no member and no directory. */
import { CsvError, parse } from 'csv-parse/sync';
import { getDomain } from 'tldts';
import { organisationTarget } from '../../core/exchange/targets.ts';

export interface ListLine {
  /** Of the file, the first being 1. */
  readonly line: number;
  /** Registrable, as the app's own organisations are. */
  readonly domain: string;
  /** As it was written: an address or an id. */
  readonly partner: string;
}

export interface ReadList {
  readonly lines: readonly ListLine[];
  /** What cannot be used, each a sentence that begins with its line. */
  readonly problems: readonly string[];
}

const columns = {
  domain: ['organisation', 'organization', 'domain', 'website', 'client'],
  partner: ['partner', 'responsible partner', 'member', 'address'],
} as const;

/** Reads a list whose first line names its columns. The same client twice is once, unless two partners are to answer for it. */
export function readClientList(text: string): ReadList {
  const rows = rowsOf(text);
  if (typeof rows === 'string') return { lines: [], problems: [rows] };
  const [titles, ...rest] = rows;
  const at = (names: readonly string[]): number =>
    titles?.cells.findIndex((cell) => names.includes(cell.toLowerCase())) ?? -1;
  const [domainAt, partnerAt] = [at(columns.domain), at(columns.partner)];
  if (domainAt === -1 || partnerAt === -1)
    return {
      lines: [],
      problems: [
        `line 1: it has to name two columns: one of ${columns.domain.join(', ')}; and one of ${columns.partner.join(', ')}`,
      ],
    };
  const lines = new Map<string, ListLine>();
  const problems: string[] = [];
  for (const { line, cells } of rest) {
    const [written, partner] = [cells[domainAt] ?? '', cells[partnerAt] ?? ''];
    const domain = domainIn(written);
    const before = lines.get(domain ?? '');
    if (domain === null) problems.push(`line ${line}: "${written}" is neither a domain nor a website`);
    else if (partner === '') problems.push(`line ${line}: nobody answers for ${domain}`);
    else if (before !== undefined && before.partner.toLowerCase() !== partner.toLowerCase())
      problems.push(`line ${line}: ${domain} has another partner on line ${before.line}`);
    else if (before === undefined) lines.set(domain, { line, domain, partner });
  }
  return { lines: [...lines.values()], problems };
}

/** Rows with anything in them, or what is wrong with the file. */
function rowsOf(text: string): { readonly line: number; readonly cells: readonly string[] }[] | string {
  try {
    const rows = parse(text, {
      bom: true,
      delimiter: [',', ';', '\t'],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows
      .filter(({ record }) => record.some((cell) => cell !== ''))
      .map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return `line ${Number(error['lines'] ?? 1)}: a quotation mark is not closed, or stands inside a cell`;
  }
}

/** The registrable domain of a domain or a website; null for what is neither (an address is somebody, no organisation). */
function domainIn(text: string): string | null {
  const domain = text.includes('@') ? null : getDomain(text);
  return domain === null ? null : (organisationTarget(domain)?.value ?? null);
}

export type ListChange =
  | { readonly kind: 'added' | 'removed'; readonly domain: string; readonly partner: string }
  | { readonly kind: 'moved'; readonly domain: string; readonly partner: string; readonly before: string };

interface Entry {
  readonly domain: string;
  readonly partner: string;
}

/** What differs from one list to another, by domain. */
export function changesOf(before: readonly Entry[], after: readonly Entry[]): ListChange[] {
  const was = new Map(before.map(({ domain, partner }) => [domain, partner]));
  const is = new Set(after.map(({ domain }) => domain));
  const changes = [
    ...after.flatMap(({ domain, partner }): ListChange[] => {
      const last = was.get(domain);
      if (last === undefined) return [{ kind: 'added', domain, partner }];
      return last === partner ? [] : [{ kind: 'moved', domain, partner, before: last }];
    }),
    ...before.filter(({ domain }) => !is.has(domain)).map((entry): ListChange => ({ kind: 'removed', ...entry })),
  ];
  return changes.sort((a, b) => (a.domain < b.domain ? -1 : 1));
}
