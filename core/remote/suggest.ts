/** What an address alone says of its servers; nobody is asked. */
import type { Server, Suggestion } from '../contract/accounts.ts';

export const graphServer: Server = { kind: 'graph', url: 'https://graph.microsoft.com/v1.0' };

const imap = (host: string): Server => ({ kind: 'imap', host, port: 993, security: 'tls' });
const caldav = (url: string): Server => ({ kind: 'caldav', url });

/** Gmail's mail; its calendar is reached by CalDAV under the mailbox's own address, with a sign-in of its own. */
export function googleServers(address: string): Server[] {
  return [
    imap('imap.gmail.com'),
    caldav(`https://apidata.googleusercontent.com/caldav/v2/${encodeURIComponent(address)}/user`),
  ];
}

// Providers' own pages on setting up a mail program: one host each, IMAP over TLS on port 993 (RFC 8314).
const providers: readonly (readonly [domains: RegExp, servers: readonly Server[]])[] = [
  [/^(?:icloud|me|mac)\.com$/, [imap('imap.mail.me.com'), caldav('https://caldav.icloud.com/')]],
  [
    /^(?:yahoo|ymail|rocketmail)\.[a-z.]+$/,
    [imap('imap.mail.yahoo.com'), caldav('https://caldav.calendar.yahoo.com/')],
  ],
  [/^(?:aol|aim)\.com$/, [imap('imap.aol.com')]],
  [/^gmx\.(?:net|de|at|ch)$/, [imap('imap.gmx.net')]],
  [/^web\.de$/, [imap('imap.web.de')]],
  [/^(?:fastmail\.(?:com|fm)|sent\.com)$/, [imap('imap.fastmail.com'), caldav('https://caldav.fastmail.com/')]],
  [/^mailbox\.org$/, [imap('imap.mailbox.org'), caldav('https://dav.mailbox.org/')]],
  [/^posteo\.(?:de|net|org|eu)$/, [imap('posteo.de'), caldav('https://posteo.de:8443/')]],
  [/^(?:zoho|zohomail)\.(?:com|eu)$/, [imap('imap.zoho.com')]],
];

const microsoft = /^(?:outlook|hotmail|live|msn)\.[a-z.]+$/;
const google = /^(?:gmail|googlemail)\.com$/;

/** `hosts` are those that could be asked for a domain nobody knows, in the order in which it is worth it. */
export function suggest(address: string): Suggestion {
  const domain = domainOf(address);
  if (domain === null) return { provider: null, servers: [], hosts: [] };
  if (microsoft.test(domain)) return { provider: 'microsoft', servers: [graphServer], hosts: [] };
  if (google.test(domain)) return { provider: 'google', servers: googleServers(address), hosts: [] };
  const known = providers.find(([domains]) => domains.test(domain));
  if (known) return { provider: null, servers: [...known[1]], hosts: [] };
  return {
    provider: null,
    servers: [],
    hosts: [
      { host: `autoconfig.${domain}`, purpose: 'what your provider publishes for mail programs' },
      { host: domain, purpose: 'the same, at the other customary place' },
      { host: dnsOf(domain), purpose: 'which servers the domain names, asked the way every program looks up names' },
      {
        host: 'autoconfig.thunderbird.net',
        purpose: 'Mozilla’s list of providers; it learns that somebody uses this domain',
      },
    ],
  };
}

/** In lower case and ASCII; null for what is no address. */
export function domainOf(address: string): string | null {
  const domain = address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
  return address.includes('@') && /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z0-9-]{2,}$/.test(domain) ? domain : null;
}

/** The name under which looking up a domain's own records is agreed to. */
export function dnsOf(domain: string): string {
  return `DNS of ${domain}`;
}

/** The names that are looked up when that is agreed to; null for any other host. */
export function dnsNames(agreed: string): string[] | null {
  const domain = /^DNS of (.+)$/.exec(agreed)?.[1];
  return domain === undefined
    ? null
    : [domain, ...['_imaps', '_imap', '_caldavs'].map((name) => `${name}._tcp.${domain}`)];
}
