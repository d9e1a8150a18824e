/** Against a web server on loopback that stands for every host, and a resolver that asks nobody. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { foundServersSchema } from '../contract/accounts.ts';
import type { FoundServers } from '../contract/accounts.ts';
import { discover } from './discover.ts';
import type { Resolver } from './discover.ts';
import { suggest } from './suggest.ts';

type Page = { status?: number; location?: string; body?: string };
let pages: Record<string, Page> = {};
let srv: Record<string, Awaited<ReturnType<Resolver['resolveSrv']>>> = {};
let mx: Record<string, string> = {};
/** Everything anybody was asked. */
let asked: string[] = [];
let seen = '';

const web = createServer((request: IncomingMessage, response: ServerResponse) => {
  const page = pages[`${String(request.headers['x-host'])}${request.url}`] ?? { status: 404 };
  seen += JSON.stringify([request.url, request.headers]);
  if (page.location !== undefined) response.setHeader('location', page.location);
  response.writeHead(page.status ?? 200);
  response.end(page.body ?? '');
});
beforeAll(() => once(web.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => web.close());
afterEach(() => {
  pages = {};
  srv = {};
  mx = {};
  asked = [];
  seen = '';
});

/** As the real one, but that every https host lies on loopback; hosts without a page do not exist. */
const fetchHere: typeof fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  asked.push(`${init?.method} ${url.href}`);
  expect(url.protocol).toBe('https:');
  if (!Object.keys(pages).some((page) => page.startsWith(`${url.host}/`)))
    throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) });
  const target = `http://127.0.0.1:${(web.address() as AddressInfo).port}${url.pathname}${url.search}`;
  return fetch(target, { ...init, headers: { ...(init?.headers as Record<string, string>), 'x-host': url.host } });
};

const missing = (): never => {
  throw Object.assign(new Error(), { code: 'ENODATA' });
};
const resolver: Resolver = {
  async resolveSrv(name) {
    asked.push(`SRV ${name}`);
    return srv[name] ?? missing();
  },
  async resolveMx(name) {
    asked.push(`MX ${name}`);
    const exchange = mx[name];
    return exchange === undefined ? missing() : [{ exchange: 'backup.example', priority: 20 }, { exchange, priority: 10 }]; // prettier-ignore
  },
};

const address = 'Ann.Lee@firm.example';
const everybody = suggest(address).hosts.map(({ host }) => host);
async function found(
  hosts: readonly string[] = everybody,
  signal = new AbortController().signal,
): Promise<FoundServers> {
  return foundServersSchema.parse(await discover(address, hosts, { fetch: fetchHere, resolver, signal }));
}

const server = (type: string, host: string, port: number, socket: string, user = '%EMAILADDRESS%'): string =>
  `<incomingServer type="${type}"><hostname>${host}</hostname><port>${port}</port><socketType>${socket}</socketType>` +
  `<username>${user}</username><authentication>password-cleartext</authentication></incomingServer>`;
const config = (servers: string, rest = ''): string =>
  `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x"><domain>firm.example</domain>${servers}</emailProvider>${rest}</clientConfig>`;
const own = 'autoconfig.firm.example/mail/config-v1.1.xml';
const imap = (host: string, port = 993, security = 'tls') => ({ kind: 'imap', host, port, security });

