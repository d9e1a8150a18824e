import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { egressSchema } from '../contract/kept.ts';
import { readEgress, recordEgress, withOpen } from './log.ts';

test('connections are summed by host and purpose, refused ones too, and told one by one', () => {
  const db = temporaryDatabase();
  const at = Date.UTC(2026, 4, 3);
  const mail = { host: 'imap.example', port: 993, purpose: 'mail', sent: 100, received: 4000 };
  recordEgress(db, { ...mail, at });
  recordEgress(db, { ...mail, at: at + 60_000 });
  recordEgress(db, { host: 'tracker.example', port: null, purpose: null, sent: 0, received: 0, at: at + 90_000 });
  const { hosts, entries } = egressSchema.parse(readEgress(db, 2));
  expect(hosts).toEqual([
    { host: 'tracker.example', purpose: null, connections: 1, sent: 0, received: 0, last: '2026-05-03T00:01:30.000Z' },
    { host: 'imap.example', purpose: 'mail', connections: 2, sent: 200, received: 8000, last: '2026-05-03T00:01:00.000Z' },
  ]); // prettier-ignore
  expect(entries.map(({ host }) => host)).toEqual(['tracker.example', 'imap.example']);
  // What is still open counts too.
  const open = withOpen({ hosts, entries }, [{ ...mail, at: at + 120_000 }], 2);
  expect(open.hosts[1]).toMatchObject({ connections: 3, received: 12_000, last: '2026-05-03T00:02:00.000Z' });
  expect(open.entries.map(({ host }) => host)).toEqual(['imap.example', 'tracker.example']);
  egressSchema.parse(open);
});

test('beyond 50,000 the oldest go', () => {
  const db = temporaryDatabase();
  const connection = { host: 'imap.example', port: 993, purpose: 'mail', sent: 1, received: 1 };
  db.exec(`INSERT INTO egress (rowid, at, host, port, purpose, sent, received)
    SELECT value, value, 'old.example', 993, 'mail', 1, 1 FROM json_each('[1, 2, 50001]')`);
  recordEgress(db, { ...connection, at: 1_800_000_000_000 });
  expect(db.prepare('SELECT at FROM egress ORDER BY rowid').pluck().all()).toEqual([50_001, 1_800_000_000]);
});
