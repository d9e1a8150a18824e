/** A computer and what the firm exchange tells it of polls: another poll under a name it knows, sums that cannot be opened, lines that break. */
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { good, seededBytes, testFirm, today } from '../../test/builders/exchange-firm.ts';
import type { TestMember } from '../../test/builders/exchange-firm.ts';
import { pollMethods } from '../contract/polls.ts';
import type { AuditedDeal } from '../contract/opportunities.ts';
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import { isoDay, toText } from '../exchange/encoding.ts';
import { pollKinds, sealPoll } from '../exchange/polls.ts';
import type { Deal, SealedPoll } from '../exchange/polls.ts';
import { addBallot, emptyTally, parseBallot, sealBallot, tallyKeyOf } from '../exchange/tally.ts';
import type { Exchange } from './exchange.ts';
import type { Firm } from './firm.ts';
import type { Membership } from './membership.ts';
import { createPolling } from './polling.ts';

const firm = testFirm();
const { stella, tom } = firm.members;
const randomBytes = seededBytes('polling');
const requester = { name: 'Stella Lead', practice: null, address: 'stella@firm.example' };

const dealAt = (organisation: string): Deal => ({
  organisation, domain: `${organisation.toLowerCase()}.example`, people: [], decided: today - 9,
}); // prettier-ignore

const withoutConnection = failure('connection_lost', 'The firm exchange cannot be reached.');

/** One member's computer; `exchange` is what the firm exchange answers, `calls` what it was asked. */
function computerOf(who: TestMember, exchange: Partial<Exchange>) {
  const calls: [name: string, what: unknown][] = [];
  const noted = new Proxy({} as Exchange, {
    get: (_, name: keyof Exchange) => (first: { poll: SealedPoll } | string) => {
      calls.push([name, typeof first === 'object' ? first.poll.id : first]);
      return (exchange[name] as (...all: unknown[]) => unknown)(first);
    },
  });
  const sealing = Buffer.alloc(32, 7);
  const own = {
    row: { secret: { sealing: toText(sealing) } },
    roster: firm.roster,
    audiences: [{ key: firm.everyone, record: { type: 'everyone' } }],
    guard: firm.guard,
    me: { id: who.member, ...requester },
    colleagues: [],
    signing: who.signing,
  } as unknown as Firm;
  const computer = { days: 0 };
  const polling = createPolling({
    db: temporaryDatabase(),
    membership: { firm: () => own } as unknown as Membership,
    exchange: () => noted,
    interactions: () => ({ start: new Int32Array(0) }) as never,
    randomBytes,
    now: () => (today + computer.days) * 86_400,
  });
  return { polling, own, calls, computer, keyOf: (poll: string) => tallyKeyOf(sealing, poll) };
}

