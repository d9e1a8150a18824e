/** How long things are kept, what ends it earlier, and what proves it: each field names one of these. */
import { mostAskDays } from '../../core/exchange/asks.ts';
import { mostDays } from '../../core/exchange/entries.ts';
import { leastContributors, mostPollDays } from '../../core/exchange/polls.ts';
import { mostSkew } from '../../core/exchange/requests.ts';
import { keptFor } from '../../core/sharing/answers.ts';
import { yearsKept } from '../../core/contract/kept.ts';
import { oldEpochDays } from '../../directory/audience-handlers.ts';

export interface Term {
  readonly where: 'computer' | 'exchange' | 'way';
  readonly howLong: string;
  readonly endsEarlier: string;
  /** What proves it, as paths; none where nothing but the statements themselves do. */
  readonly tests: readonly string[];
}

const computer = (howLong: string, endsEarlier: string, ...tests: readonly string[]): Term => ({
  where: 'computer',
  howLong,
  endsEarlier,
  tests,
});
const exchange = (howLong: string, endsEarlier: string, ...tests: readonly string[]): Term => ({
  where: 'exchange',
  howLong,
  endsEarlier,
  tests,
});

export const terms = {
  evidence: computer(
    `as long as you keep it, or ${yearsKept.join(', ')} years (Settings)`,
    'its source removed with its data, the address ignored, the person erased',
    'core/retention/window.test.ts',
    'core/retention/sources.test.ts',
    'core/identity/erase.test.ts',
  ),
  subject: computer(
    'only while you have said yes to subjects and titles',
    'as evidence; gone at once when you say no; never of private events',
    'core/retention/subjects.test.ts',
  ),
  sources: computer(
    'until you remove the source',
    'a place that names somebody erased is replaced by a keyed hash',
    'core/retention/sources.test.ts',
    'core/identity/erase.test.ts',
  ),
  cards: computer(
    'until the source is removed with its data',
    'the address ignored, the person erased',
    'core/retention/sources.test.ts',
  ),
  said: computer('until you take it back', 'the person erased; nothing speaks of the address any more'),
  keptPrivate: computer(
    'until you take it back; the address stays with it, and with a side of which nothing is shared, when all else of it is gone',
    'the person erased',
    'core/retention/window.test.ts',
    'core/retention/ignored.test.ts',
    'core/retention/sources.test.ts',
  ),
  dated: computer('as evidence, by its day', 'taken back, or the person erased', 'core/retention/window.test.ts'),
  workedOut: computer('worked out anew after every change', 'goes with what it is told from'),
  news: computer(
    'of an organisation 60 days after it was said, of a pursuit until it is decided',
    'the organisation or the pursuit is gone, the person erased',
    'core/identity/stale-news.test.ts',
  ),
  today: computer('until the next suggestions are made, on another day', 'the person erased'),
  popup: computer(
    'a day beyond its moment, then gone with the next answer; "never" until taken back',
    'everything erased',
  ),
  settings: computer('until changed', 'everything erased'),
  suppression: computer(
    'until everything is erased',
    'nothing: it is what keeps them out',
    'core/identity/erase.test.ts',
  ),
  egress: computer('the latest 50,000 connections', 'everything erased', 'core/egress/log.test.ts'),
  account: computer('until the account is removed', 'everything erased', 'test/servers/imap.test.ts'),
  held: computer(
    'while you want forgotten here what you delete there',
    'that choice taken back, the account removed',
    'test/servers/imap.test.ts',
  ),
  membership: computer('until you leave the firm', 'everything erased'),
  shared: computer(
    'until its last day (90 days unless you say otherwise)',
    'stopped, kept private, filed aside, erased, objected to, the firm left',
    'core/sharing/promise.test.ts',
  ),
  exclusions: computer(
    'until taken back on the computer that said so; of one that is lost or has left, until this one takes it over as your word',
    'everything erased; of somebody erased no more than the tag stays',
    'test/servers/firm-devices.test.ts',
  ),
  grant: computer(
    'until taken back; its last day ends what it allows',
    'the person erased',
    'core/sharing/promise.test.ts',
  ),
  waiting: computer(
    'until the firm exchange has said that it is deleted',
    'the firm left',
    'test/servers/firm.test.ts',
  ),
  log: computer(
    'as evidence, by its day; it is your own record, and stays when you leave the firm',
    'whom it was about goes when they are erased; the line stays',
    'core/retention/window.test.ts',
  ),
  answers: computer(
    `${keptFor / 86_400} days after you asked, or a round for a pursuit`,
    'no longer answered at a round; the person erased; the firm left',
    'core/sharing/round.test.ts',
    'test/servers/firm.test.ts',
  ),
  answerMark: computer('until the last day of the answer it marks', 'the firm left', 'core/sharing/round.test.ts'),
  asks: computer(
    '7 days beyond the time it was needed by',
    'the person erased; the firm left',
    'core/sharing/round.test.ts',
  ),
  askFigures: computer('four quarters', 'everything erased; the firm left', 'core/sharing/own-figures.test.ts'),
  pollOpen: computer('until it closes', 'taken back; the firm left', 'test/servers/firm-polls.test.ts'),
  pollMade: computer(
    'until you drop it',
    'as long as it waits to be sent: anybody erased; the firm left',
    'test/servers/firm-polls.test.ts',
    'core/identity/erase.test.ts',
  ),
  unsent: computer('until the firm exchange has taken it', 'the firm left'),
  file: computer('as long as the data folder', 'deleted with it'),
  running: computer('while the app runs', 'a start after a crash', 'core/db/lock.test.ts'),
  yours: computer('as long as you leave it there', 'deleted by you'),
  passing: computer('while a backup is made or restored', 'the next start', 'core/engine-backup.test.ts'),

  firm: exchange('as long as the firm is there', 'the operator deletes the database'),
  member: exchange(
    'until the member or device is removed',
    'the same transaction takes everything of theirs',
    'test/servers/directory-privacy.test.ts',
  ),
  epoch: exchange(
    `as long as the audience, ${oldEpochDays} days beyond the epoch that follows`,
    'wrapped keys: when the device is removed',
    'directory/upkeep.test.ts',
    'test/servers/directory-privacy.test.ts',
  ),
  invitation: exchange(
    'until redeemed, 30 days at most',
    'the member removed',
    'directory/upkeep.test.ts',
    'test/servers/directory-privacy.test.ts',
  ),
  nonce: exchange(`${(2 * mostSkew) / 60} minutes`, 'the device removed', 'directory/upkeep.test.ts'),
  done: exchange('2 days', 'the member removed', 'directory/upkeep.test.ts'),
  exclusion: exchange(
    'until this device sends another, or leaves',
    'either device removed',
    'test/servers/firm-devices.test.ts',
  ),
  entry: exchange(
    `until its last day, ${mostDays} days at most`,
    `withdrawn (gone when the call returns), the member removed, an objection, ${oldEpochDays} days beyond a new epoch`,
    'directory/upkeep.test.ts',
    'test/servers/directory-sharing.test.ts',
  ),
  protection: exchange(
    'until lifted; an objection as long as the firm',
    'the members inside go when they leave',
    'test/servers/directory-walls.test.ts',
  ),
  act: exchange('as long as the firm: it is the evidence', 'nothing', 'test/servers/directory-walls.test.ts'),
  client: exchange('until the list is loaded anew', 'the partner removed'),
  ask: exchange(
    `until its last day, ${mostAskDays} days at most`,
    'taken back, the member removed',
    'directory/upkeep.test.ts',
    'test/servers/directory-privacy.test.ts',
  ),
  poll: exchange(
    `until its sum is read, ${mostPollDays} days beyond its last day at most; open ${mostPollDays} days at most`,
    `of fewer than ${leastContributors} the sum goes unread when it closes; taken back, the steward removed`,
    'test/servers/directory-polls.test.ts',
  ),
  pollQuestions: exchange(
    `until the poll closes, ${mostPollDays} days at most`,
    'taken back, the steward removed; who contributed: removed',
    'test/servers/directory-polls.test.ts',
  ),
  code: exchange('as long as the operator leaves it there', 'deleted by the operator'),
  figures: exchange(
    'as long as the operator keeps the output',
    'nothing finer than the hour is ever written',
    'test/servers/directory-privacy.test.ts',
  ),
  memory: exchange('in memory, for the hour', 'the service stopped'),

  asked: { where: 'way', howLong: 'not kept by the firm exchange', endsEarlier: '-', tests: [] },
} satisfies Readonly<Record<string, Term>>;
export type TermName = keyof typeof terms;
