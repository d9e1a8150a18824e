import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { failure } from '../contract/errors.ts';
import type { Firm } from './firm.ts';
import { round } from './round.ts';
import type { RoundContext } from './round.ts';

const day = 86_400;
const now = Date.UTC(2026, 10, 26, 12) / 1000;
const unreachable = failure('connection_lost', 'The firm exchange cannot be reached.');

test('what is past goes without the exchange too: answers after seven days, asks seven days beyond theirs', async () => {
  const db = temporaryDatabase();
  const answer = db.prepare(
    `INSERT INTO firm_answer VALUES (?, 's', 'a', 'jane@acme.com', 'Jane', 'acme.com', '{}', 1, ?, ?, ?)`,
  );
  const today = Math.floor(now / day);
  answer.run('of today', today + 9, now - 1, now - 1);
  answer.run('asked long ago, answered again since', today + 9, now - 7 * day, now - 1);
  answer.run('no longer good for anything', today - 1, now - 7 * day, now - 7 * day);
  const asked = db.prepare(
    `INSERT INTO ask_made (ask, about, reason, needed_by, asked_at) VALUES (?, 'Jane', 'why', ?, 0)`,
  );
  const received = db.prepare(
    `INSERT INTO ask_received (ask, member, name, address, about, reason, needed_by, domain)
     VALUES (?, 'm', 'Tom', 'tom@firm.example', 'Jane', 'why', ?, 'acme.com')`,
  );
  for (const ask of [asked, received]) {
    ask.run('late', now - 7 * day);
    ask.run('over', now - 7 * day - 1);
  }
  db.exec(`INSERT INTO ask_offer VALUES ('over', 'm', 'Ann', NULL, 'ann@firm.example', '', 0)`);

  const context = {
    db,
    now: () => now,
    interactions: () => ({ start: new Int32Array(0) }),
    membership: { firm: () => ({}) as Firm },
    asking: {},
    publishing: { settle: () => 0, push: async () => unreachable.error },
  } as unknown as RoundContext;
  expect(await round(context)).toEqual(unreachable.error);

  const all = (sql: string) => db.prepare(sql).raw().all();
  // Of an answer that has gone stays what keeps an older one from being believed, until its day; not whom it was about.
  expect(all('SELECT lookup, email, name, domain, body FROM firm_answer ORDER BY lookup')).toEqual([
    ['asked long ago, answered again since', null, null, null, null],
    ['of today', 'jane@acme.com', 'Jane', 'acme.com', '{}'],
  ]);
  expect(all('SELECT ask FROM ask_made UNION ALL SELECT ask FROM ask_received')).toEqual([['late'], ['late']]);
  expect(all('SELECT ask FROM ask_offer')).toEqual([]);
});
