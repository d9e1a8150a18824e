/** What an address says by itself: whose host, which organisation, and which other spellings are the same mailbox. */
import { domainToUnicode } from 'node:url';
import { getDomain } from 'tldts';

const gmail = new Set(['gmail.com', 'googlemail.com']);
const yahoo = /^(?:yahoo\.[a-z.]+|ymail\.com|rocketmail\.com)$/;

// Hosts where anybody may have a mailbox: no organisation of the people there.
const freeMail = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com outlook.de hotmail.de hotmail.fr hotmail.it hotmail.es
  hotmail.co.uk live.co.uk live.nl live.fr live.de ymail.com rocketmail.com icloud.com me.com mac.com aol.com aim.com proton.me
  protonmail.com protonmail.ch pm.me tutanota.com tuta.io fastmail.com fastmail.fm hushmail.com hey.com zoho.com zohomail.com
  gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.org web.de freenet.de t-online.de arcor.de mailbox.org posteo.de email.de online.de
  1und1.de vodafone.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr libero.it virgilio.it tiscali.it alice.it tin.it
  telefonica.net terra.es bol.com.br uol.com.br terra.com.br ziggo.nl kpnmail.nl planet.nl xs4all.nl hetnet.nl home.nl skynet.be
  telenet.be bluewin.ch hispeed.ch sunrise.ch wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz email.cz azet.sk mail.ru
  bk.ru inbox.ru list.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net qq.com foxmail.com 163.com 126.com yeah.net sina.com
  sohu.com naver.com daum.net hanmail.net nate.com rediffmail.com btinternet.com bt.com sky.com virginmedia.com ntlworld.com
  blueyonder.co.uk talktalk.net talk21.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
  earthlink.net juno.com netzero.net optonline.net rogers.com shaw.ca sympatico.ca telus.net bigpond.com bigpond.net.au
  optusnet.com.au iinet.net.au xtra.co.nz mail.com usa.net excite.com lycos.com bellnet.ca pobox.com users.noreply.github.com`.split(
    /\s+/,
  ),
);

export function hostOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}

export function isFreeMail(host: string): boolean {
  return freeMail.has(host) || yahoo.test(host);
}

/** The registrable domain of an address's organisation, or null for a free mail host or a bare host. */
export function organisationDomain(email: string): string | null {
  const host = hostOf(email);
  const known = domains.get(host);
  if (known !== undefined) return known;
  const domain = isFreeMail(host) ? null : getDomain(host);
  const answer = domain === null || isFreeMail(domain) ? null : domain;
  domains.set(host, answer);
  return answer;
}

// Asked for every address several times with every recount; there are fewer hosts than addresses.
const domains = new Map<string, string | null>();

/**
 * Addresses with the same key are one mailbox: the tag after a plus is the user's own note; Gmail ignores dots (only there,
 * on other domains they matter), Yahoo tags with a hyphen.
 */
export function matchKey(email: string): string {
  const at = email.lastIndexOf('@');
  const host = email.slice(at + 1);
  let local = email.slice(0, at);
  if (!local.startsWith('"')) local = local.replace(/(?<=.)\+.*$/, '');
  if (gmail.has(host)) return `${local.replaceAll('.', '')}@gmail.com`;
  if (yahoo.test(host)) return `${local.replace(/(?<=.)-.*$/, '')}@${host}`;
  return `${local}@${host}`;
}

/** A readable name from a domain alone: "weber-capital.co.uk" is Weber Capital. */
export function organisationNameFromDomain(domain: string): string {
  const label = domainToUnicode(domain).split('.')[0] ?? domain;
  const words = label.split(/[-_]+/).filter(Boolean);
  // Up to three letters are nearly always an abbreviation.
  if (words.length === 1 && label.length <= 3) return label.toUpperCase();
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || domain;
}
