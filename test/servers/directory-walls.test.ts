/** P6: a barrier hides existence. What is walled, absent, past or not for the asker is answered alike, by the same statements, byte for byte. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  acme,
  bob,
  foundFirm,
  jane,
  joinFirm,
  look,
  noteOf,
  publish,
  refusal,
  rowOf,
  runDirectory,
  secondOfficer,
  seen,
} from '../builders/directory.ts';
import type { TestDirectory } from '../builders/directory.ts';
import { atHour, good, today } from '../builders/exchange-firm.ts';
import type { TestFirm, TestMember } from '../builders/exchange-firm.ts';
import { brokenAt } from '../../core/exchange/acts.ts';
import { sealAsk } from '../../core/exchange/asks.ts';
import { keyCheck } from '../../core/exchange/audience-keys.ts';
import { signAudience } from '../../core/exchange/audiences.ts';
import { fromText, toText } from '../../core/exchange/encoding.ts';
import { sealEntry } from '../../core/exchange/entries.ts';
import { guardOf, objectionTags, recognisingKey } from '../../core/exchange/guards.ts';
import { sha256 } from '../../core/exchange/keys.ts';
import { readAsksAnswer } from '../../core/exchange/slots.ts';
import type { Target } from '../../core/exchange/targets.ts';
import type { Database, Sql, Value } from '../../directory/database.ts';
import { onEachDatabase } from './directory.ts';

/** The same database, with each statement written down, and whether it is of a transaction. */
function traced(db: Database, trace: string[]): Database {
  const on = (sql: Sql, within = ''): Sql => ({
    rows<Row>(text: string, values?: readonly Value[]) {
      trace.push(`${within}${text}`);
      return sql.rows<Row>(text, values);
    },
  });
  return { ...db, ...on(db), transaction: (work) => db.transaction((sql) => work(on(sql, 'within: '))) };
}

