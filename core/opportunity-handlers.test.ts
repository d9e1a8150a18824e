/** Pursuits as the page and the terminal reach them: through the engine. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { closedGate } from '../test/builders/closed-gate.ts';
import { migrationsFolder, temporaryFolder, testKey } from '../test/builders/database.ts';
import { addKeychainSlot } from './db/keys.ts';
import { later } from './engine-deps.ts';
import type { Engine } from './engine-types.ts';
import { openEngine } from './engine.ts';

const now = Date.UTC(2026, 10, 23, 21);

async function engine(): Promise<Engine> {
  const data = temporaryFolder();
  addKeychainSlot(data, testKey, Buffer.alloc(8));
  const opened = await openEngine(
    {
      now: () => now,
      randomBytes,
      gate: closedGate,
      openBrowser: () => undefined,
      later,
      paths: {
        data,
        migrations: migrationsFolder,
        model: resolve(import.meta.dirname, '../resources/strength-model.json'),
        reader: resolve(import.meta.dirname, 'ingest/reader-thread.ts'),
        accounts: resolve(import.meta.dirname, 'remote/remote-thread.ts'),
      },
    },
    { kind: 'key', key: testKey },
  );
  if (!opened.ok) throw new Error(opened.error.message);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

test('a deal that is lost on a day to come is not looked back from, nor is any from one', async () => {
  const { call } = await engine();
  // East of UTC it is the 24th already.
  const days = { Past: '2026-06-30', Now: '2026-11-24', Planned: '2026-12-31' };
  for (const [name, on] of Object.entries(days)) {
    const added = await call('addPursuit', { line: `${name}, jane@acme.com` });
    if (!added.ok) throw new Error(added.error.message);
    await call('decidePursuit', { id: added.value.id, outcome: 'lost', on });
  }
  const named = (rows: readonly { readonly name: string }[]): string[] => rows.map(({ name }) => name);
  const told = await call('audit', { names: true });
  if (!told.ok) throw new Error(told.error.message);
  expect(named(told.value.deals)).toEqual(['Now', 'Past']);
  expect(named(told.value.undated)).toEqual(['Planned']);
  expect(told.value.summary).toContain('1 more without a decision date in the past is left out.');
  const input = { names: true, asOf: '2026-12-01' };
  for (const method of ['audit', 'auditCsv'] as const)
    expect(await call(method, input)).toMatchObject({ ok: false, error: { code: 'usage' } });
});