describe('asks whom the user agreed to', () => {
  test('nobody without consent, and only the host that was agreed to', async () => {
    expect(await found([])).toEqual({ provider: null, servers: [], user: address, hosts: [], asked: [] });
    expect(asked).toEqual([]);
    const { asked: answers } = await found(['autoconfig.firm.example']);
    expect(asked).toEqual(['GET https://autoconfig.firm.example/mail/config-v1.1.xml']);
    expect(answers).toEqual([{ host: 'autoconfig.firm.example', answer: expect.stringContaining('no such server') }]);
  });

  test('in order, and says of each what it answered; nobody hears the address', async () => {
    pages = { 'autoconfig.thunderbird.net/v1.1/other.example': {}, 'firm.example/': {} };
    const { asked: answers } = await found();
    expect(asked).toEqual([
      'GET https://autoconfig.firm.example/mail/config-v1.1.xml',
      'GET https://firm.example/.well-known/autoconfig/mail/config-v1.1.xml',
      'PROPFIND https://firm.example/.well-known/caldav',
      'SRV _imaps._tcp.firm.example',
      'SRV _imap._tcp.firm.example',
      'SRV _caldavs._tcp.firm.example',
      'MX firm.example',
      'GET https://autoconfig.thunderbird.net/v1.1/firm.example',
    ]);
    expect(answers.map(({ host }) => host)).toEqual([everybody[0], everybody[1], ...everybody.slice(1)]);
    expect(asked.join() + seen).not.toMatch(/ann/i);
  });

  test('Thunderbird only where the domain named no mail server, and then under who takes its mail in too', async () => {
    pages = { [own]: { body: config(server('imap', 'imap.firm.example', 993, 'SSL')) }, 'autoconfig.thunderbird.net/v1.1/hoster.example': { body: config(server('imap', 'imap.hoster.example', 993, 'SSL', '%EMAILLOCALPART%')) } }; // prettier-ignore
    expect((await found()).servers).toEqual([imap('imap.firm.example')]);
    expect(asked.join()).not.toContain('thunderbird');
    mx = { 'firm.example': 'mx1.hoster.example' };
    delete pages[own];
    expect(await found()).toMatchObject({ servers: [imap('imap.hoster.example')], user: 'Ann.Lee' });
  });

  test('a host that redirects is not followed until the user agreed to the new one', async () => {
    pages = { [own]: { status: 301, location: 'https://conf.hoster.example/firm.xml' }, 'conf.hoster.example/firm.xml': { body: config(server('imap', 'imap.hoster.example', 993, 'SSL')) } }; // prettier-ignore
    const hosts = ['autoconfig.firm.example'];
    const first = await found(hosts);
    expect(first.servers).toEqual([]);
    expect(first.hosts).toEqual([{ host: 'conf.hoster.example', purpose: expect.stringContaining('autoconfig.firm.example'), byDefault: false }]); // prettier-ignore
    expect(first.asked[0]?.answer).toBe(
      'It sends us on to conf.hoster.example: agree to conf.hoster.example to go on.',
    );
    expect(asked).toHaveLength(1);
    expect((await found([...hosts, 'conf.hoster.example'])).servers).toEqual([imap('imap.hoster.example')]);
  });

  test.each(['http://autoconfig.firm.example/x', 'https://127.0.0.1/x', 'https://localhost/x', 'https://me:secret@autoconfig.firm.example/x', 'file:///etc/passwd'])(
    'goes nowhere unsafe: %s',
    async (location) => {
      pages = { [own]: { status: 302, location } };
      expect(await found(['autoconfig.firm.example', '127.0.0.1', 'localhost'])).toMatchObject({ servers: [], hosts: [] });
      expect(asked).toHaveLength(1);
    },
  ); // prettier-ignore

  test('does not go round in circles', async () => {
    pages = { [own]: { status: 302, location: '/mail/config-v1.1.xml' } };
    expect((await found(['autoconfig.firm.example'])).servers).toEqual([]);
    expect(asked).toHaveLength(4);
  });

  test('says it where the gate is closed, and ends when told to', async () => {
    const closed = async (): Promise<never> => {
      throw Object.assign(new Error(), { code: 'EGRESS_REFUSED' });
    };
    const deps = { fetch: closed, resolver: { resolveSrv: closed, resolveMx: closed }, signal: AbortSignal.abort() };
    const { asked: answers } = await discover(address, everybody, deps);
    expect(answers.every(({ answer }) => answer.includes('not among the hosts you agreed to'))).toBe(true);
    pages = { [own]: { body: config('') } };
    expect((await found(everybody.slice(0, 1), AbortSignal.abort())).asked[0]?.answer).toContain(
      'The connection broke',
    );
  });
});

describe('what is published by autoconfig', () => {
  const read = async (body: string): Promise<FoundServers> => {
    pages = { [own]: { body } };
    return found(['autoconfig.firm.example']);
  };

  test('encrypted IMAP only, TLS before STARTTLS, with the name to sign in with, and the calendar', async () => {
    const {
      servers,
      user,
      asked: answers,
    } = await read(
      config(
        server('pop3', 'pop.firm.example', 995, 'SSL') +
          server('imap', 'mail.firm.example', 143, 'STARTTLS', '%EMAILLOCALPART%@%EMAILDOMAIN%') +
          server('imap', 'plain.firm.example', 143, 'plain') +
          server('imap', 'Mail.%EMAILDOMAIN%', 993, 'SSL'),
        '<calendar type="caldav"><serverURL>https://dav.firm.example/</serverURL></calendar><calendar type="caldav"><serverURL>http://dav.firm.example/</serverURL></calendar>',
      ),
    );
    expect(servers).toEqual([
      imap('mail.firm.example'),
      imap('mail.firm.example', 143, 'starttls'),
      { kind: 'caldav', url: 'https://dav.firm.example/' },
    ]);
    expect(user).toBe('Ann.Lee@firm.example');
    expect(answers[0]?.answer).toContain('mail.firm.example, port 993');
  });

  test.each([
    ['a host that is none', config(server('imap', '127.0.0.1', 993, 'SSL') + server('imap', 'localhost', 993, 'SSL'))],
    ['a host with the name of the user in it', config(server('imap', '%EMAILLOCALPART%.evil.example', 993, 'SSL'))],
    ['a port that is none', config(server('imap', 'imap.firm.example', 99_999, 'SSL'))],
    [
      'a document type',
      `<!DOCTYPE x [<!ENTITY h "imap.firm.example">]>${config(server('imap', 'imap.firm.example', 993, 'SSL'))}`,
    ],
    ['a web page', '<html><body>Welcome</body></html>'],
    ['a broken document', '<clientConfig><emailProvider>'],
    ['no servers', config('')],
    ['too much', config(server('imap', 'imap.firm.example', 993, 'SSL')) + ' '.repeat(256 * 1024)],
  ])('%s is left out', async (_, body) => {
    expect(await read(body)).toMatchObject({ servers: [], provider: null, hosts: [] });
  });

  test('mail servers of Microsoft or Google mean their own sign-in', async () => {
    const microsoft = await read(config(server('imap', 'outlook.office365.com', 993, 'SSL')));
    expect(microsoft.provider).toBe('microsoft');
    expect(microsoft.servers.map(({ kind }) => kind)).toEqual(['graph', 'imap']);
    expect((await read(config(server('imap', 'imap.gmail.com', 993, 'SSL')))).provider).toBe('google');
  });
});

