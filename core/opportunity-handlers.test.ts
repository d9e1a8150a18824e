/** Pursuits as the page and the terminal reach them: through the engine. */
import { expect, test } from 'vitest';
import { temporaryEngine } from '../test/builders/engine.ts';
import { valueOf } from './contract/errors.ts';

const now = Date.UTC(2026, 10, 23, 21);

test('a deal that is lost on a day to come is not looked back from, nor is any from one', async () => {
  const { call } = await temporaryEngine(now);
  // East of UTC it is the 24th already.
  const days = { Past: '2026-06-30', Now: '2026-11-24', Planned: '2026-12-31' };
  for (const [name, on] of Object.entries(days)) {
    const added = valueOf(await call('addPursuit', { line: `${name}, jane@acme.com` }));
    await call('decidePursuit', { id: added.id, outcome: 'lost', on });
  }
  const named = (rows: readonly { readonly name: string }[]): string[] => rows.map(({ name }) => name);
  const told = valueOf(await call('audit', { names: true }));
  expect(named(told.deals)).toEqual(['Now', 'Past']);
  expect(named(told.undated)).toEqual(['Planned']);
  expect(told.summary).toContain('1 more without a decision date in the past is left out.');
  const input = { names: true, asOf: '2026-12-01' };
  for (const method of ['audit', 'auditCsv'] as const)
    expect(await call(method, input)).toMatchObject({ ok: false, error: { code: 'usage' } });
});
