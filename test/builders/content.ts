/** A database with at least one row in every table, for what must reach all of them. */
import type { Writer } from '../../core/db/database.ts';

/** `shift` is added to every id, and every clock reads `shift` seconds later: the content is the same. */
export function fillDatabase(db: Writer, shift = 0): void {
  const id = (n: number): number => n + shift;
  const put = (table: string, ...rows: Record<string, unknown>[]): void => {
    for (const row of rows) {
      const columns = Object.keys(row);
      db.prepare(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})`,
      ).run(row);
    }
  };
  const at = 1_700_000_000;
  put('setting', { key: 'subjects', value: 'yes' }, { key: 'tie_as_of', value: String(at + shift) });
  put(
    'source',
    {
      id: id(1), kind: 'mbox', location: '/mail/a.mbox', fingerprint: 'f1', cursor: 9, done: 1, imported_at: at + shift,
    },
    {
      id: id(2), kind: 'ics', location: '/mail/c.ics', fingerprint: 'f2', cursor: 5, done: 0, imported_at: at + shift,
    },
  ); // prettier-ignore
  put('skipped', { source_id: id(2), place: 'line 4', reason: 'broken event' });
  put('organisation', { id: id(1), domain: 'acme.example', name: 'Acme' });
  const unfiled = { side: 'unfiled', title: null, title_source: null, title_at: null };
  put(
    'person',
    { id: id(1), name: 'Me', kind: 'own', organisation_id: null, colleague: 'no', ...unfiled },
    {
      id: id(2), name: 'Anna "A" <Ünal> & Söhne', kind: 'person', organisation_id: id(1), colleague: 'no', side: 'client',
      title: '=cmd|calc', title_source: 'linkedin', title_at: at,
    },
    { id: id(3), name: 'Ben', kind: 'person', organisation_id: null, colleague: 'former', ...unfiled },
    { id: id(4), name: 'News', kind: 'machine', organisation_id: id(1), colleague: 'no', ...unfiled },
  ); // prettier-ignore
  put(
    'address',
    { id: id(1), email: 'me@firm.example', person_id: id(1) },
    { id: id(2), email: 'anna@acme.example', person_id: id(2) },
    { id: id(3), email: 'a.uenal@post.example', person_id: id(2) },
    { id: id(4), email: 'ben@post.example', person_id: id(3) },
    { id: id(5), email: 'news@acme.example', person_id: id(4) },
  );
  put(
    'address_name',
    { address_id: id(2), name: 'Anna Ünal', last_seen: at },
    { address_id: id(2), name: 'Ünal, Anna', last_seen: at - 1 },
  );
  put(
    'message',
    {
      id: id(1), key: Buffer.from('000000000001'), source_id: id(1), sent_at: at, flags: 5, message_ref: 2 ** 52, parent_ref: 7,
      thread_ref: 8, subject: 'Re: the "offer"\n',
    },
    {
      id: id(3), key: Buffer.from('000000000002'), source_id: id(1), sent_at: at + 60, flags: 0, message_ref: null, parent_ref: null,
      thread_ref: null, subject: null,
    },
  ); // prettier-ignore
  put('message_copy', { message_id: id(1), source_id: id(2) });
  put(
    'message_party',
    { message_id: id(1), address_id: id(1), role: 0 },
    { message_id: id(1), address_id: id(2), role: 1 },
    { message_id: id(1), address_id: id(4), role: 2 },
    { message_id: id(3), address_id: id(2), role: 0 },
  );
  put('meeting', {
    id: id(1), uid: 'u@cal', recurrence_id: '20231114T090000Z', source_id: id(2), sequence: 1, start_at: at, end_at: at + 3600,
    flags: 4, status: 'confirmed', title: 'Lunch',
  }); // prettier-ignore
  put(
    'meeting_party',
    { meeting_id: id(1), address_id: id(1), organiser: 1, partstat: 'accepted' },
    { meeting_id: id(1), address_id: id(4), organiser: 0, partstat: 'declined' },
  );
  put('card', {
    id: id(1), key: 'card-1', source_id: id(2), name: 'Anna Ünal', organisation: 'Acme', title: 'CEO', revised_at: at,
  }); // prettier-ignore
  put('card_address', { card_id: id(1), address_id: id(2) });
  put('connection', {
    id: id(1), key: 'https://linkedin.example/anna', source_id: id(2), name: 'Anna', url: 'https://linkedin.example/anna',
    email: 'anna@acme.example', company: 'Acme', position: 'CEO', connected_on: '2020-01-02',
  }); // prettier-ignore
  put('own_address', { address_id: id(1), basis: 'declared', confirmed: 1 });
  put('merge', { a: id(2), b: id(3), same: 1, decided_at: at + shift, assistant: id(3) });
  put('proposal', { a: id(3), b: id(4), kind: 'assistant', evidence: 'in their name', assistant: id(4) });
  put('touch', { address_id: id(4), day: '2023-11-13' });
  put('known_well', { address_id: id(2), day: '2023-11-12' });
  put('never_suggested', { address_id: id(3) });
  put('never_briefed', { address_id: id(4) });
  put('popup_answer', { uid: 'u@cal', answer: 'closed', at });
  put('put_off', { address_id: id(2), until: '2023-12-01' });
  put('suggested', { day: '2023-11-13', address_id: id(2) });
  put('refused_side', { address_id: id(3), side: 'other side' });
  put('private_address', { address_id: id(3) });
  put('said_title', { address_id: id(3), title: 'Chair', said_at: 1_700_000_002 });
  put('place', { person_id: id(2), x: 0.5, y: -0.5 });
  put('ignored', { kind: 'domain', text: 'shop.example' });
  put('suppression', { hash: Buffer.alloc(32, 9) });
  put(
    'tie',
    {
      person_id: id(2), band: 'strong', probability: 0.75, closeness: 3.5, trend: 'rising', last_interaction: at, sent: 1,
      received: 1, meetings: 0,
    },
    {
      person_id: id(3), band: 'unknown', probability: null, closeness: 0, trend: null, last_interaction: null, sent: 1, received: 0,
      meetings: 0,
    },
  ); // prettier-ignore
  put('account', {
    id: id(1), address: 'me@own.example', server: '{"kind":"imap"}', hosts: '[]', secret: Buffer.alloc(40, 3), shared: 0, paused: 0,
    forget_deleted: 1, synced_at: at,
  }); // prettier-ignore
  put('folder', {
    source_id: id(1), account_id: id(1), path: 'INBOX', name: 'Inbox', role: 'inbox', note: 'a note', chosen: 1, position: '{}',
  }); // prettier-ignore
  put('held', { source_id: id(1), remote_id: '7:1', key: Buffer.from('000000000001'), gone: 0 });
  put('egress', { at, host: 'imap.acme.example', port: 993, purpose: 'mail', sent: 1, received: 2 });
  put(
    'sharing_grant',
    { address_id: id(2), domain: null, audience: '{"kind":"firm"}', disclosure: 'person', until: '2024-02-01' },
    { address_id: null, domain: 'acme.example', audience: '{"kind":"firm"}', disclosure: 'organisation', until: '2024-02-01' },
  ); // prettier-ignore
  put('unshared_organisation', { domain: 'shop.example' });
  put('exclusion', { device: 'another computer', version: 2, key: Buffer.alloc(32, 6), tags: Buffer.alloc(32, 7) });
  put('firm', {
    firm: 'AAAAAAAAAAAAAAAAAAAAAA', origin: 'https://exchange.firm.example', root: 'root fingerprint', member: 'member of the firm',
    profile: '{"name":"Max Own","practice":"Tax","address":"me@firm.example"}', law_firm: 0, secret: Buffer.alloc(40, 5),
    documents: '{"objections":[]}', made: '[]', version: 3, synced_at: at, elsewhere: '[]',
  }); // prettier-ignore
  put(
    'shared_entry',
    {
      address_id: id(2), domain: null, audience: '{"kind":"firm"}', name: 'Anna Ünal', organisation: '{"domain":"acme.example","name":"Acme"}',
      named: 1, band: 'strong', month: '2023-11', until: '2024-02-01', basis: id(2), epoch: 1, rows: '["a row"]', guard_epoch: 2,
    },
    {
      address_id: null, domain: 'acme.example', audience: '{"kind":"firm"}', name: null, organisation: null, named: 0, band: 'weak',
      month: '2023-10', until: '2024-02-01', basis: id(3), epoch: 1, rows: '[]',
    },
  ); // prettier-ignore
  put('withdrawal', { kind: 'row', what: 'another row' });
  put('sharing_log', {
    at: at + shift, act: 'shared', address_id: id(2), domain: null, about: 'Anna Ünal, Acme', audience: 'everybody in the firm',
    until: '2024-02-01',
  }); // prettier-ignore
  put('firm_answer', {
    lookup: 'a lookup key', signer: 'who signed it', audience: 'an audience', email: 'anna@acme.example', name: 'Anna Ünal',
    domain: 'acme.example', body: '{"kind":"tie"}', version: 1, expires: 19_700, asked_at: at, fetched_at: at,
  }); // prettier-ignore
  put('ask_made', {
    ask: 'ask one', about: 'Anna Ünal, Acme', domain: 'acme.example', reason: 'A pitch', needed_by: at + 259_200, asked_at: at, sealed: '{"sealed":1}',
  }); // prettier-ignore
  put('ask_offer', {
    ask: 'ask one', member: 'a colleague', name: 'Tom Baker', practice: 'Tax', address: 'tom@firm.example', words: 'Gladly',
    offered_at: at + shift,
  }); // prettier-ignore
  put('ask_received', {
    ask: 'ask two', member: 'a colleague', name: 'Tom Baker', practice: null, address: 'tom@firm.example', about: 'Ben',
    reason: 'Another pitch', needed_by: at + 345_600, address_id: id(4), domain: null, answer: 'offer', offer: '[]',
    partner: 1,
  }); // prettier-ignore
  put('ask_figure', { quarter: '2023-Q3', what: 'made', count: 2 });
  put('poll_received', { poll: 'poll one', closes: '2023-11-20', sealed: '{"sealed":1}', answer: 'declined' });
  put('poll_made', {
    poll: 'poll two', kind: 'deals', closes: '2023-11-12', opened_at: at + shift, state: 'told', figures: '[null]', sealed: '{"sealed":1}',
  }); // prettier-ignore
  put('poll_deal', {
    poll: 'poll two', place: 3, name: 'Acme refinancing', organisation: 'Acme', decided_on: '2023-10-01', somewhere: 1,
  }); // prettier-ignore
  put('pursuit', {
    id: id(1), crm_id: '006A', crm_key: '006A', name: 'Acme refinancing', organisation: 'Acme', domain: 'acme.example', practice: 'Tax',
    stage: 'Proposal', outcome: 'lost', opened_on: '2023-01-02', decided_on: '2023-11-01', added_at: at + shift,
  }); // prettier-ignore
  put('pursuit_person', {
    pursuit_id: id(1), name: 'Anna Ünal', email: 'anna@acme.example', title: 'CFO', decides: 1,
  }); // prettier-ignore
  put(
    'way_news',
    { organisation_id: id(1), pursuit_id: null, way: null, change: 'wrote', said_on: '2023-11-02' },
    { organisation_id: null, pursuit_id: id(1), way: 'good', change: 'opened', said_on: '2023-11-01' },
  );
  put(
    'dismissed_news',
    { organisation_id: id(1), pursuit_id: null, said_on: '2023-11-02' },
    { organisation_id: null, pursuit_id: id(1), said_on: '2023-11-01' },
  );
  put('pursuit_columns', { header: '["Deal"]', columns: '["name"]' });
  put('acquaintance', { a: id(2), b: id(3), weight: 0.5, threads: 1, meetings: 0, last_at: at });
}
