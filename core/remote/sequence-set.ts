/** Sets of UIDs as IMAP writes them (RFC 9051, sequence-set): short where they are dense, as UIDs of a folder are. */

/** Of ascending numbers: `1:4,7,9:10`. */
export function sequenceSet(ascending: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < ascending.length; i++) {
    const first = ascending[i] as number;
    let last = first;
    while (ascending[i + 1] === last + 1) last = ascending[++i] as number;
    parts.push(first === last ? String(first) : `${first}:${last}`);
  }
  return parts.join(',');
}

/** The numbers of a set that `sequenceSet` wrote, ascending. */
export function fromSequenceSet(text: string): number[] {
  const found: number[] = [];
  for (const part of text === '' ? [] : text.split(',')) {
    const [first, last = first] = part.split(':').map(Number) as [number, number?];
    for (let n = first; n <= last; n++) found.push(n);
  }
  return found;
}
