/** How far a folder has been read, and what is to be read next: decided from UIDs alone, which every IMAP server has. */
import { z } from 'zod';
import { fromSequenceSet, sequenceSet } from './sequence-set.ts';

const uid = z.number().int().min(0).max(0x1_0000_0000);

const positionSchema = z.strictObject({
  /** UIDVALIDITY (RFC 9051 2.3.1.1): with another one all UIDs mean nothing. */
  validity: z.string(),
  /** Everything from `low` up to `next` has been read; below it is to be read still, from there on it is new. */
  low: uid,
  next: uid,
  /** What the folder was last seen to hold: while these stay, nothing was deleted. */
  exists: z.number().int().min(0),
  modseq: z.string().nullable(),
  /** UIDs whose messages are held, as a sequence set; only where deleting is followed. */
  held: z.string().nullable(),
  /** The same of an earlier UIDVALIDITY, to be let go when all has been read anew. */
  former: z.array(z.strictObject({ validity: z.string(), held: z.string() })),
});
export type ImapPosition = z.infer<typeof positionSchema>;

/** What EXAMINE or STATUS says of a folder. */
export interface FolderState {
  readonly validity: string;
  /** UIDNEXT; null where the server does not say. */
  readonly next: number | null;
  readonly exists: number;
  /** HIGHESTMODSEQ (RFC 7162); null where the server has none. */
  readonly modseq: string | null;
}

/** The position to go on from. What another UIDVALIDITY left behind is read anew; what is stored twice is one message. */
export function positionIn(text: string | null, state: FolderState, follow: boolean): ImapPosition | null {
  const parsed = text === null ? null : positionSchema.safeParse(JSON.parse(text));
  // What another version of the program wrote means no more than nothing.
  if (!parsed?.success || (follow && parsed.data.held === null)) return null;
  const last = parsed.data;
  if (last.validity === state.validity) return last;
  const former = last.held === null ? [] : [...last.former, { validity: last.validity, held: last.held }];
  return { ...beginning(state, null, follow), former };
}

/** Nothing read yet; `highest` is the highest UID seen where the server does not name the next. */
export function beginning(state: FolderState, highest: number | null, follow: boolean): ImapPosition {
  const next = Math.max(state.next ?? 0, (highest ?? 0) + 1);
  const { validity, exists, modseq } = state;
  return { validity, low: next, next, exists, modseq, held: follow ? '' : null, former: [] };
}

/**
 * Whether reading would find nothing. New mail is told by UIDNEXT alone: MODSEQ is missing or wrong on too many servers to be trusted
 * with it, and only saves the look for deleted messages.
 */
export function isUpToDate(position: ImapPosition, state: FolderState): boolean {
  if (position.validity !== state.validity || position.low > 1 || state.next !== position.next) return false;
  if (position.former.length > 0) return false;
  if (position.held === null) return true;
  return state.exists === position.exists && state.modseq === position.modseq;
}

/** Some UIDs to fetch with one command, ascending, and the position once they are stored. */
interface Batch {
  readonly uids: readonly number[];
  readonly after: ImapPosition;
}

/**
 * All that is to be fetched, of all UIDs in the folder in ascending order: what is new from the oldest on, so that one number says how
 * far it came, then what was never read, the newest first. Small at first: something to see at once.
 */
export function* batches(position: ImapPosition, uids: readonly number[], largest: number): Generator<Batch> {
  let now = position;
  let size = Math.min(250, largest);
  const hold = (some: readonly number[]): string | null =>
    now.held === null ? null : sequenceSet(merged(fromSequenceSet(now.held), some));
  const fresh = uids.filter((one) => one >= position.next);
  for (let i = 0; i < fresh.length; i += size) {
    if (i > 0) size = Math.min(size * 4, largest);
    const some = fresh.slice(i, i + size);
    now = { ...now, next: (some.at(-1) as number) + 1, held: hold(some) };
    yield { uids: some, after: now };
  }
  const old = uids.filter((one) => one < position.low);
  for (let end = old.length; end > 0; end -= size) {
    if (end < old.length) size = Math.min(size * 4, largest);
    const some = old.slice(Math.max(0, end - size), end);
    const isLast = end <= size;
    now = { ...now, low: isLast ? 1 : (some[0] as number), held: hold(some) };
    yield { uids: some, after: now };
  }
}

function merged(one: readonly number[], other: readonly number[]): number[] {
  return [...new Set([...one, ...other])].sort((a, b) => a - b);
}

/** Everything has been read: how the folder stands, and which messages it held and no longer does, by `messageId`. */
export function atTheEnd(
  position: ImapPosition,
  state: FolderState,
  uids: readonly number[] | null,
): { readonly position: ImapPosition; readonly gone: readonly string[] } {
  const { validity, exists, modseq } = state;
  const end = { ...position, low: 1, next: Math.max(position.next, state.next ?? 0), exists, modseq, former: [] };
  if (position.held === null || uids === null) return { position: end, gone: [] };
  const here = new Set(uids);
  const held = fromSequenceSet(position.held);
  const former = position.former.flatMap((one) =>
    fromSequenceSet(one.held).map((number) => messageId(one.validity, number)),
  );
  return {
    position: { ...end, held: sequenceSet(held.filter((number) => here.has(number))) },
    gone: [...held.filter((number) => !here.has(number)).map((number) => messageId(validity, number)), ...former],
  };
}

/** What a message of a folder is known by while its UIDVALIDITY lasts. */
export function messageId(validity: string, number: number): string {
  return `${validity}:${number}`;
}
