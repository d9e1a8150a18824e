import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMailDate } from './date.ts';
import { messageFlag } from './flags.ts';
import { folderKind } from './folder-names.ts';
import { mailRecord, parseMailboxes, readHeaderBlock } from './headers.ts';
import { hash53 } from './hash.ts';
import type { MailRecord } from './record.ts';

const context = { now: Date.UTC(2026, 0, 1) / 1000, subjects: true };

function parse(text: string, encoding: BufferEncoding = 'utf8', subjects = true): MailRecord {
  const bytes = Buffer.from(text, encoding);
  const record = mailRecord(readHeaderBlock(bytes, 0, bytes.length, { ...context, subjects }).fields, {
    ...context,
    subjects,
  });
  if (typeof record === 'string') throw new Error(record);
  return record;
}

test('a common message', () => {
  const record = parse(
    'From: Anna Weber <Anna@Acme.Example>\r\nTo: "Doe, Jane" <jane@firm.example>, bob@firm.example\r\n' +
      'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n aus\r\n\tBerlin\r\nDate: Thu, 1 Jan 2015 10:00:00 +0200\r\n' +
      'Message-ID: <c@x>\r\nIn-Reply-To: <b@x>\r\nReferences: <a@x> <b@x>\r\nX-Secret: no\r\n',
  );
  expect(record.from).toEqual([{ email: 'anna@acme.example', name: 'Anna Weber' }]);
  expect(record.to).toEqual([
    { email: 'jane@firm.example', name: 'Doe, Jane' },
    { email: 'bob@firm.example', name: '' },
  ]);
  expect(record.subject).toBe('Grüße aus Berlin');
  expect(record.sentAt).toBe(Date.UTC(2015, 0, 1, 8) / 1000);
  expect([record.messageRef, record.parentRef, record.threadRef]).toEqual(['c@x', 'b@x', 'a@x'].map(hash53));
  expect(record.flags).toBe(0);
});

test('groups, comments, obsolete routes, raw UTF-8 and raw Latin-1', () => {
  expect(parseMailboxes('Team: a@x.example, "B" <b@x.example>;, c@x.example (Carl)')).toEqual([
    { email: 'a@x.example', name: '' },
    { email: 'b@x.example', name: 'B' },
    { email: 'c@x.example', name: 'Carl' },
  ]);
  expect(parseMailboxes('undisclosed-recipients:;')).toEqual([]);
  expect(parse('From: Jürgen <jürgen@müller.example>\n').from).toEqual([
    { email: 'jürgen@xn--mller-kva.example', name: 'Jürgen' },
  ]);
  expect(parse('From: J\xfcrgen <j@x.example>\n', 'latin1').from[0]?.name).toBe('Jürgen');
  expect(parse('From: =?iso-8859-1?Q?J=FCrgen?= =?utf-8?B?IE3DvGxsZXI=?= <j@x.example>\n').from[0]?.name).toBe(
    'Jürgen Müller',
  );
});

