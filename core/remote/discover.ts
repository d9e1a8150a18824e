/**
 * Finds the servers of an address by asking the hosts the user agreed to, and no others: the provider's own autoconfiguration
 * (https://wiki.mozilla.org/Thunderbird:Autoconfiguration), SRV records (RFC 6186, RFC 8314, RFC 6764), MX. Only the domain is ever
 * sent: who asks is nobody's business.
 */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { FoundServers, Server } from '../contract/accounts.ts';
import { checkedFetch, failureOf } from './http.ts';
import type { RemoteDeps } from './remote.ts';
import { dnsOf, domainOf, googleServers, graphServer } from './suggest.ts';

export interface DiscoverDeps extends Pick<RemoteDeps, 'fetch' | 'signal'> {
  readonly resolver: {
    readonly resolveSrv: (name: string) => Promise<{ name: string; port: number; priority: number }[]>;
    readonly resolveMx: (name: string) => Promise<{ exchange: string; priority: number }[]>;
  };
}

interface Answer {
  readonly servers: readonly Server[];
  readonly answer: string;
}

const mostBytes = 256 * 1024;
const nothing = 'It says nothing of mail servers.';

export async function discover(address: string, agreed: readonly string[], deps: DiscoverDeps): Promise<FoundServers> {
  const domain = domainOf(address);
  if (domain === null) return { servers: [], asked: [] };
  const ways: readonly (readonly [host: string, ask: () => Promise<Answer>])[] = [
    [`autoconfig.${domain}`, () => autoconfig(`https://autoconfig.${domain}/mail/config-v1.1.xml`, address, deps)],
    [domain, () => autoconfig(`https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`, address, deps)],
    [dnsOf(domain), () => records(domain, address, deps)],
    [
      'autoconfig.thunderbird.net',
      () => autoconfig(`https://autoconfig.thunderbird.net/v1.1/${domain}`, address, deps),
    ],
  ];
  const asked: FoundServers['asked'] = [];
  const servers: Server[] = [];
  for (const [host, ask] of ways) {
    if (!agreed.includes(host)) continue;
    const found = await ask();
    asked.push({ host, answer: found.answer });
    for (const server of found.servers)
      if (!servers.some((one) => JSON.stringify(one) === JSON.stringify(server))) servers.push(server);
  }
  return { servers: servers.sort((a, b) => rank(a) - rank(b)), asked };
}

function rank(server: Server): number {
  if (server.kind === 'graph') return 0;
  return server.kind === 'imap' ? (server.security === 'tls' ? 1 : 2) : 3;
}

async function autoconfig(url: string, address: string, deps: DiscoverDeps): Promise<Answer> {
  const { host } = new URL(url);
  try {
    const response = await checkedFetch(deps, [404])(url);
    if (!response.ok) return { servers: [], answer: nothing };
    const text = await response.text();
    const servers = text.length > mostBytes ? [] : autoconfigServers(text, address);
    return { servers, answer: servers.length > 0 ? 'It names a mail server.' : nothing };
  } catch (error) {
    return { servers: [], answer: failureOf(error, host).message };
  }
}

const oneOrMore = <T extends z.ZodType>(one: T) =>
  z
    .union([one, z.array(one)])
    .transform((value) => (Array.isArray(value) ? (value as z.output<T>[]) : [value as z.output<T>]));
const configSchema = z.object({
  clientConfig: z.object({
    emailProvider: z.object({
      incomingServer: oneOrMore(
        z.object({
          '@type': z.string(),
          hostname: z.string(),
          port: z.coerce.number().int().min(1).max(65_535),
          socketType: z.string(),
        }),
      ),
    }),
  }),
});
const hostPattern = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i;

/** IMAP servers with encryption; others are passed over. */
export function autoconfigServers(xml: string, address: string): Server[] {
  // Entities of its own would be the oldest trick against readers of XML.
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    processEntities: false,
    parseTagValue: false,
  });
  let parsed: unknown;
  try {
    parsed = parser.parse(xml);
  } catch {
    return [];
  }
  const config = configSchema.safeParse(parsed);
  if (!config.success) return [];
  const [local = '', domain = ''] = address.split('@');
  return config.data.clientConfig.emailProvider.incomingServer.flatMap((server): Server[] => {
    const host = server.hostname
      .replaceAll('%EMAILDOMAIN%', domain)
      .replaceAll('%EMAILLOCALPART%', local)
      .replaceAll('%EMAILADDRESS%', address);
    const security = server.socketType === 'SSL' ? 'tls' : server.socketType === 'STARTTLS' ? 'starttls' : null;
    return server['@type'] === 'imap' && security !== null && hostPattern.test(host)
      ? [{ kind: 'imap', host: host.toLowerCase(), port: server.port, security }]
      : [];
  });
}

async function records(domain: string, address: string, { resolver }: DiscoverDeps): Promise<Answer> {
  const srv = (name: string): Promise<{ name: string; port: number; priority: number }[]> =>
    resolver.resolveSrv(`${name}._tcp.${domain}`).then(
      // A single dot says that there is none (RFC 6186 3.4).
      (found) => found.filter((one) => hostPattern.test(one.name)).sort((a, b) => a.priority - b.priority),
      () => [],
    );
  const [mx, imaps, imap, caldavs] = await Promise.all([
    resolver.resolveMx(domain).catch(() => []),
    srv('_imaps'),
    srv('_imap'),
    srv('_caldavs'),
  ]);
  const exchanges = mx.map(({ exchange }) => exchange.toLowerCase());
  const servers: Server[] = [
    ...(exchanges.some((host) => host.endsWith('.mail.protection.outlook.com')) ? [graphServer] : []),
    ...(exchanges.some((host) => /(?:^|\.)(?:google|googlemail)\.com$/.test(host)) ? googleServers(address) : []),
    ...imaps.map(({ name, port }): Server => ({ kind: 'imap', host: name.toLowerCase(), port, security: 'tls' })),
    ...imap.map(({ name, port }): Server => ({ kind: 'imap', host: name.toLowerCase(), port, security: 'starttls' })),
    ...caldavs.map(({ name, port }): Server => ({
      kind: 'caldav',
      url: `https://${name.toLowerCase()}${port === 443 ? '' : `:${port}`}/`,
    })),
  ];
  return { servers, answer: servers.length > 0 ? 'It names servers.' : nothing };
}
