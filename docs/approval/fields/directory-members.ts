/** Tables of the firm exchange about who belongs to a firm and who holds which keys. */
import type { Group } from '../field.ts';

const firm = { what: 'the firm', form: 'random' } as const;
const member = { what: 'a member', form: 'random' } as const;
const operator = 'the operator';
const everybody = 'the operator; every member';

export const memberTables: readonly Group[] = [
  {
    name: 'migration',
    what: 'the version of the tables',
    kept: 'firm',
    seenBy: operator,
    fields: { version: 'a number' },
  },
  {
    name: 'firm',
    what: 'a firm',
    kept: 'firm',
    seenBy: everybody,
    fields: {
      firm,
      root: 'its public root key',
      successions: { what: 'which root key led on to which', form: 'signed' },
      record: { what: 'which ids and devices left', form: 'signed' },
      version: 'of the record',
      everyone: { what: 'the audience of everybody', form: 'random' },
      guard: { what: 'the audience of the guard', form: 'random' },
      guard_epoch: 'its key in use',
    },
  },
  {
    name: 'device',
    what: 'a device of a member',
    kept: 'member',
    seenBy: everybody,
    fields: {
      firm,
      device: { what: 'fingerprint of its key', form: 'hash' },
      member,
      role: 'member, steward, administrator, compliance',
      signing_key: 'public key',
      sealing: { what: 'fingerprint of its sealing key', form: 'hash' },
      version: 'of the record',
      record: { what: 'keys, role, audiences, day of issue', form: 'signed' },
      root_for: { what: 'the root key for this administrator', form: 'sealed', seenBy: 'this device' },
    },
  },
  {
    name: 'quiet',
    what: 'a key that signs without a name',
    kept: 'member',
    seenBy: operator,
    fields: {
      firm,
      quiet: { what: 'fingerprint of the key', form: 'hash', seenBy: everybody },
      member,
      device: { what: 'the device', form: 'hash' },
      record: { what: 'the key and a day, no member', form: 'signed', seenBy: everybody },
    },
  },
  {
    name: 'profile',
    what: 'how colleagues call a member',
    kept: 'member',
    seenBy: everybody,
    fields: {
      firm,
      member,
      sealed: { what: 'name, practice, address', form: 'sealed', seenBy: 'every member, not the operator' },
    },
  },
  {
    name: 'invitation',
    what: 'an invitation that waits',
    kept: 'invitation',
    seenBy: 'the operator; who holds the link',
    fields: {
      firm,
      hash: { what: 'of its id', form: 'hash' },
      member,
      member_delegation: { what: 'role and audiences it brings', form: 'signed' },
      quiet_delegation: { what: 'lets a quiet key be made', form: 'signed' },
      keys: { what: 'keys of the audiences', form: 'sealed', seenBy: 'who holds the link' },
      expires: 'its last day',
    },
  },
  {
    name: 'nonce',
    what: 'requests that were seen, so that none counts twice',
    kept: 'nonce',
    seenBy: operator,
    fields: {
      firm,
      device: { what: 'which device', form: 'hash' },
      nonce: { what: 'a number used once', form: 'random' },
      created: 'when, to the second',
    },
  },
  {
    name: 'done',
    what: 'acts that were done, so that none is done twice',
    kept: 'done',
    seenBy: operator,
    fields: {
      firm,
      member,
      idempotency: { what: 'id of the act', form: 'random' },
      digest: { what: 'of the request', form: 'hash' },
      version: 'of the set after it',
      day: 'the day',
    },
  },
  {
    name: 'audience',
    what: 'who reads alike: everybody, a practice, named colleagues, the guard',
    kept: 'epoch',
    seenBy: 'the operator; its members',
    fields: {
      firm,
      audience: { what: 'its id', form: 'random' },
      epoch: 'which key',
      type: 'of which kind',
      record: { what: 'check of the key, named members, a sealed label', form: 'signed' },
      opened: 'since which day',
      due: 'whether it wants a new key',
    },
  },
  {
    name: 'audience_member',
    what: 'who is in an audience',
    kept: 'member',
    seenBy: operator,
    fields: { firm, member, audience: { what: 'which audience', form: 'random' } },
  },
  {
    name: 'wrap',
    what: 'an audience’s key for one device',
    kept: 'epoch',
    seenBy: operator,
    fields: {
      firm,
      recipient: { what: 'fingerprint of its sealing key', form: 'hash' },
      audience: { what: 'which audience', form: 'random' },
      epoch: 'which key',
      sealed: { what: 'the key', form: 'sealed', seenBy: 'this device' },
      giver: { what: 'which member wrapped it, or the fingerprint of the root key', form: 'random' },
      unopened: 'whether its device has said that it does not open',
    },
  },
  {
    name: 'exclusion',
    what: 'what a device keeps out of everything its member shares, for another device of that member',
    kept: 'exclusion',
    seenBy: operator,
    fields: {
      firm,
      recipient: { what: 'fingerprint of the sealing key it is for', form: 'hash' },
      device: { what: 'whose list it is', form: 'hash' },
      version: 'how often it changed',
      sealed: {
        what: 'whom and what is kept out, in one of eight sizes',
        form: 'sealed',
        seenBy: 'the other device of that member',
      },
    },
  },
];
