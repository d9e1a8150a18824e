/** Endpoints of polls: asked by a steward, answered by whoever wants to, told as one sum. */
import { z } from 'zod';
import { idText } from './encoding.ts';
import { guardSchema } from './guards.ts';
import { questionsInPoll, sealedPollSchema } from './polls.ts';
import { everybody, kib, nothing } from './route.ts';
import type { Route } from './route.ts';
import { ballotText } from './tally.ts';

/** Polls of a firm that may be open at once; and of one steward, so that none keeps the others from asking. */
export const mostPolls = 4;
export const mostPollsOfOne = 2;

export const pollRoutes = {
  poll: {
    path: '/v1/poll',
    by: ['steward'],
    body: z.strictObject({ poll: sealedPollSchema, guards: z.array(guardSchema).length(questionsInPoll) }),
    answer: nothing,
    mostBytes: 64 * kib,
    perHour: 10,
    what: 'Asks every member the same.',
  },
  polls: {
    path: '/v1/polls',
    by: everybody,
    body: nothing,
    answer: z.strictObject({ polls: z.array(sealedPollSchema).max(mostPolls) }),
    mostBytes: kib,
    perHour: 120,
    what: 'The polls that are open, each the same number of bytes; made-up bytes for what this member may not be asked.',
  },
  contribute: {
    path: '/v1/contribute',
    by: everybody,
    body: z.strictObject({ poll: idText, ballot: ballotText }),
    answer: nothing,
    mostBytes: 8 * kib,
    perHour: 20,
    what: 'Adds a ballot to the sum of a poll, once; the ballot itself is not kept.',
  },
  tally: {
    path: '/v1/tally',
    by: ['steward'],
    body: z.strictObject({ poll: idText }),
    answer: z.strictObject({ tally: ballotText.nullable() }),
    mostBytes: kib,
    perHour: 120,
    what: 'The sum of an own poll once it is closed; none where fewer than five contributed.',
  },
  unpoll: {
    path: '/v1/unpoll',
    by: ['steward'],
    body: z.strictObject({ poll: idText }),
    answer: nothing,
    mostBytes: kib,
    perHour: 20,
    what: 'Takes an own poll back, or ends it once its sum was read.',
  },
} as const satisfies Readonly<Record<string, Route>>;
