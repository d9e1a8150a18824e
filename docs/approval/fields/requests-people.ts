/** Requests about who belongs to a firm and who holds which keys (core/exchange/routes-people.ts). */
import type { Group } from '../field.ts';

const everybody = 'any member';
const root = 'whoever holds the root key';
const invited = 'who holds an invitation';
const id = (what: string) => ({ what, form: 'random' }) as const;
const signed = (what: string) => ({ what, form: 'signed' }) as const;

export const peopleRequests: readonly Group[] = [
  {
    name: 'found',
    what: 'founds a firm',
    kept: 'firm',
    seenBy: root,
    fields: {
      code: { what: 'the operator’s founding code', kept: 'asked' },
      root: 'public root key',
      firm: signed('the firm’s record'),
      member: signed('the first administrator’s device'),
      quiet: signed('their quiet key'),
      profile: { what: 'how colleagues call them', form: 'sealed' },
      audiences: signed('everybody, and the guard'),
      wraps: { what: 'their keys', form: 'sealed' },
    },
  },
  {
    name: 'invite',
    what: 'leaves an invitation',
    kept: 'invitation',
    seenBy: root,
    fields: {
      hash: { what: 'of its id', form: 'hash' },
      member: signed('what it lets a device be'),
      quiet: signed('lets a quiet key be made'),
      keys: { what: 'keys of the audiences', form: 'sealed' },
    },
  },
  {
    name: 'invitation',
    what: 'reads an invitation',
    kept: 'asked',
    seenBy: invited,
    fields: {
      id: id('its id'),
      key: 'public key of the new device',
      'answer.root': 'public root key',
      'answer.firm': signed('the firm’s record'),
      'answer.member': signed('what it lets a device be'),
      'answer.quiet': signed('lets a quiet key be made'),
      'answer.keys': { what: 'keys of the audiences', form: 'sealed' },
    },
  },
  {
    name: 'redeem',
    what: 'joins',
    kept: 'member',
    seenBy: invited,
    fields: {
      id: { ...id('its id'), kept: 'asked' },
      key: { what: 'public key of the new device', kept: 'asked' },
      member: signed('the new device'),
      quiet: signed('its quiet key'),
      profile: { what: 'name, practice, address', form: 'sealed' },
    },
  },
  {
    name: 'roster',
    what: 'asks who belongs to the firm',
    kept: 'asked',
    seenBy: everybody,
    fields: {
      'answer.root': 'public root key',
      'answer.successions': signed('which root key led on to which'),
      'answer.firm': signed('the firm’s record'),
      'answer.members': signed('devices'),
      'answer.quiet': signed('quiet keys, of nobody in particular'),
      'answer.profiles.member': id('whose'),
      'answer.profiles.profile': { what: 'how they are called', form: 'sealed' },
    },
  },
  {
    name: 'profile',
    what: 'changes how one is called',
    kept: 'member',
    seenBy: everybody,
    fields: { profile: { what: 'name, practice, address', form: 'sealed' } },
  },
  {
    name: 'member',
    what: 'changes role or audiences',
    kept: 'member',
    seenBy: root,
    fields: { member: signed('the device’s record') },
  },
  {
    name: 'remove',
    what: 'removes members and devices',
    kept: 'firm',
    seenBy: root,
    fields: { firm: signed('the record, naming ids that left') },
  },
  {
    name: 'rootFor',
    what: 'hands the root key on',
    kept: 'member',
    seenBy: root,
    fields: {
      device: { what: 'to which device', form: 'hash' },
      wrapped: { what: 'the root key', form: 'sealed' },
    },
  },
  {
    name: 'rootOf',
    what: 'reads it',
    kept: 'asked',
    seenBy: 'administrators',
    fields: { 'answer.wrapped': { what: 'the root key', form: 'sealed' } },
  },
  {
    name: 'replaceRoot',
    what: 'puts another root key in the place of the one there is',
    kept: 'firm',
    seenBy: root,
    fields: {
      succession: signed('which key led on to which'),
      firm: signed('the firm’s record'),
      members: signed('devices'),
      quiet: signed('quiet keys'),
      audiences: signed('audiences'),
      'handed.device': { what: 'another administrator’s device', form: 'hash', kept: 'member' },
      'handed.wrapped': { what: 'the root key for it', form: 'sealed', kept: 'member' },
      'answer.invitations': 'how many open invitations that ends',
    },
  },
  {
    name: 'audiences',
    what: 'asks for one’s audiences',
    kept: 'asked',
    seenBy: everybody,
    fields: {
      'answer.audiences': signed('their records'),
      'answer.wraps': { what: 'their keys for this device', form: 'sealed' },
      'answer.due': id('which want a new key'),
      'answer.missing.audience': id('audiences whose newest key'),
      'answer.missing.epoch': 'which key',
      'answer.missing.device': { what: 'this device has not got', form: 'hash' },
      'answer.guardEpoch': 'key of the guard in use',
    },
  },
  {
    name: 'audience',
    what: 'makes an audience of named colleagues',
    kept: 'epoch',
    seenBy: everybody,
    fields: {
      audience: signed('its record'),
      wraps: { what: 'its key for each device', form: 'sealed' },
      'recognising.protection': id('which protection'),
      'recognising.key': { what: 'who is protected', form: 'keyed', kept: 'protection' },
    },
  },
  {
    name: 'rotate',
    what: 'makes a practice, or a new key',
    kept: 'epoch',
    seenBy: root,
    fields: {
      audience: signed('its record'),
      wraps: { what: 'its key for each device', form: 'sealed' },
      'recognising.protection': id('which protection'),
      'recognising.key': { what: 'who is protected', form: 'keyed', kept: 'protection' },
    },
  },
  {
    name: 'wraps',
    what: 'hands a key to devices without it',
    kept: 'epoch',
    seenBy: everybody,
    fields: {
      audience: id('which audience'),
      epoch: 'which key',
      wraps: { what: 'the key for each device', form: 'sealed' },
    },
  },
  {
    name: 'unopened',
    what: 'says which keys that were wrapped for this device do not open',
    kept: 'epoch',
    seenBy: everybody,
    fields: {
      'keys.audience': id('which audiences'),
      'keys.epoch': 'which keys',
      'keys.wrap': { what: 'of what was given', form: 'hash' },
    },
  },
];
