import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { good, newMember, testFirm, today } from '../../test/builders/exchange-firm.ts';
import { canonicalBytes, fromText, pad, toText } from './encoding.ts';
import { entryBytes, isName, openEntry, refuseLower, sealEntry } from './entries.ts';
import type { EntryBody, EntryToSeal, TieBody } from './entries.ts';
import { keyedTargets, lookupKeys } from './audience-keys.ts';
import { signValue } from './keys.ts';
import { seal } from './sealing.ts';
import type { Target } from './targets.ts';

const firm = testFirm();
const { everyone, tax, randomBytes } = firm;
const { signers } = firm.roster;
const { tom, maria, ada, cleo, stella } = firm.members;
const jane: Target = { kind: 'person', value: 'jane.roe@acme.example' };
const acme: Target = { kind: 'organisation', value: 'acme.example' };

const named: TieBody = {
  kind: 'tie',
  person: { name: 'Jane Roe' },
  band: 'strong',
  freshness: '2026-06',
  introducer: { kind: 'named', name: 'Tom Reed', address: 'tom@firm.example', practice: 'Tax' },
};
const quiet: TieBody = { ...named, person: null, introducer: { kind: 'practice', practice: 'Tax' } };
const base: EntryToSeal = {
  audienceKey: everyone,
  target: jane,
  version: 1,
  expires: today + 90,
  body: named,
  signer: tom.signing,
};
const sealed = (change: Partial<EntryToSeal> = {}) => good(sealEntry({ ...base, ...change }, randomBytes));
const open = (entry: unknown, { audienceKey = everyone, target = jane, day = today } = {}) =>
  openEntry(audienceKey, target, entry, signers, day);

const words = (most: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: fc.oneof(fc.constantFrom('a', '"', '\\', '\n', '\u0000', 'é', '王', '😂')), maxLength: most })
    .filter((text) => Buffer.byteLength(JSON.stringify(text)) - 2 <= most);
const person: fc.Arbitrary<{ name: string } | null> = fc.option(fc.record({ name: words(120).filter(isName) }));
const bodies: fc.Arbitrary<EntryBody> = fc.record({
  kind: fc.constant('tie'),
  person,
  band: fc.constantFrom('strong', 'moderate', 'weak'),
  freshness: fc.constantFrom('2026-01', '2025-12'),
  introducer: fc.record({
    kind: fc.constant('named'),
    name: words(120),
    address: words(160),
    practice: fc.option(words(80)),
  }),
});

