/** Polls as they are kept: those of stewards sealed, the user's own with what they came to. */
import type { PollMade, QuarterOfAsks } from '../contract/polls.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { medianHours, quartersUntil } from '../exchange/figures.ts';
import type { QuarterFigures } from '../exchange/figures.ts';

interface ReceivedPoll {
  readonly poll: string;
  /** As it came, in JSON. */
  readonly sealed: string;
  readonly answer: 'contributed' | 'declined' | null;
}

export interface OpenPoll {
  readonly poll: string;
  readonly closes: string;
  readonly sealed: string;
  /** It asks something else than what was kept under its name: what the user said was said to that. */
  readonly isAnother: boolean;
}

/** What is open now: what is new is kept, as it is now, and what is gone goes. Days are YYYY-MM-DD. */
export function keepReceivedPolls(db: Writer, open: readonly OpenPoll[]): void {
  db.transaction(() => {
    statement(db, 'DELETE FROM poll_received WHERE poll NOT IN (SELECT value FROM json_each(?))').run(
      JSON.stringify(open.map(({ poll }) => poll)),
    );
    for (const { poll, closes, sealed, isAnother } of open)
      statement(
        db,
        `INSERT INTO poll_received VALUES (?, ?, ?, NULL) ON CONFLICT (poll) DO UPDATE
         SET closes = excluded.closes, sealed = excluded.sealed, answer = iif(?, NULL, answer)`,
      ).run(poll, closes, sealed, isAnother ? 1 : 0);
  })();
}

/** By the day they close. */
export function receivedPolls(db: Reader): ReceivedPoll[] {
  return statement(db, 'SELECT poll, sealed, answer FROM poll_received ORDER BY closes, poll').all() as ReceivedPoll[];
}

/** False where there is no such poll. */
export function answerPoll(db: Writer, poll: string, answer: ReceivedPoll['answer']): boolean {
  return statement(db, 'UPDATE poll_received SET answer = ? WHERE poll = ?').run(answer, poll).changes > 0;
}

interface NewPoll {
  readonly poll: string;
  readonly kind: PollMade['kind'];
  readonly closes: string;
  /** As it travels, in JSON. */
  readonly sealed: string;
  readonly deals: readonly {
    readonly place: number;
    readonly name: string;
    readonly organisation: string | null;
    readonly decidedOn: string;
  }[];
}

/** `now` in Unix seconds. */
export function storePoll(db: Writer, { poll, kind, closes, sealed, deals }: NewPoll, now: number): void {
  db.transaction(() => {
    statement(db, `INSERT INTO poll_made VALUES (?, ?, ?, ?, 'open', NULL, ?)`).run(poll, kind, closes, now, sealed);
    for (const { place, name, organisation, decidedOn } of deals)
      statement(db, 'INSERT INTO poll_deal VALUES (?, ?, ?, ?, ?, NULL)').run(poll, place, name, organisation, decidedOn);
  })();
} // prettier-ignore

export type PollToSend = Pick<NewPoll, 'poll' | 'sealed'>;

/** Own polls the firm exchange has not taken yet. `today` is YYYY-MM-DD. */
export function pollsToSend(db: Reader, today: string): PollToSend[] {
  return statement(
    db,
    'SELECT poll, sealed FROM poll_made WHERE sealed IS NOT NULL AND closes >= ? ORDER BY opened_at, poll',
  ).all(today) as PollToSend[];
}

/** Whether it was not taken back or erased meanwhile. */
export function isPollWaiting(db: Reader, poll: string): boolean {
  return statement(db, 'SELECT 1 FROM poll_made WHERE poll = ? AND sealed IS NOT NULL').get(poll) !== undefined;
}

/** False where it was taken back or erased while it was under way. */
export function markPollSent(db: Writer, poll: string): boolean {
  return statement(db, 'UPDATE poll_made SET sealed = NULL WHERE poll = ?').run(poll).changes > 0;
}

