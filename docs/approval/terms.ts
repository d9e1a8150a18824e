/** How long things are kept, what ends it earlier, and what proves it: each field names one of these. */
import { mostAskDays } from '../../core/exchange/asks.ts';
import { mostDays } from '../../core/exchange/entries.ts';
import { mostSkew } from '../../core/exchange/requests.ts';
import { keptFor } from '../../core/sharing/answers.ts';
import { yearsKept } from '../../core/contract/kept.ts';
import { oldEpochDays } from '../../directory/audience-handlers.ts';

export interface Term {
  readonly where: 'computer' | 'exchange' | 'way';
  readonly howLong: string;
  readonly endsEarlier: string;
  /** The test that proves it, as a path; null where nothing but the statements themselves do. */
  readonly test: string | null;
}

const computer = (howLong: string, endsEarlier: string, test: string | null): Term => ({
  where: 'computer',
  howLong,
  endsEarlier,
  test,
});
const exchange = (howLong: string, endsEarlier: string, test: string | null): Term => ({
  where: 'exchange',
  howLong,
  endsEarlier,
  test,
});

export const terms = {
  evidence: computer(
    `as long as you keep it, or ${yearsKept.join(', ')} years (Settings)`,
    'its source removed with its data, the address ignored, the person erased',
    'core/retention/window.test.ts',
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
  ),
  cards: computer(
    'until the source is removed with its data',
    'the address ignored, the person erased',
    'core/retention/sources.test.ts',
  ),
  said: computer('until you take it back', 'the person erased; nothing speaks of the address any more', null),
  dated: computer('as evidence, by its day', 'taken back, or the person erased', 'core/retention/window.test.ts'),
  workedOut: computer('worked out anew after every change', 'goes with what it is told from', null),
  today: computer('for the day', 'the person erased', 'core/briefing/suggest.test.ts'),
  popup: computer(
    'a day beyond its moment; "never" until taken back',
    'everything erased',
    'core/engine-popup.test.ts',
  ),
  settings: computer('until changed', 'everything erased', null),
  suppression: computer(
    'until everything is erased',
    'nothing: it is what keeps them out',
    'core/identity/erase.test.ts',
  ),
  egress: computer('the latest 50,000 connections', 'everything erased', null),
  account: computer('until the account is removed', 'everything erased', 'test/servers/imap.test.ts'),
  held: computer(
    'while you want forgotten here what you delete there',
    'that choice taken back, the account removed',
    'test/servers/imap.test.ts',
  ),
  membership: computer('until you leave the firm', 'everything erased', null),
  shared: computer(
    'until its last day (90 days unless you say otherwise)',
    'stopped, kept private, filed aside, erased, objected to, the firm left',
    'core/sharing/promise.test.ts',
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
    'until everything is erased, beyond leaving the firm too',
    'whom it was about goes when they are erased; the line stays',
    null,
  ),
  answers: computer(
    `${keptFor / 86_400} days after you asked`,
    'no longer answered at the next round; the person erased; the firm left',
    'test/servers/firm.test.ts',
  ),
  answerMark: computer('until the last day of the answer it marks', 'the firm left', null),
  asks: computer('7 days beyond its last day', 'the person erased; the firm left', null),
  unsent: computer('until the firm exchange has taken it', 'the firm left', null),
  file: computer('as long as the data folder', 'deleted with it', null),
  running: computer('while the app runs', 'a start after a crash', 'core/db/lock.test.ts'),
  yours: computer('as long as you leave it there', 'deleted by you', null),
  passing: computer('while a backup is made or restored', 'the next start', 'core/engine-backup.test.ts'),

  firm: exchange('as long as the firm is there', 'the operator deletes the database', null),
  member: exchange(
    'until the member or device is removed',
    'the same transaction takes everything of theirs',
    'test/servers/directory-privacy.test.ts',
  ),
  epoch: exchange(
    `as long as the audience, ${oldEpochDays} days beyond the epoch that follows`,
    'wrapped keys: when the device is removed',
    'test/servers/directory-sharing.test.ts',
  ),
  invitation: exchange(
    'until redeemed, 30 days at most',
    'the member removed',
    'test/servers/directory-sharing.test.ts',
  ),
  nonce: exchange(`${(2 * mostSkew) / 60} minutes`, 'the device removed', null),
  done: exchange('2 days', 'the member removed', null),
  entry: exchange(
    `until its last day, ${mostDays} days at most`,
    `withdrawn (gone when the call returns), the member removed, an objection, ${oldEpochDays} days beyond a new epoch`,
    'test/servers/directory-sharing.test.ts',
  ),
  protection: exchange(
    'until lifted; an objection as long as the firm',
    'the members inside go when they leave',
    'test/servers/directory-walls.test.ts',
  ),
  act: exchange('as long as the firm: it is the evidence', 'nothing', 'test/servers/directory-walls.test.ts'),
  client: exchange('until the list is loaded anew', 'the partner removed', 'test/servers/directory-walls.test.ts'),
  ask: exchange(
    `until its last day, ${mostAskDays} days at most`,
    'taken back, the member removed',
    'test/servers/directory-sharing.test.ts',
  ),
  code: exchange('as long as the operator leaves it there', 'deleted by the operator', null),
  figures: exchange(
    'as long as the operator keeps the output',
    'nothing finer than the hour is ever written',
    'test/servers/directory-privacy.test.ts',
  ),
  memory: exchange('in memory, for the hour', 'the service stopped', null),

  asked: { where: 'way', howLong: 'not kept by the firm exchange', endsEarlier: '-', test: null },
} satisfies Readonly<Record<string, Term>>;
export type TermName = keyof typeof terms;
