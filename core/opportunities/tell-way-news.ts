/** News of ways in: looked for, compared with what was known, remembered, and put into words. */
import type { Account } from '../contract/accounts.ts';
import { assertNever } from '../contract/errors.ts';
import type { WayNews } from '../contract/opportunities.ts';
import type { Interaction } from '../contract/shapes.ts';
import type { Writer } from '../db/database.ts';
import type { WarmPath } from '../graph/paths.ts';
import { tellPaths } from '../graph/who.ts';
import { lastContactBefore } from '../strength/past.ts';
import { span, whenWords } from '../strength/spans.ts';
import { keyOf, newsOfTheDay } from './way-news.ts';
import { forgetPassed, recall, remember } from './way-news-rows.ts';
import { firstOf, tieOf, waySubjects } from './way-subjects.ts';
import type { Subject, SubjectsInput } from './way-subjects.ts';

export interface WayNewsContext extends SubjectsInput {
  readonly accounts: readonly Pick<Account, 'state' | 'syncedAt'>[];
  /** The latest interactions of a person, or those at these moments (Unix seconds). */
  readonly interactionsOf: (person: number, limit: number, moments: readonly number[] | null) => Interaction[];
}

/** One that is told of. */
interface Told extends Subject {
  readonly path: WarmPath;
}

const shownOfFirst = 3;
// Shorter silences say nothing by themselves.
const silenceSaid = 21 * 86_400;

/**
 * The news of the day (`today`, YYYY-MM-DD) that still holds; what is said now is not said again. None while an account is read for the
 * first time: among the newest alone every letter looks like the first.
 */
export function wayNews(db: Writer, context: WayNewsContext, today: string): WayNews[] {
  if (context.accounts.some(isFirstRead)) return [];
  const subjects = waySubjects(db, context);
  const bySubject = new Map(subjects.map((subject) => [keyOf(subject.found), subject]));
  forgetPassed(db, today);
  const news = newsOfTheDay({ found: subjects.map(({ found }) => found), ...recall(db), today });
  remember(db, news);
  const told = news.shown.flatMap((one) => {
    const subject = bySubject.get(keyOf(one));
    return subject === undefined || subject.path === null
      ? []
      : [{ ...one, subject: { ...subject, path: subject.path } }];
  });
  const { firm, now } = context.standing;
  const paths = tellPaths(db, firm, told.map(({ subject }) => subject.path), now); // prettier-ignore
  return told.map(({ subject, ...one }, i) => ({
    ...one,
    name: subject.name,
    organisation: subject.organisation,
    words: wordsOf(one.change, subject, context),
    path: paths[i] as WayNews['path'],
    partner: subject.partner,
    interactions: behind(subject, context),
  }));
}

/** One that waits for the user may do so for good, and keeps nothing from being said. */
function isFirstRead({ state, syncedAt }: WayNewsContext['accounts'][number]): boolean {
  return syncedAt === null && ['reading', 'waiting', 'offline'].includes(state);
}

function wordsOf(change: WayNews['change'], { found, name, path, contact }: Told, context: WayNewsContext): string {
  const { now } = context.standing;
  const [at, first] = [contact?.at ?? now, firstOf(path)];
  switch (change) {
    case 'wrote':
      return `You wrote to ${name} cold ${whenWords(at, now)}.`;
    case 'booked':
      return `In ${span(at - now)} you meet ${name} for the first time.`;
    case 'opened':
      return `A way into ${name} has opened.`;
    case 'better':
      return `The way into ${name} has become better.`;
    case 'lapsing':
      return found.kind === 'pursuit' && found.path?.isFading === true
        ? `The way into ${name} begins to lapse: ${fadingWords(first, context)}.`
        : `The way into ${name} is not as good as it was.`;
    default:
      return assertNever(change);
  }
}

function fadingWords(first: number, { standing: { rows, firm, places, now } }: WayNewsContext): string {
  const last = Math.max(...[first, tieOf(firm.reach, first)].map((id) => lastContactBefore(rows, id, now)?.at ?? 0));
  const silence = last === 0 ? 0 : now - last;
  const whom = places.nameOf(first);
  return silence < silenceSaid
    ? `less passes between you and ${whom} than before`
    : `no mail or meeting with ${whom} for ${span(silence)}`;
}

/** The letter or meeting it is about, and the last that passed with whom one would ask. */
function behind(
  { contact, path }: Told,
  { standing: { firm, places }, interactionsOf }: WayNewsContext,
): WayNews['interactions'] {
  const first = tieOf(firm.reach, firstOf(path));
  const withPerson = (id: number, limit: number, moments: readonly number[] | null): WayNews['interactions'] =>
    interactionsOf(id, limit, moments).map((one) => ({ ...one, person: { id, name: places.nameOf(id) } }));
  return [
    ...(contact === null ? [] : contact.people.flatMap((id) => withPerson(id, 1, [contact.at]))),
    ...(firm.nodes.has(first) ? [] : withPerson(first, shownOfFirst, null)),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