describe('an entry', () => {
  test('opens for a member of the audience who asks about the same, as it was written, and has one size', () => {
    fc.assert(
      fc.property(bodies, fc.nat({ max: 366 }), (body, days) => {
        const entry = sealed({ body, expires: today + days });
        expect(fromText(entry.sealed)).toHaveLength(entryBytes);
        expect(good(open(entry)).body).toEqual(body);
      }),
      { numRuns: 60 },
    );
  });

  test('the longest words there can be still fit', () => {
    const longest = (most: number): string => '"'.repeat(Math.floor(most / 2));
    const body: EntryBody = {
      ...named,
      person: { name: `${longest(118)}Jo` },
      introducer: { kind: 'named', name: longest(120), address: longest(160), practice: longest(80) },
    };
    expect(good(open(sealed({ body, version: 0x7fff_ffff }))).body).toEqual(body);
    expect(sealEntry({ ...base, body: { ...named, person: { name: 'x'.repeat(121) } } }, randomBytes)).toMatchObject({
      refusal: 'malformed',
    });
  });

  test('has no field for anything finer: counts, dates, subjects', () => {
    for (const more of [{ messages: 12 }, { subject: 'x' }, { last: '2026-06-30' }])
      expect(sealEntry({ ...base, body: { ...named, ...more } }, randomBytes)).toMatchObject({ refusal: 'malformed' });
    for (const freshness of ['2026-06-30', '2026-13', '2026'])
      expect(sealEntry({ ...base, body: { ...named, freshness } }, randomBytes)).toMatchObject({
        refusal: 'malformed',
      });
    for (const band of ['none', 'unknown', '0.8'])
      expect(sealEntry({ ...base, body: { ...named, band: band as 'weak' } }, randomBytes)).toMatchObject({
        refusal: 'malformed',
      });
  });

  test('names nobody without a letter', () => {
    for (const name of ['', ' ', '—', '#/?'])
      expect(sealEntry({ ...base, body: { ...named, person: { name } } }, randomBytes)).toMatchObject({
        refusal: 'malformed',
      });
    expect(good(open(sealed({ body: { ...named, person: { name: '王' } } }))).body).toMatchObject({
      person: { name: '王' },
    });
  });

  test('does not open with anything of it changed', () => {
    const entry = sealed();
    fc.assert(
      fc.property(fc.nat({ max: entryBytes * 8 - 1 }), (bit) => {
        const bytes = fromText(entry.sealed);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(open({ ...entry, sealed: toText(bytes) })).toEqual({ ok: false, refusal: 'not_openable' });
      }),
    );
    expect(open({ ...entry, version: 2 })).toEqual({ ok: false, refusal: 'not_openable' });
    expect(open({ ...entry, expires: today + 91 })).toEqual({ ok: false, refusal: 'not_openable' });
    expect(open({ ...entry, lookup: sealed({ target: acme }).lookup })).toEqual({ ok: false, refusal: 'not_openable' });
    expect(open({ ...entry, more: 1 })).toEqual({ ok: false, refusal: 'malformed' });
    expect(open(null)).toEqual({ ok: false, refusal: 'malformed' });
  });

  test('does not open for another audience, another epoch, or who knows not whom it is about', () => {
    const entry = sealed();
    expect(open(entry, { audienceKey: tax }).ok).toBe(false);
    expect(open(entry, { audienceKey: { ...everyone, epoch: 2 } }).ok).toBe(false);
    expect(open(entry, { target: acme }).ok).toBe(false);
    // Even under the lookup key of the other: the key that opens is made of whom it is about.
    expect(open({ ...entry, lookup: lookupKeys(everyone)(acme) }, { target: acme })).toMatchObject({
      refusal: 'not_openable',
    });
  });

  test('past its day, or good for longer than anything is, is refused', () => {
    const entry = sealed({ expires: today });
    expect(open(entry).ok).toBe(true);
    expect(open(entry, { day: today + 1 })).toEqual({ ok: false, refusal: 'expired' });
    expect(open(sealed({ expires: today + 367 }))).toEqual({ ok: false, refusal: 'expired' });
  });

  test('is signed by a device where it gives a name, by a quiet key where it does not, for clients by those who load them', () => {
    const client: EntryBody = { kind: 'client', partner: { name: 'Ada', address: 'ada@firm.example', practice: null } };
    const stranger = newMember({ firm: firm.firm, root: firm.root, randomBytes });
    const who = [
      [named, tom.signing, true],
      [named, tom.quiet, false],
      [named, stranger.signing, false],
      [quiet, tom.quiet, true],
      [quiet, tom.signing, false],
      [quiet, stranger.quiet, false],
      [client, ada.signing, true],
      [client, cleo.signing, true],
      [client, maria.signing, false],
      [client, stella.signing, false],
      [client, ada.quiet, false],
    ] as const;
    for (const [body, signer, ok] of who) expect(open(sealed({ body, signer })).ok).toBe(ok);
  });

  test('a colleague who holds the audience key cannot write one in the name of another', () => {
    const lookup = lookupKeys(everyone)(jane);
    const header = { v: 1, firm: firm.firm, audience: everyone.audience, epoch: 1, lookup, version: 1, expires: today };
    const signature = signValue(maria.signing, 'entry', { header, body: named });
    const padded = pad(canonicalBytes({ body: named, by: tom.signing.fingerprint, signature }), 960);
    const forged = seal(
      keyedTargets(everyone, 'entry')(jane),
      canonicalBytes(header),
      padded ?? Buffer.alloc(0),
      randomBytes,
    );
    expect(open({ lookup, version: 1, expires: today, sealed: toText(forged) })).toEqual({
      ok: false,
      refusal: 'signature_wrong',
    });
  });

  test('"somebody in Tax" names nobody, in nothing that is sent and nothing that opens', () => {
    const entry = sealed({ body: quiet, signer: tom.quiet });
    const opened = good(open(entry));
    expect(opened.signer.kind).toBe('quiet');
    const seen = JSON.stringify([entry, opened]);
    for (const secret of [tom.member, tom.signing.fingerprint, tom.record.signingKey, 'Tom', 'Jane'])
      expect(seen).not.toContain(secret);
  });
});

describe('a disclosed person and their organisation', () => {
  test('are two rows with nothing in common', () => {
    const [one, two] = [sealed(), sealed({ target: acme })];
    expect(one.lookup).not.toBe(two.lookup);
    const parts = (text: string): string[] => text.match(/.{8}/g) ?? [];
    const ofTwo = new Set(parts(two.sealed));
    expect(parts(one.sealed).filter((part) => ofTwo.has(part))).toEqual([]);
  });

  test('an organisation alone is found under the organisation alone', () => {
    const entry = sealed({ target: acme, body: { ...named, person: null } });
    expect(good(open(entry, { target: acme })).body).toMatchObject({ person: null });
    expect(open(entry).ok).toBe(false);
  });
});

test('two entries of the same words share no byte sequence', () => {
  const [one, two] = [sealed(), sealed()];
  expect(one.lookup).toBe(two.lookup);
  expect(one.sealed.slice(0, 32)).not.toBe(two.sealed.slice(0, 32));
  expect(one.sealed.slice(-64)).not.toBe(two.sealed.slice(-64));
});

test('an answer that was rolled back is refused, for each signer on its own', () => {
  const seen = new Map<string, number>();
  const { lookup } = sealed();
  expect(refuseLower(seen, lookup, { by: 'tom', version: 3 }).ok).toBe(true);
  expect(refuseLower(seen, lookup, { by: 'tom', version: 3 }).ok).toBe(true);
  expect(refuseLower(seen, lookup, { by: 'maria', version: 1 }).ok).toBe(true);
  expect(refuseLower(seen, lookup, { by: 'tom', version: 2 })).toEqual({ ok: false, refusal: 'version_lower' });
  expect(refuseLower(seen, 'another', { by: 'tom', version: 2 }).ok).toBe(true);
});
