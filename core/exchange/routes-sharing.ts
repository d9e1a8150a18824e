/** Endpoints about what members let each other know. */
import { z } from 'zod';
import {
  askRequestBody,
  excludeBody,
  exclusionsBody,
  keysInLookup,
  lookupBody,
  offerRequestBody,
  ownRowSchema,
  pageBody,
  publishBody,
  slotBytes,
  slotsOnPage,
  slotsPerKey,
  withdrawBody,
} from './bodies.ts';
import { idText, keyText, versionNumber } from './encoding.ts';
import { sealedExclusionsText } from './exclusions.ts';
import { everybody, kib, nothing } from './route.ts';
import type { Route } from './route.ts';

const version = z.strictObject({ version: z.number().int() });

export const sharingRoutes = {
  publish: {
    path: '/v1/publish',
    by: everybody,
    body: publishBody,
    answer: version,
    mostBytes: 6_144 * kib,
    perHour: 120,
    what: 'Changes the set of this member, all of it or nothing.',
  },
  withdraw: {
    path: '/v1/withdraw',
    by: everybody,
    body: withdrawBody,
    answer: version,
    mostBytes: 128 * kib,
    perHour: 600,
    what: 'Takes back some or all: no longer answered, and deleted, when the call returns.',
  },
  mine: {
    path: '/v1/mine',
    by: everybody,
    body: pageBody,
    answer: z.strictObject({ version: z.number().int(), rows: z.array(ownRowSchema) }),
    mostBytes: kib,
    perHour: 600,
    what: 'The own set, 500 rows at a time.',
  },
  exclude: {
    path: '/v1/exclude',
    by: everybody,
    body: excludeBody,
    answer: nothing,
    mostBytes: 4_096 * kib,
    perHour: 600,
    what: 'What this device keeps out of everything shared, for the other devices of this member, in the place of what it said before.',
  },
  exclusions: {
    path: '/v1/exclusions',
    by: everybody,
    body: exclusionsBody,
    answer: z.strictObject({
      own: z.array(z.strictObject({ recipient: keyText, version: versionNumber })),
      lists: z.array(
        z.strictObject({ device: keyText, version: versionNumber, sealed: sealedExclusionsText.nullable() }),
      ),
    }),
    mostBytes: 16 * kib,
    perHour: 600,
    what: 'What the other devices of this member keep out, and for which of them there is a list of this one.',
  },
  lookup: {
    path: '/v1/lookup',
    by: everybody,
    body: lookupBody,
    answer: keysInLookup * slotsPerKey * slotBytes.lookup,
    mostBytes: 4 * kib,
    perHour: 600,
    what: 'Answers to eight lookup keys, in the same number of bytes whatever there is.',
  },
  ask: {
    path: '/v1/ask',
    by: everybody,
    body: askRequestBody,
    answer: nothing,
    mostBytes: 16 * kib,
    perHour: 30,
    what: 'An ask for an audience.',
  },
  asks: {
    path: '/v1/asks',
    by: everybody,
    body: pageBody,
    answer: slotsOnPage * slotBytes.ask,
    mostBytes: kib,
    perHour: 600,
    what: 'Asks to try on this machine, a page of one size.',
  },
  unask: {
    path: '/v1/unask',
    by: everybody,
    body: z.strictObject({ ask: idText }),
    answer: nothing,
    mostBytes: kib,
    perHour: 60,
    what: 'Takes an own ask back.',
  },
  offer: {
    path: '/v1/offer',
    by: everybody,
    body: offerRequestBody,
    answer: nothing,
    mostBytes: 64 * kib,
    perHour: 60,
    what: 'An offer for whoever asked, if there is such an ask.',
  },
  offers: {
    path: '/v1/offers',
    by: everybody,
    body: pageBody,
    answer: slotsOnPage * slotBytes.offer,
    mostBytes: kib,
    perHour: 600,
    what: 'Offers for this device, a page of one size.',
  },
  objections: {
    path: '/v1/objections',
    by: everybody,
    body: nothing,
    answer: z.strictObject({ tags: z.array(keyText) }),
    mostBytes: kib,
    perHour: 60,
    what: 'Who objected, as keyed hashes to match locally.',
  },
} as const satisfies Readonly<Record<string, Route>>;
