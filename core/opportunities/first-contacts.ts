/** Organisations that the user has just written to for the first time, or is about to meet for the first time. Pure. */
import { isContact } from '../strength/features.ts';
import { interactionKind, realMeetingShare } from '../strength/interactions.ts';
import type { Interactions } from '../strength/interactions.ts';

export interface FirstContact {
  readonly organisation: number;
  readonly change: 'wrote' | 'booked';
  /** When it was written, or when the meeting begins; Unix seconds. */
  readonly at: number;
  /** Who was written to, or will be met. */
  readonly people: readonly number[];
}

interface FirstContactInput {
  readonly rows: Interactions;
  /** Everybody there, by organisation. */
  readonly there: ReadonlyMap<number, readonly number[]>;
  /** Whose relationship with the user is strong or good. */
  readonly isWarm: (person: number) => boolean;
  /** Unix seconds. */
  readonly now: number;
}

const day = 86_400;
const wroteWithin = 7 * day;
const bookedWithin = 14 * day;
// A letter to at most six is to them; beyond, it is to nobody in particular.
const leastShare = 0.5;

/** The meetings first, the soonest; then what was written last. */
export function firstContacts(input: FirstContactInput): FirstContact[] {
  const { rows, there, now } = input;
  const lastAt = (person: number): number => rows.at[(rows.start[person + 1] as number) - 1] ?? -Infinity;
  const found = [...there].flatMap(([organisation, everybody]) => {
    const people = everybody.filter((id) => id + 1 < rows.start.length && rows.start[id] !== rows.start[id + 1]);
    // Most organisations have been quiet lately.
    return people.some((id) => lastAt(id) >= now - wroteWithin) ? (contactWith(organisation, people, input) ?? []) : [];
  });
  const order = ({ change, at }: FirstContact): number => (change === 'booked' ? at - now : bookedWithin + now - at);
  return found.sort((a, b) => order(a) - order(b) || a.organisation - b.organisation);
}

interface Contact {
  readonly person: number;
  readonly row: number;
}

function contactWith(
  organisation: number,
  people: readonly number[],
  { rows, there, isWarm, now }: FirstContactInput,
): FirstContact | null {
  const [past, ahead]: [Contact[], Contact[]] = [[], []];
  // When somebody there was first seen in a thread.
  const seenAt = new Map<number, number>();
  for (const person of people) {
    for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
      const at = rows.at[row] as number;
      if (rows.kind[row] === interactionKind.seen && rows.series[row] !== 0) {
        const thread = rows.series[row] as number;
        seenAt.set(thread, Math.min(at, seenAt.get(thread) ?? Infinity));
      }
      if (!isContact(rows, row)) continue;
      if (at < now) past.push({ person, row });
      else if (at < now + bookedWithin && isOfFew(rows, row)) ahead.push({ person, row });
    }
  }
  const firstOf = (change: FirstContact['change'], contacts: readonly Contact[]): FirstContact => {
    const at = Math.min(...contacts.map(({ row }) => rows.at[row] as number));
    return {
      organisation,
      change,
      at,
      people: contacts.filter(({ row }) => rows.at[row] === at).map(({ person }) => person),
    };
  };
  const kindOf = ({ row }: Contact): number => rows.kind[row] as number;
  const isKnown = past.some((one) => isMeeting(kindOf(one))) || there.get(organisation)?.some(isWarm) === true;
  if (ahead.length > 0 && !isKnown) return firstOf('booked', ahead);
  if (past.length === 0 || past.some((one) => kindOf(one) !== interactionKind.sent)) return null;
  // Somebody wrote to the user and to them: that is an introduction.
  if (past.some(({ row }) => (seenAt.get(rows.series[row] as number) ?? Infinity) < (rows.at[row] as number)))
    return null;
  const wrote = firstOf('wrote', past);
  const isToThem = past.some(({ row }) => rows.at[row] === wrote.at && (rows.share[row] as number) >= leastShare);
  return wrote.at >= now - wroteWithin && isToThem ? wrote : null;
}

/** "We spoke" is as good as a meeting. */
function isMeeting(kind: number): boolean {
  return kind === interactionKind.meeting || kind === interactionKind.touch;
}

function isOfFew(rows: Interactions, row: number): boolean {
  return rows.kind[row] === interactionKind.meeting && (rows.share[row] as number) >= realMeetingShare;
}
