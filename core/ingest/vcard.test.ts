import { describe, expect, test } from 'vitest';
import type { CardRecord } from './record.ts';
import { cardItems } from './vcard.ts';

const context = { now: Date.UTC(2026, 0, 1) / 1000, subjects: true };

function card(...lines: readonly string[]): CardRecord {
  const items = cardItems(['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n'), context);
  expect(items).toHaveLength(1);
  const [item] = items;
  if (item?.kind !== 'card') throw new Error(JSON.stringify(item));
  return item.card;
}

describe('a card', () => {
  test('of version 3.0 or 4.0', () => {
    expect(
      card(
        'VERSION:3.0',
        'UID:urn:uuid:1',
        'N:Weber;Anna;Maria;Dr.;',
        'FN:Dr. Anna Weber\\, LL.M.',
        'ORG:Acme\\; Sons;Legal',
        'TITLE:General',
        '  Counsel',
        'item1.EMAIL;TYPE=INTERNET,WORK:Anna@Acme.Example',
        'EMAIL;VALUE=uri:mailto:anna@post.example',
        'EMAIL:none',
        'REV:20240101T120000Z',
      ),
    ).toEqual({
      key: 'urn:uuid:1',
      name: 'Dr. Anna Weber, LL.M.',
      emails: ['anna@acme.example', 'anna@post.example'],
      organisation: 'Acme; Sons',
      title: 'General Counsel',
      revisedAt: Date.UTC(2024, 0, 1, 12) / 1000,
    });
  });

  test('of version 2.1, in quoted-printable of either charset, with soft line breaks', () => {
    expect(
      card(
        'VERSION:2.1',
        'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BC=',
        'rgen',
        'ORG;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:B=E4cker',
        'EMAIL;PREF;INTERNET:j@x.example',
      ),
    ).toMatchObject({ name: 'Jürgen Müller', organisation: 'Bäcker', emails: ['j@x.example'] });
  });

  test('is named by N where it has no FN, by its address where it has neither', () => {
    expect(card('N:Weber;Anna', 'EMAIL:a@x.example').name).toBe('Anna Weber');
    expect(card('FN:', 'N:;;;;', 'EMAIL:a@x.example').name).toBe('a@x.example');
  });

  test('keeps no note, photo, phone, birthday or postal address', () => {
    const rest = [
      'NOTE:secret',
      ' secret',
      'TEL:secret',
      'ADR:;;secret',
      'BDAY:20000101',
      'item1.URL:https://secret.example',
      'PHOTO;ENCODING=b:c2VjcmV0',
      ' c2VjcmV0',
      'X-SECRET:secret',
    ];
    expect(card('FN:Anna', ...rest)).toEqual(card('FN:Anna'));
  });

  test('without a UID is the same card whenever it is read, and another where its content is another', () => {
    expect(card('FN:Anna', 'EMAIL:a@x.example').key).toBe(card('FN:Anna', 'TITLE:CEO', 'EMAIL:a@x.example').key);
    expect(card('FN:Anna', 'EMAIL:a@x.example').key).not.toBe(card('FN:Anna', 'EMAIL:b@x.example').key);
  });

  test.each(['REV:nonsense', 'REV:', 'VERSION:3.0'])('with %s says not when it was revised', (line) => {
    expect(card('FN:Anna', line).revisedAt).toBeNull();
  });
});

describe('a file of cards', () => {
  const good = 'BEGIN:VCARD\nFN:Good\nEMAIL:good@x.example\nEND:VCARD\n';

  test.each([
    ['card without name or address', 'BEGIN:VCARD\nTEL:1\nEND:VCARD\n'],
    ['card without name or address', 'BEGIN:VCARD\nFN;nothing\nEND:VCARD\n'],
    ['broken card', 'BEGIN:VCARD\nFN:Never ends\n'],
  ])('%s: named with its line, the others are kept', (reason, broken) => {
    expect(cardItems(good + broken + good, context)).toMatchObject([
      { card: { name: 'Good' } },
      { kind: 'skipped', reason, place: 'line 5' },
      { card: { name: 'Good' } },
    ]);
    expect(cardItems(good + broken, context)).toHaveLength(2);
  });

  test('any line breaks, any case, lines before and between', () => {
    const text = `stray\n${good}\n\nstray\n${good}`;
    for (const variant of [text, text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r'), text.toLowerCase()])
      expect(cardItems(variant, context)).toHaveLength(2);
  });
});
