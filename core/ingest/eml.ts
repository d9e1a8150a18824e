/** One message in a file of its own: .eml, a Maildir entry, an MH or spool file. */
import { mailRecord, readHeaderBlock } from './headers.ts';
import type { MailHints } from './headers.ts';
import type { ParseContext, SourceItem } from './record.ts';

/** A message, and whether its whole header block was in the bytes. */
export interface ParsedMessage {
  readonly item: SourceItem;
  readonly complete: boolean;
}

/** Reads the header at the start of `bytes`; what follows it is not looked at. `place` names the file to the user. */
export function parseMessage(
  bytes: Buffer,
  place: string,
  context: ParseContext,
  hints: MailHints = {},
): ParsedMessage {
  const { fields, end } = readHeaderBlock(bytes, 0, bytes.length, context);
  const mail = mailRecord(fields, context, hints);
  return {
    item: typeof mail === 'string' ? { kind: 'skipped', reason: mail, place } : { kind: 'mail', mail },
    complete: end >= 0,
  };
}
