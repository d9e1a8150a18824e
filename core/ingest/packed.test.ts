import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packChunk, unpackChunk } from './packed.ts';
import type { Mailbox, SourceItem } from './record.ts';

const mailbox = fc.record({ email: fc.emailAddress(), name: fc.string() });
const ref = fc.option(fc.maxSafeNat());
const mailItem = (pool: Mailbox[]): fc.Arbitrary<SourceItem> => {
  const list = fc.array(fc.constantFrom(...pool), { maxLength: 4 });
  const one = fc.option(fc.constantFrom(...pool));
  return fc.record({
    kind: fc.constant('mail' as const),
    mail: fc.record({
      key: fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
      sentAt: fc.maxSafeNat(),
      flags: fc.nat(255),
      messageRef: ref,
      parentRef: ref,
      threadRef: ref,
      subject: fc.option(fc.string()),
      from: list,
      sender: one,
      replyTo: list,
      to: list,
      cc: list,
      bcc: list,
      deliveredTo: one,
    }),
  });
};
const skipped: fc.Arbitrary<SourceItem> = fc.record({
  kind: fc.constant('skipped' as const),
  reason: fc.constantFrom('no sender' as const, 'draft' as const),
  place: fc.string(),
});

test('a chunk is the same after its way, mails first', () => {
  const someItems = fc
    .array(mailbox, { minLength: 1, maxLength: 5 })
    .chain((pool) => fc.array(fc.oneof(mailItem(pool), skipped), { maxLength: 12 }));
  fc.assert(
    fc.property(someItems, fc.nat(), (items, position) => {
      const packed = structuredClone(packChunk({ items, position, bytes: position }));
      const mailsFirst = [...items].sort((a, b) => Number(b.kind === 'mail') - Number(a.kind === 'mail'));
      expect(unpackChunk(packed)).toEqual({ items: mailsFirst, position, bytes: position });
    }),
  );
});
