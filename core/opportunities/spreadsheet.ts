/** A list as rows of text: CSV with any of the usual separators and encodings, or the first sheet of an Excel file. Knows no pursuit. */
import { CsvError, parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/universal';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { decodeText } from '../ingest/text.ts';
import { plainCell } from './csv-cell.ts';

export interface SheetRow {
  /** Of the file, the first being 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

// A list of a hundred thousand rows is about as large.
const largestFile = 10 << 20;
/** What an Excel file may unpack to: a hundred times is what honest sheets reach, and more would not fit in memory with its cells. */
const largestUnzipped = 100 << 20;
const mostRows = 100_000;

/** Rows with anything in them. Failures: not_what_it_claims, unknown_format (older Excel), usage for what is too large. */
export async function readSpreadsheet(bytes: Uint8Array): Promise<Result<SheetRow[]>> {
  if (bytes.length > largestFile) return tooLarge;
  const rows = isZip(bytes) ? await readExcel(bytes) : isOldExcel(bytes) ? oldExcel : readCsv(decodeText(bytes));
  if (!rows.ok) return rows;
  const filled = rows.value.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (filled.length > mostRows) return tooLarge;
  return filled.length === 0 ? failure('not_what_it_claims', 'There is nothing in this list.') : success(filled);
}

const tooLarge = failure(
  'usage',
  'This list is too large: up to 100,000 rows and 10 MB are read. Export fewer columns.',
);
const oldExcel = failure(
  'unknown_format',
  'This is an Excel file of before 2007. Save it as .xlsx or CSV and try again.',
);

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function isOldExcel(bytes: Uint8Array): boolean {
  return bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11;
}

function readCsv(text: string): Result<SheetRow[]> {
  // Excel writes which separator it used into a first line of its own.
  const told = /^sep=(.)\r?\n/i.exec(text);
  try {
    const rows = parse(text, {
      delimiter: told?.[1] ?? separatorOf(text),
      from_line: told === null ? 1 : 2,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return success(
      rows.map(({ record, info }) => ({
        // A cell with line breaks ends further down than it begins.
        line: info.lines - lineBreaks(record),
        cells: record.map(plainCell),
      })),
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return failure(
      'not_what_it_claims',
      'The rows of this list cannot be told apart: a quotation mark is not closed.',
      {
        line: Number(error['lines'] ?? 1),
      },
    );
  }
}

function lineBreaks(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

/** The one there is most of in the first line with anything on it, outside quotation marks. */
function separatorOf(text: string): string {
  const first = /^(?:"(?:[^"]|"")*"|[^\r\n"])*/.exec(text.trimStart())?.[0].replace(/"(?:[^"]|"")*"/g, '') ?? '';
  const count = (separator: string): number => first.split(separator).length;
  return [',', ';', '\t', '|'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

async function readExcel(bytes: Uint8Array): Promise<Result<SheetRow[]>> {
  const size = unzippedSize(bytes);
  if (size === null) return brokenExcel;
  if (size > largestUnzipped) return tooLarge;
  try {
    const rows: unknown[][] = await readSheet(Uint8Array.from(bytes).buffer);
    return success(rows.map((cells, i) => ({ line: i + 1, cells: cells.map(cellText) })));
  } catch {
    // The reader throws of whatever is wrong inside, its parser's errors among them: nothing else happens in it.
    return brokenExcel;
  }
}

const brokenExcel = failure('not_what_it_claims', 'This is no Excel file, or a broken one.');

/** A day as YYYY-MM-DD: Excel keeps days as numbers with a format, which the reader has understood. */
function cellText(cell: unknown): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean'
    ? plainCell(String(cell))
    : '';
}

const endOfDirectory = 0x06054b50;
const fileHeader = 0x02014b50;
const headerSize = 46;

/**
 * What the files in a ZIP archive say they unpack to (APPNOTE 4.3.12, 4.3.16), or null for what is none. Saying less helps nobody: the
 * unpacker never writes more than what is said here.
 */
export function unzippedSize(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  const last = Math.max(0, end - 0xffff);
  while (end >= last && view.getUint32(end, true) !== endOfDirectory) end--;
  if (end < last) return null;
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  let size = 0;
  for (let i = 0; i < entries; i++) {
    if (at + headerSize > bytes.length || view.getUint32(at, true) !== fileHeader) return null;
    size += view.getUint32(at + 24, true);
    at += headerSize + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return size;
}
