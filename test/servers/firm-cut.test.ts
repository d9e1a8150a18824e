/** The line breaks at any request of publishing and stopping, with and without its answer: nothing is half shared, nothing comes back. */
import { expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
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