describe('what the DNS says', () => {
  const dns = ['the DNS of firm.example'];
  const record = (name: string, port: number, priority = 0, weight = 0) => ({ name, port, priority, weight });

  test('servers in their order; a dot is none', async () => {
    srv = {
      '_imaps._tcp.firm.example': [record('b.firm.example', 993, 10), record('c.firm.example.', 993, 5, 1), record('a.firm.example', 9993, 5, 9)], // prettier-ignore
      '_imap._tcp.firm.example': [record('.', 0)],
      '_caldavs._tcp.firm.example': [record('dav.firm.example', 443), record('dav.firm.example', 8443, 1)],
    };
    expect((await found(dns)).servers).toEqual([
      imap('a.firm.example', 9993),
      imap('c.firm.example'),
      imap('b.firm.example'),
      { kind: 'caldav', url: 'https://dav.firm.example/' },
      { kind: 'caldav', url: 'https://dav.firm.example:8443/' },
    ]);
  });

  test.each([
    ['firm-example.mail.protection.outlook.com', 'microsoft', 'graph', 'Microsoft 365'],
    ['firm-example.b-v1.mx.microsoft', 'microsoft', 'graph', 'Microsoft 365'],
    ['aspmx.l.google.com', 'google', 'imap', 'Google Workspace'],
    ['smtp.google.com', 'google', 'imap', 'Google Workspace'],
    ['in1-smtp.messagingengine.com', null, 'imap', 'messagingengine.com'],
    ['mx01.mail.icloud.com', null, 'imap', 'icloud.com'],
  ])('mail taken in by %s', async (exchange, provider, first, words) => {
    mx = { 'firm.example': exchange };
    const { servers, asked: answers, ...rest } = await found(dns);
    expect(rest.provider).toBe(provider);
    expect(servers[0]?.kind).toBe(first);
    expect(answers[0]?.answer).toContain(words);
  });

  test('who takes the mail in is right where the web site names servers of its own', async () => {
    mx = { 'firm.example': 'firm-example.mail.protection.outlook.com' };
    pages = { [own]: { body: config(server('imap', 'mail.hoster.example', 993, 'SSL')) } };
    const { servers } = await found(['autoconfig.firm.example', ...dns]);
    expect(servers.slice(1)).toEqual([imap('outlook.office365.com'), imap('mail.hoster.example')]);
  });

  test('a name that only ends like theirs is not theirs', async () => {
    mx = { 'firm.example': 'mail.notgoogle.com' };
    expect(await found(dns)).toMatchObject({ provider: null, servers: [] });
  });

  test('a resolver that fails is reported', async () => {
    const broken = async (): Promise<never> => {
      throw Object.assign(new Error(), { code: 'ETIMEOUT' });
    };
    const deps = { fetch: fetchHere, resolver: { resolveSrv: broken, resolveMx: broken }, signal: new AbortController().signal }; // prettier-ignore
    expect((await discover(address, dns, deps)).asked).toEqual([{ host: dns[0], answer: expect.stringContaining('nothing came in time') }]); // prettier-ignore
  });
});

describe('the calendar of a domain', () => {
  const at = 'firm.example/.well-known/caldav';

  test('where it asks for a password, also after a redirect', async () => {
    pages = { [at]: { status: 401 } };
    expect((await found(['firm.example'])).servers).toEqual([{ kind: 'caldav', url: `https://${at}` }]);
    pages = { [at]: { status: 301, location: '/dav/' }, 'firm.example/dav/': { status: 401 } };
    expect((await found(['firm.example'])).servers).toEqual([{ kind: 'caldav', url: 'https://firm.example/dav/' }]);
  });

  test('a web site that has something to show for every address is none', async () => {
    pages = { [at]: { status: 200, body: '<html></html>' } };
    expect((await found(['firm.example'])).servers).toEqual([]);
  });
});
