/** What another computer of the user's has stopped: it is not told here either, and no longer allowed. */
import type { Failure } from '../contract/errors.ts';
import { isoDate } from '../contract/iso.ts';
import type { Writer } from '../db/database.ts';
import { rowsElsewhere } from './elsewhere.ts';
import { audienceOf } from './firm.ts';
import type { Firm } from './firm.ts';
import { idsIn, revoke, revokeAll } from './grants.ts';
import { logged } from './prepare.ts';
import type { PublishContext } from './publish.ts';
import { log, readTold, storeTold, waitFor } from './published.ts';
import type { Told } from './published.ts';

/** Compares what lies at the exchange with what this computer has told. `removed`: rows this computer itself has asked to be taken out. */
export async function hearStops(context: PublishContext, firm: Firm, removed: ReadonlySet<string>): Promise<Failure | null> {
  const { db, membership, now } = context;
  const last = await context.exchange(firm).mine(false);
  if (!last.ok) return last.error;
  if (last.value.version === firm.row.version) return null;
  const mine = await context.exchange(firm).mine(true);
  if (!mine.ok) return mine.error;
  const there = new Set(mine.value.rows.map(({ id }) => id));
  const told = readTold(db);
  const left = told.filter(({ rows }) => rows.every((id) => there.has(id)));
  const gone = told.filter(({ rows }) => !rows.every((id) => there.has(id)));
  const stopped = gone.filter((entry) => isStopped(firm, entry, new Set([...there, ...removed]), isoDate(now())));
  db.transaction(() => {
    storeTold(db, left);
    waitFor(db, 'row', gone.flatMap(({ rows }) => rows.filter((id) => there.has(id))));
    log(db, gone.map((entry) => logged(firm, 'stopped', entry)), now());
    takeBack(db, stopped, there.size === 0);
  })();
  if (stopped.length > 0) context.saidElsewhere();
  membership.keep({ version: mine.value.version, elsewhere: rowsElsewhere(mine.value.rows, told) });
  return null;
} // prettier-ignore

/**
 * Gone before its last day, while its key and its guard still held, and not by this computer: so another did it. `accounted`: rows that
 * are there, or that this computer has asked to be taken out.
 */
export function isStopped(
  firm: Firm,
  { audience, epoch, guardEpoch, until, rows }: Told,
  accounted: ReadonlySet<string>,
  today: string,
): boolean {
  const id = audienceOf(firm, audience)?.record.audience;
  return (
    until > today &&
    rows.some((row) => !accounted.has(row)) &&
    firm.audiences.some(({ record }) => record.audience === id && record.epoch === epoch) &&
    // Of what was told before the guard's was kept, it is not known.
    (guardEpoch === 0 || firm.guards.some((guard) => guard.epoch === guardEpoch))
  );
}

/** What was allowed of these; where nothing of the member's is left there, everything was stopped. */
function takeBack(db: Writer, stopped: readonly Told[], isAll: boolean): void {
  const ids = idsIn(db);
  for (const { about } of stopped) {
    if (about.kind === 'person') {
      const person = ids.person(about.address);
      if (person !== null) revoke(db, { kind: 'person', person });
    } else {
      const organisation = ids.organisation(about.domain);
      if (organisation !== null) revoke(db, { kind: 'organisation', organisation });
    }
  }
  if (isAll && stopped.length > 0) revokeAll(db);
}
