/** Shapes of keys, entries, asks and barriers. */
import { actSchema } from '../../../core/exchange/acts.ts';
import { sealedAskSchema } from '../../../core/exchange/asks.ts';
import { wrapSchema } from '../../../core/exchange/audiences.ts';
import {
  addressedWrapSchema,
  listedClientSchema,
  ownClientSchema,
  ownRowSchema,
  protectionSchema,
  rowSchema,
} from '../../../core/exchange/bodies.ts';
import { sealedEntrySchema } from '../../../core/exchange/entries.ts';
import { guardSchema } from '../../../core/exchange/guards.ts';
import { sealedOfferSchema } from '../../../core/exchange/offers.ts';
import { sealedPollSchema } from '../../../core/exchange/polls.ts';
import { sealedProfileSchema } from '../../../core/exchange/profiles.ts';
import { apiRefusalSchema } from '../../../core/exchange/route.ts';
import type { Group } from '../field.ts';

const id = (what: string) => ({ what, form: 'random' }) as const;
const audience = 'the operator; members of the audience';
const sealedEntry = {
  lookup: { what: 'whom it is about', form: 'keyed' },
  version: 'of the owner’s set',
  expires: 'its last day',
  sealed: {
    what: 'what is told: a tie or a client',
    form: 'sealed',
    seenBy: 'members of the audience who ask by name',
  },
} as const;
const row = {
  id: id('its id'),
  audience: id('for whom'),
  epoch: 'under which key',
  ...sealedEntry,
} as const;

export const sharingShapes: readonly Group[] = [
  {
    name: 'sealed poll',
    schema: sealedPollSchema,
    what: 'a poll',
    kept: 'poll',
    seenBy: 'the operator; every member',
    fields: {
      id: id('its id'),
      epoch: 'under which key',
      closes: 'its last day',
      cover: { what: 'a cover of a poll', form: 'sealed', seenBy: 'every member' },
      questions: {
        what: 'lost deals and made-up bytes',
        form: 'sealed',
        seenBy: 'every member; where something protects it, who asks alone',
        kept: 'pollQuestions',
      },
    },
  },
  {
    name: 'own client',
    schema: ownClientSchema,
    what: 'a client its responsible partner may close',
    kept: 'client',
    seenBy: 'the responsible partner',
    fields: {
      client: id('its row'),
      recognised: { what: 'which client', form: 'hash' },
      closed: 'closed or open',
    },
  },
  {
    name: 'listed client',
    schema: listedClientSchema,
    what: 'a client as those are shown it who keep the list',
    kept: 'client',
    seenBy: 'administrators and compliance',
    fields: {
      partner: id('who answers for it'),
      note: { what: 'which client', form: 'sealed' },
      version: 'of the list',
      expires: 'its last day',
      stale: 'whether keys have changed since',
    },
  },
  {
    name: 'wrapped key',
    schema: wrapSchema,
    what: 'an audience’s key for one device',
    kept: 'epoch',
    seenBy: 'the operator',
    fields: {
      recipient: { what: 'which device', form: 'hash' },
      sealed: { what: 'the key', form: 'sealed', seenBy: 'this device' },
    },
  },
  {
    name: 'addressed key',
    schema: addressedWrapSchema,
    what: 'the same, with which key it is',
    kept: 'epoch',
    seenBy: 'the operator',
    fields: {
      audience: id('which audience'),
      epoch: 'which key',
      recipient: { what: 'which device', form: 'hash' },
      sealed: { what: 'the key', form: 'sealed', seenBy: 'this device' },
    },
  },
  {
    name: 'sealed profile',
    schema: sealedProfileSchema,
    what: 'how a member is called',
    kept: 'member',
    seenBy: 'the operator',
    fields: {
      epoch: 'under which key',
      sealed: { what: 'a profile', form: 'sealed', seenBy: 'every member, not the operator' },
    },
  },
  {
    name: 'entry',
    schema: rowSchema,
    what: 'as it is published',
    kept: 'entry',
    seenBy: 'the operator; the member',
    fields: { ...row, guard: { what: 'for barriers', form: 'keyed' } },
  },
  {
    name: 'sealed entry',
    schema: sealedEntrySchema,
    what: 'as it is answered',
    kept: 'entry',
    seenBy: audience,
    fields: sealedEntry,
  },
  {
    name: 'own entry',
    schema: ownRowSchema,
    what: 'as it is given back',
    kept: 'entry',
    seenBy: 'the operator; the member',
    fields: row,
  },
  {
    name: 'guard',
    schema: guardSchema,
    what: 'whom an entry or ask is about or told from, for barriers alone',
    kept: 'entry',
    seenBy: 'the operator',
    fields: {
      epoch: 'key of the guard',
      salt: id('another for each'),
      tags: { what: 'four, those not used made up', form: 'keyed' },
    },
  },
  {
    name: 'sealed ask',
    schema: sealedAskSchema,
    what: 'an ask',
    kept: 'ask',
    seenBy: audience,
    fields: {
      id: id('its id'),
      audience: id('whom'),
      epoch: 'under which key',
      expires: 'its last day',
      salt: id('another for each'),
      'locks.tag': { what: 'four, those not used made up', form: 'keyed' },
      'locks.key': {
        what: 'opens it for who already holds the person, or for the responsible partner’s device',
        form: 'sealed',
      },
      sealed: {
        what: 'an ask',
        form: 'sealed',
        seenBy: 'members who already hold whom it is about, the responsible partner of a client',
      },
    },
  },
  {
    name: 'sealed offer',
    schema: sealedOfferSchema,
    what: 'an offer',
    kept: 'ask',
    seenBy: 'the operator',
    fields: {
      recipient: { what: 'which device', form: 'hash' },
      sealed: { what: 'an offer', form: 'sealed', seenBy: 'who asked' },
    },
  },
  {
    name: 'protection',
    schema: protectionSchema,
    what: 'a barrier, a closed client or an objection',
    kept: 'protection',
    seenBy: 'compliance',
    fields: {
      id: id('its id'),
      kind: 'which of the three',
      from: 'since which day',
      until: 'until which day',
      note: { what: 'about whom and why', form: 'sealed' },
      'inside.member': id('who is inside'),
      'inside.until': 'until when',
    },
  },
  {
    name: 'act',
    schema: actSchema,
    what: 'a line of the record of barriers and objections',
    kept: 'act',
    seenBy: 'compliance',
    fields: {
      number: 'of the line',
      day: 'the day',
      protection: id('about which'),
      kind: 'set, asked, lifted, crossed, objected, closed, answered, opened',
      by: id('who'),
      with: id('the second person'),
      inside: id('who is inside a barrier that is set'),
      from: 'from when',
      member: id('who was let inside'),
      until: 'until when',
      note: { what: 'about whom and why', form: 'sealed' },
      hash: { what: 'of this line and the one before', form: 'hash' },
    },
  },
  {
    name: 'refusal',
    schema: apiRefusalSchema,
    what: 'what is answered instead of an answer',
    kept: 'asked',
    seenBy: 'who asked',
    fields: { refused: 'a code, the same for whatever is wrong with a signature', version: 'of one’s own set' },
  },
];