test('another deal in the place of one that was answered is another question: nothing is sent that was meant for the first', async () => {
  const id = toText(randomBytes(16));
  // Bytes of no chance, so that every deal of one poll is at the same place.
  const sealed = (deals: readonly string[], key = tallyKeyOf(Buffer.alloc(32, 1), id), closes = today + 3): SealedPoll =>
    good(sealPoll({
      everyone: firm.everyone, guard: firm.guard, id, closes, signer: stella.signing,
      cover: { requester, member: stella.member, kind: 'deals', key: key.publicKey },
      deals: deals.map((name) => ({ deal: dealAt(name), targets: [] })),
    }, (size) => Buffer.alloc(size, 3))).poll; // prettier-ignore
  let open = sealed(['Acme', 'Quill']);
  const { polling, own, calls } = computerOf(tom, {
    polls: async () => success([open]),
    contribute: async () => success(null),
  });
  const audit = (deals: readonly Deal[]) => deals.map(() => ({ verdict: 'good path used' }) as AuditedDeal);
  const hear = async (poll: SealedPoll) => {
    open = poll;
    expect(await polling.hear(own)).toBeNull();
    const [shown] = (polling.forMe(audit) as { value: { answer: unknown; digest: string }[] }).value;
    return shown!;
  };
  const { digest } = await hear(open);
  const others = [
    sealed(['Norvane', 'Quill']),
    sealed(['Acme', 'Quill', 'Norvane']),
    sealed(['Acme', 'Quill'], tallyKeyOf(Buffer.alloc(32, 2), id)),
    sealed(['Acme', 'Quill'], undefined, today + 4),
  ];
  for (const other of others) {
    const shown = await hear(other);
    expect(shown.digest).not.toBe(digest);
    expect(await polling.contribute(id, digest, [], audit)).toMatchObject({ error: { code: 'preview_stale' } });
    expect(calls.map(([name]) => name)).not.toContain('contribute');
  }

  // What was contributed, or declined, was to that poll.
  for (const other of others) {
    const first = await hear(sealed(['Acme', 'Quill']));
    polling.decline(id, true);
    // A question that goes, as what it is about is protected, changes nothing of what was said.
    expect((await hear(sealed(['Acme']))).answer).toBe('declined');
    expect((await hear(sealed(['Acme']))).answer).toBe('declined');
    expect((await hear(other)).answer).toBeNull();
    const again = await hear(sealed(['Acme', 'Quill']));
    expect(again).toMatchObject({ answer: null, digest: first.digest });
  }
  expect(await polling.contribute(id, digest, [], audit)).toEqual(success({}));
  expect((await hear(sealed(['Acme', 'Quill']))).answer).toBe('contributed');
  // Not even by way of one that asks less.
  await hear(sealed(['Acme']));
  expect((await hear(sealed(['Acme', 'Norvane']))).answer).toBeNull();
}); // prettier-ignore

test('a sum that cannot be opened is left there, and keeps no other poll from being told', async () => {
  const tallies = new Map<string, Result<Buffer | null>>();
  const { polling, own, calls, computer, keyOf } = computerOf(stella, {
    postPoll: async () => success(null),
    polls: async () => success([]),
    tally: async (poll) => tallies.get(poll) ?? failure('not_found', 'It is gone.'),
    unpoll: async () => success(null),
  });
  const opened: string[] = [];
  for (const kind of ['deals', 'figures', 'deals'] as const) {
    const deals = kind === 'deals' ? [{ name: 'A pitch', deal: dealAt('Acme') }] : [];
    const asked = await polling.open(kind, deals, isoDay(today + 1));
    opened.push((asked as { value: { id: string } }).value.id);
  }
  const [broken, other, busy] = [...opened].sort() as [string, string, string];
  const ballot = good(parseBallot(good(sealBallot(keyOf(other).publicKey, [], randomBytes))));
  tallies.set(broken, success(Buffer.alloc(3)));
  tallies.set(other, success(addBallot(emptyTally(), ballot)));
  tallies.set(busy, failure('server_busy', 'It cannot answer just now.'));
  computer.days = 2;
  calls.length = 0;
  expect(await polling.hear(own)).toMatchObject({ code: 'server_misbehaves' });
  expect(calls.filter(([name]) => name === 'unpoll')).toEqual([['unpoll', other]]);
  const states = () => new Map(polling.made().map(({ id, state }) => [id, state]));
  expect(states()).toEqual(new Map([[broken, 'closed'], [other, 'told'], [busy, 'closed']]));
  // Once it can be opened it is told.
  const mended = good(parseBallot(good(sealBallot(keyOf(broken).publicKey, [], randomBytes))));
  tallies.set(broken, success(addBallot(emptyTally(), mended)));
  expect(await polling.hear(own)).toMatchObject({ code: 'server_busy' });
  expect(states().get(broken)).toBe('told');
}); // prettier-ignore

