/** The one form in which addresses are compared and kept. */
import { domainToASCII } from 'node:url';

const plain = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i;

const domainPattern = /^(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/;

// RFC 5321 4.5.3.1 allows 64 + 1 + 255; real bounce addresses exceed the 64, nothing honest exceeds the sum.
const maxLength = 320;

/**
 * Lower case, no angle brackets, an ASCII (IDNA) domain without a trailing dot. Null where there is no usable address.
 * The local part is lowered too: RFC 5321 lets hosts tell cases apart, no host in use does.
 */
export function normaliseEmail(raw: string): string | null {
  if (raw.length <= maxLength && plain.test(raw)) return raw.toLowerCase();
  const text = raw
    .trim()
    .replace(/^<+|>+$/g, '')
    .replace(/\.+$/, '')
    .normalize('NFC');
  if (text.length > maxLength) return null;
  const at = text.lastIndexOf('@');
  if (at < 1) return null;
  const local = text.slice(0, at).toLowerCase();
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u0020\u007f<>()[\]\\,;:@"]/.test(local) && !/^"[^"\u0000-\u001f]+"$/.test(local)) return null;
  const domain = text.slice(at + 1);
  const ascii = /^\[[0-9a-f:.]+\]$/i.test(domain) ? domain.toLowerCase() : domainToASCII(domain);
  return domainPattern.test(ascii) ? `${local}@${ascii}` : null;
}
