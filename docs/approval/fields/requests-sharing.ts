/** Requests about what members let each other know (core/exchange/routes-sharing.ts). */
import type { Group } from '../field.ts';

const everybody = 'any member';
const set = {
  idempotency: { what: 'id of the act', form: 'random' },
} as const;
const id = (what: string) => ({ what, form: 'random' }) as const;

export const sharingRequests: readonly Group[] = [
  {
    name: 'publish',
    what: 'shares what a preview showed',
    kept: 'entry',
    seenBy: everybody,
    fields: {
      idempotency: { ...set.idempotency, kept: 'done' },
      expected: 'version it builds on',
      put: { what: 'entries', form: 'sealed' },
      remove: id('entries that go'),
      'answer.version': 'of the set',
    },
  },
  {
    name: 'withdraw',
    what: 'takes back some or all',
    kept: 'done',
    seenBy: everybody,
    fields: {
      ...set,
      expected: 'version it builds on, or any',
      ids: id('which entries, or all'),
      'answer.version': 'of the set',
    },
  },
  {
    name: 'mine',
    what: 'reads one’s own entries',
    kept: 'asked',
    seenBy: everybody,
    fields: {
      after: id('page'),
      'answer.version': 'of the set',
      'answer.rows': { what: 'own entries', form: 'sealed' },
    },
  },
  {
    name: 'exclude',
    what: 'tells one’s other devices what is kept out on this one; a member with one device sends none',
    kept: 'exclusion',
    seenBy: everybody,
    fields: {
      version: 'how often it changed',
      'lists.recipient': { what: 'which device it is for', form: 'hash' },
      'lists.sealed': { what: 'whom and what is kept out', form: 'sealed', seenBy: 'that device' },
    },
  },
  {
    name: 'exclusions',
    what: 'reads what one’s other devices keep out',
    kept: 'exclusion',
    seenBy: everybody,
    fields: {
      'known.device': { what: 'whose list is here', form: 'hash' },
      'known.version': 'which of it',
      'answer.own.recipient': { what: 'for which device there is one of this', form: 'hash' },
      'answer.own.version': 'which',
      'answer.lists.device': { what: 'whose list', form: 'hash' },
      'answer.lists.version': 'which of it',
      'answer.lists.sealed': { what: 'whom and what is kept out', form: 'sealed' },
    },
  },
  {
    name: 'lookup',
    what: 'asks about eight keys, made-up ones among them',
    kept: 'asked',
    seenBy: everybody,
    fields: {
      keys: { what: 'who is asked about', form: 'keyed' },
      page: 'page',
      answer: { what: 'entries in slots, always of one size', form: 'sealed' },
    },
  },
  {
    name: 'ask',
    what: 'asks the firm',
    kept: 'ask',
    seenBy: everybody,
    fields: {
      idempotency: { ...set.idempotency, kept: 'asked' },
      ask: { what: 'the ask', form: 'sealed' },
      guard: { what: 'for barriers', form: 'keyed' },
    },
  },
  {
    name: 'asks',
    what: 'fetches asks to try on one’s own people',
    kept: 'asked',
    seenBy: everybody,
    fields: { after: id('page'), answer: { what: 'asks in slots, always of one size', form: 'sealed' } },
  },
  { name: 'unask', what: 'takes an ask back', kept: 'asked', seenBy: everybody, fields: { ask: id('which') } },
  {
    name: 'offer',
    what: 'offers an introduction',
    kept: 'ask',
    seenBy: everybody,
    fields: { ask: id('to which ask'), offers: { what: 'one for each device of who asked', form: 'sealed' } },
  },
  {
    name: 'offers',
    what: 'fetches offers',
    kept: 'asked',
    seenBy: everybody,
    fields: { after: id('page'), answer: { what: 'offers in slots, always of one size', form: 'sealed' } },
  },
  {
    name: 'objections',
    what: 'fetches who objected',
    kept: 'asked',
    seenBy: everybody,
    fields: { 'answer.tags': { what: 'to be matched on one’s own people', form: 'keyed' } },
  },
];
