/** Keeps one account up to date: rounds over all its folders, and a watch on the one where mail arrives. */
import type { Account } from '../contract/accounts.ts';
import { failure } from '../contract/errors.ts';
import type { Failure } from '../contract/errors.ts';
import type { Writer } from '../db/database.ts';
import { isIgnoredFolder } from '../ingest/folder-names.ts';
import { noCounts } from '../ingest/recorder.ts';
import type { ParseContext } from '../ingest/record.ts';
import type { Remote } from '../remote/remote.ts';
import type { Remotes } from '../remote/remotes.ts';
import { forgetGone } from '../retention/gone.ts';
import { keepSecret, listFolders, markSynced, readAccount, storeFolders } from './account-rows.ts';
import type { AccountRow, FolderRow } from './account-rows.ts';
import type { ChunkStore } from './chunk-store.ts';
import { isLasting, pollEvery, waitAfter } from './schedule.ts';
import type { Seal } from './sealed.ts';

export interface LoopContext {
  readonly db: Writer;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly chance: () => number;
  /** Ends early, and never throws, when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly remotes: Remotes;
  readonly store: ChunkStore;
  readonly seal: Seal;
  /** What parsers need to know of the user's answers. */
  readonly reading: () => ParseContext;
  /** Resolves when nobody else writes evidence. */
  readonly idle: () => Promise<void>;
  /** Evidence has come; and: what came is worth being worked out now. */
  readonly came: () => void;
  readonly settled: () => void;
  /** What is shown of the account is no longer true. */
  readonly changed: () => void;
}

type Shown = Pick<Account, 'state' | 'read' | 'total' | 'perSecond' | 'secondsLeft' | 'problem' | 'nextAttempt'>;

export interface AccountLoop {
  /** One round over all folders; null where everything is there. */
  readonly round: () => Promise<Failure | null>;
  /** Rounds and a watch until `stop`. */
  readonly run: () => Promise<void>;
  /** Does not wait any longer for what it waits for. */
  readonly wake: () => void;
  readonly shown: () => Shown;
  readonly stop: () => Promise<void>;
}

// Messages of each folder that are read before the rest of any: enough to tell who is close these months.
const firstLook = 1000;
const cancelled = failure('cancelled', 'Stopped.').error;

const quiet: Shown = {
  state: 'waiting', read: 0, total: null, perSecond: 0, secondsLeft: null, problem: null, nextAttempt: null,
}; // prettier-ignore