test('the short way for simple lists reads them as the full parser does', () => {
  const word = fc.stringMatching(/^[A-Za-z][A-Za-z'.-]{0,8}$/);
  const mailbox = fc.record({
    names: fc.array(word, { maxLength: 3 }),
    local: fc.stringMatching(/^[a-z][a-z0-9+_-]{0,6}$/),
  });
  fc.assert(
    fc.property(fc.array(mailbox, { minLength: 1, maxLength: 4 }), (list) => {
      const body = list
        .map(({ names, local }) =>
          names.length > 0 ? `${names.join(' ')} <${local}@x.example>` : `${local}@x.example`,
        )
        .join(', ');
      // A trailing empty comment forces the full parser.
      expect(parseMailboxes(body)).toEqual(parseMailboxes(`${body} ()`));
    }),
  );
});

test('subjects are not even read when the user does not want them', () => {
  expect(parse('From: a@x.example\nSubject: secret\n', 'utf8', false).subject).toBeNull();
  const bytes = Buffer.from('From: a@x.example\nSubject: secret\n');
  expect(readHeaderBlock(bytes, 0, bytes.length, { ...context, subjects: false }).fields).not.toHaveProperty('subject');
});

test.each([
  ['Thu, 1 Jan 2015 10:00:00 +0200', Date.UTC(2015, 0, 1, 8)],
  ['1 Jan 15 10:00 EST', Date.UTC(2015, 0, 1, 15)],
  ['Thu, 01-Jan-98 10:00:00 GMT', Date.UTC(1998, 0, 1, 10)],
  ['Thursday, January 1, 2015 10:00:00 UTC', Date.UTC(2015, 0, 1, 10)],
  ['Thu Jan  1 10:00:00 2015', Date.UTC(2015, 0, 1, 10)],
  ['2015-01-01T10:00:00+01:00', Date.UTC(2015, 0, 1, 9)],
  ['Thu, 1 Jan 2015 10:00:00 GMT+0100 (CET)', Date.UTC(2015, 0, 1, 9)],
  ['Thu, 1 Jan 2015 10:00:00', Date.UTC(2015, 0, 1, 10)],
])('date %s', (text, milliseconds) => {
  expect(parseMailDate(text)).toBe(milliseconds / 1000);
});

test('missing and absurd dates fall back to Received, else are clamped, and say so', () => {
  const received = 'Received: from x by y; Mon, 5 Jan 2015 08:00:00 +0000\n';
  expect(parse(`From: a@x.example\n${received}`)).toMatchObject({
    sentAt: Date.UTC(2015, 0, 5, 8) / 1000,
    flags: messageFlag.dateMissing,
  });
  expect(parse(`From: a@x.example\nDate: Mon, 1 Jan 1904 00:00:00 +0000\n`)).toMatchObject({
    sentAt: Date.UTC(1980, 0, 1) / 1000,
    flags: messageFlag.dateClamped,
  });
  expect(parse('From: a@x.example\nDate: Mon, 1 Jan 2099 00:00:00 +0000\n')).toMatchObject({
    sentAt: context.now,
    flags: messageFlag.dateClamped,
  });
});

test('the key is the same whatever day the message is imported on', () => {
  const fields = { from: ['a@x.example'], date: ['Mon, 1 Jan 2099 00:00:00 +0000'], 'message-id': ['<m@x>'] };
  const one = mailRecord(fields, context) as MailRecord;
  const two = mailRecord(fields, { ...context, now: context.now + 1e6 }) as MailRecord;
  expect(one.key.equals(two.key)).toBe(true);
});

test('stream flags', () => {
  expect(parse('From: a@x.example\nList-Id: <l.x>\nPrecedence: bulk\nAuto-Submitted: auto-replied\n').flags).toBe(
    messageFlag.list | messageFlag.bulk | messageFlag.auto | messageFlag.dateMissing,
  );
  expect(parse('From: a@x.example\nAuto-Submitted: no\nPrecedence: first-class\n').flags).toBe(messageFlag.dateMissing);
});

test('labels and folder names in several languages', () => {
  const from = 'From: a@x.example\nX-Gmail-Labels:';
  expect(parse(`${from} Important,=?UTF-8?Q?Envoy=C3=A9s?=\n`).flags & messageFlag.sentFolder).toBe(
    messageFlag.sentFolder,
  );
  expect(() => parse(`${from} Drafts,Inbox\n`)).toThrow('draft');
  expect(() => parse('From: a@x.example\nX-GM-LABELS: "\\\\Trash" Work\n')).toThrow('spam or trash');
  expect(parse('From: a@x.example\nX-GM-LABELS: Work "\\\\Sent"\n').flags & messageFlag.sentFolder).toBe(
    messageFlag.sentFolder,
  );
  expect(() => parse(`${from} Spam\n`)).toThrow('spam or trash');
  expect([folderKind('Gesendete Objekte'), folderKind('Sentimental'), folderKind('Deleted Items')]).toEqual([
    'sent',
    'other',
    'spam or trash',
  ]);
});

test('no sender, no header', () => {
  expect(() => parse('To: a@x.example\n')).toThrow('no sender');
  expect(() => parse('hello\nworld\n')).toThrow('no recognisable header');
});

test('arbitrary bytes never throw and never yield an address with white space', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom('From: ', 'From: a@b.example\nTo: '),
      (bytes, prefix) => {
        const buffer = Buffer.concat([Buffer.from(prefix), Buffer.from(bytes)]);
        const record = mailRecord(readHeaderBlock(buffer, 0, buffer.length, context).fields, context);
        if (typeof record === 'string') return;
        for (const { email } of [...record.from, ...record.to]) expect(email).toMatch(/^[^\s<>]+@[^\s<>]+$/);
      },
    ),
  );
});
