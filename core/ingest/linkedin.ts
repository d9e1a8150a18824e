/** LinkedIn's Connections.csv, every yearly form of it. Connections are never ties. */
import { CsvError, parse } from 'csv-parse/sync';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { normaliseEmail } from './address.ts';
import { hash53 } from './hash.ts';
import { cleanText } from './headers.ts';
import type { SourceItem } from './record.ts';

/** Column names in the languages LinkedIn exports in, folded to lower case. */
const headings = {
  first: ['first name', 'vorname', 'prénom', 'nombre', 'nome', 'voornaam'],
  last: ['last name', 'nachname', 'nom', 'apellidos', 'apellido', 'cognome', 'sobrenome', 'achternaam'],
  url: ['url'],
  email: [
    'email address',
    'e-mail-adresse',
    'e-mail',
    'adresse e-mail',
    'dirección de correo electrónico',
    'dirección de email',
    'indirizzo e-mail',
    'indirizzo email',
    'endereço de e-mail',
    'e-mailadres',
  ],
  company: ['company', 'unternehmen', 'firma', 'entreprise', 'société', 'empresa', 'azienda', 'organização', 'bedrijf'],
  position: ['position', 'poste', 'cargo', 'posizione', 'posição', 'functie', 'puesto'],
  connectedOn: [
    'connected on',
    'verbunden am',
    'kontakt seit',
    'entrée en relation le',
    'connecté le',
    'fecha de conexión',
    'conectado el',
    'collegato il',
    'conectado em',
    'conectado em:',
    'verbonden op',
  ],
} as const;
type Column = keyof typeof headings;

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
// LinkedIn opened in 2003; anything before is a misread date.
const firstYear = 2003;

/** Failure: not_what_it_claims where no header row is found, so that nothing is ever imported "successfully" as zero rows. */
export function connectionItems(text: string): Result<SourceItem[]> {
  const lines = text.split(/\r\n|\n|\r/);
  const found = lines.slice(0, 30).findIndex((line) => columnsOf(line) !== null);
  const columns = found < 0 ? null : columnsOf(lines[found] as string);
  if (columns === null) {
    return failure(
      'not_what_it_claims',
      'This is no Connections.csv: no row with the column names was found in its first lines. A list of pursuits is read under Pursuits.',
    );
  }
  const rows = readRows(lines.slice(found + 1).join('\n'), columns.delimiter);
  if (rows === null)
    return failure('not_what_it_claims', 'This Connections.csv is broken: its rows cannot be told apart.', {
      line: found + 2,
    });
  return success(
    rows.map(({ record, line }): SourceItem => {
      const cell = (column: Column): string => cleanText(record[columns.places[column] ?? -1] ?? '', 200);
      const name = [cell('first'), cell('last')].filter(Boolean).join(' ');
      const place = `line ${line + found + 1}`;
      if (name === '') return { kind: 'skipped', reason: 'row without a name', place };
      const connectedOn = parseDay(cell('connectedOn'));
      return {
        kind: 'connection',
        connection: {
          // Present in the exports of all years, so that a later one updates an earlier.
          key: `${name.toLowerCase().normalize('NFKC')} ${connectedOn ?? hash53(cell('url')).toString(36)}`,
          name,
          url: /^https?:\/\//.test(cell('url')) ? cell('url') : null,
          email: normaliseEmail(cell('email')),
          company: cell('company') || null,
          position: cell('position') || null,
          connectedOn,
        },
      };
    }),
  );
}

function columnsOf(line: string): { delimiter: string; places: Partial<Record<Column, number>> } | null {
  for (const delimiter of [',', ';', '\t']) {
    const cells = line.split(delimiter).map((cell) =>
      cell
        .replace(/^\uFEFF/, '')
        .replace(/^"|"$/g, '')
        .trim()
        .toLowerCase(),
    );
    const places: Partial<Record<Column, number>> = {};
    for (const column of Object.keys(headings) as Column[]) {
      const at = cells.findIndex((cell) => (headings[column] as readonly string[]).includes(cell));
      if (at >= 0) places[column] = at;
    }
    if (
      places.first !== undefined &&
      places.last !== undefined &&
      (places.company ?? places.connectedOn) !== undefined
    ) {
      return { delimiter, places };
    }
  }
  return null;
}

function readRows(text: string, delimiter: string): { record: string[]; line: number }[] | null {
  try {
    const rows = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
    });
    return (rows as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      record,
      line: info.lines,
    }));
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/** "07 Feb 2026", "8-Sep-22", "1/8/18, 6:14 PM" (American order), "2024-05-30"; null where it is none of these. */
export function parseDay(text: string): string | null {
  const named = /^(\d{1,2})[\s.-]+([A-Za-z]{3})[a-z]*\.?[\s.-]+(\d{2}|\d{4})$/.exec(text);
  if (named) return dayText(Number(named[3]), months.indexOf((named[2] as string).toLowerCase()) + 1, Number(named[1]));
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})(?:,.*)?$/.exec(text);
  if (american) return dayText(Number(american[3]), Number(american[1]), Number(american[2]));
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  return iso ? dayText(Number(iso[1]), Number(iso[2]), Number(iso[3])) : null;
}

function dayText(shortYear: number, month: number, day: number): string | null {
  const year = shortYear < 100 ? 2000 + shortYear : shortYear;
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = year >= firstYear && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : null;
}
