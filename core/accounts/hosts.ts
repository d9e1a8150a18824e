/** Every host an account reaches, and for what: the gate's allow-list is made of these and nothing else. */
import type { Credentials, Server } from '../contract/accounts.ts';
import { assertNever } from '../contract/errors.ts';

type HostPurpose = readonly [host: string, purpose: string];

/** `more` are hosts the user agreed to when a server named them. */
export function hostsOf(server: Server, credentials: Credentials | null, more: readonly string[]): HostPurpose[] {
  const what = purposeOf(server);
  const own = serverHost(server, credentials);
  return [
    ...(own === null ? [] : [[own, what] as const]),
    ...more.map((host) => [host, what] as const),
    ...(credentials?.kind === 'oauth' ? [[hostOf(credentials.client.tokenEndpoint), 'sign-in'] as const] : []),
  ];
}

export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

function serverHost(server: Server, credentials: Credentials | null): string | null {
  switch (server.kind) {
    case 'imap':
      return server.host.toLowerCase();
    case 'graph':
    case 'caldav':
      return hostOf(server.url);
    case 'ics':
      return credentials?.kind === 'url' ? hostOf(credentials.url) : null;
    default:
      return assertNever(server);
  }
}

function purposeOf({ kind }: Server): string {
  switch (kind) {
    case 'imap':
      return 'mail';
    case 'graph':
      return 'mail and calendar';
    case 'caldav':
    case 'ics':
      return 'calendar';
    default:
      return assertNever(kind);
  }
}
