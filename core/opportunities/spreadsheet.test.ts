import { expect, test } from 'vitest';
import { excelFile } from '../../test/builders/excel.ts';
import { readSpreadsheet, unzippedSize } from './spreadsheet.ts';

const text = 'Deal;Firma\r\n"Übernahme; groß";"Acme ""AG"""\r\n\r\n"two\nlines";B\r\n';
const rows = [
  { line: 1, cells: ['Deal', 'Firma'] },
  { line: 2, cells: ['Übernahme; groß', 'Acme "AG"'] },
  { line: 4, cells: ['two\nlines', 'B'] },
];

function utf16(written: string, bigEndian = false): Uint8Array {
  const bytes = Buffer.from(`\uFEFF${written}`, 'utf16le');
  return Uint8Array.from(bigEndian ? bytes.swap16() : bytes);
}

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`)],
  ['UTF-16', utf16(text)],
  ['UTF-16, big end first', utf16(text, true)],
  ['windows-1252', Buffer.from(text, 'latin1')],
  ['with the separator told', Buffer.from(`sep=;\r\n${text}`)],
])('a list in %s', async (name, bytes) => {
  const read = await readSpreadsheet(bytes);
  const shift = name === 'with the separator told' ? 1 : 0;
  expect(read).toEqual({ ok: true, value: rows.map((row) => ({ ...row, line: row.line + shift })) });
});

test.each([',', ';', '\t', '|'])('separated by %j', async (separator) => {
  const read = await readSpreadsheet(Buffer.from(`"a, b; c"${separator}d\nx${separator}y\n`));
  expect(read.ok && read.value.map(({ cells }) => cells)).toEqual([['a, b; c', 'd'], ['x', 'y']]); // prettier-ignore
});

test('a quotation mark that is not closed fails, and says where', async () => {
  const read = await readSpreadsheet(Buffer.from('a,b\nc,"d\ne,f\n'));
  expect(read).toMatchObject({ ok: false, error: { code: 'not_what_it_claims' } });
});

test('an Excel sheet, its days as days', async () => {
  const file = excelFile([['Deal', 'Closed', 'Amount'], ['Acme & Co', { day: 45_442 }, 45_442]]); // prettier-ignore
  expect(await readSpreadsheet(file)).toEqual({
    ok: true,
    value: [
      { line: 1, cells: ['Deal', 'Closed', 'Amount'] },
      { line: 2, cells: ['Acme & Co', '2024-05-30', '45442'] },
    ],
  });
});

test('what unpacks to more than is read, or is no Excel file, is refused before it is unpacked', async () => {
  const bomb = excelFile([['Deal']], '0'.repeat(101 << 20));
  expect(bomb.length).toBeLessThan(1 << 20);
  expect(unzippedSize(bomb)).toBeGreaterThan(100 << 20);
  expect(await readSpreadsheet(bomb)).toMatchObject({ ok: false, error: { code: 'usage' } });
  expect(await readSpreadsheet(Buffer.from('PK\u0003\u0004 no archive at all, only its first letters'))).toMatchObject({
    ok: false,
    error: { code: 'not_what_it_claims' },
  });
  const halved = excelFile([['Deal']]).slice(0, 300);
  expect(await readSpreadsheet(halved)).toMatchObject({ ok: false, error: { code: 'not_what_it_claims' } });
  expect(await readSpreadsheet(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))).toMatchObject({
    ok: false,
    error: { code: 'unknown_format' },
  });
});

test('an archive that says less than it unpacks to gives no more than it said', async () => {
  const file = Buffer.from(excelFile([['Deal'], ['x'.repeat(5000)]]));
  const said = file.lastIndexOf('PK\u0001\u0002', file.lastIndexOf('xl/worksheets/sheet1.xml')) + 24;
  file.writeUInt32LE(0, said);
  const read = await readSpreadsheet(file);
  expect(JSON.stringify(read).length).toBeLessThan(1000);
});

test('nothing at all is no list', async () => {
  expect(await readSpreadsheet(Buffer.from('\n;;\n'))).toMatchObject({
    ok: false,
    error: { code: 'not_what_it_claims' },
  });
});
