/** A letter that the user's own mail program is asked to open. */
import { z } from 'zod';

export const letterSchema = z.strictObject({
  address: z.string().min(3).max(320),
  copyTo: z.string().min(3).max(320).optional(),
  subject: z.string().max(500),
  text: z.string().max(5000),
});
export type Letter = z.infer<typeof letterSchema>;

/** The link that opens it, and can say nothing else (RFC 6068: lines end with CRLF). */
export function mailtoOf({ address, copyTo, subject, text }: Letter): string {
  const copy = copyTo === undefined ? '' : `cc=${addressIn(copyTo)}&`;
  const body = encodeURIComponent(text.replaceAll('\n', '\r\n'));
  return `mailto:${addressIn(address)}?${copy}subject=${encodeURIComponent(subject)}&body=${body}`;
}

function addressIn(address: string): string {
  return encodeURIComponent(address).replaceAll('%40', '@');
}
