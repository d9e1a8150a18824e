/** Shapes of who belongs to a firm, as its root key says it. */
import { audienceSchema, signedAudienceSchema } from '../../../core/exchange/audiences.ts';
import {
  delegationSchema,
  firmSchema,
  memberSchema,
  quietSchema,
  signedDelegationSchema,
  signedFirmSchema,
  signedMemberSchema,
  signedQuietSchema,
} from '../../../core/exchange/members.ts';
import { signedSuccessionSchema, successionSchema } from '../../../core/exchange/succession.ts';
import type { Group } from '../field.ts';

const id = (what: string) => ({ what, form: 'random' }) as const;
const signature = { what: 'signature', form: 'signed' } as const;
const members = 'the operator; every member';
const audience = 'the operator; members of the audience';

export const recordShapes: readonly Group[] = [
  {
    name: 'firm record',
    schema: firmSchema,
    what: 'what holds for the whole firm',
    kept: 'firm',
    seenBy: members,
    fields: {
      v: 'version of the format',
      firm: id('the firm'),
      version: 'counts up',
      everyone: id('audience of everybody'),
      guard: id('audience of the guard'),
      removedMembers: id('who left'),
      removedDevices: { what: 'devices that left', form: 'hash' },
    },
  },
  {
    name: 'member record',
    schema: memberSchema,
    what: 'one device of a member',
    kept: 'member',
    seenBy: members,
    fields: {
      v: 'version of the format',
      firm: id('the firm'),
      member: id('the member'),
      role: 'member, administrator, compliance',
      signingKey: 'public key',
      sealingKey: 'public key',
      audiences: id('practices they are in'),
      version: 'counts up',
      issued: 'the day',
    },
  },
  {
    name: 'quiet record',
    schema: quietSchema,
    what: 'a key of somebody, without saying whose',
    kept: 'member',
    seenBy: members,
    fields: { v: 'version of the format', firm: id('the firm'), quietKey: 'public key', issued: 'the day' },
  },
  {
    name: 'delegation',
    schema: delegationSchema,
    what: 'what an invitation lets its holder sign',
    kept: 'invitation',
    seenBy: members,
    fields: {
      v: 'version of the format',
      firm: id('the firm'),
      delegate: 'public key of the invitation',
      allows: 'a quiet key, or:',
      'allows.member': id('which member'),
      'allows.role': 'which role',
      'allows.audiences': id('which practices'),
      expires: 'its last day',
    },
  },
  {
    name: 'audience record',
    schema: audienceSchema,
    what: 'an audience in one epoch',
    kept: 'epoch',
    seenBy: audience,
    fields: {
      v: 'version of the format',
      firm: id('the firm'),
      audience: id('its id'),
      type: 'everybody, practice, named, guard',
      epoch: 'which key',
      check: { what: 'of the key', form: 'keyed' },
      members: id('named colleagues'),
      label: { what: 'what it is called', form: 'sealed', seenBy: 'members of the audience' },
    },
  },
  {
    name: 'succession',
    schema: successionSchema,
    what: 'one root key names the next',
    kept: 'firm',
    seenBy: members,
    fields: {
      v: 'version of the format',
      firm: id('the firm'),
      from: 'the public root key that ends',
      to: 'the one that follows',
    },
  },
  {
    name: 'signed succession',
    schema: signedSuccessionSchema,
    what: 'with the signature of the key that ends',
    kept: 'firm',
    seenBy: members,
    fields: { body: 'succession', signature },
  },
  {
    name: 'signed firm record',
    schema: signedFirmSchema,
    what: 'with who vouches for it',
    kept: 'firm',
    seenBy: members,
    fields: { body: 'firm record', signature },
  },
  {
    name: 'signed member record',
    schema: signedMemberSchema,
    what: 'with who vouches for it',
    kept: 'member',
    seenBy: members,
    fields: { body: 'member record', signature, delegation: 'of the invitation' },
  },
  {
    name: 'signed quiet record',
    schema: signedQuietSchema,
    what: 'with who vouches for it',
    kept: 'member',
    seenBy: members,
    fields: { body: 'quiet record', signature, delegation: 'of the invitation' },
  },
  {
    name: 'signed delegation',
    schema: signedDelegationSchema,
    what: 'with who vouches for it',
    kept: 'invitation',
    seenBy: members,
    fields: { body: 'delegation', signature },
  },
  {
    name: 'signed audience record',
    schema: signedAudienceSchema,
    what: 'with who vouches for it',
    kept: 'epoch',
    seenBy: audience,
    fields: { body: 'audience record', by: { what: 'fingerprint of who signed', form: 'hash' }, signature },
  },
];
