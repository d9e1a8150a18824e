import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atHour, good, newMember, rosterOf, testFirm, today } from '../../test/builders/exchange-firm.ts';
import type { TestMember } from '../../test/builders/exchange-firm.ts';
import {
  askMatcher,
  deviceLockKey,
  locksInAsk,
  matchAsk,
  mostAskDays,
  mostDeviceLocks,
  openAsk,
  sealAsk,
  sealedAskSchema,
} from './asks.ts';
import type { AskBody, SealedAsk } from './asks.ts';
import { keyedTargets } from './audience-keys.ts';
import { canonicalBytes, fromText, pad, toText } from './encoding.ts';
import { hmac, newId, sealingKeyOf, signValue, tagOf } from './keys.ts';
import { openOffer, sealOffer } from './offers.ts';
import type { OfferBody } from './offers.ts';
import { seal, sealOnce } from './sealing.ts';
import type { Target } from './targets.ts';

const firm = testFirm();
const { everyone, tax, randomBytes } = firm;
const { signers } = firm.roster;
const { tom, maria, cleo } = firm.members;
const jane: Target = { kind: 'person', value: 'jane.roe@acme.example' };
const byName: Target = { kind: 'name', value: 'jane roe@acme.example' };
const acme: Target = { kind: 'organisation', value: 'acme.example' };
const bob: Target = { kind: 'person', value: 'bob@other.example' };

const body: AskBody = {
  requester: { name: 'Tom Reed', practice: 'Tax', address: 'tom@firm.example' },
  member: tom.member,
  about: 'Jane Roe, Acme',
  reason: 'The list closes at six.',
  neededBy: atHour(today + 2, 18),
};
const sealed = (targets: readonly Target[] = [jane, byName], change: Partial<AskBody> = {}, signer = tom.signing) =>
  good(sealAsk({ audienceKey: everyone, targets, body: { ...body, ...change }, signer }, randomBytes));
const candidates = (targets: readonly Target[]) => targets.map((target) => ({ target, what: target.value }));
/** What a machine that holds these makes of an ask. */
function tried(ask: unknown, targets: readonly Target[], audienceKey = everyone, now = atHour(today, 9)) {
  const matcher = askMatcher(audienceKey, candidates(targets));
  return matchAsk(matcher, sealedAskSchema.parse(ask)).map(({ key, what }) => ({
    what,
    opened: openAsk(matcher, key, ask, signers, now),
  }));
}

