/** A list of pursuits, from bytes to what is kept: looked at first, then read. */
import type { BrokenRow, Outcome, PursuitColumns, PursuitImport, PursuitPreview } from '../contract/opportunities.ts';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Reader, Writer } from '../db/database.ts';
import { areColumns, guessColumns, headerShape } from './columns.ts';
import { readPursuits } from './pursuit-rows.ts';
import type { PursuitDraft } from './pursuit-rows.ts';
import { keepPursuits, rememberColumns, rememberedColumns } from './pursuits.ts';
import { readSpreadsheet } from './spreadsheet.ts';
import type { SheetRow } from './spreadsheet.ts';

const shownRows = 5;
// Reports begin with their title and filters; the header is the first of these rows that names a pursuit.
const headerWithin = 30;

/** A list that has been read and not kept. */
export interface ReadList {
  readonly header: readonly string[];
  readonly columns: PursuitColumns;
  /** The user has just said what the columns mean. */
  readonly said: boolean;
  readonly drafts: readonly PursuitDraft[];
  readonly broken: readonly BrokenRow[];
}

/** What importing the file would read. Failures: those of `readSpreadsheet`. */
export async function previewList(db: Reader, bytes: Uint8Array): Promise<Result<PursuitPreview>> {
  const sheet = await readSpreadsheet(bytes);
  if (!sheet.ok) return sheet;
  const { header, rows, columns, remembered } = belowHeader(db, sheet.value);
  return success({
    header: [...header],
    columns,
    remembered,
    rows: rows.slice(0, shownRows).map(({ cells }) => [...cells]),
    total: rows.length,
  });
}

/**
 * Reads by `columns` where they are given, else by what was said of such a list before, else by a guess. Failures: those of
 * `readSpreadsheet`, usage where no column is known to be the name.
 */
export async function readList(
  db: Reader,
  bytes: Uint8Array,
  columns: PursuitColumns | null,
): Promise<Result<ReadList>> {
  const sheet = await readSpreadsheet(bytes);
  if (!sheet.ok) return sheet;
  const { header, rows, columns: guessed } = belowHeader(db, sheet.value);
  const meant = columns ?? guessed;
  if (!areColumns(meant, header))
    return failure('usage', `Say which column is the name of the pursuit; its first row is: ${header.join(', ')}.`);
  return success({ header, columns: meant, said: columns !== null, ...readPursuits(rows, meant) });
}

/** Keeps what was read, and what the user said of its columns. `now` in Unix seconds; `outcome` is that of rows that say none. */
export function keepList(db: Writer, list: ReadList, now: number, outcome: Outcome): PursuitImport {
  const { header, columns, said, drafts, broken } = list;
  if (said) rememberColumns(db, headerShape(header), columns);
  const kept = keepPursuits(db, drafts, now, outcome);
  const read = header.flatMap((column, i) => {
    const field = columns[i];
    return field === null || field === undefined ? [] : [{ column, field }];
  });
  return { ...kept, broken: [...broken], columns: read };
}

interface BelowHeader {
  readonly header: readonly string[];
  readonly rows: readonly SheetRow[];
  readonly columns: PursuitColumns;
  readonly remembered: boolean;
}

/** The first row that was explained before, else the first whose names can be guessed, else the first. */
function belowHeader(db: Reader, rows: readonly SheetRow[]): BelowHeader {
  const candidates = rows.slice(0, headerWithin).map(({ cells }, i) => {
    const remembered = rememberedColumns(db, headerShape(cells));
    return { i, columns: remembered ?? guessColumns(cells), remembered: remembered !== null };
  });
  const isGuessed = (columns: PursuitColumns): boolean =>
    columns.includes('name') && columns.filter((field) => field !== null).length > 1;
  const found =
    candidates.find(({ remembered }) => remembered) ??
    candidates.find(({ columns }) => isGuessed(columns)) ??
    candidates[0];
  const at = found?.i ?? 0;
  return {
    header: rows[at]?.cells ?? [],
    rows: withoutFoot(rows.slice(at + 1)),
    columns: found?.columns ?? [],
    remembered: found?.remembered ?? false,
  };
}

// What Salesforce writes below a report: totals, a notice and its copyright, the report's and the firm's names between them.
const foot =
  /^(?:grand totals?\b|confidential information - do not distribute|copyright (?:\(c\)|©) 2000-\d{4} salesforce\.com)/i;

/** Without what a report ends with: totals and rows of one cell, where one of them is known to be no row of the list. */
function withoutFoot(rows: readonly SheetRow[]): readonly SheetRow[] {
  let end = rows.length;
  while (end > 0 && isBelow(rows[end - 1]?.cells ?? [])) end--;
  return rows.slice(end).some(({ cells }) => cells.some((cell) => foot.test(cell))) ? rows.slice(0, end) : rows;
}

function isBelow(cells: readonly string[]): boolean {
  const filled = cells.filter(Boolean);
  return filled.length === 1 || filled[0]?.toLowerCase() === 'total';
}
