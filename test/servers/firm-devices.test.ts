/** Several computers of one member: what is said on one holds on all of them. */
import { expect, test } from 'vitest';
import type { Input } from '../../core/contract/methods.ts';
import type { Database } from '../../directory/database.ts';
import { onEachDatabase } from './directory.ts';
import { valueOf } from '../../core/contract/errors.ts';
import { startExchange } from './exchange.ts';
import type { TestExchange } from './exchange.ts';
import { letters, member, sync } from './members.ts';
import type { Member } from './members.ts';

const jane = 'Jane Roe <jane@target-acme.com>';
const acme = [jane, 'Ben Ott <ben@target-acme.com>', 'Cai Lund <cai@target-acme.com>'];
const all = [...acme, 'Kim Vale <kim@other.com>'];
const toFirm = { kind: 'firm' } as const;
const proposal = { audience: toFirm, disclosure: 'person' } as const;
const soon = new Date(Date.now() + 2 * 86_400_000).toISOString();

/** Two computers of Maria's, which know the same people. */
async function twoComputers(exchange: TestExchange): Promise<readonly [first: Member, second: Member]> {
  const first = await member('Maria Ortiz', await exchange.invite(), all);
  const { me } = valueOf(await first.engine.call('firmStatus', {}))!;
  const second = await member('Maria Ortiz', await exchange.invite({ member: me.id }), all);
  await syncAll(first, second, first);
  return [first, second];
}

async function syncAll(...members: readonly Member[]): Promise<void> {
  for (const { engine } of members) expect(await sync(engine)).toBeNull();
}

const idOf = async ({ engine }: Member, text: string): Promise<number> =>
  valueOf(await engine.call('findPerson', { text })).id;

async function placeOf({ engine }: Member, words: string): Promise<number> {
  const found = valueOf(await engine.call('find', { words, limit: 5 })).find(({ kind }) => kind === 'organisation');
  return found!.id;
}

async function keepPrivate(who: Member, text: string, keep = true): Promise<void> {
  valueOf(await who.engine.call('keepPrivate', { people: [await idOf(who, text)], keep }));
}

async function grant(who: Member, text: string): Promise<void> {
  const what = { kind: 'person', person: await idOf(who, text) } as const;
  valueOf(await who.engine.call('grantSharing', { what, audience: toFirm, disclosure: 'person' }));
}

async function share({ engine }: Member, by?: Input<'publish'>['proposal']): Promise<void> {
  const { digest } = valueOf(await engine.call('sharePreview', { proposal: by }));
  valueOf(await engine.call('publish', { digest, proposal: by }));
}

/** Whom a preview would tell colleagues of, by what they would ask for. */
async function offered({ engine }: Member, by?: Input<'sharePreview'>['proposal']): Promise<string[]> {
  const { audiences } = valueOf(await engine.call('sharePreview', { proposal: by }));
  return audiences.flatMap(({ lines }) => lines.map(({ askedFor }) => askedFor)).sort();
}

const hindrance = async (who: Member, what: Input<'shareState'>) =>
  valueOf(await who.engine.call('shareState', what)).hindrance;

const lying = (db: Database) =>
  db.rows<{ device: string; version: number; size: number }>(
    'SELECT device, version, length(sealed) AS size FROM exclusion ORDER BY version',
  );