interface Made {
  readonly id: string;
  readonly kind: PollMade['kind'];
  readonly closesOn: string;
  readonly state: 'open' | 'too few' | 'told';
}

export type PollToCount = Pick<Made, 'id' | 'kind'>;

/** Own polls that were asked, whose day is past and whose answer is not here yet. `today` is YYYY-MM-DD. */
export function pollsToCount(db: Reader, today: string): PollToCount[] {
  return statement(
    db,
    `SELECT poll AS id, kind FROM poll_made WHERE state = 'open' AND sealed IS NULL AND closes < ? ORDER BY poll`,
  ).all(today) as PollToCount[];
}

export function tellTooFew(db: Writer, poll: string): void {
  statement(db, `UPDATE poll_made SET state = 'too few', sealed = NULL WHERE poll = ?`).run(poll);
}

/** By place. */
export function tellDeals(db: Writer, poll: string, any: readonly boolean[]): void {
  db.transaction(() => {
    for (const [place, some] of any.entries())
      statement(db, 'UPDATE poll_deal SET somewhere = ? WHERE poll = ? AND place = ?').run(some ? 1 : 0, poll, place);
    statement(db, `UPDATE poll_made SET state = 'told', sealed = NULL WHERE poll = ?`).run(poll);
  })();
}

export function tellFigures(db: Writer, poll: string, figures: readonly (QuarterFigures | null)[]): void {
  statement(db, `UPDATE poll_made SET state = 'told', figures = ?, sealed = NULL WHERE poll = ?`).run(
    JSON.stringify(figures),
    poll,
  );
}

/** The latest first. `today` is YYYY-MM-DD. */
export function listPolls(db: Reader, today: string): PollMade[] {
  const made = statement(
    db,
    'SELECT poll AS id, kind, closes AS closesOn, state, figures, sealed IS NOT NULL AS waiting FROM poll_made ORDER BY opened_at DESC, poll',
  ).all() as (Made & { figures: string | null; waiting: number })[];
  const deals = statement(
    db,
    'SELECT poll, name, organisation, decided_on AS decidedOn, somewhere FROM poll_deal ORDER BY decided_on DESC, name, place',
  ).all() as (Omit<PollMade['deals'][number], 'somewhere'> & { poll: string; somewhere: number | null })[];
  return made.map(({ figures, waiting, ...poll }) => {
    const all = figures === null ? [] : (JSON.parse(figures) as (QuarterFigures | null)[]);
    const quarters = quartersUntil(Date.parse(poll.closesOn) / 86_400_000);
    return {
      ...poll,
      state: poll.state === 'open' ? openState(waiting === 1, poll.closesOn < today) : poll.state,
      deals: deals
        .filter((deal) => deal.poll === poll.id)
        .map(({ name, organisation, decidedOn, somewhere }) => ({
          name, organisation, decidedOn, somewhere: somewhere === null ? null : somewhere === 1,
        })),
      figures: all.map((sum, i) => ({ quarter: quarters[i] ?? '', all: sum && quarterOfAsks(quarters[i] ?? '', sum) })),
    };
  });
} // prettier-ignore

function openState(isWaiting: boolean, isOver: boolean): PollMade['state'] {
  if (isWaiting) return isOver ? 'not asked' : 'waiting';
  return isOver ? 'closed' : 'open';
}

/** As it is shown. */
export function quarterOfAsks(quarter: string, { made, answered, met }: QuarterFigures): QuarterOfAsks {
  const all = answered.reduce((sum, count) => sum + count, 0);
  return { quarter, made, answered: all, medianHours: medianHours(answered), met };
}

export function forgetPoll(db: Writer, poll: string): void {
  db.transaction(() => {
    for (const table of ['poll_deal', 'poll_made']) statement(db, `DELETE FROM ${table} WHERE poll = ?`).run(poll);
  })();
}