test('a poll the exchange has not answered waits, is sent again as it was, and is dropped here whether or not the exchange can be reached', async () => {
  let posted: Result<null> = withoutConnection;
  const sent: string[] = [];
  const { polling, own, calls } = computerOf(stella, {
    postPoll: async (body) => (sent.push(JSON.stringify(body)), posted),
    polls: async () => success([]),
    unpoll: async () => withoutConnection,
  });
  const open = () => polling.open('deals', [{ name: 'A pitch', deal: dealAt('Acme') }], isoDay(today + 1));
  expect(await open()).toMatchObject({ value: { waiting: true } });
  expect(polling.made()).toMatchObject([{ state: 'waiting', deals: [{ name: 'A pitch', somewhere: null }] }]);
  expect(await polling.send(own)).toMatchObject({ code: 'connection_lost' });
  posted = success(null);
  expect(await polling.send(own)).toBeNull();
  expect(new Set(sent).size).toBe(1);
  expect(polling.made()).toMatchObject([{ state: 'open' }]);
  calls.length = 0;
  expect(await polling.send(own)).toBeNull();
  expect(calls).toEqual([]);
  const [{ id: arrived } = { id: '' }] = polling.made();
  expect(await polling.drop(arrived)).toEqual(withoutConnection);

  posted = withoutConnection;
  const waiting = (await open()) as { value: { id: string } };
  expect(await polling.drop(waiting.value.id)).toEqual(success({}));
  expect(polling.made().map(({ id }) => id)).toEqual([arrived]);
  calls.length = 0;
  await polling.send(own);
  expect(calls).toEqual([]);
});

test('a poll the exchange would never take is not kept; where that shows later, what to do is said', async () => {
  const refusals: [code: Failure['code'], isKept: boolean][] = [
    ['not_allowed', false],
    ['preview_stale', false],
    ['server_busy', true],
    ['server_misbehaves', true],
  ];
  for (const [code, isKept] of refusals) {
    let refusal: Result<null> = failure(code, 'Refused.');
    const { polling, own } = computerOf(stella, { postPoll: async () => refusal });
    const asked = await polling.open('figures', [], isoDay(today + 1));
    expect([code, asked.ok]).toEqual([code, isKept]);
    expect(polling.made()).toHaveLength(isKept ? 1 : 0);
    refusal = failure('preview_stale', 'Look again.');
    const problem = isKept ? expect.stringContaining('Drop it, and ask again') : undefined;
    expect((await polling.send(own))?.message).toEqual(problem);
  }
});

test('a poll that waits past its day was not asked: it is not sent, not counted, and says so until it is forgotten', async () => {
  const { polling, own, calls, computer } = computerOf(stella, {
    postPoll: async () => withoutConnection,
    polls: async () => success([]),
    tally: async () => failure('not_found', 'It is gone.'),
    unpoll: async () => failure('not_found', 'It is gone.'),
  });
  await polling.open('figures', [], isoDay(today + 1));
  computer.days = 2;
  calls.length = 0;
  expect(await polling.send(own)).toBeNull();
  expect(await polling.hear(own)).toBeNull();
  expect(calls.map(([name]) => name)).toEqual(['polls']);
  const [{ id, state } = { id: '', state: '' }] = polling.made();
  expect(state).toBe('not asked');
  expect(await polling.drop(id)).toEqual(success({}));
  expect(polling.made()).toEqual([]);
});

test('a poll that is dropped while polls are sent is not sent; one that is under way is ended once it has arrived', async () => {
  let dropped: (() => Promise<unknown>) | null = null;
  const { polling, own, calls } = computerOf(stella, {
    postPoll: async () => (dropped === null ? withoutConnection : (await dropped(), success(null))),
    polls: async () => success([]),
    unpoll: async () => success(null),
  });
  for (const _ of [1, 2]) await polling.open('figures', [], isoDay(today + 1));
  // While the first is under way the user drops both.
  dropped = async () => {
    const ids = polling.made().map(({ id }) => id);
    calls.push(['dropped', ids.length]);
    for (const id of ids) await polling.drop(id);
    calls.push(['all dropped', ids.length]);
  };
  calls.length = 0;
  expect(await polling.send(own)).toBeNull();
  expect(calls.filter(([name]) => name === 'postPoll')).toHaveLength(1);
  const [[, first] = []] = calls;
  expect(calls.slice(calls.findIndex(([name]) => name === 'all dropped') + 1)).toEqual([['unpoll', first]]);
});

test('the kinds of polls are those of the protocol', () => {
  expect(pollMethods.openPoll.input.shape.kind.options).toEqual([...pollKinds]);
});
