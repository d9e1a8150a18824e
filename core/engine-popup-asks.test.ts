import { expect, test } from 'vitest';
import { temporaryDatabase } from '../test/builders/database.ts';
import type { EngineEvent } from './contract/methods.ts';
import { writeSetting } from './db/settings.ts';
import { createPopup } from './engine-popup.ts';

const noon = Date.UTC(2026, 10, 26, 12);
const minute = 60_000;

test('a new ask is told of once, says nothing about anybody, and waits while the user wants quiet', () => {
  const db = temporaryDatabase();
  let now = noon;
  const asked: EngineEvent[] = [];
  const emit = (event: EngineEvent): void => {
    if (event.kind === 'asked') asked.push(event);
  };
  const popup = createPopup({ db, now: () => now, emit, later: () => () => undefined });
  db.exec(`INSERT INTO organisation (id, domain, name) VALUES (1, 'acme.com', 'Acme')`);
  const ask = (id: string): void => {
    db.prepare(
      `INSERT INTO ask_received (ask, member, name, address, about, reason, needed_by, domain)
       VALUES (?, 'm', 'Tom', 'tom@firm.example', 'Acme', '', unixepoch('2026-11-28'), 'acme.com')`,
    ).run(id);
  };
  ask('of before the start');
  popup.look();
  ask('new');
  popup.look();
  popup.look();
  expect(asked).toEqual([{ kind: 'asked' }]);

  writeSetting(db, 'quiet_until', String(noon / 1000 + 600));
  ask('while quiet');
  ask('while quiet, and answered in that time');
  popup.look();
  expect(asked).toHaveLength(1);
  db.exec(`UPDATE ask_received SET answer = 'not me' WHERE ask LIKE '%answered%'`);
  now += 10 * minute;
  popup.look();
  popup.look();
  expect(asked).toHaveLength(2);
});
