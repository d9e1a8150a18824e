/** Which ways in have opened, become better or begin to lapse since they were last known, and what of it is said today. Pure. */
import type { WayNews } from '../contract/opportunities.ts';

export type Change = WayNews['change'];
/** `thin`: there is a path, but not a good one. */
export type Way = 'none' | 'thin' | 'good' | 'lapsing';

/** The best path as it stands. */
interface BestPath {
  readonly isGood: boolean;
  /** To somebody the user knows. */
  readonly isDirect: boolean;
  /** Whom one would ask grows more distant. */
  readonly isFading: boolean;
}

export interface About {
  readonly kind: WayNews['kind'];
  readonly about: number;
}

/** An organisation the user has come in touch with, or a pursuit with its best path. */
export type Found = About &
  (
    | { readonly kind: 'organisation'; readonly change: 'wrote' | 'booked' }
    | { readonly kind: 'pursuit'; readonly path: BestPath | null }
  );

/** What is remembered of it; days are YYYY-MM-DD. */
export interface Remembered extends About {
  readonly way: Way | null;
  readonly change: Change | null;
  readonly saidOn: string | null;
}

export interface WayNewsInput {
  /** The most pressing first. */
  readonly found: readonly Found[];
  readonly remembered: readonly Remembered[];
  /** What the user has put away: what was said on that day. */
  readonly dismissed: readonly (About & { readonly saidOn: string })[];
  readonly today: string;
}

export interface NewsOfTheDay {
  readonly shown: readonly (About & { readonly change: Change })[];
  /** What is to be remembered instead of what was. */
  readonly changed: readonly Remembered[];
}

const most = 3;
const standsFor = 3;
// A way that goes to and fro is told of once in that time.
const restsFor = 14;

/**
 * Everything is said once and stands for three days, unless it is put away or no longer so; at most three at a time, and three new ones
 * a day. A pursuit seen for the first time is no news.
 */
export function newsOfTheDay({ found, remembered, dismissed, today }: WayNewsInput): NewsOfTheDay {
  const known = new Map(remembered.map((one) => [keyOf(one), one]));
  const away = new Map(dismissed.map((one) => [keyOf(one), one.saidOn]));
  const isStanding = (one: Remembered): boolean =>
    one.saidOn !== null && daysBetween(one.saidOn, today) < standsFor && away.get(keyOf(one)) !== one.saidOn;
  const looked = found.map((one) => lookAt(one, known.get(keyOf(one)), today));
  const standing = looked
    .filter(({ now, said }) => said !== null && now.change === said && isStanding(now))
    .slice(0, most);
  const news = looked.filter(({ now, said }) => said === null && now.change !== null);
  const saidToday = remembered.filter(({ saidOn }) => saidOn === today).length;
  const room = Math.max(0, Math.min(most - standing.length, most - saidToday));
  const fresh = new Set(news.slice(0, room).map(({ now }) => keyOf(now)));
  const shown = new Set([...standing.map(({ now }) => keyOf(now)), ...fresh]);
  return {
    shown: looked.flatMap(({ now: { kind, about, change } }) =>
      change !== null && shown.has(keyOf({ kind, about })) ? [{ kind, about, change }] : [],
    ),
    changed: looked.flatMap(({ now, isSilent }) =>
      isSilent ? [now] : fresh.has(keyOf(now)) ? [{ ...now, saidOn: today }] : [],
    ),
  };
}

interface Looked {
  /** With the change that holds now. */
  readonly now: Remembered;
  /** What has been said of it. */
  readonly said: Change | null;
  /** To be remembered without a word. */
  readonly isSilent: boolean;
}

function lookAt(found: Found, was: Remembered | undefined, today: string): Looked {
  const { kind, about } = found;
  if (found.kind === 'organisation') {
    const now = { kind, about, way: null, change: found.change, saidOn: was?.saidOn ?? null };
    return { now, said: was?.change ?? null, isSilent: false };
  }
  const before = was?.way ?? null;
  const way = wayOf(found.path, before);
  if (was !== undefined && was.saidOn !== null && daysBetween(was.saidOn, today) < restsFor) {
    const change = way === before ? was.change : null;
    return { now: { ...was, change }, said: was.change, isSilent: false };
  }
  const change = changeOf(before, way, found.path?.isDirect === true);
  const isSilent = change === null && way !== before;
  return { now: { kind, about, way, change, saidOn: null }, said: null, isSilent };
}

/** `before`: as it was last known, null for never. */
export function wayOf(path: BestPath | null, before: Way | null): Way {
  if (path === null) return 'none';
  if (path.isGood && !path.isFading) return 'good';
  return before === 'good' || before === 'lapsing' ? 'lapsing' : 'thin';
}

/** What is worth a word; null for nothing. A relationship of the user's own that has grown is no news to them. */
export function changeOf(before: Way | null, way: Way, isDirect: boolean): Change | null {
  if (before === null || before === way) return null;
  if (way === 'lapsing') return 'lapsing';
  if (way !== 'good' || isDirect) return null;
  return before === 'none' ? 'opened' : 'better';
}

/** Of what it is about. */
export function keyOf({ kind, about }: About): string {
  return `${kind} ${String(about)}`;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
