/** Asks the hosts a user agreed to, and no others, where the mail and the calendar of an address lie. */
import { getDomain } from 'tldts';
import { assertNever } from '../contract/errors.ts';
import type { Failure } from '../contract/errors.ts';
import type { FoundServers, Server } from '../contract/accounts.ts';
import { readAutoconfig } from './autoconfig.ts';
import { networkFailure } from './failures.ts';
import { textOf } from './http.ts';
import { providerOf } from './providers.ts';
import type { Provider } from './providers.ts';
import { addressParts, dnsOf, isHostName, providerList, srvNames } from './suggest.ts';

/** What `dns.promises` and its Resolver do. */
export interface Resolver {
  readonly resolveSrv: (name: string) => Promise<readonly SrvRecord[]>;
  readonly resolveMx: (name: string) => Promise<readonly { exchange: string; priority: number }[]>;
}

interface SrvRecord {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

interface DiscoverDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly resolver: Resolver;
  readonly signal: AbortSignal;
}

/** What one of them said. */
interface Finding {
  /** In words, for the user. */
  readonly answer: string;
  readonly servers?: readonly Server[];
  readonly user?: string | null;
  /** Who takes the mail in: the registrable domain of that server. */
  readonly mailDomain?: string | null;
  /** A host it sends us on to. */
  readonly onward?: string;
}

/**
 * `agreedHosts` are those of `suggest` that the user agreed to, and of `hosts` of an earlier answer. Servers without encryption are not
 * proposed. Thunderbird's list is only asked where the domain itself named nothing. Never fails: `asked` says what each host said.
 */
export async function discover(
  address: string,
  agreedHosts: readonly string[],
  deps: DiscoverDeps,
): Promise<FoundServers> {
  const domain = addressParts(address)?.domain;
  if (domain === undefined) return summary([], address);
  const agreed = new Set(agreedHosts.map((host) => host.toLowerCase()));
  const web: Web = { address, agreed, deps };
  const ways: readonly (readonly [host: string, questions: readonly (() => Promise<Finding>)[]])[] = [
    [`autoconfig.${domain}`, [() => autoconfig(`https://autoconfig.${domain}/mail/config-v1.1.xml`, web)]],
    [
      domain,
      [
        () => autoconfig(`https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`, web),
        () => calendarAt(domain, web),
      ],
    ],
    [dnsOf(domain), [() => askDns(domain, address, deps.resolver)]],
  ];
  const questions = ways.flatMap(([host, its]) =>
    agreed.has(host.toLowerCase()) ? its.map((ask) => ({ host, ask })) : [],
  );
  const asked = await Promise.all(
    questions.map(async ({ host, ask }): Promise<Asked> => ({ host, finding: await ask() })),
  );
  // What the list says of a domain may stand there under that of the server that takes its mail in.
  for (const name of new Set([domain, ...asked.flatMap(({ finding }) => finding.mailDomain ?? [])])) {
    if (!agreed.has(providerList) || hasMail(asked)) break;
    asked.push({ host: providerList, finding: await autoconfig(`https://${providerList}/v1.1/${name}`, web) });
  }
  return summary(asked, address);
}

interface Asked {
  readonly host: string;
  readonly finding: Finding;
}

function hasMail(asked: readonly Asked[]): boolean {
  const { servers } = summary(asked, '');
  return servers.some(({ kind }) => kind === 'imap');
}

function summary(asked: readonly Asked[], address: string): FoundServers {
  const findings = asked.map(({ finding }) => finding);
  const provider = providerAmong(findings, address);
  // Those of the provider first: whoever runs a web site often publishes servers of its own for a domain whose mail lies elsewhere.
  const servers = [...(provider?.servers ?? []), ...findings.flatMap((finding) => finding.servers ?? [])];
  const distinct = new Map(servers.map((server) => [JSON.stringify(server), server]));
  const onward = new Map(asked.flatMap(({ host, finding: { onward: to } }) => (to === undefined ? [] : [[to, host]])));
  return {
    provider: provider?.name ?? null,
    servers: [...distinct.values()].sort((a, b) => rank(a) - rank(b)),
    user: findings.find(({ user }) => typeof user === 'string')?.user ?? address.trim(),
    hosts: [...onward].map(([host, from]) => ({
      host,
      purpose: `${from} sends us on to it for the names of the servers.`,
      byDefault: false,
    })),
    asked: asked.map(({ host, finding }) => ({ host, answer: finding.answer })),
  };
}

/** By the server that takes the mail in, or by a mail server that was named. */
function providerAmong(findings: readonly Finding[], address: string): Provider | null {
  const domains = findings.flatMap(({ mailDomain, servers = [] }) => [
    ...(typeof mailDomain === 'string' ? [mailDomain] : []),
    ...servers.flatMap((server) => (server.kind === 'imap' ? (getDomain(server.host) ?? []) : [])),
  ]);
  const known = domains.flatMap((domain) => providerOf(domain, address) ?? []);
  return known.find(({ name }) => name !== null) ?? known[0] ?? null;
}

/** Best first: permissions that cannot read a body, TLS from the first byte, TLS after a word in the clear; then calendars. */
function rank(server: Server): number {
  switch (server.kind) {
    case 'graph':
      return 0;
    case 'imap':
      return server.security === 'tls' ? 1 : 2;
    case 'caldav':
      return 3;
    case 'ics':
      return 4;
    default:
      return assertNever(server);
  }
}