onEachDatabase('Walls', ({ open: openDatabase }) => {
  let directory: TestDirectory;
  let firm: TestFirm;
  let firms = 0;
  const trace: string[] = [];
  beforeAll(async () => {
    // Each test founds a firm of its own: together they are more than the embedded database takes.
    directory = await runDirectory({ ...traced(await openDatabase(), trace), mostMembers: null }, 100);
  });
  afterAll(async () => {
    await directory.stop();
    await directory.db.close();
  });
  const newFirm = async (): Promise<TestFirm> => {
    firm = await foundFirm(directory, `walls ${++firms}`);
    return firm;
  };
  const id = (): string => toText(firm.randomBytes(16));
  const recognising = (target: Target, guard = firm.guard) => [
    { epoch: guard.epoch, key: recognisingKey(guard, target) },
  ];
  async function wall(
    target: Target,
    inside: readonly TestMember[],
    change: { from?: number; until?: number | null } = {},
  ): Promise<string> {
    const barrier = id();
    const members = inside.map(({ member }) => member);
    const body = {
      id: barrier,
      recognising: recognising(target),
      inside: members,
      from: today,
      until: null,
      note: noteOf(firm),
      ...change,
    };
    await directory.call('barrier', firm.firm, firm.members.cleo.signing, body);
    return barrier;
  }
  /** An ask about Jane, who is at Acme. */
  const ask = async (who: TestMember): Promise<void> => {
    const body = {
      requester: { name: 'x', practice: null, address: 'x@firm.example' },
      member: who.member,
      about: 'Jane',
      reason: '',
      neededBy: atHour(today, 23),
    };
    const sealed = good(
      sealAsk({ audienceKey: firm.everyone, targets: [jane], body, signer: who.signing }, firm.randomBytes),
    );
    const guard = guardOf(firm.guard, [jane, acme], firm.randomBytes);
    expect(await directory.call('ask', firm.firm, who.signing, { idempotency: id(), ask: sealed, guard })).toEqual({});
  };
  const asks = async (who: TestMember): Promise<number> =>
    good(readAsksAnswer(await directory.call('asks', firm.firm, who.signing, { after: null }))).length;
  /** The statements of a call. A device's first call also reads its key, so it has called before. */
  async function statementsOf(call: () => Promise<unknown>): Promise<string[]> {
    trace.length = 0;
    await call();
    return [...trace];
  }

  test('walled, absent, past, withdrawn and not for the asker: the same statements, the same bytes', async () => {
    const { tom, maria, cleo } = (await newFirm()).members;
    const other: Target = { kind: 'organisation', value: 'canary-past.example' };
    const gone: Target = { kind: 'organisation', value: 'canary-gone.example' };
    const row = rowOf(firm, tom, gone);
    await publish(directory, firm, tom, [rowOf(firm, tom, jane), rowOf(firm, tom, other, { expires: today }), row]);
    await publish(directory, firm, maria, [rowOf(firm, maria, bob, { audienceKey: firm.tax })]);
    await directory.call('withdraw', firm.firm, tom.signing, { idempotency: id(), expected: 1, ids: [row.id] });
    const was = await look(directory, firm, maria, jane);
    await wall(acme, []);
    directory.clock.now += 86_400_000;
    const cases: readonly (readonly [string, Target, TestFirm['tax']])[] = [
      ['walled', jane, firm.everyone],
      ['absent', { kind: 'person', value: 'nobody@nowhere.example' }, firm.everyone],
      ['past', other, firm.everyone],
      ['withdrawn', gone, firm.everyone],
      ['not for you', bob, firm.tax],
    ];
    const answers: Buffer[] = [];
    const statements: string[][] = [];
    for (const [, target, audienceKey] of cases) {
      statements.push(
        await statementsOf(async () => answers.push(await look(directory, firm, cleo, target, audienceKey))),
      );
    }
    directory.clock.now -= 86_400_000;
    for (const [at, [name]] of cases.entries()) {
      expect([name, answers[at]?.equals(answers[1] ?? Buffer.alloc(0))]).toEqual([name, true]);
      expect([name, statements[at]]).toEqual([name, statements[1]]);
    }
    expect(was).toHaveLength(answers[0]?.length ?? 0);
    expect(was.equals(answers[0] ?? Buffer.alloc(0))).toBe(false);
    expect(statements[0]?.length).toBeGreaterThan(1);
  });

  test('a walled publish is received like any other, by the same statements, and never answered to anybody outside', async () => {
    const { tom, maria, cleo } = (await newFirm()).members;
    await wall(acme, [tom]);
    await seen(directory, firm, maria, jane);
    const receipts: number[] = [];
    const walled = await statementsOf(async () =>
      receipts.push(await publish(directory, firm, maria, [rowOf(firm, maria, jane)])),
    );
    const unwalled = await statementsOf(async () =>
      receipts.push(await publish(directory, firm, maria, [rowOf(firm, maria, bob, { version: 2 })], 1)),
    );
    expect(receipts).toEqual([1, 2]);
    expect(walled).toEqual(unwalled);
    for (const member of [tom, maria, cleo]) expect(await seen(directory, firm, member, jane)).toBe(0);
    expect(await seen(directory, firm, tom, bob)).toBe(1);
    // Its owner still has it, as published: nothing tells them.
    const mine = await directory.call('mine', firm.firm, maria.signing, { after: null });
    expect(mine.rows).toHaveLength(2);
  });

  test('a wall around a company holds for the people there, in every audience, also one compliance is not in', async () => {
    const { tom, maria } = (await newFirm()).members;
    await publish(directory, firm, maria, [
      rowOf(firm, maria, jane),
      rowOf(firm, maria, acme, { audienceKey: firm.tax }),
      rowOf(firm, maria, bob),
    ]);
    expect(await seen(directory, firm, maria, acme, firm.tax)).toBe(1);
    await wall(acme, []);
    expect(await seen(directory, firm, tom, jane)).toBe(0);
    expect(await seen(directory, firm, maria, acme, firm.tax)).toBe(0);
    expect(await seen(directory, firm, tom, bob)).toBe(1);
  });

  test('those inside see each other and nobody else does; two walls are both to be inside of', async () => {
    const { tom, maria, cleo } = (await newFirm()).members;
    await publish(directory, firm, tom, [rowOf(firm, tom, jane)]);
    await publish(directory, firm, cleo, [rowOf(firm, cleo, jane)]);
    await wall(acme, [tom, maria]);
    expect([await seen(directory, firm, maria, jane), await seen(directory, firm, cleo, jane)]).toEqual([1, 0]);
    await wall(jane, [tom]);
    expect([await seen(directory, firm, maria, jane), await seen(directory, firm, tom, jane)]).toEqual([0, 1]);
  });

  test('is lifted or crossed by two of compliance, recorded, with an end; never by one', async () => {
    const { tom, maria, cleo } = (await newFirm()).members;
    const dana = await joinFirm(directory, firm, secondOfficer(firm));
    await publish(directory, firm, tom, [rowOf(firm, tom, jane)]);
    const barrier = await wall(acme, [tom]);
    const propose = async (
      act: { kind: 'lift' } | { kind: 'cross'; member: string; until: number },
    ): Promise<string> => {
      const proposal = id();
      await directory.call('propose', firm.firm, cleo.signing, { id: proposal, barrier, act, note: noteOf(firm) });
      return proposal;
    };
    const agree = (who: TestMember, proposal: string) =>
      directory.call('agree', firm.firm, who.signing, { id: proposal });

    const crossing = await propose({ kind: 'cross', member: maria.member, until: today + 1 });
    expect(await refusal(agree(cleo, crossing))).toBe('not_allowed');
    expect(await seen(directory, firm, maria, jane)).toBe(0);
    await agree(dana, crossing);
    expect(await seen(directory, firm, maria, jane)).toBe(1);
    directory.clock.now += 2 * 86_400_000;
    expect(await seen(directory, firm, maria, jane)).toBe(0);
    directory.clock.now -= 2 * 86_400_000;

    const lifting = await propose({ kind: 'lift' });
    expect(await refusal(agree(cleo, lifting))).toBe('not_allowed');
    await agree(dana, lifting);
    expect(await refusal(agree(dana, lifting))).toBe('not_found');
    expect(await seen(directory, firm, maria, jane)).toBe(1);

    const { acts } = await directory.call('evidence', firm.firm, dana.signing, { protection: barrier });
    expect(acts.map(({ kind, by, with: other }) => [kind, by === cleo.member, other === dana.member])).toEqual([
      ['set', true, false],
      ['asked', true, false],
      ['crossed', true, true],
      ['asked', true, false],
      ['lifted', true, true],
    ]);
    expect(acts[0]).toMatchObject({ inside: [tom.member], from: today, until: null });
    // Each line holds the one before: none was changed or taken out.
    expect(brokenAt(acts)).toBeNull();
  });

  test('the evidence says what is withheld, and that none of it can be answered outside', async () => {
    const { tom, maria, cleo } = (await newFirm()).members;
    const dana = await joinFirm(directory, firm, secondOfficer(firm));
    const evidence = async (protection: string): Promise<unknown> => {
      const { acts: _, ...counts } = await directory.call('evidence', firm.firm, cleo.signing, { protection });
      return counts;
    };
    // Published and asked before it is set, and after.
    await publish(directory, firm, tom, [rowOf(firm, tom, jane), rowOf(firm, tom, bob)]);
    await ask(tom);
    const barrier = await wall(acme, [tom]);
    expect(await evidence(barrier)).toEqual({ entries: 1, entriesOutside: 0, asks: 1, asksOutside: 0 });
    await publish(directory, firm, maria, [rowOf(firm, maria, jane)]);
    await ask(maria);
    expect(await evidence(barrier)).toEqual({ entries: 2, entriesOutside: 0, asks: 2, asksOutside: 0 });
    // The record, which grows for ever, is read when nobody waits for it.
    const statements = await statementsOf(() => evidence(barrier));
    expect(statements.filter((text) => /FROM act\b/.test(text))).toEqual([expect.not.stringContaining('within')]);
    // A crossing lets one in; they are inside then, and nobody else is.
    const crossing = id();
    const act = { kind: 'cross' as const, member: maria.member, until: today + 1 };
    await directory.call('propose', firm.firm, cleo.signing, { id: crossing, barrier, act, note: noteOf(firm) });
    await directory.call('agree', firm.firm, dana.signing, { id: crossing });
    expect(await seen(directory, firm, maria, jane)).toBe(2);
    expect(await evidence(barrier)).toEqual({ entries: 2, entriesOutside: 0, asks: 2, asksOutside: 0 });
    // It would say so: what is answered to somebody outside, by a fault or by a hand, is counted.
    await directory.db.rows(
      `INSERT INTO answer (firm, audience, viewer, lookup, expires, owner, id, rank)
       SELECT firm, audience, '', lookup, expires, owner, id, 1 FROM entry WHERE firm = $1 AND owner = $2 AND id IN (SELECT id FROM hit)`,
      [firm.firm, maria.member],
    );
    await directory.db.rows(
      `INSERT INTO ask_answer (firm, audience, viewer, id, expires, owner)
       SELECT firm, audience, $3, id, expires, owner FROM ask WHERE firm = $1 AND owner = $2`,
      [firm.firm, maria.member, cleo.member],
    );
    expect(await evidence(barrier)).toEqual({ entries: 2, entriesOutside: 1, asks: 2, asksOutside: 1 });
  });

  test('begins and ends on its days', async () => {
    const { tom, maria, cleo } = (await newFirm()).members;
    await publish(directory, firm, tom, [rowOf(firm, tom, jane)]);
    await ask(tom);
    const barrier = await wall(acme, [], { from: today + 1, until: today + 2 });
    const on = async (days: number): Promise<number> => {
      directory.clock.now += days * 86_400_000;
      const count = await seen(directory, firm, maria, jane);
      directory.clock.now -= days * 86_400_000;
      return count;
    };
    expect([await on(0), await on(1), await on(2)]).toEqual([1, 0, 0]);
    // Before it begins all is answered, and that is no alarm.
    const { acts: _, ...counts } = await directory.call('evidence', firm.firm, cleo.signing, { protection: barrier });
    expect(counts).toEqual({ entries: 1, entriesOutside: 0, asks: 1, asksOutside: 0 });
  });

  test('asks do not cross it in either direction', async () => {
    const { tom, maria, cleo } = (await newFirm()).members;
    await wall(acme, [maria, cleo]);
    await ask(tom);
    expect([await asks(maria), await asks(cleo), await asks(firm.members.ada)]).toEqual([0, 0, 0]);
    await ask(maria);
    expect([await asks(tom), await asks(cleo), await asks(firm.members.ada)]).toEqual([0, 1, 0]);
    // One that was open when the wall came is not shown any more.
    await newFirm();
    await ask(firm.members.tom);
    expect(await asks(firm.members.maria)).toBe(1);
    await wall(jane, []);
    expect(await asks(firm.members.maria)).toBe(0);
  });

  test('whoever objects is deleted everywhere, and what is published about them later is never answered', async () => {
    const { tom, maria, cleo } = (await newFirm()).members;
    await publish(directory, firm, tom, [rowOf(firm, tom, jane), rowOf(firm, tom, acme)]);
    await publish(directory, firm, maria, [rowOf(firm, maria, jane, { audienceKey: firm.tax })]);
    expect(await directory.call('subject', firm.firm, cleo.signing, { recognising: recognising(jane) })).toEqual({
      members: [tom.member, maria.member].sort(),
    });
    const tag = objectionTags(firm.guard)(jane);
    const body = { id: id(), recognising: recognising(jane), tag, note: noteOf(firm) };
    expect((await directory.call('object', firm.firm, cleo.signing, body)).members).toEqual(
      [tom.member, maria.member].sort(),
    );
    expect(await directory.call('objections', firm.firm, tom.signing, {})).toEqual({ tags: [tag] });
    expect(await directory.db.rows('SELECT 1 FROM entry WHERE firm = $1', [firm.firm])).toHaveLength(1);
    expect(await publish(directory, firm, tom, [rowOf(firm, tom, jane, { version: 2 })], 1)).toBe(2);
    expect([await seen(directory, firm, maria, jane), await seen(directory, firm, maria, acme)]).toEqual([0, 1]);
  });

  describe('clients', () => {
    async function load(partner: TestMember): Promise<string> {
      const body = { kind: 'client', partner: { name: 'P', address: 'p@firm.example', practice: null } } as const;
      const entry = {
        audienceKey: firm.everyone,
        target: acme,
        version: 1,
        expires: today + 300,
        body,
        signer: firm.members.ada.signing,
      };
      const row = {
        id: id(),
        audience: firm.everyone.audience,
        epoch: 1,
        ...good(sealEntry(entry, firm.randomBytes)),
        guard: guardOf(firm.guard, [acme], firm.randomBytes),
      };
      const recognised = [toText(sha256(fromText(recognisingKey(firm.guard, acme))))];
      await directory.call('clients', firm.firm, firm.members.ada.signing, {
        clients: [{ row, partner: partner.member, note: noteOf(firm), recognised }],
      });
      return row.id;
    }

    test('name the responsible partner first, and are closed by that partner alone', async () => {
      const { tom, maria, cleo } = (await newFirm()).members;
      await publish(
        directory,
        firm,
        maria,
        Array.from({ length: 9 }, () => rowOf(firm, maria, acme)),
      );
      const client = await load(tom);
      const answer = await look(directory, firm, cleo, acme);
      const [row] = await directory.db.rows<{ sealed: Uint8Array }>(
        'SELECT sealed FROM entry WHERE firm = $1 AND id = $2',
        [firm.firm, client],
      );
      expect(answer.subarray(16, 1016).equals(Buffer.from(row?.sealed ?? []))).toBe(true);
      const close = (who: TestMember, target: Target, closed = true) =>
        directory.call('close', firm.firm, who.signing, {
          client,
          recognising: recognising(target),
          closed,
          note: noteOf(firm),
        });
      expect(await refusal(close(maria, acme))).toBe('not_allowed');
      expect(await refusal(close(tom, bob))).toBe('not_allowed');
      await close(tom, acme);
      await close(tom, acme);
      expect(await seen(directory, firm, cleo, acme)).toBe(1);
      // Who asks about somebody there is heard by the partner and by nobody else.
      await ask(cleo);
      expect([await asks(tom), await asks(maria), await asks(firm.members.ada)]).toEqual([1, 0, 0]);
      await close(tom, acme, false);
      expect(await seen(directory, firm, cleo, acme)).toBe(8);
      expect([await asks(tom), await asks(maria), await asks(firm.members.ada)]).toEqual([1, 1, 1]);
    });

    test('that are closed are opened to no other partner without a line in the record', async () => {
      const { ada, tom, maria, cleo } = (await newFirm()).members;
      await publish(directory, firm, maria, [rowOf(firm, maria, acme)]);
      const client = await load(tom);
      const body = { client, recognising: recognising(acme), closed: true, note: noteOf(firm) };
      await directory.call('close', firm.firm, tom.signing, body);
      const recorded = async () => {
        const [of] = (await directory.call('barriers', firm.firm, cleo.signing, {})).protections;
        const told = await directory.call('evidence', firm.firm, cleo.signing, { protection: of?.id ?? '' });
        expect(brokenAt(told.acts)).toBeNull();
        // The firm's own row, which names the partner, is answered to everybody and is no alarm.
        expect(told).toMatchObject({ entries: 1, entriesOutside: 0 });
        return told.acts.map(({ kind, by, member }) => [kind, by, member]);
      };
      expect(await recorded()).toEqual([['closed', tom.member, null]]);
      await load(ada);
      await load(tom);
      await load(tom);
      expect(await recorded()).toEqual([
        ['closed', tom.member, null],
        ['answered', ada.member, ada.member],
        ['answered', ada.member, tom.member],
      ]);
      expect(await refusal(load({ ...ada, member: id() }))).toBe('not_found');
      expect(await recorded()).toHaveLength(3);
    });
  });

  test('a new guard epoch is only taken with the key of everything that is protected, and then it holds there too', async () => {
    const { tom, maria, cleo } = (await newFirm()).members;
    const barrier = await wall(acme, []);
    const next = { ...firm.guard, epoch: 2, key: firm.randomBytes(32) };
    expect(keyCheck(next)).not.toBe(keyCheck(firm.guard));
    const audience = good(
      signAudience(cleo.signing, next, { type: 'guard', firmVersion: 1, members: null, label: '' }, firm.randomBytes),
    );
    const call = (some: { protection: string; key: string }[]) =>
      directory.call('audience', firm.firm, cleo.signing, { audience, wraps: [], recognising: some });
    expect(await refusal(call([]))).toBe('conflict');
    await call([{ protection: barrier, key: recognisingKey(next, acme) }]);
    const row = rowOf(firm, tom, jane);
    expect(await refusal(publish(directory, firm, tom, [row]))).toBe('conflict');
    await publish(directory, firm, tom, [{ ...row, guard: guardOf(next, [jane, acme], firm.randomBytes) }]);
    expect(await seen(directory, firm, maria, jane)).toBe(0);
  });
});
