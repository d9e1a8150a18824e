/** What members let each other know, through a real directory: shared, looked up, taken back, asked for, offered. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  acme,
  bob,
  foundFirm,
  jane,
  joinFirm,
  look,
  lookupOf,
  publish,
  refusal,
  rowOf,
  runDirectory,
  seen,
} from '../builders/directory.ts';
import type { TestDirectory } from '../builders/directory.ts';
import { atHour, good, newMember, today } from '../builders/exchange-firm.ts';
import type { TestFirm } from '../builders/exchange-firm.ts';
import { askMatcher, matchAsk, openAsk, sealAsk } from '../../core/exchange/asks.ts';
import { signAudience } from '../../core/exchange/audiences.ts';
import { toText } from '../../core/exchange/encoding.ts';
import { openEntry } from '../../core/exchange/entries.ts';
import { guardOf } from '../../core/exchange/guards.ts';
import { openOffer, sealOffer } from '../../core/exchange/offers.ts';
import { readRoster } from '../../core/exchange/roster.ts';
import { readAsksAnswer, readLookupAnswer, readOffersAnswer } from '../../core/exchange/slots.ts';
import { turnDay } from '../../directory/upkeep.ts';
import { onEachDatabase } from './directory.ts';

onEachDatabase('A directory', ({ open }) => {
  let directory: TestDirectory;
  let firm: TestFirm;
  let firms = 0;
  beforeAll(async () => {
    directory = await runDirectory(await open(), 100);
  });
  afterAll(async () => {
    await directory.stop();
    await directory.db.close();
  });
  const newFirm = async (): Promise<TestFirm> => {
    firm = await foundFirm(directory, `firm ${++firms}`);
    return firm;
  };
  const id = (): string => toText(firm.randomBytes(16));

  test('has a roster that a machine with the pinned root key believes', async () => {
    // Four have joined.
    const { ada, tom } = (await newFirm()).members;
    const sent = await directory.call('roster', firm.firm, tom.signing, {});
    const roster = good(
      readRoster(
        { rootFingerprint: firm.root.fingerprint, firm: firm.firm, firmVersion: 0, deviceVersions: new Map() },
        sent,
      ),
    );
    expect(roster.refusals).toEqual([]);
    expect(roster.devices).toHaveLength(4);
    expect([...roster.signers.values()].filter(({ kind }) => kind === 'quiet')).toHaveLength(4);
    expect(sent.quiet.map(({ body }) => JSON.stringify(body)).join()).not.toContain(ada.member);
  });

  test('answers what was published, opened by who asks about the same, and no more once it is taken back', async () => {
    const { tom, maria, cleo } = (await newFirm()).members;
    expect(await publish(directory, firm, tom, [rowOf(firm, tom, jane), rowOf(firm, tom, acme)])).toBe(1);
    const [entries] = good(readLookupAnswer(lookupOf(firm, jane), await look(directory, firm, maria, jane)));
    const opened = good(openEntry(firm.everyone, jane, entries?.[0], firm.roster.signers, today));
    expect(opened.body).toMatchObject({ kind: 'tie', band: 'strong' });
    expect(await seen(directory, firm, cleo, acme)).toBe(1);
    expect(await seen(directory, firm, maria, bob)).toBe(0);

    const row = rowOf(firm, tom, bob, { version: 2 });
    expect(await publish(directory, firm, tom, [row], 1)).toBe(2);
    const withdraw = { idempotency: id(), expected: 2, ids: [row.id] };
    expect(await directory.call('withdraw', firm.firm, tom.signing, withdraw)).toEqual({ version: 3 });
    expect([await seen(directory, firm, maria, bob), await seen(directory, firm, maria, jane)]).toEqual([0, 1]);
    await directory.call('withdraw', firm.firm, tom.signing, { idempotency: id(), expected: null, ids: null });
    for (const target of [jane, acme, bob]) expect(await seen(directory, firm, maria, target)).toBe(0);
    const left = await directory.db.rows('SELECT 1 FROM entry WHERE firm = $1', [firm.firm]);
    expect(left).toEqual([]);
  });

  test('is one set for all devices of a member: any of them sees it, adds to it and stops it', async () => {
    const { tom, maria } = (await newFirm()).members;
    const { root, randomBytes } = firm;
    const second = await joinFirm(
      directory,
      firm,
      newMember({ firm: firm.firm, root, randomBytes, member: tom.member }),
    );
    await publish(directory, firm, tom, [rowOf(firm, tom, jane)]);
    expect((await directory.call('mine', firm.firm, second.signing, { after: null })).rows).toHaveLength(1);
    await publish(directory, firm, second, [rowOf(firm, second, jane, { version: 2 })], 1);
    expect(await seen(directory, firm, maria, jane)).toBe(2);
    // The first device knows nothing of the second version, and stops all the same.
    await directory.call('withdraw', firm.firm, tom.signing, { idempotency: id(), expected: null, ids: null });
    expect(await seen(directory, firm, maria, jane)).toBe(0);
  });

  test('does an act once, and none on a version that is not the one expected', async () => {
    const { tom, maria } = (await newFirm()).members;
    const body = { idempotency: id(), expected: 0, put: [rowOf(firm, tom, jane)], remove: [] };
    const call = (some: typeof body) => directory.call('publish', firm.firm, tom.signing, some);
    expect(await call(body)).toEqual({ version: 1 });
    expect(await call(body)).toEqual({ version: 1 });
    expect(await seen(directory, firm, maria, jane)).toBe(1);
    expect(await refusal(call({ ...body, put: [] }))).toBe('conflict');
    expect(await refusal(call({ ...body, idempotency: id() }))).toBe('conflict');
    expect(await refusal(call({ ...body, idempotency: id(), expected: 7 }))).toBe('conflict');
    const mine = await directory.call('mine', firm.firm, tom.signing, { after: null });
    expect(mine.version).toBe(1);
    expect(mine.rows.map((row) => row.id)).toEqual(body.put.map((row) => row.id));
    expect((await directory.call('mine', firm.firm, maria.signing, { after: null })).rows).toEqual([]);
    // Another's row of the same id is another row.
    const same = rowOf(firm, maria, bob, { id: body.put[0]?.id ?? '' });
    expect(await publish(directory, firm, maria, [same])).toBe(1);
    expect([await seen(directory, firm, tom, jane), await seen(directory, firm, tom, bob)]).toEqual([1, 1]);
  });

  test('takes rows only for audiences of the member, in the epoch that is open, for a year at most, with the right version', async () => {
    const { tom, maria } = (await newFirm()).members;
    const put = (member: typeof tom, change: Parameters<typeof rowOf>[3]) =>
      publish(directory, firm, member, [rowOf(firm, member, jane, change)]);
    expect(await refusal(put(tom, { audienceKey: firm.tax }))).toBe('not_allowed');
    expect(await refusal(put(tom, { audienceKey: firm.guard }))).toBe('not_allowed');
    expect(await refusal(put(tom, { audienceKey: { ...firm.everyone, epoch: 2 } }))).toBe('conflict');
    expect(await refusal(put(tom, { version: 2 }))).toBe('malformed');
    expect(await refusal(put(tom, { expires: today - 1 }))).toBe('malformed');
    expect(await refusal(put(tom, { expires: today + 367 }))).toBe('malformed');
    expect(await put(maria, { audienceKey: firm.tax })).toBe(1);
    expect(await seen(directory, firm, maria, jane, firm.tax)).toBe(1);
    expect(await seen(directory, firm, tom, jane, firm.tax)).toBe(0);
  });

  test('answers eight of many, and the rest on the next page', async () => {
    const { tom, maria } = (await newFirm()).members;
    await publish(
      directory,
      firm,
      tom,
      Array.from({ length: 11 }, () => rowOf(firm, tom, acme)),
    );
    const keys = lookupOf(firm, acme);
    const pages = await Promise.all(
      [0, 1, 2].map((page) => directory.call('lookup', firm.firm, maria.signing, { keys, page })),
    );
    const entries = pages.map((page) => good(readLookupAnswer(keys, page)).flat());
    expect(entries.map((page) => page.length)).toEqual([8, 3, 0]);
    expect(new Set(entries.flat().map(({ sealed }) => sealed)).size).toBe(11);
  });

  test('carries an ask to colleagues and an offer back, and nothing of who else was asked', async () => {
    const { tom, maria, cleo } = (await newFirm()).members;
    const { signers } = firm.roster;
    const body = {
      requester: { name: 'Tom', practice: null, address: 'tom@firm.example' },
      member: tom.member,
      about: 'Jane',
      reason: 'the list closes',
      neededBy: atHour(today + 1, 18),
    };
    const ask = good(
      sealAsk({ audienceKey: firm.everyone, targets: [jane], body, signer: tom.signing }, firm.randomBytes),
    );
    const guard = guardOf(firm.guard, [jane, acme], firm.randomBytes);
    const act = { idempotency: id(), ask, guard };
    const post = (again: typeof act) => directory.call('ask', firm.firm, tom.signing, again);
    for (const again of [act, act, { ...act, idempotency: id() }]) await post(again);
    const other = good(
      sealAsk({ audienceKey: firm.everyone, targets: [acme], body, signer: tom.signing }, firm.randomBytes),
    );
    expect(await refusal(post({ ...act, ask: other }))).toBe('conflict');
    const fetched = async (member: typeof tom) =>
      good(readAsksAnswer(await directory.call('asks', firm.firm, member.signing, { after: null })));
    expect(await fetched(tom)).toEqual([]);
    expect(await fetched(cleo)).toEqual([ask]);
    const [received] = await fetched(maria);
    if (received === undefined) throw new Error('no ask');
    const matcher = askMatcher(firm.everyone, [{ target: jane, what: 'Jane' }]);
    const [match] = matchAsk(matcher, received);
    expect(good(openAsk(matcher, match?.key ?? Buffer.alloc(32), received, signers, atHour(today, 9))).body).toEqual(
      body,
    );

    const offer = {
      ask: ask.id,
      introducer: { name: 'Maria', practice: null, address: 'maria@firm.example' },
      member: maria.member,
      words: '',
      issued: today,
    };
    const offers = good(sealOffer(firm.firm, offer, [tom.record], maria.signing, firm.randomBytes));
    expect(await directory.call('offer', firm.firm, maria.signing, { ask: ask.id, offers })).toEqual({});
    // To an ask that does not exist, or for a device of somebody else: the same answer, and nothing kept.
    expect(await directory.call('offer', firm.firm, maria.signing, { ask: id(), offers })).toEqual({});
    const stray = offers.map((each) => ({ ...each, recipient: cleo.sealing.fingerprint }));
    expect(await directory.call('offer', firm.firm, maria.signing, { ask: ask.id, offers: stray })).toEqual({});
    const got = async (member: typeof tom) =>
      good(
        readOffersAnswer(
          member.sealing.fingerprint,
          await directory.call('offers', firm.firm, member.signing, { after: null }),
        ),
      );
    expect(await got(cleo)).toEqual([]);
    const [one, ...more] = await got(tom);
    expect(more).toEqual([]);
    expect(good(openOffer(firm.firm, ask.id, tom.sealing, one?.offer, signers))).toEqual(offer);
    await directory.call('unask', firm.firm, tom.signing, { ask: ask.id });
    expect([await fetched(maria), await got(tom)]).toEqual([[], []]);
    // What comes late and was done before brings nothing back.
    await post(act);
    expect(await fetched(maria)).toEqual([]);
  });

  test('asks both epochs after a new key, until owners have sealed anew or thirty days are over', async () => {
    const { tom, maria } = (await newFirm()).members;
    await publish(directory, firm, tom, [rowOf(firm, tom, jane), rowOf(firm, tom, acme)]);
    const next = { ...firm.everyone, epoch: 2, key: firm.randomBytes(32) };
    const audience = good(
      signAudience(firm.root, next, { type: 'everyone', firmVersion: 1, members: null, label: '' }, firm.randomBytes),
    );
    await directory.call('rotate', firm.firm, firm.root, { audience, wraps: [], recognising: [] });
    const both = (target: typeof jane) =>
      Promise.all([seen(directory, firm, maria, target), seen(directory, firm, maria, target, next)]);
    expect([await both(jane), await both(acme)]).toEqual([
      [1, 0],
      [1, 0],
    ]);
    expect(await refusal(publish(directory, firm, tom, [rowOf(firm, tom, bob, { version: 2 })], 1))).toBe('conflict');
    const again = rowOf(firm, tom, jane, { version: 2, audienceKey: next });
    await publish(directory, firm, tom, [again], 1);
    const after = async (days: number) => {
      await turnDay(directory.db, today + days);
      return [await both(jane), await both(acme)];
    };
    expect(await after(30)).toEqual([
      [1, 1],
      [1, 0],
    ]);
    expect(await after(31)).toEqual([
      [0, 1],
      [0, 0],
    ]);
  });

  test('forgets what is past', async () => {
    const { tom, maria } = (await newFirm()).members;
    const was = directory.clock.now;
    await publish(directory, firm, tom, [rowOf(firm, tom, jane, { expires: today })]);
    expect(await seen(directory, firm, maria, jane)).toBe(1);
    directory.clock.now = was + 86_400_000;
    expect(await seen(directory, firm, maria, jane)).toBe(0);
    directory.clock.now = was;
  });
});
