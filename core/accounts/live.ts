/** All accounts: which of them are kept up to date just now, and what is shown of them. */
import type { Account, Accounts } from '../contract/accounts.ts';
import type { Failure } from '../contract/errors.ts';
import { isoTime } from '../contract/iso.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { readSetting } from '../db/settings.ts';
import { createAccountLoop } from './account-loop.ts';
import type { AccountLoop, LoopContext } from './account-loop.ts';
import { listAccounts, listFolders } from './account-rows.ts';
import type { AccountRow } from './account-rows.ts';
import { hostsOf } from './hosts.ts';

export interface Live {
  /** From now on accounts are kept up to date by themselves. */
  readonly start: () => void;
  /** After a sleep, or because the user asks: everything is looked at now, on new connections. */
  readonly wake: () => Promise<void>;
  /** One round of every account that is not paused, one after the other; what went wrong, by account. */
  readonly once: () => Promise<readonly { readonly address: string; readonly problem: Failure | null }[]>;
  /** Something about these accounts, or the offline switch, has changed: they begin anew, or end. */
  readonly restart: (ids?: readonly number[]) => Promise<void>;
  readonly accounts: () => Accounts;
  readonly isReading: () => boolean;
  /** Hosts that may be reached although no account names them yet: a set-up that is going on. */
  readonly visit: (hosts: readonly (readonly [host: string, purpose: string])[]) => void;
  /** The host of the firm exchange, once one was joined; null for none. */
  readonly visitFirm: (host: string | null) => void;
  readonly close: () => Promise<void>;
}

// Milliseconds between two counts of what folders hold.
const countEvery = 5000;

export function createLive(context: LoopContext): Live {
  const { db, remotes, seal } = context;
  const loops = new Map<number, AccountLoop>();
  let started = false;
  let visited: readonly (readonly [string, string])[] = [];
  let firm: readonly (readonly [string, string])[] = [];

  const isReading = (): boolean => [...loops.values()].some((loop) => loop.shown().state === 'reading');
  const isOffline = (): boolean => readSetting(db, 'offline') === 'yes';
  const credentialsOf = ({ id, secret }: AccountRow) => secret && seal.open(secret, id);

  /** Counting takes a look at every message: a first reading, which is asked after all the time, is told by its progress. */
  let lastCount: { readonly at: number; readonly counts: Counted } | null = null;
  function counted(): Counted {
    const at = context.now();
    if (lastCount === null || !isReading() || at - lastCount.at > countEvery)
      lastCount = { at, counts: itemsBySource(db) };
    return lastCount.counts;
  }

  function allow(): void {
    const hosts = listAccounts(db).flatMap((account) => hostsOf(account.server, credentialsOf(account), account.hosts));
    remotes.allow(isOffline() ? [] : [...hosts, ...firm, ...visited]);
  }

  function begin(): void {
    allow();
    if (!started || isOffline()) return;
    for (const { id, paused } of listAccounts(db)) {
      if (paused || loops.has(id)) continue;
      const loop = createAccountLoop(id, context);
      loops.set(id, loop);
      void loop.run();
    }
  }

  async function end(ids: readonly number[]): Promise<void> {
    const ending = ids.flatMap((id) => loops.get(id) ?? []);
    for (const id of ids) loops.delete(id);
    await Promise.all(ending.map((loop) => loop.stop()));
  }

  const restart = async (ids: readonly number[] = [...loops.keys()]): Promise<void> => {
    await end(ids);
    begin();
    context.changed();
  };

  return {
    start() {
      started = true;
      begin();
    },
    wake: () => restart(),
    async once() {
      allow();
      const ends: { address: string; problem: Failure | null }[] = [];
      for (const { id, address, paused } of isOffline() ? [] : listAccounts(db)) {
        if (paused) continue;
        const loop = createAccountLoop(id, context);
        loops.set(id, loop);
        ends.push({ address, problem: await loop.round() });
        loops.delete(id);
      }
      return ends;
    },
    restart,
    accounts: () => ({
      offline: isOffline(),
      accounts: listAccounts(db).map((account) =>
        shownAccount(db, account, loops.get(account.id)?.shown() ?? null, counted(), {
          offline: isOffline(),
          hosts: hostsOf(account.server, credentialsOf(account), account.hosts).map(([host]) => host),
          couldReadBodies: account.server.kind === 'imap',
        }),
      ),
    }),
    isReading,
    visit(hosts) {
      visited = hosts;
      allow();
    },
    visitFirm(host) {
      firm = host === null ? [] : [[host, 'firm exchange']];
      allow();
    },
    async close() {
      started = false;
      await end([...loops.keys()]);
    },
  };
}

function shownAccount(
  db: Reader,
  account: AccountRow,
  loop: ReturnType<AccountLoop['shown']> | null,
  counts: Counted,
  more: { readonly offline: boolean; readonly hosts: readonly string[]; readonly couldReadBodies: boolean },
): Account {
  const { id, address, server, shared, paused, forgetDeleted, syncedAt } = account;
  const folders = listFolders(db, id);
  const firsts = folders.flatMap(({ sourceId }) => counts.get(sourceId)?.first ?? []);
  const looked = syncedAt === null ? 'waiting' : 'up to date';
  const resting = paused ? 'paused' : more.offline ? 'offline' : looked;
  return {
    id,
    kind: server.kind,
    address,
    hosts: [...new Set(more.hosts)],
    shared,
    couldReadBodies: more.couldReadBodies,
    forgetDeleted,
    read: loop?.read ?? 0,
    total: loop?.total ?? null,
    perSecond: loop?.perSecond ?? 0,
    secondsLeft: loop?.secondsLeft ?? null,
    problem: loop?.problem ?? null,
    nextAttempt: loop?.nextAttempt ?? null,
    state: loop?.state ?? resting,
    syncedAt: isoTime(syncedAt),
    historyBegins: firsts.length === 0 ? null : isoTime(Math.min(...firsts)),
    notes: folders.flatMap(({ note }) => note ?? []),
    folders: folders.map(({ sourceId, name, role, chosen }) => ({
      id: sourceId,
      name,
      role,
      chosen,
      items: counts.get(sourceId)?.items ?? 0,
    })),
  };
}

type Counted = ReadonlyMap<number, { readonly items: number; readonly first: number | null }>;

function itemsBySource(db: Reader): Counted {
  const rows = statement(
    db,
    `SELECT source_id AS source, sum(n) AS items, min(first) AS first FROM (
       SELECT source_id, count(*) AS n, min(sent_at) AS first FROM message GROUP BY source_id
       UNION ALL SELECT source_id, count(*), NULL FROM message_copy GROUP BY source_id
       UNION ALL SELECT source_id, count(*), NULL FROM meeting GROUP BY source_id)
     WHERE source_id IN (SELECT source_id FROM folder) GROUP BY source_id`,
  ).all() as { source: number; items: number; first: number | null }[];
  return new Map(rows.map(({ source, items, first }) => [source, { items, first }]));
}
