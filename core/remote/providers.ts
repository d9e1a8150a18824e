/** Providers whose servers are published and do not change: nobody need be asked for them. */
import type { Server } from '../contract/accounts.ts';

export interface Provider {
  /** Those whose sign-in is their own. */
  readonly name: 'microsoft' | 'google' | null;
  readonly servers: Server[];
  /** What an address of its own domains signs in with to read mail. */
  readonly user: 'address' | 'local part';
}

/** Of the domain of an address, or the registrable domain of the server that takes its mail. */
export function providerOf(domain: string, address: string): Provider | null {
  const found = byDomain.get(domain);
  if (!found) return null;
  const { name = null, user = 'address', servers } = found;
  const own = encodeURIComponent(address);
  return {
    name,
    user,
    servers: servers.map((one) => (one.kind === 'caldav' ? { ...one, url: one.url.replace('ADDRESS', own) } : one)),
  };
}

function imap(host: string): Server {
  return { kind: 'imap', host, port: 993, security: 'tls' };
}

function caldav(url: string): Server {
  return { kind: 'caldav', url };
}

/** The same name under many endings. */
function under(name: string, endings: string): string[] {
  return endings.split(' ').map((ending) => `${name}.${ending}`);
}

interface Entry extends Partial<Omit<Provider, 'servers'>> {
  /** ADDRESS in a calendar's stands for the user's own. */
  readonly servers: readonly Server[];
  readonly domains: readonly string[];
}

const providers: readonly Entry[] = [
  {
    // https://learn.microsoft.com/graph/ and https://support.microsoft.com/office/d088b986-291d-42b8-9564-9c414e2aa040; business
    // mail is taken in under mail.protection.outlook.com and mx.microsoft.
    name: 'microsoft',
    servers: [{ kind: 'graph', url: 'https://graph.microsoft.com/v1.0' }, imap('outlook.office365.com')],
    domains: [
      ...under('outlook', 'com at be cl cz de dk es fr hu ie in it jp kr lv my ph pt sa sg sk co.id co.il co.th'),
      ...under('outlook', 'com.ar com.au com.br com.gr com.tr com.vn'),
      ...under('hotmail', 'com be ca ch cl cz de dk es fi fr gr hu it lt lv my nl no ph rs se sg sk co.id co.il co.in'),
      ...under('hotmail', 'co.jp co.kr co.th co.uk co.za com.ar com.au com.br com.hk com.tr com.tw com.vn'),
      ...under(
        'live',
        'com at be ca cl cn de dk fi fr hk ie in it jp nl no ru se co.jp co.kr co.uk co.za com.ar com.au',
      ),
      ...under('live', 'com.mx com.my com.ph com.pt com.sg'),
      'msn.com',
      'windowslive.com',
      'passport.com',
      'livemail.tw',
      'office365.com',
      'mx.microsoft',
    ],
  },
  {
    // https://developers.google.com/workspace/gmail/imap/imap-smtp and
    // https://developers.google.com/workspace/calendar/caldav/v2/guide; business mail is taken in under google.com.
    name: 'google',
    servers: [imap('imap.gmail.com'), caldav('https://apidata.googleusercontent.com/caldav/v2/ADDRESS/user')],
    domains: ['gmail.com', 'googlemail.com', 'google.com'],
  },
  {
    // https://support.apple.com/HT202304
    user: 'local part',
    servers: [imap('imap.mail.me.com'), caldav('https://caldav.icloud.com/')],
    domains: ['icloud.com', 'me.com', 'mac.com'],
  },
  {
    // https://help.yahoo.com/kb/SLN4075.html
    servers: [imap('imap.mail.yahoo.com'), caldav('https://caldav.calendar.yahoo.com/')],
    domains: [
      ...under('yahoo', 'com de it fr es se ca ie co.in co.uk co.nz com.au com.ar com.br com.mx'),
      'ymail.com',
      'myyahoo.com',
      'rocketmail.com',
    ],
  },
  {
    // https://help.aol.com/articles/how-do-i-use-other-email-applications-to-send-and-receive-my-aol-mail
    servers: [imap('imap.aol.com')],
    domains: [
      ...under('aol', 'com de it fr es se co.uk co.nz com.au com.ar com.br com.mx'),
      'aim.com',
      'netscape.net',
      'compuserve.com',
    ],
  },
  {
    // https://hilfe.gmx.net/pop-imap/imap/imap-serverdaten.html
    servers: [imap('imap.gmx.net'), caldav('https://caldav.gmx.net/')],
    domains: under('gmx', 'net de at ch eu biz org info'),
  },
  {
    // https://support.gmx.com/pop-imap/imap/server.html
    servers: [imap('imap.gmx.com'), caldav('https://caldav.gmx.com/')],
    domains: under('gmx', 'com us co.uk es fr ca ie it li pt se'),
  },
  {
    // https://hilfe.web.de/pop-imap/imap/imap-serverdaten.html
    user: 'local part',
    servers: [imap('imap.web.de'), caldav('https://caldav.web.de/')],
    domains: ['web.de'],
  },
  {
    // https://www.telekom.de/hilfe/apps-dienste/e-mail/einstellungen/posteingang-postausgang-server
    servers: [imap('secureimap.t-online.de')],
    domains: ['t-online.de', 'magenta.de'],
  },
  {
    // https://www.fastmail.com/help/technical/servernamesandports.html; mail of own domains is taken in under messagingengine.com.
    servers: [imap('imap.fastmail.com'), caldav('https://caldav.fastmail.com/')],
    domains: [
      ...under('fastmail', 'com fm us net org de es fr in jp mx nl se to uk co.uk com.au'),
      'messagingengine.com',
    ],
  },
  {
    // https://kb.mailbox.org/de/privat/e-mail/e-mail-konfiguration/
    servers: [imap('imap.mailbox.org'), caldav('https://dav.mailbox.org/')],
    domains: ['mailbox.org'],
  },
  {
    // https://posteo.de/hilfe/wie-richte-ich-posteo-in-einem-mailprogramm-ein-pop3-imap-und-smtp
    servers: [imap('posteo.de'), caldav('https://posteo.de:8443/')],
    domains: under(
      'posteo',
      'de at be ch co co.uk com dk es eu fi ie it jp li lu me net nl no nz org pl pt ro se uk us',
    ),
  },
  {
    // https://www.zoho.com/mail/help/imap-access.html; firms have the same under imappro, which their DNS or autoconfig says.
    servers: [imap('imap.zoho.com')],
    domains: ['zohomail.com'],
  },
];

const byDomain = new Map(providers.flatMap((entry) => entry.domains.map((domain) => [domain, entry] as const)));
