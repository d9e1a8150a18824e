/** Recognises what a file is by its first bytes; the name only decides where the bytes leave room. */
import { extname } from 'node:path';
import { decodeText } from './text.ts';

export type Format = 'mbox' | 'message' | 'calendar' | 'cards' | 'connections' | 'pst' | 'msg';

/** How many bytes `formatOf` wants to see, uncompressed. */
export const headSize = 16 << 10;

const knownField =
  /^(?:from|to|cc|date|received|return-path|message-id|subject|delivered-to|mime-version|content-type|reply-to|sender|x-[a-z0-9-]+)[ \t]*:/im;

const compoundFile = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** Null where it is nothing that can be imported. `name` without a compression suffix. */
export function formatOf(head: Buffer, name: string): Format | null {
  const extension = extname(name).toLowerCase();
  if (head.subarray(0, 4).toString('latin1') === '!BDN') return 'pst';
  if (head.subarray(0, 8).equals(compoundFile)) return extension === '.msg' ? 'msg' : null;
  const text = decodeText(head).trimStart();
  if (/^From .*\d{1,2}:\d{2}/.test(text) || (text.startsWith('From ') && /^\.mbo?x$/.test(extension))) return 'mbox';
  if (/^BEGIN:VCALENDAR/i.test(text)) return 'calendar';
  if (/^BEGIN:VCARD/i.test(text)) return 'cards';
  if (extension === '.csv') return 'connections';
  // Broken exports begin with stray lines; the extension says what was meant.
  if (extension === '.ics' && /^BEGIN:V(?:CALENDAR|EVENT)/im.test(text)) return 'calendar';
  if (extension === '.vcf' && /^BEGIN:VCARD/im.test(text)) return 'cards';
  const header = text.split(/\r?\n\r?\n/, 1)[0] as string;
  if (/^[!-9;-~]+[ \t]*:/.test(header) && knownField.test(header)) return 'message';
  return extension === '.eml' && knownField.test(header) ? 'message' : null;
}

const claims: Record<string, string> = {
  '.mbox': 'an mbox',
  '.mbx': 'an mbox',
  '.eml': 'a message',
  '.ics': 'a calendar',
  '.vcf': 'a contact card file',
  '.pst': 'an Outlook data file',
  '.msg': 'an Outlook message',
};

/** What a file's name promises, in words, or null. */
export function claimOf(name: string): string | null {
  return claims[extname(name).toLowerCase()] ?? null;
}

/** The name without .gz or .zst. */
export function innerName(name: string): string {
  return name.replace(/\.(?:gz|zst)$/i, '');
}
