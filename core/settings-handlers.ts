/** The methods of the settings: what is kept, and what goes with a change of mind. */
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import { isoTime } from './contract/iso.ts';
import type { Writer } from './db/database.ts';
import { rewriteFile } from './db/rewrite.ts';
import { clearSetting, writeSetting } from './db/settings.ts';
import type { Handlers } from './engine-handlers.ts';
import { popupMinutes, quietUntil } from './briefing/popup-facts.ts';
import { readFromBeginning } from './ingest/sync.ts';
import { ignore, ignorePreview, unignore } from './retention/ignored.ts';
import { listIgnored } from './retention/limits.ts';
import { dropPursuitsOf } from './opportunities/pursuits.ts';
import { samplePursuitId } from './sample/pursuits.ts';
import { areListed, forgetSources, holdsSample, listSources, removeSources, sourceLoss } from './retention/sources.ts';
import { keepSubjects } from './retention/subjects.ts';
import { keptSince, olderThan, readYears, windowStart } from './retention/window.ts';

interface SettingsContext {
  readonly db: Writer;
  /** Unix seconds. */
  readonly now: () => number;
  readonly changed: () => void;
  readonly unlessImporting: <T>(run: () => Result<T>) => Result<T>;
  /** Runs an act that changes what was counted, then works out what follows from it. */
  readonly actForGood: <T>(run: () => Result<T>) => Result<T>;
}

type SettingsMethod =
  | 'sources'
  | 'sourceLoss'
  | 'removeSources'
  | 'decideSubjects'
  | 'settings'
  | 'yearsPreview'
  | 'keepYears'
  | 'setPractice'
  | 'ignorePreview'
  | 'ignore'
  | 'unignore';

export function settingsHandlers(context: SettingsContext): Pick<Handlers, SettingsMethod> {
  const { db, now, changed, unlessImporting, actForGood } = context;

  /** A choice that deletes nothing. */
  function choose<T>(run: () => Result<T>): Result<T> {
    return unlessImporting(() => {
      const result = run();
      changed();
      return result;
    });
  }

  return {
    decideSubjects: ({ keep }) =>
      choose(() => {
        if (keepSubjects(db, keep) > 0) rewriteFile(db);
        return success({});
      }),
    sources: () => success(listSources(db)),
    sourceLoss: ({ ids }) => success(sourceLoss(db, ids)),
    removeSources: ({ ids, withData }) => {
      if (!areListed(db, ids)) return failure('not_found', 'There is no such source in the list.');
      if (!withData) {
        return choose(() => {
          forgetSources(db, ids);
          return success({});
        });
      }
      const removed = actForGood(() => {
        removeSources(db, ids);
        // What was made up goes with its mailbox.
        if (!holdsSample(db)) dropPursuitsOf(db, samplePursuitId);
        return success({});
      });
      if (removed.ok) rewriteFile(db);
      return removed;
    },
    settings: () =>
      success({
        years: readYears(db),
        since: isoTime(keptSince(db, now())),
        ignored: listIgnored(db),
        popupMinutes: popupMinutes(db),
        quietUntil: isoTime(quietUntil(db, now())),
      }),
    yearsPreview: ({ years }) => {
      const since = windowStart(years, now());
      return success({ ...olderThan(db, since), since: isoTime(since) });
    },
    keepYears: ({ years }) => {
      if (years === null) {
        return choose(() => {
          clearSetting(db, 'years');
          readFromBeginning(db);
          return success({});
        });
      }
      // What is too old goes as standings are worked out; the file is rewritten once nothing of it is left in them.
      const kept = actForGood(() => {
        writeSetting(db, 'years', String(years));
        readFromBeginning(db);
        return success({});
      });
      if (kept.ok) rewriteFile(db);
      return kept;
    },
    setPractice: ({ practice }) =>
      choose(() => {
        if (practice === null) clearSetting(db, 'practice');
        else writeSetting(db, 'practice', practice);
        return success({});
      }),
    ignorePreview: (entry) => unlessImporting(() => ignorePreview(db, entry)),
    ignore: (entry) => {
      const gone = actForGood(() => ignore(db, entry));
      if (gone.ok && entry.kind !== 'folder') rewriteFile(db);
      return gone;
    },
    unignore: (entry) => choose(() => unignore(db, entry)),
  };
}
