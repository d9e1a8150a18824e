/** An ask about a client of the firm reaches its responsible partner, whatever their computer holds, and tells nobody else anything. */
import { expect, onTestFinished, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import { runDirectory } from '../builders/directory.ts';
import { administer, followRealTime } from './administration.ts';
import { onEachDatabase } from './directory.ts';
import { startExchange } from './exchange.ts';
import { member, sync } from './members.ts';
import type { Member } from './members.ts';

const soon = new Date(Date.now() + 2 * 86_400_000).toISOString();
const ask = async ({ engine }: Member, words: string) =>
  valueOf(await engine.call('ask', { words, reason: 'A pitch', neededBy: soon }));
/** What somebody is asked, once they have looked. */
async function asked({ engine }: Member) {
  expect(await sync(engine)).toBeNull();
  return valueOf(await engine.call('asksForMe', {}));
}

onEachDatabase('the responsible partner', ({ open, dump }) => {
  test('is asked about people they do not know, also of a closed client; the third is not, and the exchange sees an ask as any other', async () => {
    const db = await open();
    const exchange = await startExchange(db);
    const tom = await member('Tom Baker', await exchange.invite(), ['Ben Ott <ben@target-acme.com>']);
    const maria = await member('Maria Ortiz', await exchange.invite(), [
      'Kim Vale <kim@other.com>',
      'Lea Sand <lea@target-acme.com>',
      'Lea Sand <lea@gmail.com>',
    ]);
    const zoe = await member('Zoe Third', await exchange.invite(), [
      'Lee Moss <lee@else.com>',
      'Cai Lund <cai@target-acme.com>',
    ]);
    const id = valueOf(await tom.engine.call('firmStatus', {}))?.me.id ?? '';
    await exchange.loadClient('target-acme.com', id, { name: 'Tom Baker', address: 'TOM@firm.example' });

    const jane = await ask(maria, 'jane@target-acme.com');
    const asPartner = { partner: true, person: null, organisation: null, name: null };
    expect(await asked(tom)).toMatchObject([
      { id: jane.id, about: 'jane@target-acme.com', reason: 'A pitch', ...asPartner },
    ]);
    expect(await asked(zoe)).toEqual([]);
    // Whom the partner knows is said beside; about whom is no client’s they are not asked.
    const ben = await ask(maria, 'ben@target-acme.com');
    await ask(maria, 'jane@nobodys-client.com');
    const byAsk = new Map((await asked(tom)).map(({ id: one, partner, name }) => [one, { partner, name }]));
    expect(byAsk).toEqual(
      new Map([
        [jane.id, { partner: true, name: null }],
        [ben.id, { partner: true, name: 'Ben Ott' }],
      ]),
    );
    const rows = await db.rows<{ body: Uint8Array; tags: Uint8Array }>('SELECT body, guard_tags AS tags FROM ask');
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map(({ body, tags }) => `${body.length} ${tags.length}`)).size).toBe(1);
    expect(await dump(db)).not.toMatch(/target.?acme|jane|a pitch/i);

    // They offer, and who asks sees the name.
    valueOf(await tom.engine.call('answerAsk', { id: jane.id, answer: 'offer' }));
    expect(await sync(maria.engine)).toBeNull();
    const offered = {
      state: 'offered',
      offers: [{ colleague: { name: 'Tom Baker' } }],
      partners: [{ name: 'Tom Baker', member: id }],
    };
    expect(valueOf(await maria.engine.call('asks', {})).find((one) => one.id === jane.id)).toMatchObject(offered);

    const found = valueOf(await tom.engine.call('find', { words: 'Target Acme', limit: 5 }));
    const organisation = found.find(({ kind }) => kind === 'organisation')?.id ?? 0;
    valueOf(await tom.engine.call('closeClient', { organisation, closed: true }));
    const cai = await ask(maria, 'cai@target-acme.com');
    expect(await asked(tom)).toContainEqual(expect.objectContaining({ id: cai.id, ...asPartner }));
    expect(await asked(zoe)).toEqual([]);
    // Who answers for the client asks colleagues as anybody does, and not themselves.
    valueOf(await tom.engine.call('closeClient', { organisation, closed: false }));
    const own = await ask(tom, 'cai@target-acme.com');
    const partnersFor = async ({ engine }: Member) =>
      valueOf(await engine.call('firmWho', { words: 'target-acme.com' })).partners.map(({ member: one }) => one);
    expect([own.partners, await partnersFor(tom), await partnersFor(maria)]).toEqual([[], [], [id]]);
    // Somebody of the same name elsewhere is not asked about at the client.
    expect((await ask(maria, 'lea@gmail.com')).partners).toEqual([]);
    expect(await asked(zoe)).toContainEqual(expect.objectContaining({ id: own.id, partner: false, name: 'Cai Lund' }));
    expect((await zoe.dump()).filter((line) => /jane|ben@/i.test(line))).toEqual([]);
  }, 60_000);

  test('is not asked across a barrier', async () => {
    const db = await open();
    const directory = await runDirectory(db, 100);
    const admin = administer(directory, 'partner');
    onTestFinished(async () => {
      admin.end();
      await directory.stop();
      await db.close();
    });
    followRealTime(directory);
    await admin.found('Ada');
    await admin.join('Cleo', '--role', 'compliance');
    const joined = async (name: string): Promise<Member> => {
      const [link = ''] = await admin.run('Ada', 'invite');
      return member(name, link, ['Kim Vale <kim@other.com>']);
    };
    const [tom, maria] = [await joined('Tom Baker'), await joined('Maria Ortiz')];
    await admin.run('Ada', 'clients', admin.write('list.csv', 'client,partner\ntarget-acme.com,tom@firm.example\n'));
    const before = await ask(maria, 'jane@target-acme.com');
    expect(await asked(tom)).toMatchObject([{ id: before.id, partner: true }]);
    await admin.run('Cleo', 'barriers', 'set', 'target-acme.com', '--inside', 'tom@firm.example', '--why', 'x');
    // No ask crosses it, were it sealed for them.
    expect(await ask(maria, 'jane@target-acme.com')).toMatchObject({ waiting: false });
    expect(await asked(tom)).toEqual([]);
  }, 60_000);

  test('is asked on every computer of theirs, of what was asked while the exchange could not be reached too', async () => {
    const exchange = await startExchange(await open());
    const tom = await member('Tom Baker', await exchange.invite(), ['Kim Vale <kim@other.com>']);
    const maria = await member('Maria Ortiz', await exchange.invite(), ['Kim Vale <kim@other.com>']);
    const id = valueOf(await tom.engine.call('firmStatus', {}))?.me.id ?? '';
    const laptop = await member('Tom Baker', await exchange.invite({ member: id }), ['Lee Moss <lee@else.com>']);
    await exchange.loadClient('target-acme.com', id, { name: 'Tom Baker', address: 'TOM@firm.example' });
    expect(await sync(maria.engine)).toBeNull();

    exchange.switchOff(true);
    expect(await ask(maria, 'Jane Roe at target-acme.com')).toMatchObject({ waiting: true, partners: [] });
    exchange.switchOff(false);
    expect(await sync(maria.engine)).toBeNull();
    expect(valueOf(await maria.engine.call('asks', {}))).toMatchObject([
      { waiting: false, partners: [{ name: 'Tom Baker', member: id }] },
    ]);
    for (const one of [tom, laptop])
      expect(await asked(one)).toMatchObject([{ about: 'Jane Roe at target-acme.com', partner: true }]);

    // Who answers for the client was just heard: nothing is looked up beside the next ask.
    const calls = [...exchange.calls.values()].find((paths) => paths.includes('/v1/ask')) ?? [];
    const before = calls.length;
    await ask(maria, 'Ben Ott at target-acme.com');
    const [mine = []] = [...exchange.calls.values()].filter((paths) => paths.includes('/v1/ask'));
    expect(mine.slice(before)).toEqual(['/v1/ask']);
    expect(await asked(tom)).toHaveLength(2);
  }, 60_000);
});
