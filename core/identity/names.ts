/** Names as people are compared by them, and as they are shown. */

/** Lower case, without diacritics, punctuation and order marks: "WEBER, Ánna" and "Anna Weber" fold alike. */
export function foldName(name: string): string {
  return foldWords(displayName(name)).join(' ');
}

/** The words of a text, each in the form in which words are compared. */
export function foldWords(text: string): string[] {
  return [
    ...text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .matchAll(/[\p{L}\p{N}]+/gu),
  ].map(([word]) => word.replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('ł', 'l').replaceAll('æ', 'ae'));
}

/** A folded name that can tell people apart at all: first and last name, each more than an initial. */
export function isFullName(folded: string): boolean {
  return folded.split(' ').filter((word) => word.length > 1).length >= 2;
}

const suffix = /^(?:jr|sr|ii|iii|iv|phd|ph\.d|md|m\.d|esq|cfa|cpa|llm|gmbh|ag|inc|llc|llp|ltd|plc|kg|sa|bv|co)\b/i;

/** As on a card: "Weber, Anna (Acme)" becomes "Anna Weber"; what mailing lists and services append is removed. */
export function displayName(raw: string): string {
  const name = raw
    .replace(/\s+via\s+.*$/i, '')
    .replace(/\s*[([<][^)\]>]*[)\]>]\s*/g, ' ')
    .replace(/^['"]+|['"]+$/g, '')
    .trim();
  const [last, first, ...more] = name.split(/\s*,\s*/);
  return last && first && more.length === 0 && !suffix.test(first) ? `${first} ${last}` : name;
}

/** The best of the names an address or person was seen with: a real one before none, the latest before earlier ones. */
export function bestName(names: readonly { name: string; lastSeen: number }[]): string | null {
  let best: { name: string; rank: number; lastSeen: number } | null = null;
  for (const { name: raw, lastSeen } of names) {
    const name = displayName(raw);
    if (name === '' || name.includes('@')) continue;
    const rank = isFullName(foldName(name)) ? 1 : 0;
    if (
      best === null ||
      rank > best.rank ||
      (rank === best.rank && (lastSeen > best.lastSeen || (lastSeen === best.lastSeen && name < best.name)))
    ) {
      best = { name, rank, lastSeen };
    }
  }
  return best?.name ?? null;
}
