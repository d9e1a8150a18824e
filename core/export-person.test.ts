import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fillDatabase } from '../test/builders/content.ts';
import { temporaryDatabase, temporaryFolder } from '../test/builders/database.ts';
import type { Writer } from './db/database.ts';
import { exportPerson, rowsAbout } from './export-person.ts';
import { exportTo } from './export.ts';

function tablesOf(db: Writer): string[] {
  const sql = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`;
  return db.prepare(sql).pluck().all() as string[];
}

/** Rows about a person of that number, every text of theirs begun with `tag`; answers with the texts that are about them. */
function plant(db: Writer, n: number, tag: string): string[] {
  const texts: string[] = [];
  const say = (text: string): string => {
    texts.push(`${tag}${text}`);
    return `${tag}${text}`;
  };
  const put = (table: string, row: Record<string, unknown>): void => {
    const columns = Object.keys(row);
    const named = columns.map((column) => `:${column}`).join(', ');
    db.prepare(`INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${named})`).run(row);
  };
  const [email, name] = [say('@person.example'), `${tag}son Longname`];
  const [source, address_id] = [n, n];
  put('source', { id: source, kind: 'mbox', location: say('-mail.mbox'), fingerprint: String(n), cursor: 0, done: 1, imported_at: 1 });
  put('skipped', { source_id: source, place: say('son Longname, line 4'), reason: 'broken' });
  put('organisation', { id: n, domain: say('-place.example'), name: say('-place') });
  put('person', { id: n, name: say('-person'), kind: 'person', organisation_id: n, colleague: 'no', side: 'client', title: say('-title') });
  put('address', { id: address_id, email, person_id: n });
  put('address_name', { address_id, name: say('son Longname'), last_seen: 1 });
  put('tie', { person_id: n, band: 'strong', closeness: 1, sent: 1, received: 1, meetings: 0 });
  put('message', { id: n, key: Buffer.from(tag.padEnd(12)), source_id: source, sent_at: 1, flags: 0, subject: say('-subject') });
  put('message_party', { message_id: n, address_id, role: 1 });
  put('message_party', { message_id: n, address_id: 1, role: 0 });
  put('message', { id: n + 1, key: Buffer.from(`${tag}2`.padEnd(12)), source_id: source, sent_at: 1, flags: 0, subject: say('son Longname again') });
  put('message_copy', { message_id: n, source_id: source });
  put('meeting', { id: n, uid: say('-uid'), recurrence_id: '', source_id: source, sequence: 0, start_at: 1, end_at: 2, flags: 0, status: 'confirmed', title: say('-meeting') });
  put('meeting_party', { meeting_id: n, address_id, organiser: 0, partstat: 'accepted' });
  put('popup_answer', { uid: `${tag}-uid`, answer: 'closed', at: 1 });
  put('card', { id: n, key: say('-card'), source_id: source, name: say('-card name'), title: say('-card title') });
  put('card_address', { card_id: n, address_id });
  put('connection', { id: n, key: say('-connection'), source_id: source, name, company: say('-company') });
  put('merge', { a: 1, b: address_id, same: 0, decided_at: 1 });
  put('proposal', { a: 1, b: address_id, kind: 'move', evidence: say('-evidence') });
  for (const [table, more] of [
    ['touch', { day: '2023-11-13' }], ['known_well', { day: '2023-11-13' }], ['never_suggested', {}], ['never_briefed', {}],
    ['put_off', { until: '2023-11-13' }], ['suggested', { day: '2023-11-13' }], ['refused_side', { side: 'supplier' }],
    ['private_address', {}], ['said_title', { title: say('-said title'), said_at: 1 }],
  ] as const) put(table, { address_id, ...more });
  put('ignored', { kind: 'folder', text: say('son Longname, folder') });
  put('pursuit', { id: n, name: say('-pursuit'), outcome: 'open', added_at: 1 });
  put('pursuit_person', { pursuit_id: n, name, email, title: say('-pursuit title'), decides: 0 });
  put('way_news', { pursuit_id: n, way: 'good' });
  put('dismissed_news', { pursuit_id: n, said_on: '2023-11-13' });
  put('poll_made', { poll: say('-poll'), kind: 'deals', closes: '2023-11-13', opened_at: 1, state: 'open' });
  put('poll_deal', { poll: `${tag}-poll`, place: 0, name: say('son Longname, deal'), decided_on: '2023-11-13' });
  put('account', { id: n, address: `me${n}@mine.example`, server: '{}', hosts: '[]', secret: Buffer.alloc(9), shared: 0, paused: 0, forget_deleted: 0 });
  put('folder', { source_id: source, account_id: n, path: say('son Longname/2023'), name: 'x', role: 'other', note: '', chosen: 1, position: '{}' });
  put('held', { source_id: source, remote_id: say('son Longname.ics'), key: Buffer.from('1'), gone: 0 });
  put('sharing_grant', { address_id, audience: say('-audience'), disclosure: 'person', until: '2024-02-01' });
  put('shared_entry', {
    address_id, audience: '{"kind":"firm"}', name: say('-told'), named: 1, band: 'weak', month: '2023-10', until: '2024-02-01', basis: address_id,
    epoch: 1, rows: '[]',
  });
  put('sharing_log', { at: 1, act: 'shared', address_id, about: say('-logged'), audience: 'x', until: '2024-02-01' });
  put('firm_answer', { lookup: say('-lookup'), signer: 'x', audience: 'x', email, version: 1, expires: 1, asked_at: 1, fetched_at: 1 });
  put('ask_made', { ask: say('-ask'), about: say('son Longname, Acme'), reason: say('-reason'), needed_by: 2, asked_at: 1 });
  put('ask_offer', { ask: `${tag}-ask`, member: say('-member'), name: say('son Longname'), address: email, words: say('-words') });
  put('ask_received', { ask: say('-received'), member: 'x', name: 'Tom', address: 'tom@x.example', about: 'x', reason: say('-why'), needed_by: 2, address_id });
  return texts;
} // prettier-ignore

test('of every table it is said which rows are about a person', () => {
  expect(Object.keys(rowsAbout).sort()).toEqual(tablesOf(temporaryDatabase()));
});

test('everything about them is in it, and nothing about anybody else', () => {
  const db = temporaryDatabase();
  fillDatabase(db);
  const [hers, his] = [plant(db, 100, 'canary'), plant(db, 200, 'raven')];
  const file = join(temporaryFolder(), 'her.json');
  expect(exportTo(db, 'json', file, 100)).toMatchObject({ ok: true });
  const text = readFileSync(file, 'utf8');
  expect(hers.filter((one) => !text.includes(JSON.stringify(one)))).toEqual([]);
  expect(his.filter((one) => text.includes(one))).toEqual([]);
  expect(text).not.toMatch(/anna|ünal|me@firm/i);

  const sections = JSON.parse(text) as Record<string, unknown>;
  // Acquaintances and places on the map are told by ids alone.
  expect(Object.entries(sections).filter(([, rows]) => Array.isArray(rows) && rows.length === 0).map(([name]) => name)).toEqual([
    'settings', 'ownAddresses', 'acquaintances', 'pursuitColumns', 'firm', 'withdrawals', 'askFigures', 'pollsReceived', 'unsharedOrganisations', 'exclusions', 'egress',
  ]);
  expect(sections['messages']).toMatchObject([{ parties: [{ role: 'to', email: 'canary@person.example' }] }, { parties: [] }]);
}); // prettier-ignore

test('nobody of that id, and no other format', () => {
  const db = temporaryDatabase();
  fillDatabase(db);
  expect(exportPerson(db, 99)).toMatchObject({ error: { code: 'not_found' } });
  // The user is no subject of their own request.
  expect(exportPerson(db, 1)).toMatchObject({ error: { code: 'not_found' } });
  expect(exportTo(db, 'csv', join(temporaryFolder(), 'x.csv'), 2)).toMatchObject({ error: { code: 'usage' } });
});
