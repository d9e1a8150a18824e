/** Whoever was removed from the firm keeps nothing of what colleagues let them know, and counts nothing of their own as told. */
import { failure } from '../contract/errors.ts';
import type { Writer } from '../db/database.ts';
import { forgetAllAnswers } from './answers.ts';
import { forgetTakenBack } from './asks.ts';
import { audienceName } from './firm.ts';
import type { Firm } from './firm.ts';
import { keepReceivedPolls } from './polls.ts';
import { aboutWords } from './prepare.ts';
import { log, readTold, storeTold, waitFor } from './published.ts';

export const removedFailure = failure(
  'sign_in_refused',
  'Your firm has removed you, or this computer. What colleagues had shared is gone from here. For another invitation ask your administrator.',
).error;

/** Whether the firm's root key says so: an exchange that withholds a device has not removed it. */
export function isRemoved({ roster: { firm }, row, signing }: Pick<Firm, 'roster' | 'row' | 'signing'>): boolean {
  return firm.removedMembers.includes(row.member) || firm.removedDevices.includes(signing.fingerprint);
}

/** `now` in Unix seconds. Answers and asks of colleagues go; what was granted stays, for it is the user's own choice. */
export function forgetColleagues(db: Writer, firm: Firm, now: number): void {
  db.transaction(() => {
    forgetAllAnswers(db);
    forgetTakenBack(db, []);
    keepReceivedPolls(db, []);
    const told = readTold(db);
    if (told.length === 0) return;
    storeTold(db, []);
    // It was deleted with the membership. Should the exchange take this device again, by mistake or by a backup, that is done first.
    waitFor(db, 'all', ['']);
    const acts = told.map((entry) => ({
      act: 'stopped' as const,
      entry,
      about: aboutWords(entry),
      audience: audienceName(firm, entry.audience),
    }));
    log(db, acts, now);
  })();
}
