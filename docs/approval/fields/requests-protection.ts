/** Requests about what is not to be answered, and who answers for a client (core/exchange/routes-protection.ts). */
import type { Group } from '../field.ts';

const complianceOnly = 'compliance';
const id = (what: string) => ({ what, form: 'random' }) as const;
const recognising = {
  'recognising.epoch': 'key of the guard',
  'recognising.key': { what: 'who or what is meant', form: 'keyed' },
} as const;

export const protectionRequests: readonly Group[] = [
  {
    name: 'barrier',
    what: 'sets a barrier',
    kept: 'protection',
    seenBy: complianceOnly,
    fields: {
      id: id('its id'),
      ...recognising,
      inside: id('members inside'),
      from: 'since which day',
      until: 'until which day',
      note: { what: 'about whom and why', form: 'sealed' },
    },
  },
  {
    name: 'propose',
    what: 'asks to lift or cross one',
    kept: 'protection',
    seenBy: complianceOnly,
    fields: {
      id: id('its id'),
      barrier: id('which'),
      'act.kind': 'lift or cross',
      'act.member': id('who is let inside'),
      'act.until': 'until which day',
      note: { what: 'about whom and why', form: 'sealed' },
    },
  },
  { name: 'agree', what: 'a second person agrees', kept: 'act', seenBy: complianceOnly, fields: { id: id('to what') } },
  {
    name: 'barriers',
    what: 'reads them',
    kept: 'asked',
    seenBy: complianceOnly,
    fields: {
      'answer.protections': 'barriers, closed clients, objections',
      'answer.proposed.id': id('what waits'),
      'answer.proposed.barrier': id('for which'),
      'answer.proposed.act.kind': 'lift or cross',
      'answer.proposed.act.member': id('who would be let inside'),
      'answer.proposed.act.until': 'until which day',
      'answer.proposed.note': { what: 'about whom and why', form: 'sealed' },
      'answer.proposed.by': id('who asks'),
    },
  },
  {
    name: 'evidence',
    what: 'reads the record of one',
    kept: 'asked',
    seenBy: complianceOnly,
    fields: {
      protection: id('which'),
      'answer.acts': 'the record, whole',
      'answer.entries': 'how many entries it withholds',
      'answer.entriesOutside': 'how many of those could be answered outside: none',
      'answer.asks': 'how many open asks it withholds',
      'answer.asksOutside': 'how many of those could be seen outside: none',
    },
  },
  {
    name: 'object',
    what: 'an outside person objects',
    kept: 'protection',
    seenBy: complianceOnly,
    fields: {
      id: id('its id'),
      ...recognising,
      tag: { what: 'who, for members’ machines', form: 'keyed' },
      note: { what: 'about whom and why', form: 'sealed' },
      'answer.members': id('members whose entries were deleted'),
    },
  },
  {
    name: 'subject',
    what: 'an outside person asks what is held',
    kept: 'asked',
    seenBy: complianceOnly,
    fields: { ...recognising, 'answer.members': id('members who hold entries: each is then asked') },
  },
  {
    name: 'clients',
    what: 'loads the client list',
    kept: 'client',
    seenBy: 'administrators and compliance',
    fields: {
      'clients.row': { what: 'the client and who answers for it', form: 'sealed' },
      'clients.partner': id('who answers for it'),
      'clients.note': { what: 'which client', form: 'sealed' },
      'clients.recognised': { what: 'which client', form: 'hash' },
    },
  },
  {
    name: 'clientList',
    what: 'reads it, to load it again',
    kept: 'client',
    seenBy: 'administrators and compliance',
    fields: { 'answer.clients': 'the list as it was loaded' },
  },
  {
    name: 'ownClients',
    what: 'a responsible partner reads which clients are theirs',
    kept: 'client',
    seenBy: 'the responsible partner',
    fields: { 'answer.clients': 'their clients, closed or open' },
  },
  {
    name: 'close',
    what: 'closes a client, or opens it',
    kept: 'client',
    seenBy: 'the responsible partner',
    fields: {
      client: id('which'),
      ...recognising,
      closed: 'closed or open',
      note: { what: 'which client', form: 'sealed', kept: 'protection' },
    },
  },
];
