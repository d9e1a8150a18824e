import { expect, test } from 'vitest';
import { good, testFirm } from '../../test/builders/exchange-firm.ts';
import { openNote, sealNote } from './notes.ts';

const { guard, everyone, randomBytes } = testFirm();
const note = { target: { kind: 'organisation', value: 'acme.example' }, why: 'Project Falcon' } as const;

test('a note is read with the guard key of its epoch, and with no other; all are of one size', () => {
  const sealed = good(sealNote(guard, note, randomBytes));
  expect(good(openNote(guard, sealed))).toEqual(note);
  for (const other of [everyone, { ...guard, epoch: 2 }, { ...guard, key: randomBytes(32) }])
    expect(openNote(other, sealed)).toEqual({ ok: false, refusal: 'not_openable' });
  expect(openNote(guard, `${sealed}A`)).toEqual({ ok: false, refusal: 'malformed' });
  expect(good(sealNote(guard, { ...note, why: '"'.repeat(200) }, randomBytes))).toHaveLength(sealed.length);
  expect(sealNote(guard, { ...note, why: 'x'.repeat(401) }, randomBytes)).toEqual({ ok: false, refusal: 'malformed' });
});
