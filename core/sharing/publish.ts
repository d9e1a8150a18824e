/** Previews, publishing what one showed, and stopping: the one place from which anything is told, and from which it is taken back. */
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import type { Input } from '../contract/methods.ts';
import type { SideProposal } from '../contract/shapes.ts';
import type { SharePreview } from '../contract/sharing.ts';
import { toText } from '../exchange/encoding.ts';
import { lookupKeys } from '../exchange/audience-keys.ts';
import { keepPrivate } from '../identity/acts.ts';
import { mostRows } from '../exchange/bodies.ts';
import type { Row } from '../exchange/bodies.ts';
import { exchangeExclusions, isListDue } from './excluding.ts';
import { createOwnTags } from './exclusions.ts';
import type { ExcludingContext } from './excluding.ts';
import { rowsOfWaiting, sealedRows, targetsAbout } from './rows.ts';
import type { Firm } from './firm.ts';
import { grant, idsIn, keepUnshared, revoke, revokeAll } from './grants.ts';
import type { Membership } from './membership.ts';
import { notJoined } from './membership.ts';
import { inTurn } from './in-turn.ts';
import { missingAudiences, sendAudiences } from './named-audience.ts';
import { payload } from './payload.ts';
import type { Choices } from './payload.ts';
import { logged, prepare, shownPreview, tellable } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { reductions } from './preview.ts';
import type { Live } from './preview.ts';
import { hearStops } from './stops.ts';
import { log, noLongerWaiting, readTold, readWaiting, storeTold, waitFor } from './published.ts';
import type { Logged } from './published.ts';
import { takeBackAsks } from './taking-back.ts';

export interface PublishContext extends Omit<ExcludingContext, 'ownTags'> {
  /** Unix seconds. */
  readonly now: () => number;
  /** Sides a pattern suggests for people nobody has filed. */
  readonly asides: () => readonly SideProposal[];
}

type Proposal = NonNullable<Input<'sharePreview'>['proposal']>;
type Stop = Input<'stopSharing'>;

export interface Publishing {
  readonly preview: (proposal?: Proposal) => Result<SharePreview>;
  readonly publish: (digest: string, proposal?: Proposal) => Promise<Result<SharePreview['counts']>>;
  /** Takes out what may no longer be told; at the exchange it goes with the next `push`. Answers with how many. */
  readonly settle: () => number;
  /** Before somebody is erased or kept private: what any device of the user's has told of them is to be deleted. */
  readonly waitForAbout: (what: Exclude<Stop, { kind: 'elsewhere' }>) => void;
  /** Takes back what was allowed of these, so that nothing more is told of them. Failure: not_found. */
  readonly stop: (what: Stop) => Result<number>;
  /** Deletes at the exchange what waits for it; null once nothing waits. */
  readonly push: () => Promise<Failure | null>;
  /** Whether the user's other computers would be told of something that is kept out here. */
  readonly isListDue: () => boolean;
  /**
   * Hears what the user's other computers keep out, and tells them what is kept out here; then what they have stopped, for that may be kept
   * out from then on. What may not be told any more by either goes at once.
   */
  readonly hearElsewhere: () => Promise<Failure | null>;
}