describe('an ask', () => {
  test('is opened by a machine that holds the person, by address or by name, and by no other', () => {
    const ask = sealed();
    expect(tried(ask, [bob, jane])).toMatchObject([{ what: jane.value, opened: { ok: true, value: { body } } }]);
    expect(tried(ask, [byName])).toMatchObject([{ opened: { ok: true } }]);
    expect(tried(ask, [bob, acme])).toEqual([]);
    expect(tried(sealed([acme]), [acme])).toHaveLength(1);
  });

  test('of every kind is of one size, and says nothing of whom it is about or who asks', () => {
    const value = fc.string({ minLength: 1, maxLength: 20 });
    const targets = fc.uniqueArray(fc.record({ kind: fc.constantFrom('person', 'name'), value }), {
      minLength: 1,
      maxLength: locksInAsk,
      selector: (one) => `${one.kind} ${one.value}`,
    });
    const size = Buffer.byteLength(JSON.stringify({ ...sealed(), expires: 0 }));
    fc.assert(
      fc.property(targets, fc.string({ maxLength: 40 }), (about, reason) => {
        const ask = sealed(about, { reason });
        expect(Buffer.byteLength(JSON.stringify({ ...ask, expires: 0 }))).toBe(size);
        for (const secret of [tom.member, tom.signing.fingerprint]) expect(JSON.stringify(ask)).not.toContain(secret);
        for (const target of about) expect(tried(ask, [bob, target])).toMatchObject([{ opened: { ok: true } }]);
      }),
      { numRuns: 40 },
    );
  });

  test('about the same twice has nothing in common, so that nobody can see that two ask for one', () => {
    const [one, two] = [sealed(), sealed()];
    const parts = (ask: object): string[] => JSON.stringify(ask).match(/[\w-]{22,}/g) ?? [];
    expect(parts(one).filter((part) => parts(two).includes(part))).toEqual([everyone.audience]);
  });

  test('is not opened by another audience, nor in another epoch, nor by a key that matches nothing', () => {
    const ask = sealed();
    expect(tried(ask, [jane], tax)).toEqual([]);
    expect(tried(ask, [jane], { ...everyone, epoch: 2 })).toEqual([]);
    expect(tried(ask, [jane], { ...everyone, key: randomBytes(32) })).toEqual([]);
    expect(openAsk({ audienceKey: everyone }, randomBytes(32), ask, signers, atHour(today, 9))).toMatchObject({
      refusal: 'not_openable',
    });
  });

  test('says openly only the day in UTC by which it is needed: no hour of it makes another ask', () => {
    const shape = (ask: object) => JSON.stringify(ask, (_, value: unknown) => (typeof value === 'string' ? value.length : value));
    const open = new Set([0, 9, 18, 23.9].map((hour) => shape(sealed([jane], { neededBy: atHour(today + 2, hour) }))));
    expect([...open]).toEqual([shape({ ...sealed(), expires: today + 2 })]);
  }); // prettier-ignore

  test('can be needed at any moment of the two weeks to come, wherever it is asked and opened', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_399 }), fc.integer({ min: 1, max: mostAskDays * 86_400 }), (at, later) => {
        const now = today * 86_400 + at;
        const ask = sealed([jane], { neededBy: now + later });
        // What the directory takes.
        expect(ask.expires).toBeGreaterThanOrEqual(today);
        expect(ask.expires).toBeLessThanOrEqual(today + mostAskDays);
        const opened = (when: number) => tried(ask, [jane], everyone, when)[0]?.opened;
        expect([opened(now), opened(now + later - 1)]).toMatchObject([{ ok: true }, { ok: true }]);
        expect(opened(now + later)).toMatchObject({ refusal: 'expired' });
      }),
      { numRuns: 40 },
    );
  }); // prettier-ignore

  test('of a version before, which wrote the day by which it is needed, can be answered until that day is over', () => {
    const { audience, epoch, firm: id } = everyone;
    const of = (neededBy: number, expires: number) => {
      const salt = randomBytes(16);
      const contentKey = randomBytes(32);
      const key = keyedTargets(everyone, 'ask')(jane);
      const lock = { tag: toText(tagOf(key, salt)), key: toText(sealOnce(hmac(key, salt, Buffer.from('lock')), Buffer.alloc(0), contentKey)) };
      const header = { id: newId(randomBytes), audience, epoch, expires, salt: toText(salt), locks: [lock, lock, lock, lock] };
      const about = canonicalBytes(['warmpath/1 ask', id, header]);
      const old = { ...body, neededBy };
      const signature = signValue(tom.signing, 'ask', { about: toText(about), body: old });
      const padded = pad(canonicalBytes({ body: old, by: tom.signing.fingerprint, signature }), 1472);
      return { ...header, sealed: toText(seal(contentKey, about, padded ?? Buffer.alloc(0), randomBytes)) };
    };
    const opened = (ask: unknown, now: number) => tried(ask, [jane], everyone, now)[0]?.opened;
    const last = atHour(today + 3, 0) - 1;
    expect(opened(of(today + 2, today + 2), last - 1)).toMatchObject({ ok: true, value: { body: { neededBy: last } } });
    expect(opened(of(today + 2, today + 2), last)).toMatchObject({ refusal: 'expired' });
    expect(opened(of(today + 2, today + 3), last - 1)).toMatchObject({ refusal: 'malformed' });
  }); // prettier-ignore

  test('past its time is refused, and so is one that is altered or not by whom it says', () => {
    const matched = (ask: unknown, now = atHour(today, 9)) => tried(ask, [jane], everyone, now)[0]?.opened;
    expect(matched(sealed(), atHour(today + 2, 18))).toMatchObject({ refusal: 'expired' });
    expect(matched(sealed(), atHour(today + 3, 0))).toMatchObject({ refusal: 'expired' });
    expect(matched(sealed([jane], { neededBy: atHour(today + 15, 0) }))).toMatchObject({ refusal: 'expired' });
    const ask = sealed([jane]);
    for (const change of [{ id: toText(randomBytes(16)) }, { expires: today + 1 }])
      expect(matched({ ...ask, ...change })).toMatchObject({ refusal: 'not_openable' });
    // Locks cannot be exchanged for others: nobody can widen or narrow whom an ask reaches.
    const others = ask.locks.map((lock, at) => ({ ...lock, tag: at === 0 ? toText(randomBytes(16)) : lock.tag }));
    expect(matched({ ...ask, locks: others })?.ok ?? false).toBe(false);
    const bytes = fromText(ask.sealed);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    expect(matched({ ...ask, sealed: toText(bytes) })).toMatchObject({ refusal: 'not_openable' });
    expect(matched(sealed([jane], {}, maria.signing))).toMatchObject({ refusal: 'signer_unknown' });
    expect(matched(sealed([jane], {}, tom.quiet))).toMatchObject({ refusal: 'signer_unknown' });
    expect(matched(sealed([jane], { member: maria.member }))).toMatchObject({ refusal: 'signer_unknown' });
  });

  test('with the longest words still fits, with longer ones is refused', () => {
    const longest = (most: number): string => '"'.repeat(most / 2);
    const change = {
      requester: { name: longest(120), practice: longest(80), address: longest(160) },
      about: longest(160),
      reason: longest(400),
    };
    expect(tried(sealed([jane], change), [jane])).toMatchObject([{ opened: { ok: true } }]);
    const sealing = (targets: readonly Target[], reason: string) =>
      sealAsk({ audienceKey: everyone, targets, body: { ...body, reason }, signer: tom.signing }, randomBytes);
    expect(sealing([jane], 'x'.repeat(401))).toMatchObject({ refusal: 'malformed' });
    expect(sealing([], 'x')).toMatchObject({ refusal: 'malformed' });
  });

  test('is tried on ten thousand people with one hash each: what is derived of them is made once for all asks', () => {
    const people = Array.from({ length: 10_000 }, (_, at): Target => ({ kind: 'person', value: `p${at}@c.example` }));
    const matcher = askMatcher(everyone, candidates(people));
    expect(matcher.keys).toHaveLength(10_000);
    const ask = sealed([{ kind: 'person', value: 'p9999@c.example' }]);
    expect(matchAsk(matcher, ask).map(({ what }) => what)).toEqual(['p9999@c.example']);
    expect(matchAsk(matcher, sealed([jane]))).toEqual([]);
  });
});

