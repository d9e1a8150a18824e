/** What requests to the firm exchange carry, and what they answer. */
import type { Area, Group } from '../field.ts';
import { peopleRequests } from './requests-people.ts';
import { pollRequests } from './requests-polls.ts';
import { protectionRequests } from './requests-protection.ts';
import { sharingRequests } from './requests-sharing.ts';

const everybody = 'any member';
const id = (what: string) => ({ what, form: 'random' }) as const;
const signed = (what: string) => ({ what, form: 'signed' }) as const;

const headers: Group = {
  name: 'headers',
  what: 'carried by every request',
  kept: 'nonce',
  seenBy: everybody,
  fields: {
    'content-digest': { what: 'of the body', form: 'hash', kept: 'asked' },
    'warmpath-firm': { ...id('the firm'), kept: 'asked' },
    'signature-input': 'fingerprint of the device, time to the second, a number used once',
    signature: { ...signed('of all of these, the host and the path'), kept: 'asked' },
  },
};

export const requestsArea: Area = {
  kind: 'request',
  title: 'On the way to the firm exchange, and back',
  where:
    'Over TLS (without only on one computer), each request signed by a key of the sender’s device. "Who" says who may make it; what is sealed, the operator cannot read. `answer.` is what comes back.',
  inShort: {
    what: 'The same, and keyed hashes of whom one asks about.',
    kept: 'questions are not kept',
    seenBy: 'the operator, in this form',
  },
  groups: [headers, ...peopleRequests, ...sharingRequests, ...pollRequests, ...protectionRequests],
};
