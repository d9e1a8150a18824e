/** Requests about polls (core/exchange/routes-polls.ts). */
import type { Group } from '../field.ts';

const everybody = 'any member';
const steward = 'a steward';
const which = { what: 'which', form: 'random' } as const;

export const pollRequests: readonly Group[] = [
  {
    name: 'poll',
    what: 'asks every member the same',
    kept: 'poll',
    seenBy: steward,
    fields: {
      poll: { what: 'the poll', form: 'sealed' },
      guards: { what: 'for barriers, one a question', form: 'keyed', kept: 'pollQuestions' },
    },
  },
  {
    name: 'polls',
    what: 'fetches the polls that are open',
    kept: 'asked',
    seenBy: everybody,
    fields: { 'answer.polls': { what: 'polls, each of one size', form: 'sealed' } },
  },
  {
    name: 'contribute',
    what: 'adds to the sum of a poll, once; who does is kept until it closes, what they add never',
    kept: 'pollQuestions',
    seenBy: everybody,
    fields: { poll: which, ballot: { what: 'numbers, of one size whatever they say', form: 'sealed', kept: 'asked' } },
  },
  {
    name: 'tally',
    what: 'fetches the sum of an own poll that is closed',
    kept: 'asked',
    seenBy: steward,
    fields: { poll: which, 'answer.tally': { what: 'the sum, where five or more contributed', form: 'sealed' } },
  },
  { name: 'unpoll', what: 'ends an own poll', kept: 'asked', seenBy: steward, fields: { poll: which } },
];