onEachDatabase('several computers of one member', ({ open }) => {
  test('whoever is kept private on one is neither shared nor answered by another, whatever allows it there, until it is taken back', async () => {
    const exchange = await startExchange(await open());
    const [first, second] = await twoComputers(exchange);
    const zoe = await member('Zoe Third', await exchange.invite(), ['Lee Moss <lee@else.com>']);
    await syncAll(first, second);
    await grant(second, 'jane@target-acme.com');
    valueOf(await zoe.engine.call('ask', { words: 'jane@target-acme.com', reason: '', neededBy: soon }));
    await syncAll(second);
    expect(valueOf(await second.engine.call('asksForMe', {}))).toHaveLength(1);
    const before = await offered(second, proposal);
    expect(before).toContain('jane@target-acme.com');

    await keepPrivate(first, 'jane@target-acme.com');
    await syncAll(first);
    // By an older grant and by a rule, and before this computer has heard of it by a round.
    const { digest } = valueOf(await second.engine.call('sharePreview', { proposal }));
    expect(await second.engine.call('publish', { digest, proposal })).toMatchObject({
      error: { code: 'preview_stale' },
    });
    expect(await offered(second)).toEqual([]);
    expect(await offered(second, proposal)).toEqual(before.filter((one) => one !== 'jane@target-acme.com'));
    const what = { kind: 'person', person: await idOf(second, 'jane@target-acme.com') } as const;
    expect(await hindrance(second, what)).toBe('elsewhere');
    await syncAll(second);
    expect(valueOf(await second.engine.call('asksForMe', {}))).toEqual([]);
    await share(second, proposal);
    const told = async (words: string) =>
      valueOf(await zoe.engine.call('firmWho', { words })).answers.map(({ person }) => person);
    await syncAll(zoe);
    expect(await told('ben@target-acme.com')).toContain('Ben Ott');
    expect(await told('jane@target-acme.com')).not.toContain('Jane Roe');

    await keepPrivate(first, 'jane@target-acme.com', false);
    await syncAll(first, second);
    expect(await hindrance(second, what)).toBeNull();
    expect(await offered(second)).toEqual(before);
    expect(valueOf(await second.engine.call('asksForMe', {}))).toHaveLength(1);
  }, 60_000);

  test('so is whoever is filed aside, and an organisation that is never shared', async () => {
    const exchange = await startExchange(await open());
    const [first, second] = await twoComputers(exchange);
    const [kim, organisation] = [await idOf(first, 'kim@other.com'), await placeOf(first, 'Target Acme')];
    const keep = async (isKept: boolean) => {
      valueOf(await first.engine.call('setSide', { people: [kim], side: isKept ? 'personal' : 'unfiled' }));
      valueOf(await first.engine.call('keepUnshared', { organisation, keep: isKept }));
      await syncAll(first, second);
    };
    await grant(second, 'kim@other.com');
    const before = await offered(second, proposal);
    await share(second);
    expect(await exchange.rows()).toBeGreaterThan(0);
    const { digest } = valueOf(await second.engine.call('sharePreview', {}));
    valueOf(await first.engine.call('setSide', { people: [kim], side: 'personal' }));
    await syncAll(first);
    // What was told here before it was heard goes with the hearing, not with the next round.
    expect(await second.engine.call('publish', { digest })).toMatchObject({ error: { code: 'preview_stale' } });
    expect(await exchange.rows()).toBe(0);
    await keep(true);
    expect(await offered(second, proposal)).toEqual([]);
    const place = { kind: 'organisation', organisation: await placeOf(second, 'Target Acme') } as const;
    expect(await hindrance(second, place)).toBe('elsewhere');
    await keep(false);
    expect(await offered(second, proposal)).toEqual(before);
    expect(await hindrance(second, place)).toBeNull();
  }, 60_000);

  test('what one stops is no longer allowed on the other, and a rule does not bring it back', async () => {
    const exchange = await startExchange(await open());
    const [first, second] = await twoComputers(exchange);
    for (const text of ['jane@target-acme.com', 'kim@other.com']) await grant(second, text);
    await share(second);
    await syncAll(first);
    const stop = async (who: Member, what: Input<'stopSharing'>) =>
      expect(valueOf(await who.engine.call('stopSharing', what))).toMatchObject({ waiting: 0 });
    await stop(first, { kind: 'person', person: await idOf(first, 'jane@target-acme.com') });
    await syncAll(first, second);
    const granted = async (text: string) => {
      const state = valueOf(
        await second.engine.call('shareState', { kind: 'person', person: await idOf(second, text) }),
      );
      return [state.told.length > 0, state.granted.length > 0];
    };
    expect([await granted('jane@target-acme.com'), await granted('kim@other.com')]).toEqual([
      [false, false],
      [true, true],
    ]);
    expect(await offered(second)).not.toContain('jane@target-acme.com');
    expect(await offered(second, proposal)).not.toContain('jane@target-acme.com');
    // What was said before cannot bring it back either.
    expect(await second.engine.call('undo', {})).toMatchObject({ error: { code: 'usage' } });

    await share(second, proposal);
    await syncAll(first);
    await stop(first, { kind: 'all' });
    await syncAll(second);
    expect(await exchange.rows()).toBe(0);
    // The rule too; yet nobody is kept out whom nobody has kept out.
    expect(await offered(second)).toEqual([]);
    expect(await offered(second, proposal)).toContain('kim@other.com');
  }, 60_000);

  test('what a computer kept private stays so when it is lost, and is taken back on another from then on', async () => {
    const db = await open();
    const exchange = await startExchange(db);
    const [first, second] = await twoComputers(exchange);
    await keepPrivate(first, 'jane@target-acme.com');
    await letters(first, ['Maria Ortiz <maria@firm.example>', 'Una Far <una@far.com>'], ['Una Far <una@far.com>', 'Maria Ortiz <maria@firm.example>']);
    await keepPrivate(first, 'una@far.com');
    await syncAll(first, second);
    const [, device] = [...exchange.calls.keys()];
    await exchange.removeDevice(device ?? '');
    expect(await lying(db)).toEqual([]);
    await syncAll(second);
    const what = { kind: 'person', person: await idOf(second, 'jane@target-acme.com') } as const;
    expect(await hindrance(second, what)).toBe('private');
    await keepPrivate(second, 'jane@target-acme.com', false);
    await syncAll(second);
    expect(await hindrance(second, what)).toBeNull();
    // Whom this computer had not known is kept out from the moment it does.
    await letters(second, ['Maria Ortiz <maria@firm.example>', 'Una Far <una@far.com>'], ['Una Far <una@far.com>', 'Maria Ortiz <maria@firm.example>']);
    const una = { kind: 'person', person: await idOf(second, 'una@far.com') } as const;
    expect(await hindrance(second, una)).toBe('elsewhere');
    await syncAll(second);
    expect(await hindrance(second, una)).toBe('private');
  }, 60_000); // prettier-ignore

  test('a computer that leaves hands over what it keeps private; one that erases somebody takes nothing back', async () => {
    const db = await open();
    const exchange = await startExchange(db);
    const [first, second] = await twoComputers(exchange);
    for (const text of ['jane@target-acme.com', 'kim@other.com']) await keepPrivate(first, text);
    await syncAll(first, second);
    const what = { kind: 'person', person: await idOf(second, 'kim@other.com') } as const;
    valueOf(await first.engine.call('erasePerson', { person: await idOf(first, 'kim@other.com') }));
    await syncAll(first, second);
    expect(await hindrance(second, what)).toBe('elsewhere');

    valueOf(await first.engine.call('leaveFirm', {}));
    await syncAll(second);
    const left = { kind: 'person', person: await idOf(second, 'jane@target-acme.com') } as const;
    expect(await hindrance(second, left)).toBe('private');
    expect(await lying(db)).toMatchObject([{}]);
    // Nor does a list say whom: of somebody who is erased here too no word is left.
    valueOf(await second.engine.call('erasePerson', { person: what.person }));
    expect((await second.dump()).join('\n')).not.toMatch(/kim@other|Kim Vale/i);
  }, 60_000);

  test('one computer alone tells nothing; two tell a list of one size, and again only where it says something else', async () => {
    const db = await open();
    const exchange = await startExchange(db);
    const tom = await member('Tom Baker', await exchange.invite(), acme);
    await keepPrivate(tom, 'jane@target-acme.com');
    await syncAll(tom);
    expect([...exchange.calls.values()].flat().filter((path) => path.startsWith('/v1/exclu'))).toEqual([]);

    const [first, second] = await twoComputers(exchange);
    const computers = async ({ engine }: Member) => valueOf(await engine.call('firmStatus', {}))?.computers;
    expect([await computers(tom), await computers(first)]).toEqual([1, 2]);
    const before = await lying(db);
    expect(before.map(({ version }) => version)).toEqual([1, 1]);
    await keepPrivate(first, 'jane@target-acme.com');
    await syncAll(first, second, tom);
    const after = await lying(db);
    expect(after.map(({ version }) => version)).toEqual([1, 2]);
    expect(new Set([...before, ...after].map(({ size }) => size)).size).toBe(1);
    await syncAll(first, second);
    expect(await lying(db)).toEqual(after);
  }, 60_000);

  test('a list that is rolled back, or given again as a later one, is not believed', async () => {
    const db = await open();
    const exchange = await startExchange(db);
    const [first, second] = await twoComputers(exchange);
    const [older] = await db.rows<{ sealed: Uint8Array }>(
      'SELECT sealed FROM exclusion WHERE version = 1 ORDER BY device <> $1',
      [[...exchange.calls.keys()][1] ?? ''],
    );
    await keepPrivate(first, 'jane@target-acme.com');
    await syncAll(first, second);
    const what = { kind: 'person', person: await idOf(second, 'jane@target-acme.com') } as const;
    for (const version of [1, 3]) {
      await db.rows('UPDATE exclusion SET version = $1, sealed = $2 WHERE version >= 2 OR device = $3', [
        version,
        older?.sealed ?? Buffer.alloc(0),
        [...exchange.calls.keys()][1] ?? '',
      ]);
      await syncAll(second);
      expect(await hindrance(second, what)).toBe('elsewhere');
    }
    // The computer that said so puts it right.
    await syncAll(first, second);
    expect(await hindrance(second, what)).toBe('elsewhere');
    await keepPrivate(first, 'jane@target-acme.com', false);
    await syncAll(first, second);
    expect(await hindrance(second, what)).toBeNull();
  }, 60_000);
});
