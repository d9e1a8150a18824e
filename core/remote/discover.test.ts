import { expect, test } from 'vitest';
import { autoconfigServers, discover } from './discover.ts';
import type { DiscoverDeps } from './discover.ts';
import { dnsOf, suggest } from './suggest.ts';

const address = 'anna@acme.example';
const config = (servers: string): string =>
  `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="acme.example"><domain>acme.example</domain>${servers}</emailProvider></clientConfig>`;
const server = (type: string, host: string, port: number | string, socket: string): string =>
  `<incomingServer type="${type}"><hostname>${host}</hostname><port>${port}</port><socketType>${socket}</socketType></incomingServer>`;

function deps(answers: Record<string, string>, more: Partial<DiscoverDeps['resolver']> = {}) {
  const asked: string[] = [];
  const made: DiscoverDeps = {
    signal: new AbortController().signal,
    fetch: async (input) => {
      const url = input instanceof URL ? input.href : (input as string);
      asked.push(url);
      const body = answers[url];
      if (body?.startsWith('redirect '))
        return new Response(null, { status: 302, headers: { location: body.slice(9) } });
      return body === undefined ? new Response('', { status: 404 }) : new Response(body);
    },
    resolver: {
      resolveSrv: async (name) => {
        asked.push(`SRV ${name}`);
        throw new Error('ENOTFOUND');
      },
      resolveMx: async (name) => {
        asked.push(`MX ${name}`);
        return [];
      },
      ...more,
    },
  };
  return { made, asked };
}

test.each([
  ['anna@outlook.com', 'microsoft', 'graph'],
  ['anna@gmail.com', 'google', 'imap'],
  ['anna@icloud.com', null, 'imap'],
  ['anna@gmx.de', null, 'imap'],
])('%s is known without asking anybody', (some, provider, kind) => {
  const { provider: found, servers, hosts } = suggest(some);
  expect(found).toBe(provider);
  expect(servers[0]?.kind).toBe(kind);
  expect(hosts).toEqual([]);
});

test('of any other domain, who could be asked is named, and nobody is', () => {
  expect(suggest(address).hosts.map(({ host }) => host)).toEqual([
    'autoconfig.acme.example', 'acme.example', 'DNS of acme.example', 'autoconfig.thunderbird.net',
  ]); // prettier-ignore
  expect(suggest('no address').hosts).toEqual([]);
});

test('only hosts that were agreed to are asked, and never with the address', async () => {
  const { made, asked } = deps({});
  expect(await discover(address, [], made)).toEqual({ servers: [], asked: [] });
  expect(asked).toEqual([]);
  await discover(
    address,
    suggest(address).hosts.map(({ host }) => host),
    made,
  );
  expect(asked.join('\n')).not.toMatch(/anna/);
  expect(asked).toHaveLength(7);
  await discover(address, ['acme.example', 'elsewhere.example'], made);
  expect(asked.slice(7)).toEqual(['https://acme.example/.well-known/autoconfig/mail/config-v1.1.xml']);
});

test('the best server comes first, and none without encryption', async () => {
  const xml = config(
    server('pop3', 'pop.acme.example', 995, 'SSL') +
      server('imap', 'plain.acme.example', 143, 'plain') +
      server('imap', 'start.acme.example', 143, 'STARTTLS') +
      server('imap', 'imap.%EMAILDOMAIN%', 993, 'SSL'),
  );
  const { made } = deps({ 'https://autoconfig.acme.example/mail/config-v1.1.xml': xml });
  const { servers } = await discover(address, ['autoconfig.acme.example'], made);
  expect(servers).toEqual([
    { kind: 'imap', host: 'imap.acme.example', port: 993, security: 'tls' },
    { kind: 'imap', host: 'start.acme.example', port: 143, security: 'starttls' },
  ]);
});

test('the records of a domain name its provider', async () => {
  const microsoft = deps(
    {},
    { resolveMx: async () => [{ exchange: 'acme-example.mail.protection.outlook.com', priority: 0 }] },
  );
  expect((await discover(address, [dnsOf('acme.example')], microsoft.made)).servers[0]?.kind).toBe('graph');
  const own = deps(
    {},
    {
      resolveSrv: async (name) =>
        name.startsWith('_imaps.')
          ? [{ name: 'Mail.Acme.example', port: 993, priority: 0 }]
          : [{ name: '', port: 0, priority: 0 }],
    },
  );
  expect((await discover(address, [dnsOf('acme.example')], own.made)).servers).toEqual([
    { kind: 'imap', host: 'mail.acme.example', port: 993, security: 'tls' },
  ]);
});

test.each([
  ['a page that is no XML', '<html><p>hello'],
  ['a port that is none', config(server('imap', 'imap.acme.example', 'x', 'SSL'))],
  ['a host that is none', config(server('imap', 'imap acme/../x', 993, 'SSL'))],
  [
    'an entity of its own',
    `<!DOCTYPE x [<!ENTITY a "imap.evil.example">]>${config(server('imap', '&a;', 993, 'SSL'))}`,
  ],
  ['too much', config(server('imap', 'imap.acme.example', 993, 'SSL')) + ' '.repeat(300_000)],
])('%s gives nothing, and does not throw', async (_what, xml) => {
  const { made } = deps({ 'https://autoconfig.acme.example/mail/config-v1.1.xml': xml });
  expect((await discover(address, ['autoconfig.acme.example'], made)).servers).toEqual([]);
});

test('what is no text is no server', () => {
  expect(autoconfigServers('', address)).toEqual([]);
});
