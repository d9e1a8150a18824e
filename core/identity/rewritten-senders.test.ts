import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addressId, mail, record } from '../../test/builders/records.ts';
import type { Mail } from '../../test/builders/records.ts';
import type { Evidence } from '../db/evidence.ts';
import { loadEvidence } from '../db/evidence.ts';
import { senderOf } from './address-facts.ts';
import { viaAddresses, withRealSenders } from './rewritten-senders.ts';

const list = 'Anna Weber via Talk <talk@forum.com>';
const anna = 'Anna Weber <anna@x.com>';

function load(content: Mail) {
  const db = temporaryDatabase();
  record(db, [mail(content)]);
  const evidence = loadEvidence(db);
  const real = withRealSenders(evidence, viaAddresses(db));
  const email = (e: Evidence) => db.prepare('SELECT email FROM address WHERE id = ?').pluck().get(senderOf(e, 0));
  return { db, evidence, real, before: email(evidence), after: email(real) };
}

test('mail from a list "via" gets the one Reply-To as its sender, and the evidence it came from stays', () => {
  const { before, after, evidence, real } = load({ from: list, to: ['me@own.com'], replyTo: [anna] });
  expect([before, after]).toEqual(['talk@forum.com', 'anna@x.com']);
  expect(Uint8Array.from(real.partyRole).sort()).toEqual(Uint8Array.from(evidence.partyRole).sort());
});

test.each<[string, Mail]>([
  ['no Reply-To', { from: list }],
  ['two of them', { from: list, replyTo: [anna, 'bea@x.com'] }],
  ['no "via" in the name', { from: 'Talk <talk@forum.com>', replyTo: [anna] }],
])('a sender with %s is left alone', (_, content) => {
  const { before, after } = load(content);
  expect(after).toBe(before);
});

test('without any "via" nothing is copied', () => {
  const { evidence, real, db } = load({ from: 'Olivia Silvia <o@x.com>', replyTo: [anna] });
  expect(real).toBe(evidence);
  expect(viaAddresses(db)).not.toContain(addressId(db, 'o@x.com'));
});
