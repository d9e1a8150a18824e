/** Contact cards: vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350). Names, addresses, organisation and title; nothing else is kept. */
import ICAL from 'ical.js';
import { normaliseEmail } from './address.ts';
import { hash53 } from './hash.ts';
import { cleanText } from './headers.ts';
import type { ParseContext, SourceItem } from './record.ts';
import { decodeText } from './text.ts';

/** One item a card; a broken card is skipped with its line, the rest goes on. */
export function cardItems(text: string, _context: ParseContext): SourceItem[] {
  const lines = text.split(/\r\n|\n|\r/);
  const items: SourceItem[] = [];
  let begin = -1;
  const unfinished = (): void => {
    if (begin >= 0) items.push({ kind: 'skipped', reason: 'broken card', place: `line ${begin + 1}` });
  };
  lines.forEach((line, at) => {
    if (/^BEGIN:VCARD\s*$/i.test(line)) {
      unfinished();
      begin = at;
    }
    if (!/^END:VCARD\s*$/i.test(line) || begin < 0) return;
    items.push(cardItem(lines.slice(begin, at + 1), `line ${begin + 1}`));
    begin = -1;
  });
  unfinished();
  return items;
}

function cardItem(lines: readonly string[], place: string): SourceItem {
  const card = parseCard(lines);
  if (card === null) return { kind: 'skipped', reason: 'broken card', place };
  const all = (name: string): string[] =>
    card.getAllProperties(name).map((property) => {
      const value: unknown = property.getFirstValue();
      return cleanText(
        Array.isArray(value)
          ? value.flat().join(name === 'n' ? ';' : ' ')
          : ((value ?? '') as string | number).toString(),
        200,
      );
    });
  const emails = all('email').flatMap((value) => normaliseEmail(value.replace(/^mailto:/i, '')) ?? []);
  const [last = '', first = ''] = (all('n')[0] ?? '').split(';');
  const name = all('fn').find(Boolean) ?? [first, last].filter(Boolean).join(' ');
  if (name === '' && emails.length === 0) return { kind: 'skipped', reason: 'card without name or address', place };
  const organisation = card.getFirstProperty('org')?.getFirstValue() as unknown;
  return {
    kind: 'card',
    card: {
      key: all('uid').find(Boolean) ?? `content ${hash53([name, ...emails].join('\n')).toString(36)}`,
      name: name || (emails[0] as string),
      emails,
      organisation:
        cleanText(String((Array.isArray(organisation) ? organisation[0] : organisation) ?? ''), 200) || null,
      title: all('title').find(Boolean) ?? null,
      revisedAt: revisedAt(card),
    },
  };
}

function revisedAt(card: ICAL.Component): number | null {
  try {
    const time = Date.parse(String(card.getFirstProperty('rev')?.getFirstValue() ?? ''));
    return Number.isFinite(time) ? Math.floor(time / 1000) : null;
  } catch {
    // The library throws at what is no date.
    return null;
  }
}

// Only these are handed to the parser: a photo or a note in a broken encoding cannot spoil the card, and is never decoded.
const kept = /^(?:[\w-]+\.)?(?:BEGIN|END|VERSION|UID|FN|N|ORG|TITLE|EMAIL|REV)(?:;[^:]*)?:/i;

function parseCard(lines: readonly string[]): ICAL.Component | null {
  try {
    const text = unfold(lines)
      .filter((line) => kept.test(line))
      .map(modern)
      .map((line) => line.replace(/^(VERSION):.*$/i, '$1:3.0'))
      .join('\r\n');
    const parsed = ICAL.parse(text) as unknown[];
    const first = typeof parsed[0] === 'string' ? parsed : (parsed[0] as unknown[]);
    return new ICAL.Component(first as ConstructorParameters<typeof ICAL.Component>[0]);
  } catch {
    return null;
  }
}

/** RFC 6350 3.2 folding, and the soft line breaks of quoted-printable in version 2.1. */
function unfold(lines: readonly string[]): string[] {
  const unfolded: string[] = [];
  let soft = false;
  for (const line of lines) {
    const last = unfolded.length - 1;
    if (soft) unfolded[last] = `${(unfolded[last] as string).slice(0, -1)}${line}`;
    else if (/^[ \t]/.test(line) && last >= 0) unfolded[last] += line.slice(1);
    else unfolded.push(line);
    const text = unfolded.at(-1) ?? '';
    soft = /quoted-printable/i.test(text.split(':', 1)[0] as string) && text.endsWith('=');
  }
  return unfolded;
}

/** A property of version 2.1 as version 3.0 writes it: text decoded, and the types, which nobody here asks for, left out. */
function modern(line: string): string {
  const colon = line.indexOf(':');
  const head = line.slice(0, colon);
  const name = (head.split(';', 1)[0] as string).replace(/^[\w-]+\./, '');
  const value = line.slice(colon + 1);
  if (!/quoted-printable/i.test(head)) return `${name}:${value}`;
  const bytes = Buffer.from(
    value.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  return `${name}:${decodeText(bytes).replace(/\r?\n/g, '\\n')}`;
}
