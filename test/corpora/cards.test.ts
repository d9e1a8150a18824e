/** Every card of the corpora is read, or named with the reason. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { formatOf, headSize, innerName } from '../../core/ingest/format.ts';
import type { SourceItem } from '../../core/ingest/record.ts';
import { decodeText } from '../../core/ingest/text.ts';
import { cardItems } from '../../core/ingest/vcard.ts';
import { scratchFolder, unpackAll, withoutCorpora } from './unpack.ts';

describe.skipIf(withoutCorpora)('the card corpora', () => {
  const folder = scratchFolder();
  let files: { readonly name: string; readonly text: string; readonly items: SourceItem[] }[];

  beforeAll(() => {
    for (const kind of ['vcard', 'ical']) unpackAll(kind, join(folder, kind));
    files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => ({ name: entry.name, bytes: readFileSync(join(entry.parentPath, entry.name)) }))
      .filter(({ name, bytes }) => formatOf(bytes.subarray(0, headSize), innerName(name)) === 'cards')
      .map(({ name, bytes }) => {
        const text = decodeText(bytes);
        return { name, text, items: cardItems(text, { now: 0, subjects: true }) };
      });
  });

  test('no card is lost', () => {
    expect(files.length).toBeGreaterThan(60);
    const lost = files.filter(({ text, items }) => text.match(/^BEGIN:VCARD\s*$/gim)?.length !== items.length);
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  test('only cards of nobody are skipped', () => {
    const skipped = files.flatMap(({ name, items }) =>
      items.flatMap((item) => (item.kind === 'skipped' ? [`${name}: ${item.reason}`] : [])),
    );
    expect([...new Set(skipped)].sort()).toEqual([
      'issue64.vcf: card without name or address',
      'vcard-group.vcf: card without name or address',
      'vcard-url.vcf: card without name or address',
      'vcard_grouped.vcf: card without name or address',
    ]);
  });

  test.each([
    ['John_Doe_IPHONE.vcf', 'Mr. John Richter James Doe Sr.', ['john.doe@ibm.com'], 'IBM', 'Money Counter'],
    [
      'John_Doe_LOTUS_NOTES.vcf',
      'Mr. Doe John I Johny',
      ['john.doe@ibm.com', 'billy_bob@gmail.com'],
      'IBM',
      'Generic Accountant',
    ],
    ['outlook-2003.vcf', 'John Doe III', ['jdoe@hotmail.com'], 'Company, The', 'The Job Title'],
    ['issue114.vcf', 'Dummy, Dummy', ['dummy.dummy@dummy.com'], 'Dummy GmbH', null],
    ['vcard-antoni-outlook2003.vcf', 'Antoni Jozef Mylka jun.', ['antoni_mylka@somedomain.com'], 'DFKI', 'Intern'],
  ])('%s', (name, shown, emails, organisation, title) => {
    expect(files.find((file) => file.name === name)?.items).toMatchObject([
      { card: { name: shown, emails, organisation, title } },
    ]);
  });

  test('quoted-printable names of Android phones are decoded', () => {
    const phone = files.find(({ name }) => name === 'John_Doe_ANDROID.vcf');
    expect(phone?.items).toHaveLength(6);
    expect(JSON.stringify(phone?.items)).toContain('Ñ Ñ Ñ Ñ Ñ');
  });
});
