/** What the firm is asked as a whole, and what came of it, in the user's words. */
import { assertNever } from '../../core/contract/errors.ts';
import type { PollForMe, PollMade, QuarterOfAsks } from '../../core/contract/polls.ts';
import { dayInWords } from './dates.ts';

/** What everybody is asked about. */
export const pollKindWords: Readonly<Record<PollMade['kind'], string>> = {
  deals: 'lost deals',
  figures: 'how asks are answered',
};

/** Where an own poll stands. */
export function pollInWords({ state, closesOn }: Pick<PollMade, 'state' | 'closesOn'>): string {
  switch (state) {
    case 'waiting':
      return `waits for the firm exchange, then open until ${dayInWords(closesOn)}`;
    case 'not asked':
      return 'over: it could not be asked before its day had passed';
    case 'open':
      return `open until ${dayInWords(closesOn)}`;
    case 'closed':
      return 'closed, and counted at the next look';
    case 'too few':
      return 'fewer than five contributed: nothing is told, and what there was is deleted unread';
    case 'told':
      return 'five or more contributed';
    default:
      return assertNever(state);
  }
}

/** What a report says of one deal. */
export function somewhereInWords(somewhere: boolean | null): string {
  return somewhere === null ? '' : somewhere ? 'Yes, somewhere' : 'None found';
}

/** "2 of 3 yes", of what this computer would answer. */
export function answersInWords(deals: PollForMe['deals'], without: readonly number[]): string {
  const yes = deals.filter(({ answer, place }) => answer && !without.includes(place)).length;
  return yes === 0 ? 'no for each of them' : `yes for ${String(yes)} of ${String(deals.length)}`;
}

/** How soon half of the answers had come. */
export function medianInWords(hours: QuarterOfAsks['medianHours']): string {
  if (hours === null) return '';
  if (hours < 24) return `within ${String(hours)} hours`;
  const days = hours / 24;
  return days === 1 ? 'within a day' : days === 7 ? 'within a week' : `within ${String(days)} days`;
}

/** "2026-Q3" as people say it. */
export function quarterInWords(quarter: string): string {
  const [year, part] = quarter.split('-');
  return `${part ?? ''} ${year ?? ''}`;
}
