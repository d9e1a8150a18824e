/** Endpoints about what is not to be answered, and who answers for a client. */
import { z } from 'zod';
import { actSchema } from './acts.ts';
import {
  barrierBody,
  clientsBody,
  closeBody,
  listedClientSchema,
  objectBody,
  ownClientSchema,
  proposeBody,
  protectionSchema,
  subjectBody,
} from './bodies.ts';
import { idText } from './encoding.ts';
import { clientKeepers } from './members.ts';
import { everybody, kib, nothing } from './route.ts';
import type { Route } from './route.ts';

export const protectionRoutes = {
  barrier: {
    path: '/v1/barrier',
    by: ['compliance'],
    body: barrierBody,
    answer: nothing,
    mostBytes: 256 * kib,
    perHour: 600,
    what: 'Sets a barrier.',
  },
  propose: {
    path: '/v1/barrier/propose',
    by: ['compliance'],
    body: proposeBody,
    answer: nothing,
    mostBytes: 16 * kib,
    perHour: 600,
    what: 'Asks to lift or cross a barrier.',
  },
  agree: {
    path: '/v1/barrier/agree',
    by: ['compliance'],
    body: z.strictObject({ id: idText }),
    answer: nothing,
    mostBytes: kib,
    perHour: 600,
    what: 'Another member of compliance agrees, and it is done.',
  },
  barriers: {
    path: '/v1/barriers',
    by: ['compliance'],
    body: nothing,
    answer: z.strictObject({
      protections: z.array(protectionSchema),
      proposed: z.array(z.strictObject({ ...proposeBody.shape, by: idText })),
    }),
    mostBytes: kib,
    perHour: 600,
    what: 'Barriers and objections as they are, and what is proposed.',
  },
  evidence: {
    path: '/v1/barriers/evidence',
    by: ['compliance'],
    body: z.strictObject({ protection: idText }),
    answer: z.strictObject({
      acts: z.array(actSchema),
      entries: z.number().int(),
      entriesOutside: z.number().int(),
      asks: z.number().int(),
      asksOutside: z.number().int(),
    }),
    mostBytes: kib,
    perHour: 600,
    what: 'The whole record, so that nothing can be left out of it unseen; how many entries and open asks a barrier withholds, and how many of those somebody outside could be answered: none.',
  },
  object: {
    path: '/v1/object',
    by: ['compliance'],
    body: objectBody,
    answer: z.strictObject({ members: z.array(idText) }),
    mostBytes: 16 * kib,
    perHour: 600,
    what: 'Deletes every entry about a person and keeps new ones from being answered.',
  },
  subject: {
    path: '/v1/subject',
    by: ['compliance'],
    body: subjectBody,
    answer: z.strictObject({ members: z.array(idText) }),
    mostBytes: 16 * kib,
    perHour: 60,
    what: 'Which members hold entries about a person who asks: each is then asked for theirs.',
  },
  clients: {
    path: '/v1/clients',
    by: clientKeepers,
    body: clientsBody,
    answer: nothing,
    mostBytes: 8_192 * kib,
    perHour: 60,
    what: 'Loads the client list, whole, in the place of the one there is. A client that is closed stays closed.',
  },
  clientList: {
    path: '/v1/clients/list',
    by: clientKeepers,
    body: nothing,
    answer: z.strictObject({ clients: z.array(listedClientSchema) }),
    mostBytes: kib,
    perHour: 600,
    what: 'The client list as it was loaded, sealed.',
  },
  ownClients: {
    path: '/v1/clients/own',
    by: everybody,
    body: nothing,
    answer: z.strictObject({ clients: z.array(ownClientSchema) }),
    mostBytes: kib,
    perHour: 600,
    what: 'The clients this member answers for, as hashes, and whether they are closed.',
  },
  close: {
    path: '/v1/close',
    by: everybody,
    body: closeBody,
    answer: nothing,
    mostBytes: 4 * kib,
    perHour: 60,
    what: 'The responsible partner closes a client to sharing by others, or opens it.',
  },
} as const satisfies Readonly<Record<string, Route>>;
