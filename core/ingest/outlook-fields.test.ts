import { expect, test } from 'vitest';
import { outlookFields } from './outlook-fields.ts';
import type { OutlookMessage } from './outlook-fields.ts';

const context = { now: Date.UTC(2026, 0, 1) / 1000, subjects: true };
const nobody = { name: '', email: '', type: 0 };
const message: OutlookMessage = {
  transportHeaders: '',
  sender: { name: 'Secretary', email: 'sec@x.example', type: 0 },
  representing: { name: 'Anna "Ann" Weber', email: 'anna@x.example', type: 0 },
  recipients: [
    { name: 'bob@x.example', email: 'bob@x.example', type: 1 },
    { name: 'Doe, Carl\r\nBcc: evil@x.example', email: 'carl@x.example', type: 1 },
    { name: 'Nobody', email: '', type: 1 },
    { name: 'Dora', email: 'dora@x.example', type: 3 },
  ],
  sentAt: new Date('2024-03-04T09:00:00Z'),
  messageId: '<1@x>',
  inReplyTo: '<0@x>',
  subject: 'Offer',
};

test('properties become fields, and a name can be no more than a name', () => {
  expect(outlookFields(message, context)).toEqual({
    from: ['"Anna  Ann  Weber" <anna@x.example>'],
    sender: ['"Secretary" <sec@x.example>'],
    to: ['bob@x.example, "Doe, Carl  Bcc: evil@x.example" <carl@x.example>'],
    bcc: ['"Dora" <dora@x.example>'],
    date: ['Mon, 04 Mar 2024 09:00:00 GMT'],
    'message-id': ['<1@x>'],
    'in-reply-to': ['<0@x>'],
    subject: ['Offer'],
  });
});

test('headers as they arrived count before properties, which complete them', () => {
  const fields = outlookFields({ ...message, transportHeaders: 'From: a@x.example\r\nTo: b@x.example\r\n' }, context);
  expect(fields).toMatchObject({ from: ['a@x.example'], to: ['b@x.example'], bcc: ['"Dora" <dora@x.example>'] });
});

test('no subject where the user wants none', () => {
  const headers = 'From: a@x.example\r\nSubject: Offer\r\n';
  for (const transportHeaders of ['', headers])
    expect(outlookFields({ ...message, transportHeaders }, { ...context, subjects: false })).not.toHaveProperty(
      'subject',
    );
});

test('without anybody there is no field', () => {
  const empty = {
    ...message,
    sender: nobody,
    representing: nobody,
    recipients: [],
    sentAt: null,
    messageId: '',
    inReplyTo: '',
  };
  expect(outlookFields({ ...empty, subject: '' }, context)).toEqual({});
});
