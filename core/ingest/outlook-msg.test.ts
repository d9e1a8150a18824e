import { burn } from '@kenjiuno/msgreader/lib/Burner';
import type { Entry } from '@kenjiuno/msgreader/lib/Burner';
import { expect, test } from 'vitest';
import { msgItems } from './outlook-msg.ts';
import type { MailRecord } from './record.ts';

const context = { now: Date.UTC(2026, 0, 1) / 1000, subjects: true };
const [directory, document, root] = [1, 2, 5];

/** Properties by tag, [MS-OXMSG]: text as streams of their own, numbers and dates in the list of properties. */
type Properties = Readonly<Record<string, string | number | Date>>;

/** A .msg with the message's properties and those of each recipient. */
function msg(message: Properties, recipients: readonly Properties[]): Uint8Array {
  const entries: Entry[] = [{ name: 'Root Entry', type: root, length: 0, children: [] }];
  const add = (parent: Entry, entry: Entry): Entry => {
    parent.children?.push(entries.length);
    entries.push(entry);
    return entry;
  };
  const addDocument = (parent: Entry, name: string, bytes: Buffer): void => {
    // The writer takes a whole ArrayBuffer; that of a small Buffer is shared.
    add(parent, { name, type: document, length: bytes.length, binaryProvider: () => Uint8Array.from(bytes) });
  };
  const addProperties = (parent: Entry, properties: Properties, header: number): void => {
    const rows = [Buffer.alloc(header)];
    for (const [tag, value] of Object.entries(properties)) {
      const row = Buffer.alloc(16);
      const type = typeof value === 'string' ? 0x1f : typeof value === 'number' ? 0x03 : 0x40;
      row.writeUInt32LE(Number.parseInt(tag, 16) * 0x1_0000 + type);
      row.writeUInt32LE(6, 4);
      if (typeof value === 'string') {
        const bytes = Buffer.from(value, 'utf16le');
        row.writeUInt32LE(bytes.length + 2, 8);
        addDocument(parent, `__substg1.0_${tag}001F`, bytes);
      } else if (typeof value === 'number') row.writeUInt32LE(value, 8);
      // Tenths of microseconds since 1601.
      else row.writeBigUInt64LE((BigInt(value.getTime()) + 11_644_473_600_000n) * 10_000n, 8);
      rows.push(row);
    }
    addDocument(parent, '__properties_version1.0', Buffer.concat(rows));
  };
  const top = entries[0] as Entry;
  addProperties(top, message, 32);
  recipients.forEach((recipient, i) => {
    const name = `__recip_version1.0_#${i.toString(16).padStart(8, '0')}`;
    addProperties(add(top, { name, type: directory, length: 0, children: [] }), recipient, 8);
  });
  return burn(entries);
}

function one(bytes: Uint8Array): MailRecord {
  const result = msgItems(bytes, context);
  const [item] = result.ok ? result.value : [];
  if (item?.kind !== 'mail') throw new Error(JSON.stringify(result));
  return item.mail;
}

const sentAt = new Date('2024-03-04T09:00:00Z');
const written: Properties = {
  '001A': 'IPM.Note',
  '0037': 'Offer',
  '0C1A': 'Weber, Anna',
  '0C1E': 'EX',
  '0C1F': '/O=ACME/OU=X/CN=ANNA',
  '5D01': 'Anna@Acme.Example',
  '1035': '<1@x>',
  '0039': sentAt,
  '1000': 'secret body',
};
const recipients: Properties[] = [
  { '0C15': 1, '3001': 'Bob', '3003': 'bob@firm.example', '39FE': 'bob@firm.example' },
  { '0C15': 2, '3001': 'Carl', '3003': '/O=ACME/CN=CARL', '39FE': 'carl@acme.example' },
  { '0C15': 3, '3001': 'Dora', '3003': 'dora@firm.example' },
  { '0C15': 1, '3001': 'Nobody outside', '3003': '/O=ACME/CN=NOBODY' },
];

test('a message written in Outlook has the people and the time of its properties', () => {
  const mail = one(msg(written, recipients));
  expect(mail).toMatchObject({
    subject: 'Offer',
    sentAt: sentAt.getTime() / 1000,
    from: [{ email: 'anna@acme.example', name: 'Weber, Anna' }],
    to: [{ email: 'bob@firm.example', name: 'Bob' }],
    cc: [{ email: 'carl@acme.example', name: 'Carl' }],
    bcc: [{ email: 'dora@firm.example', name: 'Dora' }],
  });
  expect(mail.messageRef).not.toBeNull();
  expect(JSON.stringify(mail)).not.toContain('secret');
});

test('the headers it arrived with count before its properties', () => {
  const headers = 'From: Anna <a@acme.example>\r\nTo: me@firm.example\r\nDate: Tue, 5 Mar 2024 10:00:00 +0100\r\n\r\n';
  expect(one(msg({ ...written, '007D': headers }, recipients))).toMatchObject({
    sentAt: Date.UTC(2024, 2, 5, 9) / 1000,
    from: [{ email: 'a@acme.example' }],
    to: [{ email: 'me@firm.example' }],
    bcc: [{ email: 'dora@firm.example' }],
  });
});

test('without a sender that can be written to is skipped', () => {
  expect(
    msgItems(msg({ '001A': 'IPM.Note', '0037': 'x', '0C1F': '/O=ACME/CN=ANNA' }, recipients), context),
  ).toMatchObject({
    ok: true,
    value: [{ kind: 'skipped', reason: 'no sender' }],
  });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['only the mark of its format', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['text', Buffer.from('From: a@x.example\n\n')],
  ['cut off', Buffer.from(msg(written, recipients)).subarray(0, 700)],
])('%s is no message, and says so', (_, bytes) => {
  expect(msgItems(bytes, context)).toMatchObject({ ok: false, error: { code: 'not_what_it_claims' } });
});
