import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../test/builders/database.ts';
import { engineDeps } from '../test/builders/engine.ts';
import type { EngineEvent } from './contract/methods.ts';
import { createImporter } from './engine-import.ts';
import { createUndo } from './identity/undo.ts';
import { createStandings } from './standings.ts';
import { readModel } from './strength/model.ts';

const model = readModel(readFileSync(new URL('../resources/strength-model.json', import.meta.url), 'utf8'));

function mail(i: number): Uint8Array {
  return Buffer.from(
    `From: Anna ${i} <anna${i}@acme.com>\nTo: Max <max@own.com>\nDate: Mon, 2 Mar 2026 10:00:0${i} +0000\nMessage-ID: <${i}@acme.com>\n\n`,
  );
}

test('a long import can be looked at before it has ended, and ends with everything', async () => {
  const db = temporaryDatabase();
  let now = Date.parse('2026-06-01T00:00:00Z');
  const events: EngineEvent[] = [];
  const seen: number[] = [];
  const people = () => db.prepare(`SELECT count(*) FROM person WHERE kind = 'person'`).pluck().get() as number;
  const importer = createImporter({
    db,
    deps: engineDeps('', () => now),
    standings: createStandings(
      db,
      model,
      () => now / 1000,
      () => true,
    ),
    emit: (event) => events.push(event),
    undo: createUndo(db),
  });
  async function* slowly(i: number): AsyncGenerator<Uint8Array> {
    seen.push(people());
    now += 6000;
    yield mail(i);
  }
  const uploads = Array.from({ length: 6 }, (_, i) => ({ name: `${i}.eml`, bytes: slowly(i) }));
  const result = await importer.importUploads(uploads, { me: ['max@own.com'] });
  expect(result).toMatchObject({ ok: true, value: { people: 6 } });
  expect(seen[0]).toBe(0);
  expect(seen.some((count) => count > 0 && count < 6)).toBe(true);
  expect(events.filter(({ kind }) => kind === 'changed').length).toBeGreaterThan(1);
  expect(people()).toBe(6);
});
