import type { SourceEntry, SourceLoss } from '../../core/contract/kept.ts';
import { counted, listed } from './counts.ts';

const kinds: Readonly<Record<string, string>> = {
  mbox: 'Mailbox (mbox)',
  folder: 'Mail folder',
  message: 'Message',
  msg: 'Outlook message',
  pst: 'Outlook data file',
  calendar: 'Calendar',
  cards: 'Contacts',
  connections: 'LinkedIn connections',
  sample: 'Made up, to look around',
};

/** What a source is. */
export function sourceKind(kind: string): string {
  return kinds[kind] ?? 'File';
}

/** The last part of a path, as the user knows the file. */
export function sourceName({ kind, location }: Pick<SourceEntry, 'kind' | 'location'>): string {
  return kind === 'sample'
    ? 'The sample mailbox'
    : (location
        .split(/[/\\]/u)
        .filter((part) => part !== '')
        .at(-1) ?? location);
}

/** "1,204 messages and 3 meetings", without the nothings; null where there is nothing. */
export function amounts({ messages, meetings, cards, connections }: SourceLoss): string | null {
  const parts = [
    messages > 0 ? counted(messages, 'message') : null,
    meetings > 0 ? counted(meetings, 'meeting') : null,
    cards > 0 ? counted(cards, 'contact') : null,
    connections > 0 ? counted(connections, 'connection') : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : listed(parts);
}
