import type { ImportResult } from '../../core/contract/shapes.ts';
import { upperFirst } from '../../core/contract/upper-first.ts';

const plain = new Intl.NumberFormat('en');

/** A whole number with thousands set apart: 12,345. */
export function number(count: number): string {
  return plain.format(count);
}

/** A count with its noun: "1 person", "12,345 people", "no meetings". */
export function counted(count: number, one: string, many = `${one}s`): string {
  if (count === 0) return `no ${many}`;
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** Names or phrases joined as in speech: "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** What an import brought, in one sentence: what is new and what was known before. */
export function outcomeInWords(result: ImportResult): string {
  const brought = listed(
    [
      result.messages > 0 || result.meetings === 0 ? counted(result.messages, 'new message') : null,
      result.meetings > 0 ? counted(result.meetings, 'new meeting') : null,
    ].filter((part) => part !== null),
  );
  const known = result.duplicates > 0 ? `; ${number(result.duplicates)} already known` : '';
  return `${upperFirst(brought)}${known}.`;
}

/** Reasons with their counts, most frequent first, then by name; reasons come from the engine in plain words. */
export function skippedByReason(skipped: Readonly<Record<string, number>>): { reason: string; count: number }[] {
  return Object.entries(skipped)
    .map(([reason, count]) => ({ reason, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason));
}

/** Share read in whole percent, or null while the size is unknown; never 100 before the end. */
export function percentRead(bytes: number, totalBytes: number | null): number | null {
  if (totalBytes === null || totalBytes <= 0) return null;
  return Math.max(0, Math.min(99, Math.floor((bytes / totalBytes) * 100)));
}
