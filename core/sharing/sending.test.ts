/** Own asks and offers on their way: refused alone, sealed anew under other keys, and taken back or erased meanwhile. */
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { seededBytes, testFirm, today } from '../../test/builders/exchange-firm.ts';
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import type { Target } from '../exchange/targets.ts';
import { asksToSend, forgetAsk, isWaiting, storeAsk } from './asks.ts';
import type { Exchange } from './exchange.ts';
import type { Firm } from './firm.ts';
import type { Membership } from './membership.ts';
import { countWaiting, readWaiting } from './published.ts';
import { createSending } from './sending.ts';
import { takeBackAsks } from './taking-back.ts';

const firm = testFirm();
const { tom } = firm.members;
const now = today * 86_400;
const [one, two] = ['AAAAAAAAAAAAAAAAAAAAAA', 'BBBBBBBBBBBBBBBBBBBBBA'];
const jane: Target = { kind: 'person', value: 'jane@acme.com' };
const refused = (code: Failure['code']) => failure(code, 'It is not taken.');

/** Tom's computer, with two asks and an offer that wait; `exchange` is what the firm exchange answers, `calls` what it was asked. */
function computer(
  exchange: Partial<Record<keyof Exchange, (id: string) => Result<unknown> | Promise<Result<unknown>>>>,
) {
  const db = temporaryDatabase();
  const calls: string[] = [];
  const epochs: number[] = [];
  const keys = { epoch: 1 };
  const noted = new Proxy({} as Exchange, {
    get: (_, name: keyof Exchange) => async (first?: { id: string; epoch: number } | string) => {
      const id = typeof first === 'object' ? first.id : (first ?? '');
      calls.push(`${name} ${id}`.trim());
      if (typeof first === 'object') epochs.push(first.epoch);
      return exchange[name]?.(id) ?? success(null);
    },
  });
  const own = () =>
    ({
      audiences: [{ key: { ...firm.everyone, epoch: keys.epoch }, record: { type: 'everyone' } }],
      guard: firm.guard,
      roster: firm.roster,
      me: { id: tom.member, name: 'Tom Baker', practice: null, address: 'tom@firm.example' },
      colleagues: [],
      signing: tom.signing,
    }) as unknown as Firm;
  const hear = (): Result<Firm> => {
    keys.epoch = 2;
    return success(own());
  };
  const send = createSending({
    db,
    membership: { firm: own, hear } as unknown as Membership,
    exchange: () => noted,
    clientsAbout: async () => success([]),
    randomBytes: seededBytes('sending'),
    now: () => now,
  });
  for (const ask of [one, two]) {
    const waiting = JSON.stringify({ targets: [jane] });
    storeAsk(
      db,
      { ask, domain: null, about: 'Jane', reason: '', neededBy: now + 86_400, waiting },
      ask === one ? now - 2 : now - 1,
    );
  }
  db.prepare(
    `INSERT INTO ask_received (ask, member, name, address, about, reason, needed_by, domain, answer, offer)
     VALUES ('of another', 'm', 'Ann', 'ann@firm.example', 'Kim', '', ?, 'acme.com', 'offer', '[]')`,
  ).run(now + 86_400);
  const waiting = () => asksToSend(db, now).map(({ ask }) => ask);
  return { db, send, calls, epochs, keys, waiting };
}

test('an ask that is refused keeps neither the next one nor an offer from leaving; a line that is broken does', async () => {
  for (const code of ['server_busy', 'not_allowed', 'server_misbehaves'] as const) {
    const { send, calls, waiting } = computer({ postAsk: (id) => (id === one ? refused(code) : success(null)) });
    expect(await send()).toMatchObject({ code });
    expect(calls).toEqual([`postAsk ${one}`, `postAsk ${two}`, 'postOffer of another']);
    expect(waiting()).toEqual([one]);
  }
  const { send, calls } = computer({ postAsk: () => refused('connection_lost') });
  expect(await send()).toMatchObject({ code: 'connection_lost' });
  expect(calls).toEqual([`postAsk ${one}`]);
});

test('what was sealed under keys that were replaced since is sealed anew and sent, as what it is about is kept beside it', async () => {
  const answers = [refused('connection_lost'), refused('preview_stale')];
  const { db, send, calls, epochs, waiting } = computer({ postAsk: () => answers.shift() ?? success(null) });
  forgetAsk(db, two);
  // It may have arrived: until the exchange has said that it has not, it stays as it is.
  expect(await send()).toMatchObject({ code: 'connection_lost' });
  const kept = asksToSend(db, now);
  expect(await send()).toBeNull();
  expect(kept[0]?.waiting).toContain('"sealed"');
  expect(calls.slice(0, 4)).toEqual([`postAsk ${one}`, `postAsk ${one}`, 'documents', `postAsk ${one}`]);
  expect(epochs).toEqual([1, 1, 2]);
  expect(waiting()).toEqual([]);
});

test('one that a version before has sealed, without what it is about, is sent as it is', async () => {
  const { db, send } = computer({ postAsk: () => refused('server_busy') });
  await send();
  const old = JSON.stringify((JSON.parse(asksToSend(db, now)[0]?.waiting ?? '') as { sealed: unknown }).sealed);
  const later = computer({ postAsk: (id) => (id === one ? refused('preview_stale') : success(null)) });
  later.db.prepare('UPDATE ask_made SET sealed = ? WHERE ask = ?').run(old, one);
  expect(await later.send()).toMatchObject({ code: 'preview_stale' });
  expect(later.calls.slice(-2)).toEqual([`postAsk ${two}`, 'postOffer of another']);
  expect(asksToSend(later.db, now)).toMatchObject([{ ask: one, waiting: old }]);
});

test('what is taken back, or erased, while another is on its way is not sent', async () => {
  const { db, send, calls } = computer({
    postAsk: (id) => {
      if (id === one) forgetAsk(db, two);
      return success(null);
    },
  });
  // Sealed before, so that only whether it still waits can keep it.
  const before = computer({ postAsk: () => refused('server_busy') });
  await before.send();
  const sealed = asksToSend(before.db, now).find(({ ask }) => ask === two)?.waiting;
  db.prepare('UPDATE ask_made SET sealed = ? WHERE ask = ?').run(sealed, two);
  expect(await send()).toBeNull();
  expect(calls).toEqual([`postAsk ${one}`, 'postOffer of another']);
});

test.each([
  ['arrives', success(null)],
  ['may have arrived', refused('connection_lost')],
])('what is taken back while it is under way, and %s, is taken back there', async (_how, answered) => {
  const { db, send, calls } = computer({
    postAsk: (id) => {
      if (id === one) forgetAsk(db, one);
      return id === one ? answered : success(null);
    },
    unask: () => refused('server_busy'),
  });
  expect(await send()).toMatchObject({ code: 'server_busy' });
  expect(calls).toEqual([`postAsk ${one}`, `unask ${one}`, `postAsk ${two}`, 'postOffer of another']);
  expect([isWaiting(db, one), isWaiting(db, two)]).toEqual([undefined, false]);
  // It waits until the exchange has said that it is gone.
  expect(readWaiting(db)).toEqual([{ kind: 'ask', what: one }]);
  // Nothing that is shared waits.
  expect(countWaiting(db)).toBe(0);
  const there: string[] = [];
  const exchange = { unask: async (ask: string) => (there.push(ask), success(null)) };
  const membership = { firm: () => ({}) as Firm };
  expect(await takeBackAsks({ db, membership, exchange: () => exchange })).toBeNull();
  expect([there, readWaiting(db)]).toEqual([[one], []]);
});
