import { describe, expect, test } from 'vitest';
import { serverSchema, suggestionSchema } from '../contract/accounts.ts';
import { isHostName, suggest } from './suggest.ts';

const imap = (host: string) => ({ kind: 'imap', host, port: 993, security: 'tls' });

describe('an address of a known provider needs nobody to be asked', () => {
  test.each([
    ['me@outlook.com', 'microsoft', 'outlook.office365.com', 'me@outlook.com'],
    ['me@Hotmail.CO.UK', 'microsoft', 'outlook.office365.com', 'me@Hotmail.CO.UK'],
    ['me@live.nl', 'microsoft', 'outlook.office365.com', 'me@live.nl'],
    ['me@msn.com', 'microsoft', 'outlook.office365.com', 'me@msn.com'],
    [' me@gmail.com ', 'google', 'imap.gmail.com', 'me@gmail.com'],
    ['me@googlemail.com', 'google', 'imap.gmail.com', 'me@googlemail.com'],
    ['me@icloud.com', null, 'imap.mail.me.com', 'me'],
    ['me@yahoo.co.uk', null, 'imap.mail.yahoo.com', 'me@yahoo.co.uk'],
    ['me@aol.com', null, 'imap.aol.com', 'me@aol.com'],
    ['me@gmx.at', null, 'imap.gmx.net', 'me@gmx.at'],
    ['me@gmx.com', null, 'imap.gmx.com', 'me@gmx.com'],
    ['me@web.de', null, 'imap.web.de', 'me'],
    ['me@t-online.de', null, 'secureimap.t-online.de', 'me@t-online.de'],
    ['me@fastmail.fm', null, 'imap.fastmail.com', 'me@fastmail.fm'],
    ['me@mailbox.org', null, 'imap.mailbox.org', 'me@mailbox.org'],
    ['me@posteo.net', null, 'posteo.de', 'me@posteo.net'],
  ])('%s', (address, provider, host, user) => {
    const suggestion = suggestionSchema.parse(suggest(address));
    expect(suggestion).toMatchObject({ provider, user, hosts: [] });
    expect(suggestion.servers).toContainEqual(imap(host));
    for (const server of suggestion.servers) expect(serverSchema.safeParse(server).success).toBe(true);
  });

  test('Microsoft by its own interface first, which cannot read a body', () => {
    expect(suggest('me@outlook.com').servers[0]?.kind).toBe('graph');
  });
});

test('for any other domain: who could be asked, in order, and what each would learn', () => {
  const suggestion = suggestionSchema.parse(suggest('Max.Mueller+x@Kanzlei-Müller.example'));
  expect(suggestion).toMatchObject({ provider: null, servers: [] });
  expect(suggestion.hosts.map(({ host }) => host)).toEqual([
    'autoconfig.xn--kanzlei-mller-4ob.example',
    'xn--kanzlei-mller-4ob.example',
    'the DNS of xn--kanzlei-mller-4ob.example',
    'autoconfig.thunderbird.net',
  ]);
  expect(JSON.stringify(suggestion.hosts)).not.toMatch(/Max/i);
});

test.each(['', 'me', 'me@', '@firm.example', 'me@localhost', 'me@127.0.0.1', 'me@[127.0.0.1]', 'me@a b.example', 'a@b@c.example', 'me@firm.example/x', 'me@firm.example:99', 'me@-a.example', `me@${'a'.repeat(64)}.example`])(
  'what is no address has neither servers nor anybody to ask: %j',
  (address) => {
    expect(suggest(address)).toMatchObject({ provider: null, servers: [], hosts: [] });
  },
); // prettier-ignore

test('a name of the internet', () => {
  expect(['imap.firm.example', 'a.b', 'xn--a.example', 'IMAP.Firm.Example'].every(isHostName)).toBe(true);
  expect(['imap', '1.2.3.4', 'a..b', 'a.b.', '.a.b', '%EMAILLOCALPART%.b', 'a_b.c', 'a.b\n', '::1'].some(isHostName)).toBe(false); // prettier-ignore
});