async function askDns(domain: string, address: string, resolver: Resolver): Promise<Finding> {
  try {
    const [imaps = [], imap = [], caldavs = []] = await Promise.all(
      srvNames(domain).map(async (name) => bySrvOrder(await orNone(resolver.resolveSrv(name)))),
    );
    const mx = [...(await orNone(resolver.resolveMx(domain)))].sort((a, b) => a.priority - b.priority)[0]?.exchange;
    const mailDomain = mx === undefined ? null : getDomain(mx);
    const provider = mailDomain === null ? null : providerOf(mailDomain, address);
    const servers: Server[] = [
      ...imaps.map(({ name, port }) => ({ kind: 'imap', host: name, port, security: 'tls' }) as const),
      ...imap.map(({ name, port }) => ({ kind: 'imap', host: name, port, security: 'starttls' }) as const),
      ...caldavs.map(({ name, port }) => ({ kind: 'caldav', url: new URL(`https://${name}:${port}/`).href }) as const),
    ];
    const run = { microsoft: ' That is Microsoft 365.', google: ' That is Google Workspace.' };
    const takenIn = mx === undefined ? 'It names no server that takes mail in.' : `Mail is taken in by ${mx}.`;
    return {
      answer: `${takenIn}${provider?.name === undefined || provider.name === null ? '' : run[provider.name]} ${namesOf(servers)}`,
      servers,
      mailDomain,
    };
  } catch (error) {
    return { answer: wordsOf(networkFailure(error, dnsOf(domain))) };
  }
}

/** RFC 2782: the lowest priority first, then the greatest weight; a target of "." is a service that is not there. */
function bySrvOrder(records: readonly SrvRecord[]): SrvRecord[] {
  return records
    .map((record) => ({ ...record, name: record.name.replace(/\.$/, '').toLowerCase() }))
    .filter(({ name, port }) => isHostName(name) && port > 0)
    .sort((a, b) => a.priority - b.priority || b.weight - a.weight);
}

/** That nothing is published is an answer. */
async function orNone<T>(answer: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await answer;
  } catch (error) {
    if (['ENODATA', 'ENOTFOUND'].includes((error as { code?: string }).code ?? '')) return [];
    throw error;
  }
}

interface Web {
  readonly address: string;
  readonly agreed: ReadonlySet<string>;
  readonly deps: DiscoverDeps;
}

async function autoconfig(url: string, web: Web): Promise<Finding> {
  const reply = await askWeb(url, 'GET', web);
  if (!('status' in reply)) return reply;
  if (reply.status !== 200) return { answer: 'It has no list of mail servers.' };
  const published = reply.text === null ? null : readAutoconfig(reply.text, web.address);
  if (published === null) return { answer: 'What it sent is no list of mail servers.' };
  return { answer: namesOf(published.servers), ...published };
}

/** RFC 6764: where the well-known address asks for a password, or answers, there is a calendar server. */
async function calendarAt(domain: string, web: Web): Promise<Finding> {
  const reply = await askWeb(`https://${domain}/.well-known/caldav`, 'PROPFIND', web);
  if (!('status' in reply)) return reply;
  if (reply.status !== 401 && reply.status !== 207) return { answer: 'It has no calendar.' };
  const servers: Server[] = [{ kind: 'caldav', url: reply.url }];
  return { answer: namesOf(servers), servers };
}

function namesOf(servers: readonly Server[]): string {
  const names = servers.map((server) => {
    if (server.kind === 'imap') return `mail at ${server.host}, port ${server.port}`;
    return server.kind === 'caldav' ? `a calendar at ${new URL(server.url).host}` : server.kind;
  });
  return names.length === 0 ? 'It names no server that could be used.' : `It names ${names.join('; ')}.`;
}

type Reply = { readonly status: number; readonly url: string; readonly text: string | null } | Finding;

/** Goes on where it is sent only by https, to hosts the user agreed to, and three times at most. */
async function askWeb(url: string, method: 'GET' | 'PROPFIND', web: Web, left = 3): Promise<Reply> {
  const { hostname } = new URL(url);
  const limit = new AbortController();
  const stop = (): void => limit.abort();
  const timer = setTimeout(stop, mostMilliseconds);
  web.deps.signal.addEventListener('abort', stop);
  if (web.deps.signal.aborted) stop();
  try {
    const init = { method, redirect: 'manual', credentials: 'omit', signal: limit.signal } as const;
    const response = await web.deps.fetch(url, method === 'GET' ? init : { ...init, headers: { depth: '0' } });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null)
      return { status: response.status, url, text: response.status === 200 ? await textOf(response, mostBytes) : null };
    await response.body?.cancel();
    const target = new URL(location, url);
    if (target.protocol !== 'https:' || !isHostName(target.hostname) || target.username !== '' || left === 0)
      return { answer: 'It sends us on to where one cannot safely go.' };
    if (target.hostname !== hostname && !web.agreed.has(target.hostname))
      return { answer: `It sends us on to ${target.hostname}: agree to ${target.hostname} to go on.`, onward: target.hostname }; // prettier-ignore
    return await askWeb(target.href, method, web, left - 1);
  } catch (error) {
    return { answer: wordsOf(networkFailure(error, hostname)) };
  } finally {
    clearTimeout(timer);
    web.deps.signal.removeEventListener('abort', stop);
  }
}

/** Here a missing host is an answer and no mistake of the user's, and nothing is tried again. */
function wordsOf({ code, message }: Failure): string {
  if (code === 'host_unknown') return 'There is no such server, or this computer is offline.';
  if (code === 'connection_lost') return 'The connection broke, or nothing came in time.';
  return code === 'server_misbehaves' ? 'Its answer makes no sense.' : message;
}

const mostMilliseconds = 10_000;
/** A list of servers takes some thousand bytes. */
const mostBytes = 256 * 1024;
