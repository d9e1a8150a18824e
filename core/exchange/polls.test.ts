import fc from 'fast-check';
import { expect, test } from 'vitest';
import { good, seededBytes, testFirm, today } from '../../test/builders/exchange-firm.ts';
import { fromText, toText } from './encoding.ts';
import { isRecognised, recognisingKey } from './guards.ts';
import { mostPollDays, openPoll, questionsInPoll, sealPoll } from './polls.ts';
import type { Deal, PollToSeal } from './polls.ts';
import type { Target } from './targets.ts';
import { tallyKeyOf } from './tally.ts';

const firm = testFirm();
const { stella, tom } = firm.members;
const randomBytes = seededBytes('polls');
const id = toText(randomBytes(16));
const { signers } = firm.roster;

const deal = (n: number): Deal => ({
  organisation: `Acme ${String(n)}`,
  domain: `acme${String(n)}.example`,
  people: [{ name: 'Jane Roe', email: `jane@acme${String(n)}.example` }],
  decided: today - n,
});
const about = (n: number): Target[] => [{ kind: 'organisation', value: `acme${String(n)}.example` }];
function poll(change: Partial<PollToSeal> = {}, count = 3): PollToSeal {
  return {
    everyone: firm.everyone,
    guard: firm.guard,
    id,
    closes: today + 3,
    cover: {
      requester: { name: 'Stella Lead', practice: null, address: 'stella@firm.example' },
      member: stella.member,
      kind: 'deals',
      key: tallyKeyOf(randomBytes(32), id).publicKey,
    },
    deals: Array.from({ length: count }, (_, n) => ({ deal: deal(n), targets: about(n) })),
    signer: stella.signing,
    ...change,
  };
}
const seal = (change: Partial<PollToSeal> = {}, count = 3) => good(sealPoll(poll(change, count), randomBytes));

test('what a steward asks is what everybody reads, each deal at the place its maker knows', () => {
  const { poll: sealed, places } = seal();
  const opened = good(openPoll(firm.everyone, sealed, signers, today));
  expect(opened.cover).toEqual(poll({ cover: opened.cover }).cover);
  expect(places.map((place) => opened.deals.get(place))).toEqual([deal(0), deal(1), deal(2)]);
  expect(opened.deals.size).toBe(3);
});

test('every poll is of one size, and where its deals are is chance', () => {
  const sizes = new Set<number>();
  const seen = new Set<string>();
  for (const count of [0, 1, 5, questionsInPoll]) {
    const { poll: sealed, guards, places } = seal({}, count);
    sizes.add(JSON.stringify({ poll: sealed, guards }).length);
    seen.add(places.join());
    expect(new Set(places).size).toBe(count);
  }
  expect(sizes.size).toBe(1);
  const alone = Array.from({ length: 20 }, () => seal({}, 1).places.join());
  expect(new Set(alone).size).toBeGreaterThan(5);
});

test('a question that is kept back is not told from one that was never there', () => {
  const full = seal({}, 4);
  const kept = full.places[2] as number;
  const withheld = { ...full.poll, questions: [...full.poll.questions] };
  withheld.questions[kept] = toText(randomBytes(fromText(full.poll.questions[0] ?? '').length));
  const opened = good(openPoll(firm.everyone, withheld, signers, today));
  expect(new Set(opened.deals.keys())).toEqual(new Set(full.places.filter((place) => place !== kept)));
});

test('each question carries the guard of its own deal, and no other does', () => {
  const { guards, places } = seal();
  for (const [n, place] of places.entries()) {
    const key = recognisingKey(firm.guard, about(n)[0] as Target);
    expect(guards.flatMap((guard, at) => (isRecognised(key, guard) ? [at] : []))).toEqual([place]);
  }
});

test('a poll by anybody but a steward, or in the name of another, is not believed', () => {
  const { cover } = poll();
  const byTom = seal({ signer: tom.signing, cover: { ...cover, member: tom.member } });
  expect(openPoll(firm.everyone, byTom.poll, signers, today)).toEqual({ ok: false, refusal: 'signer_unknown' });
  const forTom = seal({ cover: { ...cover, member: tom.member } });
  expect(openPoll(firm.everyone, forTom.poll, signers, today)).toEqual({ ok: false, refusal: 'signer_unknown' });
  const forged = seal({ signer: { ...stella.signing, sign: () => toText(Buffer.alloc(64)) } });
  expect(openPoll(firm.everyone, forged.poll, signers, today)).toEqual({ ok: false, refusal: 'signature_wrong' });
});

test('questions cannot be moved, taken from another poll, or given another day', () => {
  const [one, other] = [seal(), seal({ id: toText(randomBytes(16)) })];
  const [from, to] = [one.places[0] as number, one.places[1] as number];
  const questions = [...one.poll.questions];
  questions[to] = one.poll.questions[from] as string;
  questions[one.places[2] as number] = other.poll.questions[other.places[2] as number] as string;
  const opened = good(openPoll(firm.everyone, { ...one.poll, questions }, signers, today));
  expect([...opened.deals.keys()]).toEqual([from]);
  const later = { ...one.poll, closes: one.poll.closes + 1 };
  expect(openPoll(firm.everyone, later, signers, today)).toEqual({ ok: false, refusal: 'not_openable' });
  expect(openPoll(firm.tax, one.poll, signers, today)).toEqual({ ok: false, refusal: 'not_openable' });
});

test('what is past, too far away, altered or too long is refused', () => {
  const { poll: sealed } = seal();
  for (const day of [sealed.closes + 1, sealed.closes - mostPollDays - 1])
    expect(openPoll(firm.everyone, sealed, signers, day)).toEqual({ ok: false, refusal: 'expired' });
  expect(openPoll(firm.everyone, { ...sealed, more: 1 }, signers, today)).toEqual({ ok: false, refusal: 'malformed' });
  expect(sealPoll(poll({}, questionsInPoll + 1), randomBytes)).toEqual({ ok: false, refusal: 'malformed' });
  const long = { ...deal(1), organisation: 'x'.repeat(141) };
  expect(sealPoll(poll({ deals: [{ deal: long, targets: [] }] }), randomBytes)).toEqual({ ok: false, refusal: 'malformed' });
}); // prettier-ignore

test('whatever its schema lets pass fits', () => {
  const words = (most: number) => fc.string({ maxLength: most, unit: 'grapheme' }).filter((text) => isWithin(text, most));
  const person = fc.record({ name: fc.option(words(80)), email: fc.option(words(120)) });
  const deals = fc.record({ organisation: words(140), domain: words(120), people: fc.array(person, { maxLength: 3 }), decided: fc.nat(100_000) });
  const largest = { organisation: '"'.repeat(70), domain: 'x'.repeat(120), people: Array.from({ length: 3 }, () => ({ name: 'x'.repeat(80), email: 'x'.repeat(120) })), decided: 100_000 };
  const fits = (one: Deal): boolean => sealPoll(poll({ deals: [{ deal: one, targets: [] }] }), randomBytes).ok;
  expect(fits(largest)).toBe(true);
  fc.assert(fc.property(deals, fits), { numRuns: 30 });
}); // prettier-ignore

function isWithin(text: string, most: number): boolean {
  return Buffer.byteLength(JSON.stringify(text)) - 2 <= most && !/\p{Surrogate}/u.test(text);
}
