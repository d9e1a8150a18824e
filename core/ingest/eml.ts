/** One message in a file of its own: .eml, a Maildir entry, an MH or spool file. */
import { mailRecord, readHeaderFields } from './headers.ts';
import type { MailHints } from './headers.ts';
import type { ParseContext, SourceItem } from './record.ts';

/** Index where the header block ends, or -1 where `bytes` does not reach that far. */
export function headerBlockEnd(bytes: Buffer): number {
  const unix = bytes.indexOf('\n\n', 0, 'latin1');
  const dos = bytes.indexOf('\n\r\n', 0, 'latin1');
  if (unix < 0) return dos < 0 ? -1 : dos + 1;
  return dos < 0 || unix < dos ? unix + 1 : dos + 1;
}

/** Reads the header at the start of `bytes`; what follows it is not looked at. `place` names the file to the user. */
export function emlItem(bytes: Buffer, place: string, context: ParseContext, hints: MailHints = {}): SourceItem {
  const end = headerBlockEnd(bytes);
  const mail = mailRecord(readHeaderFields(bytes, 0, end < 0 ? bytes.length : end, context), context, hints);
  return typeof mail === 'string' ? { kind: 'skipped', reason: mail, place } : { kind: 'mail', mail };
}
