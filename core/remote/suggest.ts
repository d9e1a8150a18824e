/** What an address says of its servers before anybody is asked, and who could be asked. */
import { domainToASCII } from 'node:url';
import type { Suggestion } from '../contract/accounts.ts';
import { providerOf } from './providers.ts';

/** Thunderbird's list of providers. */
export const providerList = 'autoconfig.thunderbird.net';

/** How the DNS of a domain is named where the user agrees to hosts. */
export function dnsOf(domain: string): string {
  return `the DNS of ${domain}`;
}

/** Where a domain names its servers: RFC 6186, RFC 8314 and RFC 6764. */
export function srvNames(domain: string): string[] {
  return ['_imaps', '_imap', '_caldavs'].map((name) => `${name}._tcp.${domain}`);
}

/** The names that are asked for when the user agrees to `host`, one of those of `suggest`, for an address. */
export function namesAsked(host: string, address: string): string[] {
  const domain = addressParts(address)?.domain;
  return domain !== undefined && host === dnsOf(domain) ? [domain, ...srvNames(domain)] : [host];
}

/**
 * The servers where the provider is known for its domain, else the hosts that may know them, in the order of
 * https://datatracker.ietf.org/doc/draft-ietf-mailmaint-autoconfig/. What is no address has neither. Each host is asked only once the
 * user agreed to it, and learns the domain, never the address: the convention's optional `emailaddress` is not sent, because what is
 * published for a domain is the same for everybody in it, and a list of third parties has no business knowing who sets up a program.
 */
export function suggest(address: string): Suggestion {
  const parts = addressParts(address);
  if (parts === null) return { provider: null, servers: [], user: address.trim(), hosts: [] };
  const { domain, localPart } = parts;
  const known = providerOf(domain, address.trim());
  if (known !== null) {
    const user = known.user === 'local part' ? localPart : address.trim();
    return { provider: known.name, servers: known.servers, user, hosts: [] };
  }
  return {
    provider: null,
    servers: [],
    user: address.trim(),
    hosts: [
      {
        host: `autoconfig.${domain}`,
        purpose: 'Where many who run mail publish the names of their servers.',
        byDefault: true,
      },
      {
        host: domain,
        purpose: 'Its web server may publish them too, and where the calendar is.',
        byDefault: true,
      },
      {
        host: dnsOf(domain),
        purpose: 'Says who takes its mail in, and sometimes the servers. Asked through the resolver of this computer.',
        byDefault: true,
      },
      {
        host: providerList,
        purpose: `The list of providers that Thunderbird keeps. It would learn that somebody asked for ${domain}, not who.`,
        byDefault: false,
      },
    ],
  };
}

/** The domain in its ASCII form; null where it is no address with a domain of the internet. */
export function addressParts(address: string): { readonly localPart: string; readonly domain: string } | null {
  const match = /^([^\s@]+)@([^\s@/\\:?#[\]]+)$/u.exec(address.trim());
  const domain = domainToASCII(match?.[2] ?? '').toLowerCase();
  return match?.[1] !== undefined && isHostName(domain) ? { localPart: match[1], domain } : null;
}

/** A full name of the internet: no single label, no number, nothing that could end a URL or a DNS name early (RFC 1123). */
export function isHostName(name: string): boolean {
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
  return name.length <= 253 && new RegExp(`^(?:${label}\\.)+(?!\\d+$)${label}$`, 'i').test(name);
}
