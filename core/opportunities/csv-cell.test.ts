import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvText, plainCell } from './csv-cell.ts';

test('no cell begins as a formula, and every row is read again as it was', () => {
  const unquoted = fc.string().filter((text) => !/^'[=+\-@\t\r]/.test(text));
  const cell = fc.oneof(unquoted, fc.constantFrom('=1+1', '+1', '-1', '@SUM(A1)', '\t=1', 'a,b', 'a"b', 'a\nb'));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), (rows) => {
      const read = parse(csvText(['a', 'b'], rows));
      expect(read.slice(1)).toEqual(
        rows.map((row) => row.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text))),
      );
      for (const text of read.flat()) expect(text).not.toMatch(/^[=+\-@]/);
      expect(read.slice(1).map((row) => row.map(plainCell))).toEqual(rows.map((row) => row.map((text) => text.trim())));
    }),
  );
});