export function createPublishing(context: PublishContext): Publishing {
  const { db, membership, randomBytes, now } = context;
  const excluding = { ...context, ownTags: createOwnTags(db) };
  // Rows this computer itself has asked the exchange to take out: where the answer was lost, that they are gone is no stop of another's.
  const removed = new Set<string>();
  const today = (): string => new Date(now() * 1000).toISOString().slice(0, 10);

  function preparedFor(choices: Choices): Result<{ firm: Firm; prepared: Prepared; known: ReturnType<Membership['known']> }> {
    const joined = membership.firm();
    if (joined === null) return notJoined;
    const audiences = choices.grants.map(({ audience }) => audience);
    const missing = missingAudiences(joined, audiences, randomBytes);
    if (missing !== null) membership.keep(missing);
    const firm = membership.firm() ?? joined;
    const known = membership.known(context.asides());
    return success({ firm, prepared: prepare(firm, known, choices, readTold(db), today()), known });
  }

  function preview(proposal?: Proposal): Result<SharePreview> {
    const choices = withProposal(proposal);
    const ready = preparedFor(choices);
    if (!ready.ok) return ready;
    const { firm, prepared, known } = ready.value;
    return success(shownPreview(firm, prepared, known, choices, idsIn(db)));
  }

  /** What is allowed, as if the proposal were accepted already; nothing is kept of it. */
  function withProposal(proposal?: Proposal): Choices {
    if (proposal === undefined) return membership.choices();
    db.exec('SAVEPOINT proposal');
    try {
      accept(proposal);
      return membership.choices();
    } finally {
      db.exec('ROLLBACK TO proposal');
      db.exec('RELEASE proposal');
    }
  }

  function accept({ audience, disclosure, days = 90, without = [] }: Proposal): void {
    const until = new Date((now() + days * 86_400) * 1000).toISOString().slice(0, 10);
    for (const organisation of without) keepUnshared(db, organisation, true);
    grant(db, { kind: 'rule' }, audience, disclosure, until);
  }

  async function publish(digest: string, proposal?: Proposal): Promise<Result<SharePreview['counts']>> {
    const joined = membership.firm();
    if (joined === null) return notJoined;
    // Who would read it is asked for again: somebody may have joined since the preview.
    const problem = (await push()) ?? (await hear(joined)) ?? (await hearElsewhere()) ?? (await introduce());
    if (problem !== null) return { ok: false, error: problem };
    const ready = preparedFor(withProposal(proposal));
    if (!ready.ok) return ready;
    const { firm, prepared } = ready.value;
    if (prepared.digest !== digest)
      return failure(
        'preview_stale',
        'What would be told has changed since you looked, or who belongs to the firm has. Nothing was shared: look at it again, and share it then.',
      );
    return send(firm, prepared, proposal);
  }

  async function hear(firm: Firm): Promise<Failure | null> {
    const documents = await context.exchange(firm).documents();
    const heard = documents.ok ? membership.hear(documents.value, now()) : documents;
    return heard.ok ? null : heard.error;
  }

  /** Tells the exchange of audiences of named colleagues that it does not know. */
  async function introduce(): Promise<Failure | null> {
    const firm = membership.firm();
    if (firm === null || firm.row.made.length === 0) return null;
    const sent = await sendAudiences(firm, context.exchange(firm), randomBytes);
    if (!sent.ok) return sent.error;
    membership.keep(sent.value);
    return null;
  }

  async function exclude(): Promise<Failure | null> {
    const firm = membership.firm();
    return firm === null ? null : exchangeExclusions(excluding, firm);
  }

  function settleAndPush(): Promise<Failure | null> {
    settle();
    return push();
  }

  function hearElsewhere(): Promise<Failure | null> {
    return inTurn([exclude, reconcile, settleAndPush], (part) => part());
  }

  async function reconcile(): Promise<Failure | null> {
    const firm = membership.firm();
    if (firm === null) return null;
    const problem = await hearStops(context, firm, removed);
    if (problem === null) removed.clear();
    return problem;
  }

  async function send(firm: Firm, prepared: Prepared, proposal?: Proposal): Promise<Result<SharePreview['counts']>> {
    const exchange = context.exchange(firm);
    const sealed = sealedRows(firm, prepared, readTold(db), randomBytes);
    if (!sealed.ok) return sealed;
    const { told, put, remove } = sealed.value;
    // Whatever becomes of the answer, what is not known to be told is known to be deleted.
    const added = put.map(({ id }) => ({ kind: 'row', what: id }) as const);
    waitFor(db, 'row', added.map(({ what }) => what));
    let { version } = firm.row;
    for (const step of stepsOf(put, remove)) {
      for (const id of step.remove) removed.add(id);
      const published = await exchange.publish({
        idempotency: toText(randomBytes(16)),
        expected: version,
        put: step.put,
        remove: step.remove,
      });
      // How far it came is asked for before anything else is done.
      membership.keep({ version: published.ok ? published.value : 0 });
      if (!published.ok) {
        // Refused, it has removed nothing: what is gone then was stopped by another computer.
        if (published.error.code === 'preview_stale') for (const id of step.remove) removed.delete(id);
        return published;
      }
      version = published.value;
    }
    db.transaction(() => {
      if (proposal !== undefined) accept(proposal);
      storeTold(db, told);
      noLongerWaiting(db, added);
      logPublished(firm, prepared);
    })();
    return success(countsOf(prepared));
  } // prettier-ignore

  function logPublished(firm: Firm, { difference }: Prepared): void {
    const acts = difference.entries.flatMap(({ entry, change }): Logged[] =>
      change === 'same' ? [] : [logged(firm, change === 'new' ? 'shared' : change, entry)],
    );
    log(db, [...acts, ...difference.gone.map((entry) => logged(firm, 'stopped', entry))], now());
  }

  function settle(): number {
    const told = readTold(db);
    const firm = membership.firm();
    if (told.length === 0 || firm === null) return 0;
    const next = tellable(firm, membership.known(context.asides()), membership.choices(), today());
    const gone = new Set<Live>(reductions(next, told, today()));
    if (gone.size === 0) return 0;
    const [left, leaving] = [told.filter((one) => !gone.has(one)), told.filter((one) => gone.has(one))];
    db.transaction(() => {
      storeTold(db, left);
      waitFor(db, 'row', leaving.flatMap(({ rows }) => rows));
      log(db, leaving.map((entry) => logged(firm, 'stopped', entry)), now());
    })();
    return leaving.length;
  } // prettier-ignore

  function stop(what: Stop): Result<number> {
    const elsewhere = membership.firm()?.row.elsewhere ?? [];
    if (what.kind === 'elsewhere') {
      waitFor(db, 'row', elsewhere.map(({ id }) => id));
      return success(elsewhere.length);
    }
    waitForAbout(what);
    if (what.kind === 'all') revokeAll(db);
    else {
      const done = revoke(db, what);
      if (!done.ok) return done;
      // What the rule, or their organisation, would bring back is taken out for good.
      if (what.kind === 'organisation') keepUnshared(db, what.organisation, true);
      else if (isStillTold(what.person) || isToldElsewhere(what)) keepPrivate(db, [what.person], true);
    }
    return success(settle() + (what.kind === 'all' ? elsewhere.length : 0));
  }

  /** Also what another device of the user's has told of them. */
  function waitForAbout(what: Exclude<Stop, { kind: 'elsewhere' }>): void {
    const firm = membership.firm();
    if (firm === null) return;
    if (what.kind === 'all') {
      waitFor(db, 'all', ['']);
      return;
    }
    waitFor(db, 'lookup', lookupsAbout(firm, what));
  }

  function lookupsAbout({ audiences }: Firm, what: Exclude<Stop, { kind: 'elsewhere' | 'all' }>): string[] {
    const targets = targetsAbout(membership.known([]), what, idsIn(db));
    return audiences.flatMap(({ key }) => targets.map(lookupKeys(key)));
  }

  function isToldElsewhere(what: Extract<Stop, { kind: 'person' }>): boolean {
    const firm = membership.firm();
    const lookups = new Set(firm === null ? [] : lookupsAbout(firm, what));
    return firm?.row.elsewhere.some(({ lookup }) => lookups.has(lookup)) === true;
  }

  function isStillTold(person: number): boolean {
    const own = membership.known(context.asides()).find((some) => some.person === person);
    const addresses = new Set(own?.addresses.map(({ id }) => id));
    return payload(membership.known(context.asides()), membership.choices(), today()).some(({ covers }) =>
      covers.some((address) => addresses.has(address)),
    );
  }

  async function push(): Promise<Failure | null> {
    const firm = membership.firm();
    const waiting = readWaiting(db).filter(({ kind }) => kind !== 'ask');
    if (firm === null || waiting.length === 0) return null;
    const exchange = context.exchange(firm);
    const ids = await rowsOfWaiting(exchange, waiting);
    if (!ids.ok) return ids.error;
    const { value: rows } = ids;
    const gone = rows.length === 0 ? success(firm.row.version) : await exchange.withdraw(rows, toText(randomBytes(16)));
    if (!gone.ok) return gone.error;
    noLongerWaiting(db, waiting);
    const isGone = ({ id }: { readonly id: string }): boolean => rows === 'all' || rows.includes(id);
    // Another device may have acted just before: how it stands is asked for before anything else is done.
    membership.keep({ version: 0, elsewhere: firm.row.elsewhere.filter((row) => !isGone(row)) });
    return null;
  }

  // One after the other: what is deleted is never overtaken by what was published before it.
  let last: Promise<unknown> = Promise.resolve();
  function queued<T>(run: () => Promise<T>): Promise<T> {
    const next = last.then(run);
    last = next.catch(() => undefined);
    return next;
  }

  return {
    preview,
    publish: (digest, proposal) => queued(() => publish(digest, proposal)),
    settle,
    waitForAbout,
    stop,
    push: () => queued(async () => (await push()) ?? takeBackAsks(context)),
    isListDue() {
      const firm = membership.firm();
      return firm !== null && isListDue(excluding, firm);
    },
    hearElsewhere: () => queued(hearElsewhere),
  };
} // prettier-ignore

/** One request where it has room for all; else what is new before what is old goes. */
function stepsOf(put: readonly Row[], remove: readonly string[]): { put: readonly Row[]; remove: readonly string[] }[] {
  if (put.length <= mostRows && remove.length <= mostRows) return [{ put, remove }];
  const parts = (count: number): number[] => Array.from({ length: Math.ceil(count / mostRows) }, (_, i) => i * mostRows);
  return [
    ...parts(put.length).map((at) => ({ put: put.slice(at, at + mostRows), remove: [] })),
    ...parts(remove.length).map((at) => ({ put: [], remove: remove.slice(at, at + mostRows) })),
  ];
} // prettier-ignore

function countsOf({ difference: { entries, gone } }: Prepared): SharePreview['counts'] {
  const counts = { new: 0, changed: 0, renewed: 0, same: 0, gone: gone.length };
  for (const { change } of entries) counts[change]++;
  return counts;
}
