import { describe, expect, test } from 'vitest';
import { valueOf } from '../contract/errors.ts';
import { connectionItems, parseDay } from './linkedin.ts';
import type { ConnectionRecord, SourceItem } from './record.ts';

const header = 'First Name,Last Name,URL,Email Address,Company,Position,Connected On';
const row = 'Anna,Weber,https://www.linkedin.com/in/anna,Anna@Acme.Example,Acme,CEO,07 Feb 2026';
const preamble = 'Notes:\n"When exporting, you may notice, that\nsome addresses are missing."\n\n';

function items(text: string): SourceItem[] {
  return valueOf(connectionItems(text));
}

function connections(text: string): ConnectionRecord[] {
  return items(text).map((item) => {
    if (item.kind !== 'connection') throw new Error(JSON.stringify(item));
    return item.connection;
  });
}

const anna = {
  name: 'Anna Weber',
  url: 'https://www.linkedin.com/in/anna',
  email: 'anna@acme.example',
  company: 'Acme',
  position: 'CEO',
  connectedOn: '2026-02-07',
};

describe('the forms of the years', () => {
  test.each([
    ['plain', `${header}\n${row}\n`],
    ['with its preamble', `${preamble}${header}\n${row}\n`],
    ['with a byte order mark and CRLF', `\uFEFF${preamble}${header}\n${row}\n`.replaceAll('\n', '\r\n')],
    ['with old Mac line breaks', `${header}\n${row}\n`.replaceAll('\n', '\r')],
    ['re-saved by a European Excel', `${header}\n${row}\n`.replaceAll(',', ';').replace('07 Feb 2026', '7-Feb-26')],
    ['as tabs', `${header}\n${row}\n`.replaceAll(',', '\t')],
    [
      'in German',
      `Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am\n${row.replace('07 Feb', '07. Feb.')}`,
    ],
  ])('%s', (_, text) => {
    expect(connections(text)).toMatchObject([anna]);
  });

  test('without URL and address', () => {
    const old = 'First Name,Last Name,Email Address,Company,Position,Connected On\nAnna,Weber,,Acme,CEO,20 Nov 2018\n';
    expect(connections(old)).toMatchObject([{ ...anna, url: null, email: null, connectedOn: '2018-11-20' }]);
  });

  test('one export after another is the same connection, whatever columns each has', () => {
    const later = `${header}\n${row.replace('CEO', 'Chair')}\n`;
    const earlier = 'First Name,Last Name,Email Address,Company,Position,Connected On\nANNA,Weber,,Acme,,07 Feb 2026\n';
    expect(connections(earlier)[0]?.key).toBe(connections(later)[0]?.key);
  });
});

describe('rows', () => {
  test('quotes, commas, quotes in quotes and line breaks inside a field', () => {
    const text = `${header}\n"Anna ""Ann""",Weber,,,"Acme, Inc.","CEO\nand founder",07 Feb 2026\n${row}\n`;
    expect(connections(text)).toMatchObject([
      { name: 'Anna "Ann" Weber', company: 'Acme, Inc.', position: 'CEO and founder' },
      anna,
    ]);
  });

  test('without a name are named with their line', () => {
    expect(items(`${preamble}${header}\n${row}\n,,,,,,07 Feb 2026\n\n${row}\n`)).toMatchObject([
      { kind: 'connection' },
      { kind: 'skipped', reason: 'row without a name', place: 'line 7' },
      { kind: 'connection' },
    ]);
  });

  test('too short and too long ones are read as far as they go', () => {
    expect(connections(`${header}\nAnna,Weber\n${row},more,and more\n`)).toMatchObject([
      { name: 'Anna Weber', company: null, connectedOn: null },
      anna,
    ]);
  });

  test('what is no web address and no mail address is none', () => {
    expect(connections(`${header}\nAnna,Weber,javascript:alert(1),at home,,,\n`)).toMatchObject([
      { url: null, email: null },
    ]);
  });
});

test.each([
  ['07 Feb 2026', '2026-02-07'],
  ['8-Sep-22', '2022-09-08'],
  ['1/8/18, 6:14 PM', '2018-01-08'],
  ['2024-05-30', '2024-05-30'],
  ['30 February 2024', null],
  ['13/13/2020', null],
  ['01 Jan 1970', null],
  ['soon', null],
  ['', null],
])('the day %j', (text, day) => {
  expect(parseDay(text)).toBe(day);
});

describe('what is no export', () => {
  test.each([
    ['another list', 'Name,Email\nAnna,anna@x.example\n'],
    ['only names', 'First Name,Last Name\nAnna,Weber\n'],
    ['nothing', ''],
  ])('%s says so and is not read as no rows', (_, text) => {
    expect(connectionItems(text)).toMatchObject({
      ok: false,
      error: { code: 'not_what_it_claims', message: expect.stringContaining('column names') },
    });
  });

  test('a quote that never ends is told with its line', () => {
    expect(connectionItems(`${header}\n${row}\nBen,"Doe,,,,,\n${row}\n`)).toMatchObject({
      ok: false,
      error: { code: 'not_what_it_claims', line: expect.any(Number) },
    });
  });

  test('an export of somebody without connections is empty', () => {
    expect(items(`${preamble}${header}\n`)).toEqual([]);
  });
});
