/** What is inside what is sealed: no operator ever sees it. */
import { askBodySchema, contentSchema as askContent } from '../../../core/exchange/asks.ts';
import { clientBodySchema, contentSchema as entryContent, tieBodySchema } from '../../../core/exchange/entries.ts';
import { keysSchema } from '../../../core/exchange/invitations.ts';
import { exclusionsSchema } from '../../../core/exchange/exclusions.ts';
import { contentSchema as offerContent, offerBodySchema } from '../../../core/exchange/offers.ts';
import { contentSchema as profileContent, profileSchema } from '../../../core/exchange/profiles.ts';
import { noteSchema } from '../../../core/exchange/notes.ts';
import { coverContentSchema, coverSchema, dealContentSchema, dealSchema } from '../../../core/exchange/polls.ts';
import { keyringSchema } from '../../../directory/client/keyring.ts';
import type { Area } from '../field.ts';

const id = (what: string) => ({ what, form: 'random' }) as const;

const signed = {
  by: { what: 'fingerprint of who signed', form: 'hash' },
  signature: { what: 'signature', form: 'signed' },
} as const;

export const sealedArea: Area = {
  kind: 'shape',
  title: 'What is inside what is sealed',
  where: 'Made and opened on members’ computers only. Padded, so that all of a kind are of one size.',
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
      seenBy: 'members who already hold whom it is about, the responsible partner of a client',
      fields: {
        requester: 'a profile',
        member: id('who asks'),
        about: 'whom it is about, in words',
        reason: 'why, in words',
        neededBy: 'by when, to the minute; openly only the day',
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
      name: 'cover of a poll',
      schema: coverSchema,
      what: 'what every member reads of a poll',
      kept: 'poll',
      seenBy: 'every member',
      fields: {
        requester: 'a profile',
        member: id('which steward asks'),
        kind: 'lost deals, or figures of asks',
        key: 'a public key: what is contributed is sealed to it',
      },
    },
    {
      name: 'lost deal',
      schema: dealSchema,
      what: 'a question of a poll',
      kept: 'pollQuestions',
      seenBy: 'every member; where something protects it, who asks alone',
      fields: {
        organisation: 'where it was lost',
        domain: 'its domain',
        'people.name': 'up to three people there, by name',
        'people.email': 'or by address',
        decided: 'the day on which it was lost',
      },
    },
    {
      name: 'signed cover',
      schema: coverContentSchema,
      what: 'a cover with who signed it',
      kept: 'poll',
      seenBy: 'every member',
      fields: { body: 'a cover of a poll', ...signed },
    },
    {
      name: 'signed deal',
      schema: dealContentSchema,
      what: 'a lost deal with who signed it',
      kept: 'pollQuestions',
      seenBy: 'every member; where something protects it, who asks alone',
      fields: { body: 'a lost deal', ...signed },
    },
    {
      name: 'profile',
      schema: profileSchema,
      what: 'how colleagues call a member',
      kept: 'member',
      seenBy: 'every member',
      fields: { name: 'their name', practice: 'their practice', address: 'their work address' },
    },
    {
      name: 'signed entry',
      schema: entryContent,
      what: 'an entry with who signed it',
      kept: 'entry',
      seenBy: 'members of the audience who ask by name',
      fields: { body: 'a tie or a client', ...signed },
    },
    {
      name: 'signed ask',
      schema: askContent,
      what: 'an ask with who signed it',
      kept: 'ask',
      seenBy: 'members who already hold whom it is about, the responsible partner of a client',
      fields: { body: 'an ask', ...signed },
    },
    {
      name: 'signed exclusions',
      schema: exclusionsSchema,
      what: 'what a device keeps out of everything its member shares, with who signed it',
      kept: 'exclusion',
      seenBy: 'the other devices of that member',
      fields: {
        'body.key': { what: 'of the tags', form: 'random' },
        'body.tags': { what: 'addresses and domains, and tags of chance up to the size', form: 'keyed' },
        ...signed,
      },
    },
    {
      name: 'signed offer',
      schema: offerContent,
      what: 'an offer with who signed it',
      kept: 'ask',
      seenBy: 'who asked',
      fields: { body: 'an offer', ...signed },
    },
    {
      name: 'signed profile',
      schema: profileContent,
      what: 'a profile with who signed it',
      kept: 'member',
      seenBy: 'every member',
      fields: { profile: 'a profile', ...signed },
    },
    {
      name: 'keys of an invitation',
      schema: keysSchema,
      what: 'what it brings',
      kept: 'invitation',
      seenBy: 'who holds the link',
      fields: { audience: id('which audience'), epoch: 'which key', key: 'the key' },
    },
    {
      name: 'note',
      schema: noteSchema,
      what: 'about whom a barrier or objection is',
      kept: 'protection',
      seenBy: 'compliance; sealed under the guard key, which members’ devices have too but are not given the note for',
      fields: {
        kind: 'person, organisation, name',
        value: 'an address, a domain, a name',
        why: 'the reason, in words',
      },
    },
    {
      name: 'keyring',
      schema: keyringSchema,
      what: 'what is in the file of an administrator or compliance officer',
      kept: 'yours',
      seenBy: 'who has the file and its passphrase',
      fields: {
        v: 'version of the format',
        origin: 'where the firm exchange is',
        firm: id('the firm'),
        rootFingerprint: { what: 'fingerprint of the root key', form: 'hash' },
        root: 'the root key, of administrators',
        nextRoots: 'the root keys that may follow it',
        member: id('whose'),
        signing: 'signs requests and records',
        sealing: 'opens what is for this officer',
        quiet: 'signs without a name',
        firmVersion: 'of the firm’s record, as seen last',
        'heard.firmVersion': 'of the firm’s record, when audiences were heard last',
        'heard.audiences.audience': id('which audiences there were'),
        'heard.audiences.epoch': 'with which keys',
        'heard.audiences.check': { what: 'of their keys', form: 'hash' },
        'keys.audience': id('which audience'),
        'keys.epoch': 'which key',
        'keys.key': 'the key',
        'keys.name': 'what it is called',
      },
    },
  ],
};
