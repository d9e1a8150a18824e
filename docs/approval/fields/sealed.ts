/** What is inside what is sealed: no operator ever sees it. */
import { askBodySchema } from '../../../core/exchange/asks.ts';
import { clientBodySchema, tieBodySchema } from '../../../core/exchange/entries.ts';
import { offerBodySchema } from '../../../core/exchange/offers.ts';
import { profileSchema } from '../../../core/exchange/profiles.ts';
import type { Area } from '../field.ts';

const id = (what: string) => ({ what, form: 'random' }) as const;

export const sealedArea: Area = {
  kind: 'shape',
  title: 'What is inside what is sealed',
  where:
    'Made and opened on members’ computers only; beside each lie the signature and the fingerprint of who signed. Padded, so that all of a kind are of one size.',
  inShort: {
    what: 'Of a relationship: a band, a month, a name if you chose so, who to ask. No count, date, subject or third person.',
    kept: 'as the entry or ask',
    seenBy: 'members it is meant for, never the operator',
  },
  groups: [
    {
      name: 'tie',
      schema: tieBodySchema,
      what: 'all that a colleague is ever told of a relationship',
      kept: 'entry',
      seenBy: 'members of the audience who ask by name',
      fields: {
        kind: 'tie',
        'person.name': 'the person, where you chose to name them',
        band: 'strong, moderate, weak',
        freshness: 'month of the last interaction',
        'introducer.kind': 'by name or not',
        'introducer.name': 'your name, where you chose to give it',
        'introducer.address': 'your address, with it',
        'introducer.practice': 'your practice',
      },
    },
    {
      name: 'client',
      schema: clientBodySchema,
      what: 'who answers for a client of the firm',
      kept: 'client',
      seenBy: 'members who ask for this client',
      fields: {
        kind: 'client',
        'partner.name': 'the responsible partner',
        'partner.address': 'their address',
        'partner.practice': 'their practice',
      },
    },
    {
      name: 'ask',
      schema: askBodySchema,
      what: 'an ask',
      kept: 'ask',
      seenBy: 'members who already hold whom it is about',
      fields: {
        requester: 'a profile',
        member: id('who asks'),
        about: 'whom it is about, in words',
        reason: 'why, in words',
        neededBy: 'the last day',
      },
    },
    {
      name: 'offer',
      schema: offerBodySchema,
      what: 'an offer',
      kept: 'ask',
      seenBy: 'who asked',
      fields: {
        ask: id('to which ask'),
        introducer: 'a profile',
        member: id('who offers'),
        words: 'what they add',
        issued: 'the day',
      },
    },
    {
      name: 'profile',
      schema: profileSchema,
      what: 'how colleagues call a member',
      kept: 'member',
      seenBy: 'every member',
      fields: { name: 'their name', practice: 'their practice', address: 'their work address' },
    },
  ],
};
