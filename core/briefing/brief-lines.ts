/** What is said of one person before a meeting: at most two lines, the most useful first. Pure. */
import type { BriefLine } from '../contract/briefing.ts';
import { assertNever } from '../contract/errors.ts';
import type { LastContact } from '../strength/past.ts';
import { span, whenWords } from '../strength/spans.ts';
import type { PastMeeting } from './upcoming.ts';

/** Times in Unix seconds; null for what is not so, or not known. */
export interface BriefFacts {
  readonly owedSince: number | null;
  readonly awaitedSince: number | null;
  /** At another organisation within the year. */
  readonly moved: { readonly organisation: string; readonly formerly: string } | null;
  /** In no meeting before. */
  readonly firstTime: boolean;
  /** The last message either way, meeting or talk, and whose act it was. */
  readonly lastContact: LastContact | null;
  /** The last meeting, with who else was there. */
  readonly lastMeeting: PastMeeting | null;
  /** Somebody the user knows better who was seen with them, in words. */
  readonly wayIn: string | null;
}

const mostLines = 2;
const mostOthers = 2;
// As in Today: silence of six weeks is worth a word.
const longSilence = 42 * 86_400;

/** In this order: an answer outstanding, a change, the last contact, a way in. `now` in Unix seconds. */
export function briefLines(facts: BriefFacts, now: number): BriefLine[] {
  const { owedSince, awaitedSince, moved, firstTime, lastContact, lastMeeting, wayIn } = facts;
  const lines: BriefLine[] = [];
  if (owedSince !== null)
    lines.push({ kind: 'owed', words: `you owe a reply, they wrote ${whenWords(owedSince, now)}` });
  else if (awaitedSince !== null)
    lines.push({ kind: 'awaited', words: `has not answered what you wrote ${whenWords(awaitedSince, now)}` });
  if (moved !== null) lines.push({ kind: 'moved', words: `now at ${moved.organisation}, before at ${moved.formerly}` });
  if (firstTime) lines.push({ kind: 'first meeting', words: 'first meeting' });
  // What is owed or awaited has said so already.
  const isTold = lastContact !== null && (lastContact.at === owedSince || lastContact.at === awaitedSince);
  if (lastContact !== null && !isTold) lines.push(lastContactLine(lastContact, lastMeeting, now));
  if (wayIn !== null) lines.push({ kind: 'way in', words: wayIn });
  return lines.slice(0, mostLines);
}

function lastContactLine({ at, kind }: LastContact, lastMeeting: PastMeeting | null, now: number): BriefLine {
  if (now - at >= longSilence) return { kind: 'quiet', words: `no mail or meeting for ${span(now - at)}` };
  const when = whenWords(at, now);
  switch (kind) {
    case 'sent':
      return { kind: 'last contact', words: `you wrote ${when}` };
    case 'received':
      return { kind: 'last contact', words: `wrote to you ${when}` };
    case 'touch':
      return { kind: 'last contact', words: `you spoke ${when}` };
    case 'meeting':
      return {
        kind: 'last contact',
        words: `met ${when}${lastMeeting?.at === at ? withOthers(lastMeeting.others) : ''}`,
      };
    default:
      return assertNever(kind);
  }
}

function withOthers(others: readonly string[]): string {
  if (others.length === 0) return '';
  const more = others.length - mostOthers;
  return ` with ${others.slice(0, mostOthers).join(more > 0 ? ', ' : ' and ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}
