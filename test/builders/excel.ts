/** An .xlsx file with one sheet, as small as Excel would read it. */
import { crc32, deflateRawSync } from 'node:zlib';

/** A number with `day` is formatted as a date. */
type ExcelCell = string | number | { readonly day: number };

/** Rows as in the sheet; `comment` is stored beside it and makes the archive larger; with `since1904` days count as on old Macs. */
export function excelFile(rows: readonly (readonly ExcelCell[])[], comment = '', since1904 = false): Uint8Array {
  const files: [string, string][] = [
    [
      '[Content_Types].xml',
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">${since1904 ? '<workbookPr date1904="1"/>' : ''}<sheets><sheet name="Deals" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
    ],
    [
      'xl/styles.xml',
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    ],
    ['xl/worksheets/sheet1.xml', sheetXml(rows)],
    ...(comment === '' ? [] : [['xl/comments.xml', comment] as [string, string]]),
  ];
  return zip(files);
}

function sheetXml(rows: readonly (readonly ExcelCell[])[]): string {
  const cell = (value: ExcelCell, name: string): string =>
    typeof value === 'string'
      ? `<c r="${name}" t="inlineStr"><is><t>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`
      : typeof value === 'number'
        ? `<c r="${name}"><v>${String(value)}</v></c>`
        : `<c r="${name}" s="1"><v>${String(value.day)}</v></c>`;
  const lines = rows.map((cells, r) => {
    const inside = cells.map((value, c) => cell(value, `${String.fromCodePoint(65 + c)}${String(r + 1)}`)).join('');
    return `<row r="${String(r + 1)}">${inside}</row>`;
  });
  return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

function zip(files: readonly (readonly [string, string])[]): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of files) {
    const plain = Buffer.from(text);
    const packed = deflateRawSync(plain);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(plain), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(plain.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), shared, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), shared, rest, Buffer.from(name)]),
    );
    bodies.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Uint8Array.from(Buffer.concat([...bodies, listed, Buffer.from('PK\u0005\u0006'), end]));
}
