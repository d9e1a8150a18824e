/** The shortest passphrase taken, in characters as people count them. NIST SP 800-63B asks for length and against composition rules. */
export const leastLength = 12;

function length(passphrase: string): number {
  return [...passphrase].length;
}

/** How long is long enough, in words; only the length is judged. */
export function lengthInWords(passphrase: string): string {
  const count = length(passphrase);
  if (count === 0) return `At least ${String(leastLength)} characters; four or five words are good`;
  if (count < leastLength) return `${String(leastLength - count)} more to go`;
  if (count < 20) return 'Long enough; longer is stronger';
  return 'Strong';
}

/** What keeps a new passphrase from being taken, or null. */
export function passphraseFault(passphrase: string, again: string): string | null {
  if (length(passphrase) < leastLength) return `Use at least ${String(leastLength)} characters.`;
  if (passphrase !== again) return 'The two are not the same. Type it once more.';
  return null;
}