describe('an ask for a device', () => {
  /** What a device makes of an ask, taking it to be from another one. */
  const triedBy = (asked: TestMember, from: TestMember, ask: SealedAsk, audienceKey = everyone) => {
    const key = deviceLockKey(audienceKey, asked.sealing, from.sealing.publicKey, 'from');
    const matcher = { audienceKey, keys: key === null ? [] : [{ key, what: from.member }] };
    return matchAsk(matcher, ask).map((match) => openAsk(matcher, match.key, ask, signers, atHour(today, 9)));
  };
  const lockFor = (one: TestMember, by = tom) => {
    const key = deviceLockKey(everyone, by.sealing, one.sealing.publicKey, 'to');
    return key === null ? [] : [key];
  };
  const sealedFor = (devices: readonly Buffer[], targets: readonly Target[] = [jane, byName]) =>
    sealAsk({ audienceKey: everyone, targets, devices, body, signer: tom.signing }, randomBytes);

  test('is opened by that device, which holds nobody, by those that hold the person, and by no other', () => {
    const ask = good(sealedFor(lockFor(maria)));
    expect(triedBy(maria, tom, ask)).toMatchObject([{ ok: true, value: { body, by: tom.signing.fingerprint } }]);
    expect(tried(ask, [jane])).toMatchObject([{ opened: { ok: true } }]);
    expect(tried(ask, [bob, acme])).toEqual([]);
    for (const other of [cleo, firm.members.ada]) expect(triedBy(other, tom, ask)).toEqual([]);
    expect(triedBy(maria, cleo, ask)).toEqual([]);
    // Nor is one that is asked taken for one that asks.
    expect(triedBy(tom, maria, ask)).toEqual([]);
  });

  test('is bound to its audience and epoch', () => {
    const ask = good(sealedFor(lockFor(maria)));
    expect(triedBy(maria, tom, ask, tax)).toEqual([]);
    expect(triedBy(maria, tom, { ...ask, epoch: 2 }, { ...everyone, epoch: 2 })).toEqual([]);
  });

  test('looks as any other does, however many devices it is for', () => {
    const shapeOf = (ask: SealedAsk): string => JSON.stringify({ ...ask, expires: 0 }).replaceAll(/[\w-]{22,}/g, (one) => `${one.length}`);
    const shape = shapeOf(sealed([jane]));
    const device = fc.constantFrom(maria, cleo, firm.members.ada, firm.members.stella);
    fc.assert(
      fc.property(fc.uniqueArray(device, { maxLength: mostDeviceLocks }), fc.constantFrom([jane], [jane, byName]), (devices, targets) => {
        const ask = good(sealedFor(devices.flatMap((one) => lockFor(one)), targets));
        expect(shapeOf(ask)).toBe(shape);
        expect(ask.locks.map(({ tag }) => tag)).toEqual(ask.locks.map(({ tag }) => fromText(tag)).sort((a, b) => Buffer.compare(a, b)).map(toText));
        for (const one of devices) {
          expect(triedBy(one, tom, ask)).toHaveLength(1);
          for (const secret of [one.member, one.sealing.publicKey, one.sealing.fingerprint]) expect(JSON.stringify(ask)).not.toContain(secret);
        }
      }),
      { numRuns: 40 },
    );
    // Two for the same device have nothing in common either.
    const [one, two] = [sealedFor(lockFor(maria)), sealedFor(lockFor(maria))].map((ask) => good(ask).locks.flatMap(({ tag, key }) => [tag, key]));
    expect(one?.filter((part) => two?.includes(part))).toEqual([]);
  }); // prettier-ignore

  test('leaves room for whom it is about, and takes no key that nobody can have', () => {
    const three = [jane, byName, bob];
    expect(sealedFor(lockFor(maria), three).ok).toBe(true);
    expect(sealedFor([maria, cleo].flatMap((one) => lockFor(one)), three)).toMatchObject({ refusal: 'malformed' });
    expect(sealedFor([maria, cleo, firm.members.ada].flatMap((one) => lockFor(one)), [jane])).toMatchObject({ refusal: 'malformed' });
    expect(sealedFor(lockFor(maria), [])).toMatchObject({ refusal: 'malformed' });
    expect(deviceLockKey(everyone, tom.sealing, toText(Buffer.alloc(32)), 'to')).toBeNull();
  }); // prettier-ignore

  test('has a key that other implementations can be held to', () => {
    const [asking, asked] = [sealingKeyOf(Buffer.alloc(32, 1)), sealingKeyOf(Buffer.alloc(32, 2))];
    const audienceKey = { firm: toText(Buffer.alloc(16, 3)), audience: toText(Buffer.alloc(16, 4)), epoch: 5, key: Buffer.alloc(32, 6) };
    const key = deviceLockKey(audienceKey, asking, asked.publicKey, 'to');
    expect(deviceLockKey(audienceKey, asked, asking.publicKey, 'from')).toEqual(key);
    expect(key?.toString('hex')).toBe('f66ccf46c41d16cea4e8e73d7523c7b2280d098b81701805145f2f3887b272a2');
  }); // prettier-ignore
});

