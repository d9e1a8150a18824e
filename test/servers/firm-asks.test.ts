/** What becomes of asks and of members: introductions that came about, asks taken back, whoever was removed. */
import { expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import { onEachDatabase } from './directory.ts';
import { startExchange } from './exchange.ts';
import { letters, member, sync } from './members.ts';
import type { Member } from './members.ts';

const jane = 'Jane Roe <jane@target-acme.com>';
const acme = [jane, 'Ben Ott <ben@target-acme.com>', 'Cai Lund <cai@target-acme.com>'];
const soon = new Date(Date.now() + 2 * 86_400_000).toISOString();

onEachDatabase('what becomes of asks and of members', ({ open, dump }) => {
  test('an ask is over on every computer from the time it is needed by; the exchange knows its day and nothing finer', async () => {
    const db = await open();
    const exchange = await startExchange(db);
    let later = 0;
    const clock = (): number => Date.now() + later;
    const tom = await member('Tom Baker', await exchange.invite(), ['Kim Vale <kim@other.com>'], null, clock);
    const maria = await member('Maria Ortiz', await exchange.invite(), acme, null, clock);
    const zoe = await member('Zoe Third', await exchange.invite(), acme, null, clock);
    const within = (hours: number): string => new Date(clock() + hours * 3_600_000).toISOString();
    const ask = (words: string, neededBy: string) => tom.engine.call('ask', { words, reason: '', neededBy });
    for (const time of [within(0), within(14 * 24 + 1)])
      expect(await ask('jane@target-acme.com', time)).toMatchObject({ error: { code: 'usage' } });
    const soonest = within(1);
    for (const words of ['jane@target-acme.com', 'ben@target-acme.com']) valueOf(await ask(words, soonest));
    expect(await sync(maria.engine)).toBeNull();
    const asked = valueOf(await maria.engine.call('asksForMe', {}));
    const idOf = (name: string): string => asked.find((one) => one.name === name)!.id;
    valueOf(await maria.engine.call('answerAsk', { id: idOf('Jane Roe'), answer: 'offer' }));
    const seconds = Math.floor(Date.parse(soonest) / 1000);
    const day = Math.floor(seconds / 86_400);
    expect(await db.rows('SELECT DISTINCT expires FROM ask')).toEqual([{ expires: day }]);
    expect(await dump(db)).not.toContain(String(seconds));

    later = 3_600_000;
    for (const { engine } of [tom, maria, zoe]) expect(await sync(engine)).toBeNull();
    expect(valueOf(await maria.engine.call('asksForMe', {}))).toMatchObject([{ name: 'Jane Roe', answer: 'offer' }]);
    expect(await maria.engine.call('answerAsk', { id: idOf('Ben Ott'), answer: 'offer' })).toMatchObject({
      error: { code: 'not_found' },
    });
    expect(valueOf(await zoe.engine.call('asksForMe', {}))).toEqual([]);
    // What was offered in time is heard all the same.
    const states = valueOf(await tom.engine.call('asks', {})).map(({ about, state }) => [about, state]);
    expect(new Map(states as [string, string][])).toEqual(
      new Map([['jane@target-acme.com', 'offered'], ['ben@target-acme.com', 'over']]),
    );
  }, 60_000); // prettier-ignore

  test('what came of an introduction is seen from mail, on both sides, and nobody has to say it', async () => {
    const exchange = await startExchange(await open());
    const tom = await member('Tom Baker', await exchange.invite(), ['Kim Vale <kim@other.com>']);
    const maria = await member('Maria Ortiz', await exchange.invite(), acme);
    valueOf(await tom.engine.call('ask', { words: 'jane@target-acme.com', reason: '', neededBy: soon }));
    expect(await sync(maria.engine)).toBeNull();
    const [asked] = valueOf(await maria.engine.call('asksForMe', {}));
    valueOf(await maria.engine.call('answerAsk', { id: asked!.id, answer: 'offer' }));
    expect(await sync(tom.engine)).toBeNull();
    expect(valueOf(await tom.engine.call('asks', {}))).toMatchObject([{ state: 'offered', introduced: null }]);

    const [from, to] = ['Tom Baker <tom@firm.example>', 'Maria Ortiz <maria@firm.example>'];
    await letters(maria, [to, jane, from]);
    expect(valueOf(await maria.engine.call('asksForMe', {}))).toMatchObject([{ introduced: { how: 'wrote' } }]);
    await letters(tom, [to, jane, from], [from, jane]);
    expect(valueOf(await tom.engine.call('asks', {}))).toMatchObject([{ introduced: null }]);
    await letters(tom, [jane, from]);
    expect(valueOf(await tom.engine.call('asks', {}))).toMatchObject([{ introduced: { how: 'wrote' } }]);
  }, 60_000);

  test('an ask that is taken back is gone from the exchange and from whoever was asked', async () => {
    const db = await open();
    const exchange = await startExchange(db);
    const tom = await member('Tom Baker', await exchange.invite(), ['Kim Vale <kim@other.com>']);
    const maria = await member('Maria Ortiz', await exchange.invite(), acme);
    const ask = async () =>
      valueOf(await tom.engine.call('ask', { words: 'jane@target-acme.com', reason: '', neededBy: soon }));
    const { id } = await ask();
    expect(await sync(maria.engine)).toBeNull();
    expect(valueOf(await maria.engine.call('asksForMe', {}))).toHaveLength(1);
    // What is there stays as it is, and says so, until the exchange has been told.
    exchange.switchOff(true);
    expect(await tom.engine.call('unask', { id })).toMatchObject({ error: { code: 'connection_lost' } });
    expect(valueOf(await tom.engine.call('asks', {}))).toMatchObject([{ id, state: 'open' }]);
    // What was not sent yet never is.
    const { id: unsent, waiting } = await ask();
    expect(waiting).toBe(true);
    valueOf(await tom.engine.call('unask', { id: unsent }));
    exchange.switchOff(false);
    valueOf(await tom.engine.call('unask', { id }));
    expect(valueOf(await tom.engine.call('asks', {}))).toEqual([]);
    expect(await tom.engine.call('unask', { id })).toMatchObject({ error: { code: 'not_found' } });
    expect(await db.rows('SELECT id FROM ask')).toEqual([]);
    for (const { engine } of [tom, maria]) expect(await sync(engine)).toBeNull();
    expect(await db.rows('SELECT id FROM ask')).toEqual([]);
    expect(valueOf(await maria.engine.call('asksForMe', {}))).toEqual([]);
  }, 60_000);

  test('whom somebody erases they are no longer asked about, not even as the responsible partner, and what they asked ends', async () => {
    const db = await open();
    const exchange = await startExchange(db);
    const tom = await member('Tom Baker', await exchange.invite(), acme);
    const maria = await member('Maria Ortiz', await exchange.invite(), ['Kim Vale <kim@other.com>']);
    const id = valueOf(await tom.engine.call('firmStatus', {}))?.me.id ?? '';
    await exchange.loadClient('target-acme.com', id, { name: 'Tom Baker', address: 'tom@firm.example' });
    const ask = async ({ engine }: Member, words: string) =>
      valueOf(await engine.call('ask', { words, reason: '', neededBy: soon }));
    const atExchange = async () =>
      (await db.rows<{ id: string }>('SELECT id FROM ask ORDER BY id')).map((row) => row.id);
    await ask(maria, 'Jane Roe at target-acme.com');
    const ben = await ask(maria, 'ben@target-acme.com');
    const own = await ask(tom, 'jane@target-acme.com');
    expect(await sync(tom.engine)).toBeNull();
    const asked = async () => valueOf(await tom.engine.call('asksForMe', {})).map((one) => one.id);
    expect(await asked()).toHaveLength(2);
    expect(await atExchange()).toContain(own.id);

    const [found] = valueOf(await tom.engine.call('find', { words: 'Jane Roe', limit: 1 }));
    valueOf(await tom.engine.call('erasePerson', { person: found?.id ?? 0 }));
    await ask(maria, 'jane@target-acme.com');
    expect(await sync(tom.engine)).toBeNull();
    expect(await asked()).toEqual([ben.id]);
    expect(await atExchange()).not.toContain(own.id);
    expect((await tom.dump()).filter((line) => /\bjane\b|\broe\b/i.test(line))).toEqual([]);
  }, 60_000);

  test('whoever was removed has nothing of their colleagues’ left, counts nothing as told, and is told so', async () => {
    const exchange = await startExchange(await open());
    const tom = await member('Tom Baker', await exchange.invite(), ['Kim Vale <kim@other.com>', ...acme]);
    const maria = await member('Maria Ortiz', await exchange.invite(), acme);
    for (const { engine } of [maria, tom]) {
      expect(await sync(engine)).toBeNull();
      const proposal = { audience: { kind: 'firm' }, disclosure: 'organisation' } as const;
      const { digest } = valueOf(await engine.call('sharePreview', { proposal }));
      valueOf(await engine.call('publish', { digest, proposal }));
    }
    valueOf(await maria.engine.call('ask', { words: 'jane@target-acme.com', reason: '', neededBy: soon }));
    expect(await sync(tom.engine)).toBeNull();
    const kept = async () =>
      valueOf(await tom.engine.call('firmWho', { words: 'target-acme.com', keptOnly: true })).answers;
    valueOf(await tom.engine.call('firmWho', { words: 'target-acme.com' }));
    expect(await kept()).toHaveLength(1);
    expect(valueOf(await tom.engine.call('asksForMe', {}))).toHaveLength(1);

    await exchange.remove(valueOf(await tom.engine.call('firmStatus', {}))!.me.id);
    expect(await sync(tom.engine)).toMatchObject({ code: 'sign_in_refused' });
    expect(await kept()).toEqual([]);
    expect(valueOf(await tom.engine.call('asksForMe', {}))).toEqual([]);
    const status = valueOf(await tom.engine.call('firmStatus', {}));
    expect(status).toMatchObject({ shared: 0, ended: true, problem: { message: expect.stringContaining('removed') } });
    expect(valueOf(await tom.engine.call('shareLedger', {}))[0]).toMatchObject({ act: 'stopped' });
    expect((await tom.dump()).filter((line) => /^firm_answer.*maria/i.test(line))).toEqual([]);
    expect(await sync(maria.engine)).toBeNull();
    expect(await exchange.rows()).toBe(1);

    // Invited again they go on, without leaving first; whoever is still a member does not.
    const as = { name: 'Tom Baker', address: 'tom@firm.example' };
    expect(await maria.engine.call('joinFirm', { link: await exchange.invite(), ...as })).toMatchObject({
      error: { code: 'usage' },
    });
    const { engine } = await tom.again();
    expect(valueOf(await engine.call('joinFirm', { link: await exchange.invite(), ...as }))).toEqual({ again: true });
    expect(valueOf(await engine.call('firmStatus', {}))).toMatchObject({ ended: false, problem: null, shared: 0 });
    expect(await sync(engine)).toBeNull();
    // What was allowed before is the user's own choice still, and nothing is told of it before they share again.
    expect(valueOf(await engine.call('sharePreview', {})).counts).toMatchObject({ new: 1 });
    expect(await exchange.rows()).toBe(1);
  }, 60_000);

  test('whoever was removed can leave without the exchange’s word', async () => {
    const exchange = await startExchange(await open());
    const { engine } = await member('Tom Baker', await exchange.invite(), acme);
    await exchange.remove(valueOf(await engine.call('firmStatus', {}))!.me.id);
    valueOf(await engine.call('leaveFirm', {}));
    expect(valueOf(await engine.call('firmStatus', {}))).toBeNull();
  }, 60_000);

  test('an exchange of before, which does not know one of the questions, is asked all the others', async () => {
    const exchange = await startExchange(await open());
    exchange.forget('/v1/clients/own');
    const tom = await member('Tom Baker', await exchange.invite(), ['Kim Vale <kim@other.com>']);
    const maria = await member('Maria Ortiz', await exchange.invite(), acme);
    valueOf(await tom.engine.call('ask', { words: 'jane@target-acme.com', reason: '', neededBy: soon }));
    expect(await sync(maria.engine)).toMatchObject({
      code: 'server_misbehaves',
      message: expect.stringContaining('older'),
    });
    const [asked] = valueOf(await maria.engine.call('asksForMe', {}));
    valueOf(await maria.engine.call('answerAsk', { id: asked!.id, answer: 'offer' }));
    expect(await sync(tom.engine)).toMatchObject({ code: 'server_misbehaves' });
    expect(valueOf(await tom.engine.call('asks', {}))).toMatchObject([{ state: 'offered' }]);
    expect(valueOf(await tom.engine.call('firmStatus', {}))).toMatchObject({ problem: { code: 'server_misbehaves' } });
  }, 60_000);

  test('the responsible partner closes their client to sharing by others, and opens it again', async () => {
    const exchange = await startExchange(await open());
    const tom = await member('Tom Baker', await exchange.invite(), acme);
    const maria = await member('Maria Ortiz', await exchange.invite(), acme);
    const zoe = await member('Zoe Third', await exchange.invite(), ['Lee Moss <lee@else.com>']);
    const proposal = { audience: { kind: 'firm' }, disclosure: 'organisation' } as const;
    // What the partner shares is closed with the rest.
    for (const { engine } of [maria, tom]) {
      expect(await sync(engine)).toBeNull();
      const { digest } = valueOf(await engine.call('sharePreview', { proposal }));
      valueOf(await engine.call('publish', { digest, proposal }));
    }
    await exchange.loadClient('target-acme.com', valueOf(await tom.engine.call('firmStatus', {}))!.me.id);
    for (const { engine } of [tom, maria, zoe]) expect(await sync(engine)).toBeNull();

    const at = async ({ engine }: Member) => {
      const [found] = valueOf(await engine.call('find', { words: 'Target Acme', limit: 5 })).filter(
        ({ kind }) => kind === 'organisation',
      );
      return found!.id;
    };
    const state = async (who: Member) =>
      valueOf(await who.engine.call('shareState', { kind: 'organisation', organisation: await at(who) })).client;
    const visible = async (who: Member) => valueOf(await who.engine.call('visibleToFirm', {})).organisations;
    const close = async (who: Member, closed: boolean) =>
      who.engine.call('closeClient', { organisation: await at(who), closed });
    const told = async () =>
      valueOf(await zoe.engine.call('firmWho', { words: 'target-acme.com' })).answers.map(
        ({ colleague }) => colleague?.name,
      );
    expect(await told()).toEqual(['The Partner', 'Maria Ortiz', 'Tom Baker']);
    expect([await state(tom), await state(maria)]).toEqual(['open', null]);
    expect(await close(maria, true)).toMatchObject({ error: { code: 'not_allowed' } });

    // Whoever is asked about somebody there, the partner is to be asked too.
    const about = { words: 'Jane Roe at target-acme.com', reason: '', neededBy: soon };
    expect(valueOf(await zoe.engine.call('ask', about)).partners).toMatchObject([
      { address: 'partner@firm.example', member: null },
    ]);
    expect(valueOf(await zoe.engine.call('ask', { ...about, words: 'lee@else.com' })).partners).toEqual([]);

    valueOf(await close(tom, true));
    expect(await state(tom)).toBe('closed');
    expect([await visible(tom), await visible(maria)]).toEqual([[], [await at(maria)]]);
    expect(await told()).toEqual(['The Partner']);
    valueOf(await close(tom, false));
    expect(await state(tom)).toBe('open');
    expect(await visible(tom)).toEqual([await at(tom)]);
    expect(await told()).toEqual(['The Partner', 'Maria Ortiz', 'Tom Baker']);
  }, 60_000);
});
