/** What a domain publishes of its servers: https://datatracker.ietf.org/doc/draft-ietf-mailmaint-autoconfig/, as Thunderbird began it. */
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { Server } from '../contract/accounts.ts';
import { addressParts, isHostName } from './suggest.ts';

export interface Published {
  readonly servers: readonly Server[];
  /** What one signs in with at the first mail server, where it says so. */
  readonly user: string | null;
}

const security = { SSL: 'tls', STARTTLS: 'starttls' } as const;

const imapSchema = z.object({
  '@_type': z.literal('imap'),
  hostname: z.string(),
  port: z.coerce.number().int().min(1).max(65_535),
  socketType: z.enum(['SSL', 'STARTTLS']),
  username: z.string().max(320).optional(),
});

const calendarSchema = z.object({ '@_type': z.literal('caldav'), serverURL: z.url({ protocol: /^https$/ }) });

const documentSchema = z.object({
  clientConfig: z.object({
    emailProvider: z.object({ incomingServer: z.array(z.unknown()).default([]) }),
    calendar: z.array(z.unknown()).default([]),
  }),
});

/**
 * The encrypted IMAP servers, in the order of the document, and calendars; what is not one of them is left out. Null where it is no
 * such document. Entities stay unread and a document type is refused: neither has a use here but to attack a reader.
 */
export function readAutoconfig(xml: string, address: string): Published | null {
  if (/<!DOCTYPE/i.test(xml)) return null;
  const document = documentSchema.safeParse(parsed(xml));
  if (!document.success) return null;
  const { emailProvider, calendar } = document.data.clientConfig;
  const mail = emailProvider.incomingServer.flatMap((entry) => {
    const one = imapSchema.safeParse(entry);
    if (!one.success) return [];
    // Of an address only its domain may become part of a name that is looked up.
    const host = one.data.hostname.replaceAll('%EMAILDOMAIN%', addressParts(address)?.domain ?? '').toLowerCase();
    if (!isHostName(host)) return [];
    return [{ user: one.data.username, server: { kind: 'imap', host, port: one.data.port, security: security[one.data.socketType] } as const }]; // prettier-ignore
  });
  const calendars = calendar.flatMap((entry): Server[] => {
    const one = calendarSchema.safeParse(entry);
    return one.success && isHostName(new URL(one.data.serverURL).hostname)
      ? [{ kind: 'caldav', url: one.data.serverURL }]
      : [];
  });
  const user = mail[0]?.user;
  return {
    servers: [...mail.map(({ server }) => server), ...calendars],
    user: user === undefined ? null : filled(user, address),
  };
}

const reader = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  processEntities: false,
  isArray: (name) => name === 'incomingServer' || name === 'calendar',
});

function parsed(xml: string): unknown {
  try {
    return reader.parse(xml);
  } catch {
    return null;
  }
}

function filled(user: string, address: string): string {
  const parts = addressParts(address);
  return user
    .replaceAll('%EMAILADDRESS%', address.trim())
    .replaceAll('%EMAILLOCALPART%', parts?.localPart ?? '')
    .replaceAll('%EMAILDOMAIN%', parts?.domain ?? '');
}