describe('an offer', () => {
  const offer: OfferBody = {
    ask: sealed().id,
    introducer: { name: 'Maria Ortiz', practice: 'Tax', address: 'maria@firm.example' },
    member: maria.member,
    words: 'Call me first.',
    issued: today,
  };
  const second = newMember({ firm: firm.firm, root: firm.root, randomBytes, member: tom.member });

  test('is read on every device of the requester, and by nobody else', () => {
    const offers = good(sealOffer(firm.firm, offer, [tom.record, second.record], maria.signing, randomBytes));
    expect(offers).toHaveLength(2);
    const [first, other] = offers;
    expect(good(openOffer(firm.firm, offer.ask, tom.sealing, first, signers))).toEqual(offer);
    expect(good(openOffer(firm.firm, offer.ask, second.sealing, other, signers))).toEqual(offer);
    expect(openOffer(firm.firm, offer.ask, cleo.sealing, first, signers)).toMatchObject({ refusal: 'not_openable' });
    expect(openOffer(firm.firm, toText(randomBytes(16)), tom.sealing, first, signers)).toMatchObject({
      refusal: 'not_openable',
    });
    expect(JSON.stringify(offers)).not.toContain(maria.member);
    expect(new Set(offers.map((each) => each.sealed.length)).size).toBe(1);
  });

  test('is by whom it says', () => {
    const byTom = good(sealOffer(firm.firm, offer, [tom.record], tom.signing, randomBytes));
    expect(openOffer(firm.firm, offer.ask, tom.sealing, byTom[0], signers)).toMatchObject({
      refusal: 'signer_unknown',
    });
    const left = good(rosterOf(firm, [tom])).signers;
    const byMaria = good(sealOffer(firm.firm, offer, [tom.record], maria.signing, randomBytes));
    expect(openOffer(firm.firm, offer.ask, tom.sealing, byMaria[0], left)).toMatchObject({ refusal: 'signer_unknown' });
    expect(sealOffer(firm.firm, { ...offer, words: 'x'.repeat(401) }, [], tom.signing, randomBytes)).toMatchObject({
      refusal: 'malformed',
    });
  });
});

test('an id never begins with a hyphen: a terminal would take it for an option', () => {
  // Bytes that begin with six ones are written with a hyphen first.
  const bytes = [Buffer.alloc(16, 0xfb), Buffer.alloc(16, 7)];
  expect(toText(bytes[0] ?? Buffer.alloc(0))).toMatch(/^-/);
  expect(newId(() => bytes.shift() ?? Buffer.alloc(16))).toBe(toText(Buffer.alloc(16, 7)));
});
