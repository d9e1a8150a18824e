/**
 * A mailbox over IMAP (RFC 3501, RFC 9051). Folders are opened with EXAMINE, only header fields are fetched, with PEEK: nothing on the
 * server changes, nothing is ever marked as read (promise P2).
 */
import type { ImapFlow, ListResponse, MailboxObject, StatusObject } from 'imapflow';
import type { Credentials, FolderRole } from '../contract/accounts.ts';
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import type { SourceItem } from '../ingest/record.ts';
import { connect, imapFailure, usualPatience } from './imap-connection.ts';
import type { ImapServer, Patience } from './imap-connection.ts';
import { collectMessages, fetchQuery, placeOf } from './imap-message.ts';
import { atTheEnd, batches, beginning, isUpToDate, messageId, positionIn } from './imap-position.ts';
import type { FolderState, ImapPosition } from './imap-position.ts';
import type { FetchedMessages, ReadRequest, Remote, RemoteChunk, RemoteDeps, RemoteFolder } from './remote.ts';
import { sequenceSet } from './sequence-set.ts';

// Messages of one command: enough to make its round trip vanish, few enough to lose little.
const largestBatch = 1000;

const roles: Readonly<Record<string, FolderRole>> = {
  '\\Inbox': 'inbox',
  '\\Sent': 'sent',
  '\\Archive': 'archive',
  '\\All': 'all',
  '\\Drafts': 'drafts',
  '\\Junk': 'junk',
  '\\Trash': 'trash',
};
const ofMail: ReadonlySet<FolderRole> = new Set(['inbox', 'sent', 'archive', 'all', 'other']);
// Folders that mail programs show beside mail, and views of what lies elsewhere.
const notMail =
  /^(?:notes|calendar|contacts|suggested contacts|tasks|journal|outbox|sync issues|conversation history|rss feeds|kalender|kontakte|aufgaben|notizen)$/i;
const statusQuery = { messages: true, uidNext: true, uidValidity: true, highestModseq: true } as const;

export function imapRemote(
  server: ImapServer,
  credentials: Credentials,
  deps: RemoteDeps,
  patience: Patience = usualPatience,
): Remote {
  const { host } = server;
  let connected: Promise<Result<ImapFlow>> | null = null;
  let statuses = new Map<string, FolderState>();
  // How many messages the open folder held when it was last read.
  let seen: { readonly path: string; readonly exists: number } | null = null;

  /** The connection of this remote, a new one where the last has ended. */
  async function client(silence: number): Promise<Result<ImapFlow>> {
    const last = await connected;
    if (last?.ok && last.value.usable) return last;
    seen = null;
    return (connected = connect(server, credentials, deps, silence));
  }

  const failed = (error: unknown): Failure =>
    deps.signal.aborted ? failure('cancelled', 'Stopped.').error : imapFailure(error, host, credentials);

  return {
    async folders() {
      const connection = await client(patience.asked);
      if (!connection.ok) return connection;
      try {
        const listed = await connection.value.list({ statusQuery });
        statuses = new Map(listed.flatMap(({ path, status }) => (isState(status) ? [[path, stateOf(status)]] : [])));
        return success(foldersOf(listed, connection.value));
      } catch (error) {
        return { ok: false, error: failed(error) };
      }
    },

    async *read(request) {
      const status = statuses.get(request.path);
      // Good for one look: what came since shows only in a new one.
      statuses.delete(request.path);
      if (status) {
        const position = positionIn(request.position, status, request.forgetDeleted);
        if (position && isUpToDate(position, status)) return;
      }
      const connection = await client(patience.asked);
      if (!connection.ok) {
        yield connection.error;
        return;
      }
      try {
        const mailbox = await connection.value.mailboxOpen(request.path, { readOnly: true });
        // As it was before it was read: what comes meanwhile is a change.
        const { exists } = mailbox;
        yield* readOpen(connection.value, mailbox, request);
        seen = { path: request.path, exists };
      } catch (error) {
        yield failed(error);
      }
    },

    async watch({ path }, signal) {
      const connection = await client(patience.watched);
      if (!connection.ok) return connection.error;
      const { value: imap } = connection;
      const open = imap.mailbox;
      if (open === false || seen?.path !== path || open.exists !== seen.exists) return 'changed';
      return new Promise((resolve) => {
        const end = (): void => {
          imap.off('exists', end);
          imap.off('expunge', end);
          imap.off('close', end);
          signal.removeEventListener('abort', end);
          resolve('changed');
        };
        imap.on('exists', end);
        imap.on('expunge', end);
        imap.on('close', end);
        signal.addEventListener('abort', end);
        imap.idle().then(end, (error: unknown) => resolve(failed(error)));
      });
    },

    async close() {
      const last = await connected;
      connected = null;
      if (last?.ok) last.value.close();
    },
  };

  async function* readOpen(
    imap: ImapFlow,
    mailbox: MailboxObject,
    { path, role, position: text, forgetDeleted, context }: ReadRequest,
  ): AsyncGenerator<RemoteChunk> {
    const state = stateOf(mailbox);
    let position = positionIn(text, state, forgetDeleted);
    if (position !== null && isUpToDate(position, state)) return;
    // Only what is new, where nothing else is to be found.
    const newOnly = position !== null && position.low <= 1 && position.held === null;
    const from = newOnly ? (position as ImapPosition).next : 1;
    // "n:*" names the last message also where it lies before n.
    const uids = (await listUids(imap, `${from}:*`)).filter((uid) => uid >= from);
    position ??= beginning(state, uids.at(-1) ?? null, forgetDeleted);
    const all = [...batches(position, uids, largestBatch)];
    let left = all.reduce((sum, batch) => sum + batch.uids.length, 0);
    for (const { uids: wanted, after } of all) {
      const { fetched, broken } = await fetchAll(imap, wanted);
      left -= wanted.length;
      position = after;
      const items = broken.map((uid): SourceItem => ({
        kind: 'skipped',
        reason: 'broken item',
        place: placeOf(path, uid),
      }));
      const ids = forgetDeleted ? { ids: fetched.messages.map(({ uid }) => messageId(state.validity, uid)) } : {};
      yield { items, fetched, position: JSON.stringify(after), left, ...ids };
    }
    const end = atTheEnd(position, state, newOnly ? null : uids);
    const last = JSON.stringify(end.position);
    if (last !== text) {
      yield { items: [], position: last, left: 0, ...(end.gone.length > 0 ? { gone: end.gone } : {}) };
    }

    /** Fetches these and no others; broken are those that are there and did not come. */
    async function fetchAll(
      connection: ImapFlow,
      wanted: readonly number[],
    ): Promise<{ readonly fetched: FetchedMessages; readonly broken: readonly number[] }> {
      const messages = collectMessages();
      let missing = wanted;
      // Asked twice: a server under load leaves out some; what was deleted meanwhile does not come at all.
      for (let attempt = 0; attempt < 2 && missing.length > 0; attempt++) {
        for await (const message of connection.fetch(sequenceSet(missing), fetchQuery(context), { uid: true }))
          messages.add(message);
        missing = wanted.filter((uid) => !messages.has(uid));
      }
      const broken = missing.length === 0 ? [] : await listUids(connection, sequenceSet(missing));
      return { fetched: messages.fetched(wanted, path, role === 'sent'), broken };
    }
  }
}

