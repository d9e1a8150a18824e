/** What the popup goes by: the meetings to come and what the user said about them, and when the user is in one. */
import type { Reader, Writer } from '../db/database.ts';
import { allDayMeeting } from '../db/evidence.ts';
import { statement } from '../db/open.ts';
import { readSetting } from '../db/settings.ts';
import { neverOf } from '../identity/word.ts';
import type { PopupAnswer, PopupFacts, PopupMeeting } from './popup-plan.ts';
import { declinedByUser, upcomingMeetings } from './upcoming.ts';

const usualMinutes = 10;
const day = 86_400;
const ahead = 14 * day;

interface PopupInput extends PopupFacts {
  readonly meetings: readonly (PopupMeeting & { readonly people: number })[];
}

/**
 * Of the next two weeks: meetings with a time of day and somebody from outside whom the user has not taken out of the popup. Private
 * ones stay off the screen. `now` in Unix seconds.
 */
export function popupFacts(db: Reader, now: number): PopupInput {
  const left = neverOf(db, 'never_briefed');
  const answers = answersOf(db);
  const meetings = upcomingMeetings(db, now, now + ahead).flatMap(
    ({ id, uid, startAt, endAt, allDay, isPrivate, people }) => {
      const count = people.filter((person) => !left.has(person.id)).length;
      if (allDay || isPrivate || count === 0) return [];
      return [{ id, startAt, endAt, people: count, answer: answers.get(uid) ?? null }];
    },
  );
  return { meetings, busy: busyTimes(db, now), minutes: popupMinutes(db), quietUntil: quietUntil(db, now) };
}

/** Until when the user wants no popup, in Unix seconds; null where that is over by `now`, or never was. */
export function quietUntil(db: Reader, now: number): number | null {
  const until = Number(readSetting(db, 'quiet_until') ?? 0);
  return until > now ? until : null;
}

/** How many minutes before a meeting the popup comes; 0 for never. */
export function popupMinutes(db: Reader): number {
  return Number(readSetting(db, 'popup_minutes') ?? usualMinutes);
}

/** Uids of the meetings the popup never shows. */
export function neverShown(db: Reader): Set<string> {
  return new Set(statement(db, `SELECT uid FROM popup_answer WHERE answer = 'never'`).pluck().all() as string[]);
}

/** Keeps what the user said about these meetings, or with null takes it back; `now` and `until` in Unix seconds. */
export function answerPopup(
  db: Writer,
  meetings: readonly number[],
  answer: { readonly kind: PopupAnswer['answer']; readonly until?: number } | null,
  now: number,
): void {
  const those = 'meeting WHERE id IN (SELECT value FROM json_each(:meetings))';
  const asked = { meetings: JSON.stringify(meetings) };
  db.transaction(() => {
    statement(db, `DELETE FROM popup_answer WHERE answer <> 'never' AND at < ?`).run(now - day);
    if (answer === null) {
      statement(db, `DELETE FROM popup_answer WHERE uid IN (SELECT uid FROM ${those})`).run(asked);
      return;
    }
    statement(
      db,
      `INSERT INTO popup_answer SELECT uid, :answer, max(coalesce(:until, start_at)) FROM ${those} GROUP BY uid
       ON CONFLICT DO UPDATE SET answer = excluded.answer, at = excluded.at`,
    ).run({ ...asked, answer: answer.kind, until: answer.until ?? null });
  })();
}

function answersOf(db: Reader): Map<string, PopupAnswer> {
  const rows = statement(db, 'SELECT uid, answer, at FROM popup_answer').all() as (PopupAnswer & { uid: string })[];
  return new Map(rows.map(({ uid, ...answer }) => [uid, answer]));
}

/** Meetings of the next day, with whomever, that the user has not declined. */
function busyTimes(db: Reader, now: number): PopupFacts['busy'] {
  return statement(
    db,
    `SELECT id, start_at AS startAt, end_at AS endAt FROM meeting
     WHERE start_at BETWEEN :now - :day AND :now + :day AND end_at > :now AND status <> 'cancelled' AND NOT flags & ${String(allDayMeeting)}
       AND NOT ${declinedByUser} AND (SELECT count(*) FROM meeting_party WHERE meeting_id = meeting.id) > 1`,
  ).all({ now, day }) as PopupFacts['busy'];
}
