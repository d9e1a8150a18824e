/** Words as they are compared in a search: without case, diacritics and punctuation; and how far two words are apart. */

const special: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** "Søren Müller-Łoś" becomes soren, muller, los. */
export function foldWords(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Lower case without diacritics; punctuation stays. */
export function fold(text: string): string {
  // Most names are plain; only the others pay for normalisation.
  if (!/[^ -~]/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[ßøæœłđðþı]/g, (letter) => special[letter] ?? letter);
}

/** What a user typed, word by word: addresses and domains whole (lower case), everything else folded. */
export interface QueryWord {
  readonly text: string;
  readonly kind: 'word' | 'domain' | 'address';
  /** Whether something that matches the other words may go without this one. */
  readonly optional: boolean;
}

// Glue between words, and what registers append to a company's name.
const optionalWords = new Set(
  `at of the in from and for von vom bei der die das und de del da di la le chez et y
  gmbh ag kg se inc llc llp ltd limited plc corp corporation co company sa sas sarl spa srl bv nv ab as oy group holding holdings`.split(
    /\s+/,
  ),
);
const mostWords = 12;

/** Whether a folded word only joins others, or is what registers append to a company's name. */
export function isGlue(word: string): boolean {
  return optionalWords.has(word);
}

/** Never empty for a text with letters or digits: where only glue was typed, glue is what is looked for. */
export function queryWords(text: string): QueryWord[] {
  const words = text
    .split(/[\s,;<>"()]+/)
    .flatMap(queryWordsOf)
    .slice(0, mostWords);
  return words.every(({ optional }) => optional) ? words.map((word) => ({ ...word, optional: false })) : words;
}

function queryWordsOf(typed: string): QueryWord[] {
  const text = typed
    .toLowerCase()
    .replace(/^(?:mailto:|https?:\/\/(?:www\.)?)/, '')
    .replace(/[/?#].*$|[.:]+$/g, '');
  if (/^[^@]+@[^@]+\.[^@]+$/.test(text)) return [{ text, kind: 'address', optional: false }];
  const domain = text.replace(/^@/, '').replace(/^www\./, '');
  if (/^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}$/u.test(domain)) {
    return [{ text: domain, kind: 'domain', optional: false }];
  }
  return foldWords(text).map((word) => ({ text: word, kind: 'word', optional: isGlue(word) }));
}

/** How many typing errors a word of this length is forgiven. */
export function forgivenErrors(word: string): 0 | 1 | 2 {
  return word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
}

/** Which letters and digits occur, as bits: words `n` edits apart differ in at most 2n of them. */
export function letterBits(word: string): number {
  let bits = 0;
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31);
  return bits;
}

/** How many bits of a 32-bit number are set (Hacker's Delight, 5-1). */
export function countBits(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Whether at most `most` insertions, deletions, replacements and swaps of neighbours lie between two words (optimal string
 * alignment, the restricted Damerau distance).
 */
export function isWithin(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        value = Math.min(value, (beforeLast[j - 2] as number) + 1);
      }
      row.push(value);
      least = Math.min(least, value);
    }
    if (least > most) return false;
    beforeLast = last;
    last = row;
  }
  return (last[b.length] as number) <= most;
}
