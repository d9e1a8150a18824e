import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvText, plainCell } from './csv-cell.ts';

const pieces = ['=', '+', '-', '@', '＝', '＠', ';', '\t', ' ', '"', ',', '\n', '\r', 'a', '1'];
const cell = fc.oneof(
  fc.string().filter((text) => !text.includes("'")),
  fc.string({ unit: fc.constantFrom(...pieces) }),
);

test('no cell begins as a formula, and every row is read again as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (rows) => {
      const read = parse(csvText(['a', 'b'], rows)).slice(1);
      for (const text of read.flat()) expect(text).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
      expect(read.map((row) => row.map(plainCell))).toEqual(rows.map((row) => row.map((text) => text.trim())));
    }),
  );
});

test('nor does any for a spreadsheet that separates with semicolons or tabs, wherever a row ends for it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (rows) => {
      // Without any regard for quotes: such a spreadsheet heeds those alone that open its own cells.
      const cells = csvText(['a', 'b'], rows).split(/[;\t\r\n]/);
      for (const text of cells) expect(text.replace(/^[ "]+/, '')).not.toMatch(/^[=+\-@＝＋－＠]/);
    }),
  );
  expect(csvText(['a', 'b'], [[1, 'Acme;=HYPERLINK("x")']])).toBe('a,b\r\n1,"Acme;\'=HYPERLINK(""x"")"\r\n');
});
