/** Everything in a file of the user's choice: all of it as JSON, people with their standings as CSV, the graph as GraphML or GEXF. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { assertNever, failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import type { PersonRow } from './contract/shapes.ts';
import type { Reader } from './db/database.ts';
import type { ExportFormat } from './engine-types.ts';
import { relationshipGraph, toGexf, toGraphml } from './export-graph.ts';
import { exportJson } from './export-json.ts';
import { exportPerson } from './export-person.ts';
import { everybody } from './contract/shapes.ts';
import { csvCell } from './opportunities/csv-cell.ts';
import { peopleInOrder, peoplePage } from './people-list.ts';

// Characters gathered before they are written.
const writeSize = 1 << 18;

/**
 * Writes the file, or leaves what was there: it appears whole under its name. With a person, what is held about them alone, as JSON. Answers
 * with its size. Failures: write_failed, naming it; not_found; usage for one person in another format.
 */
export function exportTo(
  db: Reader,
  format: ExportFormat,
  file: string,
  person?: number,
): Result<{ file: string; bytes: number }> {
  if (person === undefined) return writeWhole(file, contentOf(db, format));
  if (format !== 'json')
    return failure('usage', 'What is held about one person is written as JSON: give --format json.');
  const content = exportPerson(db, person);
  return content.ok ? writeWhole(file, content.value) : content;
}

function contentOf(db: Reader, format: ExportFormat): Iterable<string> {
  switch (format) {
    case 'json':
      return exportJson(db);
    case 'csv':
      return exportCsv(everyRow(db));
    case 'graphml':
      return toGraphml(relationshipGraph(db, everyRow(db)));
    case 'gexf':
      return [toGexf(relationshipGraph(db, everyRow(db)))];
    default:
      return assertNever(format);
  }
}

function everyRow(db: Reader): PersonRow[] {
  const found = peopleInOrder(db, { matching: null, filter: everybody, order: 'warmth', now: 0 });
  return peoplePage(db, found, -1, 0).rows;
}

const csvColumns = [
  ['id', (row) => row.id],
  ['person', (row) => row.person],
  ['addresses', (row) => row.addresses.join(' ')],
  ['organisation', (row) => row.organisation],
  ['title', (row) => row.title],
  ['side', (row) => row.side],
  ['colleague', (row) => row.colleague],
  ['band', (row) => row.band],
  ['probability', (row) => row.probability],
  ['closeness', (row) => row.closeness],
  ['trend', (row) => row.trend],
  ['lastInteraction', (row) => row.lastInteraction],
  ['sent', (row) => row.sent],
  ['received', (row) => row.received],
  ['meetings', (row) => row.meetings],
] as const satisfies [string, (row: PersonRow) => string | number | null][];

/** Everybody but the user and machines, a row each, with a header (RFC 4180, UTF-8). */
function* exportCsv(rows: Iterable<PersonRow>): Generator<string> {
  yield `${csvColumns.map(([name]) => name).join(',')}\r\n`;
  for (const row of rows) yield `${csvColumns.map(([, value]) => csvCell(value(row))).join(',')}\r\n`;
}

function writeWhole(file: string, pieces: Iterable<string>): Result<{ file: string; bytes: number }> {
  const draft = `${file}.${process.pid}.part`;
  try {
    // Renaming over a device would replace it.
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) {
      return failure('write_failed', `${file} is not an ordinary file. Choose another name.`, { file });
    }
    const bytes = writePieces(draft, pieces);
    renameSync(draft, file);
    return success({ file, bytes });
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    return failure('write_failed', `${file} cannot be written (${String(error.code)}). What was there is unchanged.`, {
      file,
    });
  } finally {
    rmSync(draft, { force: true });
  }
}

function writePieces(draft: string, pieces: Iterable<string>): number {
  // Only the user's own account may read it, like the data folder it comes from.
  const handle = openSync(draft, 'wx', 0o600);
  try {
    let bytes = 0;
    let waiting = '';
    const flush = (): void => {
      const buffer = Buffer.from(waiting);
      writeFileSync(handle, buffer);
      bytes += buffer.length;
      waiting = '';
    };
    for (const piece of pieces) {
      waiting += piece;
      if (waiting.length >= writeSize) flush();
    }
    flush();
    fsyncSync(handle);
    return bytes;
  } finally {
    closeSync(handle);
  }
}
