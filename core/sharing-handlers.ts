/** The methods of sharing and of the firm: each gathers, asks its room, and says what changed. */
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import { isoDate, isoTime } from './contract/iso.ts';
import type { FirmStatus } from './contract/sharing.ts';
import type { Writer } from './db/database.ts';
import type { EngineSharing } from './engine-sharing.ts';
import type { Handlers } from './engine-handlers.ts';
import { mostAskDays } from './exchange/asks.ts';
import type { Undo } from './identity/undo.ts';
import { listReceived } from './sharing/asks.ts';
import { sharedElsewhere } from './sharing/elsewhere.ts';
import { otherDevices } from './sharing/excluding.ts';
import { countUntold } from './sharing/exclusions.ts';
import { isSteward, newestAudiences } from './sharing/firm.ts';
import { grant, keepUnshared, renewGrants, revoke } from './sharing/grants.ts';
import { notJoined } from './sharing/membership.ts';
import { countWaiting, readLog, readTold } from './sharing/published.ts';
import { answeredOf, shareState, visibleOf } from './sharing/state.ts';

interface SharingHandlerContext {
  readonly db: Writer;
  readonly sharing: EngineSharing;
  readonly undo: Undo;
  /** Unix seconds. */
  readonly now: () => number;
  readonly changed: () => void;
  readonly unlessImporting: <T>(run: () => Result<T>) => Result<T>;
}

type SharingMethod =
  | 'firmStatus'
  | 'joinFirm'
  | 'leaveFirm'
  | 'sharePreview'
  | 'sharedElsewhere'
  | 'publish'
  | 'grantSharing'
  | 'revokeSharing'
  | 'renewSharing'
  | 'keepUnshared'
  | 'stopSharing'
  | 'shareState'
  | 'visibleToFirm'
  | 'closeClient'
  | 'shareLedger'
  | 'firmWho'
  | 'askAbout'
  | 'ask'
  | 'unask'
  | 'asks'
  | 'asksForMe'
  | 'answerAsk';

export function sharingHandlers(context: SharingHandlerContext): Pick<Handlers, SharingMethod> {
  const { db, sharing, now, changed } = context;
  const { membership, publishing, asking } = sharing;
  const dayAt = (days: number): string => isoDate(now() + days * 86_400);

  /** A choice that can be taken back; what it no longer allows goes at once. */
  function choose<T>(run: () => Result<T>): Result<T> {
    return context.unlessImporting(() => {
      const result = context.undo.remembering([], run);
      sharing.settle();
      changed();
      return result;
    });
  }

  /** After something that went over the line. */
  async function then<T>(run: Promise<Result<T>>): Promise<Result<T>> {
    const result = await run;
    changed();
    return result;
  }

  function firmStatus(): FirmStatus {
    const firm = membership.firm();
    if (firm === null) return null;
    const { origin, syncedAt, lawFirm } = firm.row;
    const told = readTold(db);
    return {
      host: new URL(origin).host,
      me: firm.me,
      colleagues: [...firm.colleagues],
      practices: newestAudiences(firm).flatMap(({ record, label }) =>
        record.type === 'practice' ? [{ id: record.audience, name: label }] : [],
      ),
      steward: isSteward(firm),
      polls: sharing.polling.waiting(),
      lawFirm,
      shared: told.length,
      visible: answeredOf(firm, told).length,
      waiting: countWaiting(db),
      elsewhere: firm.row.elsewhere.length,
      computers: otherDevices(firm).length + 1,
      untold: countUntold(db),
      syncedAt: isoTime(syncedAt),
      ended: sharing.hasEnded(firm),
      problem: sharing.problem(),
    };
  }

  return {
    firmStatus: () => success(firmStatus()),
    joinFirm: (input) => then(sharing.join(input)),
    leaveFirm: ({ anyway }) => then(sharing.leave(anyway)),
    sharePreview: ({ proposal }) => sharing.fresh(() => publishing.preview(proposal)),
    sharedElsewhere() {
      const firm = membership.firm();
      return firm === null ? notJoined : success(sharedElsewhere(firm, sharing.known()));
    },
    publish: ({ digest, proposal }) =>
      then(
        sharing.fresh(async () => {
          const published = await publishing.publish(digest, proposal);
          // What was said before was said of other grants.
          if (published.ok && proposal !== undefined) context.undo.forget();
          return published;
        }),
      ),
    grantSharing: ({ what, audience, disclosure, days }) => {
      if (audience.kind === 'colleagues' && membership.firm() === null) return notJoined;
      return choose(() => grant(db, what, audience, disclosure, dayAt(days)));
    },
    revokeSharing: ({ what, audience }) => choose(() => revoke(db, what, audience)),
    renewSharing: ({ days }) =>
      choose(() => {
        renewGrants(db, dayAt(0), dayAt(days));
        return success({});
      }),
    keepUnshared: ({ organisation, keep }) => choose(() => keepUnshared(db, organisation, keep)),
    stopSharing: async (what) => {
      const done = choose(() => sharing.fresh(() => publishing.stop(what)));
      if (!done.ok) return done;
      // "Stopped" is said once it is deleted there, and else that it waits.
      const problem = await publishing.push();
      changed();
      return success({ stopped: done.value, waiting: problem === null ? 0 : countWaiting(db) });
    },
    closeClient: ({ organisation, closed }) => then(sharing.closeClient(organisation, closed)),
    shareState: (what) =>
      sharing.fresh(() => {
        const firm = membership.firm();
        if (firm === null) return notJoined;
        const known = sharing.known();
        return success(
          shareState(db, firm, what, { known, choices: membership.choices(), told: readTold(db), today: dayAt(0) }),
        );
      }),
    visibleToFirm() {
      const firm = membership.firm();
      return success(firm === null ? { people: [], organisations: [] } : visibleOf(db, firm, readTold(db)));
    },
    shareLedger: ({ limit }) => success(readLog(db, limit)),
    firmWho: ({ words, keptOnly }) => (keptOnly ? asking.who(words, true) : then(asking.who(words, false))),
    askAbout: ({ words }) => success({ about: asking.about(words) }),
    ask: (input) => {
      const seconds = Math.floor(Date.parse(input.neededBy) / 1000) - now();
      if (seconds <= 0 || seconds > mostAskDays * 86_400)
        return failure('usage', 'An ask is answered within two weeks, or not at all: give a time within them.');
      return then(asking.ask(input));
    },
    unask: ({ id }) => then(asking.unask(id)),
    asks: () => sharing.fresh(() => success(asking.made())),
    asksForMe: () => success(listReceived(db, now())),
    answerAsk: (input) => then(asking.answer(input)),
  };
}
