import { expect, test } from 'vitest';
import { dayOf } from '../exchange/encoding.ts';
import type { Entry } from './payload.ts';
import { rowsOf } from './plain.ts';

const me = { name: 'Maria Ortiz', practice: 'Tax', address: 'maria@firm.example' };
const entry: Entry = {
  about: { kind: 'person', address: 1, email: 'Jane+news@Acme.com' },
  audience: { kind: 'firm' },
  name: 'Jane Roe',
  organisation: { domain: 'acme.com', name: 'Acme' },
  named: true,
  band: 'strong',
  month: '2026-04',
  until: '2026-08-01',
  inEffect: [],
  basis: 1,
  covers: [1],
  from: { name: 'Jane Roe', email: 'Jane+news@Acme.com' },
};
const place: Entry = { ...entry, about: { kind: 'organisation', domain: 'acme.com' }, name: null };

const found = (some: Entry) => rowsOf(some, me).map(({ target }) => `${target.kind} ${target.value}`);

test('a person is found by address and by name, an organisation by its domain alone', () => {
  expect(found(entry)).toEqual(['person jane@acme.com', 'name jane roe@acme.com']);
  expect(found(place)).toEqual(['organisation acme.com']);
  expect(found({ ...entry, organisation: null })).toEqual(['person jane@acme.com']);
  expect(found({ ...entry, about: { kind: 'organisation', domain: 'nowhere' } })).toEqual([]);
});

test('what protects the person or the organisation protects every row told from them, whatever it says', () => {
  for (const row of [...rowsOf(entry, me), ...rowsOf(place, me)])
    expect(row.guarded.map(({ kind }) => kind)).toEqual(['person', 'name', 'organisation']);
});

test('a row says the name only where it is disclosed, the introducer only where they are named, and nothing finer than a month', () => {
  const [row] = rowsOf(place, me);
  expect(row).toMatchObject({
    expires: dayOf(Date.UTC(2026, 7, 1)),
    body: { person: null, band: 'strong', freshness: '2026-04', introducer: { kind: 'named', name: 'Maria Ortiz' } },
  });
  const [nameless] = rowsOf({ ...entry, named: false }, me);
  expect(nameless?.body).toMatchObject({ person: { name: 'Jane Roe' }, introducer: { kind: 'practice', practice: 'Tax' } });
  expect(JSON.stringify(nameless?.body)).not.toContain('Maria');
  const [alone] = rowsOf({ ...entry, named: false }, { ...me, practice: null });
  expect(alone?.body).toMatchObject({ introducer: { practice: 'the firm' } });
}); // prettier-ignore

test('a name without a letter is none, and keeps nothing else from being shared', () => {
  expect(rowsOf({ ...entry, name: '—', from: { ...entry.from, name: '—' } }, me).map(({ body }) => body)).toMatchObject(
    [{ person: null }],
  );
});

test('a name too long for a row is cut', () => {
  const [row] = rowsOf({ ...entry, name: 'Ü'.repeat(300) }, me);
  expect(row?.body).toMatchObject({ person: { name: 'Ü'.repeat(20) } });
});
