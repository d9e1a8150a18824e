/** Columns of the tables on a computer that hold several values, as JSON. */
import { credentialsSchema, serverSchema } from '../../../core/contract/accounts.ts';
import { audienceSchema } from '../../../core/contract/sharing.ts';
import { documentsSchema, secretSchema } from '../../../core/sharing/firm.ts';
import type { Area } from '../field.ts';

const you = 'you';

export const columnsArea: Area = {
  kind: 'shape',
  title: 'On your computer: columns that hold several values',
  where: 'In the tables above. What is in `secret` lies sealed once more, under a key only this data folder gives.',
  inShort: {
    what: 'Where an account lies and what opens it; with whom something is shared; what the firm exchange said last; the keys of this computer.',
    kept: 'as the columns',
    seenBy: 'you; what is in `secret`, the app alone',
  },
  groups: [
    {
      name: 'account.server',
      schema: serverSchema,
      what: 'where an account lies',
      kept: 'account',
      seenBy: you,
      fields: {
        kind: 'imap, graph, caldav, ics',
        host: 'the host',
        port: 'the port',
        security: 'tls, starttls; none on this computer only',
        url: 'the address, where it is no secret',
      },
    },
    {
      name: 'account.secret',
      schema: credentialsSchema,
      what: 'what opens an account',
      kept: 'account',
      seenBy: 'the app alone',
      fields: {
        kind: 'password, sign-in in the browser, secret address',
        user: 'the name you sign in with',
        password: 'the password',
        'client.provider': 'whose sign-in',
        'client.clientId': 'your or your firm’s registration',
        'client.clientSecret': 'what some registrations call a secret',
        'client.authorizationEndpoint': 'where you sign in',
        'client.tokenEndpoint': 'where tokens come from',
        'client.scope': 'what was asked for',
        refreshToken: 'a token that gets others',
        accessToken: 'a token for an hour or so',
        expiresAt: 'when it ends',
        url: 'the secret address of a calendar',
      },
    },
    {
      name: 'sharing_grant.audience',
      schema: audienceSchema,
      what: 'with whom something is shared; the same in shared_entry',
      kept: 'grant',
      seenBy: you,
      fields: {
        kind: 'the firm, a practice, colleagues',
        practice: { what: 'which practice', form: 'random' },
        members: { what: 'which colleagues', form: 'random' },
      },
    },
    {
      name: 'firm.documents',
      schema: documentsSchema,
      what: 'what the firm exchange said last',
      kept: 'membership',
      seenBy: you,
      fields: {
        root: 'public root key',
        successions: { what: 'which root key led on to which', form: 'signed' },
        firm: { what: 'the firm’s record', form: 'signed' },
        members: { what: 'devices', form: 'signed' },
        quiet: { what: 'quiet keys', form: 'signed' },
        'profiles.member': { what: 'whose', form: 'random' },
        'profiles.profile': { what: 'how colleagues are called', form: 'sealed' },
        audiences: { what: 'records of one’s audiences', form: 'signed' },
        wraps: { what: 'their keys for this computer', form: 'sealed' },
        'missing.audience': { what: 'audiences whose newest key', form: 'random' },
        'missing.epoch': 'which key',
        'missing.device': { what: 'a colleague’s device has not got', form: 'hash' },
        guardEpoch: 'key of the guard in use',
        objections: { what: 'who objected', form: 'keyed' },
        clients: 'clients you answer for, closed or open',
      },
    },
    {
      name: 'firm.secret',
      schema: secretSchema,
      what: 'the keys of this computer',
      kept: 'membership',
      seenBy: 'the app alone',
      fields: {
        signing: 'signs what you share and ask',
        sealing: 'opens what is for this computer',
        quiet: 'signs without your name',
        'keys.audience': { what: 'which audience', form: 'random' },
        'keys.epoch': 'which key',
        'keys.key': 'the key',
      },
    },
  ],
};
