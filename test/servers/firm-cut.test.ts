/** The line breaks at any request of publishing and stopping, with and without its answer: nothing is half shared, nothing comes back. */
import { expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import type { Audience } from '../../core/contract/sharing.ts';
import { openEmbedded } from '../../directory/database.ts';
import { startExchange } from './exchange.ts';
import { member, sync } from './members.ts';

const people = ['acme', 'norvane', 'quill'].flatMap((place) =>
  ['Ann', 'Ben', 'Cai'].map((name) => `${name} ${place} <${name.toLowerCase()}@the-${place}.com>`),
);
const proposal = { audience: { kind: 'firm' }, disclosure: 'organisation' } as const;

test('wherever it breaks off, the exchange holds what this computer says is shared, once it is reached again', async () => {
  const db = await openEmbedded(null);
  const exchange = await startExchange(db);
  const { engine } = await member('Maria Ortiz', await exchange.invite(), people);
  const status = async () => valueOf(await engine.call('firmStatus', {}))!;
  const heal = async (): Promise<void> => {
    exchange.switchOff(false);
    expect(await sync(engine)).toBeNull();
    expect(await sync(engine)).toBeNull();
    expect(await status()).toMatchObject({ waiting: 0, problem: null });
    expect(await exchange.rows()).toBe((await status()).shared);
  };
  for (const arrives of [false, true]) {
    for (let requests = 0; requests < 7; requests++) {
      const { digest } = valueOf(await engine.call('sharePreview', { proposal }));
      exchange.breakAfter(requests, arrives);
      const published = await engine.call('publish', { digest, proposal });
      // What is said to be shared is shared whole; what failed is shared by nobody.
      expect((await status()).shared).toBe(published.ok ? 3 : 0);
      await heal();
      expect([0, 3]).toContain(await exchange.rows());

      exchange.breakAfter(requests % 2, arrives);
      await engine.call('stopSharing', { kind: 'all' });
      expect((await status()).shared).toBe(0);
      await heal();
      expect(await exchange.rows()).toBe(0);
    }
  }
}, 240_000);

test('where the answer to a renewal was lost, what it replaced is no stop: it stays allowed', async () => {
  const exchange = await startExchange(await openEmbedded(null));
  const { engine } = await member('Maria Ortiz', await exchange.invite(), people);
  const person = valueOf(await engine.call('findPerson', { text: /<(.*)>/.exec(people[0] ?? '')?.[1] ?? '' })).id;
  const what = { kind: 'person', person } as const;
  const publish = async () => {
    const { digest } = valueOf(await engine.call('sharePreview', {}));
    return engine.call('publish', { digest });
  };
  valueOf(await engine.call('grantSharing', { what, audience: { kind: 'firm' }, disclosure: 'person' }));
  valueOf(await publish());
  expect(await sync(engine)).toBeNull();
  valueOf(await engine.call('renewSharing', { days: 180 }));
  // The three parts of what is heard and the own set's version go before it.
  exchange.breakAfter(4, true);
  expect((await publish()).ok).toBe(false);
  exchange.switchOff(false);
  expect(await sync(engine)).toBeNull();
  expect(await exchange.rows()).toBe(0);
  const { told, granted } = valueOf(await engine.call('shareState', what));
  expect([told.length, granted.length]).toEqual([0, 1]);
});

test('named colleagues of whom the exchange was not told, or whose answer was lost, are told once, as of who is there now', async () => {
  const exchange = await startExchange(await openEmbedded(null));
  const leo = await member('Leo Gone', await exchange.invite(), people.slice(0, 1));
  await member('Tom Baker', await exchange.invite(), people.slice(0, 1));
  const zoe = await member('Zoe Third', await exchange.invite(), people.slice(0, 1));
  const { engine } = await member('Maria Ortiz', await exchange.invite(), people);
  const { colleagues } = valueOf(await engine.call('firmStatus', {}))!;
  const [, , tomId, zoeId] = colleagues.map(({ id }) => id) as [string, string, string, string];
  const publishTo = async (members: string[]) => {
    const audience: Audience = { kind: 'colleagues', members };
    const named = { audience, disclosure: 'organisation' } as const;
    const { digest } = valueOf(await engine.call('sharePreview', { proposal: named }));
    return engine.call('publish', { digest, proposal: named });
  };
  const share = async (members: string[], meanwhile: () => Promise<void>, arrives: boolean) => {
    const publish = () => publishTo(members);
    // The own set's version and the three parts of what is heard go before it.
    exchange.breakAfter(4, arrives);
    expect((await publish()).ok).toBe(false);
    exchange.switchOff(false);
    await meanwhile();
    expect((await publish()).ok).toBe(true);
  };
  // A set with somebody who leaves before it is told keeps no other from being told.
  const leoId = valueOf(await leo.engine.call('firmStatus', {}))!.me.id;
  exchange.switchOff(true);
  expect((await publishTo([leoId, zoeId])).ok).toBe(false);
  exchange.switchOff(false);
  await share([zoeId], () => exchange.remove(leoId), false);
  expect((await publishTo([leoId, zoeId])).ok).toBe(true);
  expect(await sync(zoe.engine)).toBeNull();
  const { answers } = valueOf(await zoe.engine.call('firmWho', { words: 'the-acme.com' }));
  expect(answers).toMatchObject([{ colleague: { name: 'Maria Ortiz' } }]);
  await share([tomId, zoeId], async () => undefined, true);
});

test('a set too large for one request is shared whole, and stopped whole', async () => {
  const exchange = await startExchange(await openEmbedded(null));
  const many = Array.from({ length: 1200 }, (_, i) => `Person${i} Name${i} <p${i}@org${i % 90}.com>`);
  const { engine } = await member('Maria Ortiz', await exchange.invite(), many);
  const byName = { audience: { kind: 'firm' }, disclosure: 'person' } as const;
  const preview = valueOf(await engine.call('sharePreview', { proposal: byName }));
  const shared = preview.counts.new ?? 0;
  expect(shared).toBe(1200 + 90);
  valueOf(await engine.call('publish', { digest: preview.digest, proposal: byName }));
  // By address and by name each, and the places.
  expect(await exchange.rows()).toBe(1200 * 2 + 90);
  const answered = valueOf(await engine.call('stopSharing', { kind: 'all' }));
  expect(answered).toEqual({ stopped: shared, waiting: 0 });
  expect(await exchange.rows()).toBe(0);
}, 120_000);
