/** What is left of an item when what the user does not want kept is taken out of it. */
import type { SourceItem } from './record.ts';
import { withoutErased } from './without-erased.ts';

export interface Limits {
  /** Unix seconds; null keeps mail and meetings however old they are. */
  readonly since: number | null;
  /** Whether nothing from or to the address is kept, but for the user's own; null where nobody is ignored. */
  readonly isIgnored: ((email: string) => boolean) | null;
  /** Whether the address is the user's own. */
  readonly isOwn: (email: string) => boolean;
}

/** Skips what is too old; takes those who are ignored out as erased people are, but by their addresses only. */
export function withinLimits(item: SourceItem, { since, isIgnored, isOwn }: Limits): SourceItem {
  if (since !== null && dateOf(item) < since) return tooOld;
  if (isIgnored === null || item.kind === 'skipped') return item;
  const left = withoutErased(item, { isErased: isIgnored, isOwn, mentions: () => false, opaque: (text) => text });
  return left.kind === 'skipped' ? ignored : left;
}

const tooOld: SourceItem = { kind: 'skipped', reason: 'older than you keep', place: '' };
const ignored: SourceItem = { kind: 'skipped', reason: 'ignored', place: '' };

/** Unix seconds; infinite for what has no date of its own. */
function dateOf(item: SourceItem): number {
  return item.kind === 'mail' ? item.mail.sentAt : item.kind === 'meeting' ? item.meeting.startAt : Infinity;
}