export function createAccountLoop(id: number, context: LoopContext): AccountLoop {
  const { db, now, remotes, store, seal } = context;
  const stopping = new AbortController();
  const { signal } = stopping;
  let waking = new AbortController();
  let shown = quiet;
  let running: Promise<void> = Promise.resolve();
  // Folders are read one at a time, so that positions only move forward.
  let lastRead: Promise<unknown> = Promise.resolve();

  const show = (some: Partial<Shown>): void => {
    shown = { ...shown, ...some };
    context.changed();
  };

  async function open(account: AccountRow): Promise<Remote | Failure> {
    const credentials = account.secret && seal.open(account.secret, id);
    if (!credentials)
      return failure('sign_in_expired', `Sign in to ${account.address} again: its password is not on this computer.`)
        .error;
    const renewed = (some: typeof credentials): void => keepSecret(db, id, seal.close(some, id));
    const opened = await remotes.open(account.server, credentials, renewed);
    return opened.ok ? opened.value : opened.error;
  }

  async function round(): Promise<Failure | null> {
    const account = readAccount(db, id);
    if (account === null) return cancelled;
    const remote = await open(account);
    if ('code' in remote) return remote;
    const stop = (): void => void remote.close();
    signal.addEventListener('abort', stop);
    try {
      const problem = await readFolders(account, remote);
      if (problem === null) {
        if (account.forgetDeleted && forgetGone(db) > 0) context.came();
        markSynced(db, id, Math.floor(now() / 1000));
      }
      return problem;
    } finally {
      context.settled();
      signal.removeEventListener('abort', stop);
      await remote.close();
    }
  }

  async function readFolders(account: AccountRow, remote: Remote): Promise<Failure | null> {
    const folders = await remote.folders(false);
    if (!folders.ok) return folders.error;
    storeFolders(db, account, folders.value, Math.floor(now() / 1000));
    const there = new Set(folders.value.map(({ path }) => path));
    let rest = chosenFolders().filter(({ path }) => there.has(path));
    const progress = progressOf(rest.length);
    // The newest of every folder first: who is close shows only where both directions are known.
    for (const most of [firstLook, Infinity]) {
      const cut: FolderRow[] = [];
      for (const folder of rest) {
        const end = await readFolder(account, remote, folder.sourceId, most, progress);
        if (end === 'more') cut.push(folder);
        else if (end !== 'all') return end;
      }
      rest = cut;
      if (rest.length > 0) context.settled();
    }
    return null;
  }

  function chosenFolders(): FolderRow[] {
    const { ignoredFolders } = context.reading();
    return listFolders(db, id).filter(({ chosen, path }) => chosen && !isIgnoredFolder(path, ignoredFolders));
  }

  /** Reads on where the last chunk ended; 'more' where it stopped after `most` items. */
  async function readFolder(
    account: AccountRow,
    remote: Remote,
    sourceId: number,
    most: number,
    progress: (sourceId: number, items: number, left: number | null) => void,
  ): Promise<'all' | 'more' | Failure> {
    const before = lastRead;
    const reading = before.then(async () => {
      const folder = listFolders(db, id).find((one) => one.sourceId === sourceId);
      if (!folder) return 'all';
      const { path, role, position } = folder;
      const { forgetDeleted, shared } = account;
      let items = 0;
      for await (const chunk of remote.read({ path, role, position, forgetDeleted, context: context.reading() })) {
        if ('code' in chunk) return signal.aborted ? cancelled : chunk;
        await context.idle();
        if (signal.aborted) return cancelled;
        if (!store.store({ sourceId, shared }, chunk, noCounts(), Math.floor(now() / 1000))) return 'all';
        items += chunk.items.length;
        progress(sourceId, chunk.items.length, chunk.left);
        if (chunk.items.length > 0 || chunk.withdrawn) context.came();
        if (items >= most && chunk.left !== 0) return 'more';
        await turn();
      }
      return 'all';
    });
    lastRead = reading.catch(() => undefined);
    return reading;
  }

  function progressOf(folders: number): (sourceId: number, items: number, left: number | null) => void {
    const startedAt = now();
    const lefts = new Map<number, number | null>();
    let read = 0;
    return (sourceId, items, left) => {
      lefts.set(sourceId, left);
      read += items;
      // A few new messages are no reading to speak of.
      if (read === 0 || (shown.state !== 'reading' && left === 0)) return;
      const known = lefts.size === folders && ![...lefts.values()].includes(null);
      const still = known ? [...lefts.values()].reduce<number>((sum, some) => sum + (some ?? 0), 0) : null;
      const perSecond = Math.round(read / Math.max((now() - startedAt) / 1000, 0.001));
      show({
        state: 'reading',
        read,
        total: still === null ? null : read + still,
        perSecond,
        secondsLeft: still === null || perSecond === 0 ? null : Math.round(still / perSecond),
        problem: null,
        nextAttempt: null,
      });
    };
  }

  async function watch(): Promise<void> {
    for (let attempts = 1; !signal.aborted; attempts++) {
      const account = readAccount(db, id);
      const folder =
        chosenFolders().find(({ role }) => role === 'all') ?? chosenFolders().find(({ role }) => role === 'inbox');
      if (!account || !folder) return;
      const remote = await open(account);
      if ('code' in remote) return;
      try {
        if (remote.watch === null) return;
        const end = async (): Promise<void> => remote.close();
        signal.addEventListener('abort', () => void end());
        for (;;) {
          const seen = await remote.watch(folder, signal);
          if (signal.aborted || seen !== 'changed') break;
          const read = await readFolder(account, remote, folder.sourceId, Infinity, () => undefined);
          if (read !== 'all') break;
          attempts = 1;
        }
      } finally {
        await remote.close();
      }
      // Rounds go on meanwhile, and say what is wrong.
      await context.wait(waitAfter(cancelled, attempts, context.chance()) ?? pollEvery, signal);
    }
  }

  async function run(): Promise<void> {
    let watching: Promise<void> | null = null;
    for (let attempts = 0; !signal.aborted;) {
      const problem = await round();
      if (signal.aborted) break;
      attempts = problem === null ? 0 : attempts + 1;
      const delay = problem === null ? pollEvery : waitAfter(problem, attempts, context.chance());
      show({
        ...quiet,
        state: problem === null ? 'up to date' : stateOf(problem),
        problem,
        nextAttempt: problem === null || delay === null ? null : new Date(now() + delay).toISOString(),
      });
      if (problem === null) watching ??= watch();
      waking = new AbortController();
      await context.wait(delay ?? Infinity, AbortSignal.any([signal, waking.signal]));
    }
    await watching;
  }

  return {
    round,
    run: () => (running = run()),
    wake: () => waking.abort(),
    shown: () => shown,
    async stop() {
      stopping.abort();
      await running;
      await lastRead;
    },
  };
}

function stateOf(problem: Failure): Account['state'] {
  if (problem.code === 'not_allowed' || problem.code === 'usage') return 'trouble';
  if (isLasting(problem)) return 'sign in again';
  return problem.code === 'certificate_wrong' || problem.code === 'server_misbehaves' ? 'trouble' : 'waiting';
}

/** Lets the engine answer others between chunks. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