/** Which UIDs of a set there are, ascending. Throws where the server does not say: a list that is cut short would lose mail. */
async function listUids(imap: ImapFlow, set: string): Promise<number[]> {
  const found = await imap.search(set === '1:*' ? { all: true } : { uid: set }, { uid: true });
  if (!Array.isArray(found))
    throw Object.assign(new Error('SEARCH failed'), imap.usable ? { responseStatus: 'NO' } : { code: 'NoConnection' });
  return found.sort((a, b) => a - b);
}

function isState(status: StatusObject | undefined): status is StatusObject {
  return status?.uidValidity !== undefined && status.uidNext !== undefined && status.messages !== undefined;
}

function stateOf(of: StatusObject | MailboxObject): FolderState {
  const modseq = of.highestModseq;
  return {
    validity: String(of.uidValidity),
    next: of.uidNext || null,
    exists: ('exists' in of ? of.exists : of.messages) ?? 0,
    // Zero says that the folder keeps none (RFC 7162 3.1.2.2).
    modseq: modseq ? String(modseq) : null,
  };
}

/** Gmail's "all mail" holds every message once, so that no other folder of it is needed. */
function foldersOf(listed: readonly ListResponse[], imap: ImapFlow): RemoteFolder[] {
  const { other, shared } = imap.namespaces ?? {};
  const foreign = [...(other || []), ...(shared || [])].flatMap(({ prefix }) => prefix || []);
  const selectable = listed.filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent'));
  // Gmail's own LIST has names of its own (XLIST), which imapflow does not know all of.
  const useOf = ({ specialUse, flags }: ListResponse): string =>
    flags.has('\\AllMail') ? '\\All' : (specialUse ?? '');
  const views = ['\\Flagged', '\\Starred', '\\Important'];
  const hasAll = selectable.some((folder) => useOf(folder) === '\\All');
  const isGmail = imap.capabilities.has('X-GM-EXT-1');
  return selectable.map((folder) => {
    const { path, name, flags, parent } = folder;
    const role = roles[useOf(folder)] ?? 'other';
    const isView = views.some((view) => view === useOf(folder) || flags.has(view));
    const isForeign = foreign.some((prefix) => path.startsWith(prefix));
    const isMail = ofMail.has(role) && !isView && !isForeign && ![...parent, name].some((part) => notMail.test(part));
    return {
      path,
      name: [...parent, name].join(' / '),
      role,
      byDefault: isMail && (!hasAll || role === 'all'),
      ...(isGmail && !hasAll && role === 'inbox' ? { note: hiddenAllMail } : {}),
    };
  });
}

const hiddenAllMail =
  'Gmail hides “All Mail” from IMAP, so mail that is only archived there is not seen. Gmail’s settings, under Labels, can show it.';
