/** Event files of the evaluation (`src,dst,unix_ts`) as the interactions of single mailboxes. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Interactions } from '../../core/strength/interactions.ts';
import { interactionKind, shareOf } from '../../core/strength/interactions.ts';
import { createRows, sortRows } from '../../core/strength/rows.ts';

/** A CSV of plain integers and words: no quotes are needed, none are read. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly string[][];
}

/** Reads a `.csv` or `.csv.gz`. Throws an Error that names the file where it is not one. */
export function readTable(file: string): Table {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
  const [head, ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  if (head === undefined) throw new Error(`${file} is empty`);
  const columns = head.split(',');
  const rows = lines.map((line) => line.split(','));
  const wrong = rows.findIndex((row) => row.length !== columns.length);
  if (wrong >= 0) throw new Error(`${file}: line ${String(wrong + 2)} has not ${String(columns.length)} fields`);
  return { columns, rows };
}

/** The position of each named column; throws where one is missing. */
export function columnsOf(table: Table, names: readonly string[], file: string): number[] {
  return names.map((name) => {
    const at = table.columns.indexOf(name);
    if (at < 0) throw new Error(`${file} has no column ${name}`);
    return at;
  });
}

/** One mailbox: the interactions of each counterpart of the ego are rows of `interactions` under `person`. */
export interface Mailbox {
  readonly interactions: Interactions;
  readonly personOf: ReadonlyMap<string, number>;
}

interface Event {
  readonly other: string;
  readonly at: number;
  readonly sent: boolean;
}

/** The mailboxes of `egos`: what they sent and received, each message once. Other people's mail is not looked at. */
export function readMailboxes(file: string, egos: ReadonlySet<string>): Map<string, Mailbox> {
  const table = readTable(file);
  const [src = 0, dst = 0, time = 0] = columnsOf(table, ['src', 'dst', 'unix_ts'], file);
  const events = new Map<string, Event[]>([...egos].map((ego) => [ego, []]));
  const seen = new Set<string>();
  for (const row of table.rows) {
    const [from, to, at] = [row[src] as string, row[dst] as string, Number(row[time])];
    if (!Number.isFinite(at)) throw new Error(`${file}: ${String(row[time])} is not a time`);
    if (from === to || (!egos.has(from) && !egos.has(to))) continue;
    const key = row.join(',');
    if (seen.has(key)) continue;
    seen.add(key);
    events.get(from)?.push({ other: to, at, sent: true });
    events.get(to)?.push({ other: from, at, sent: false });
  }
  return new Map([...events].map(([ego, list]) => [ego, mailboxOf(list)]));
}

function mailboxOf(events: readonly Event[]): Mailbox {
  const personOf = new Map<string, number>();
  const recipients = new Map<number, number>();
  for (const { other, at, sent } of events) {
    if (!personOf.has(other)) personOf.set(other, personOf.size);
    if (sent) recipients.set(at, (recipients.get(at) ?? 0) + 1);
  }
  const start = new Int32Array(personOf.size + 1);
  const idOf = ({ other }: Event): number => personOf.get(other) as number;
  for (const event of events) start[idOf(event) + 1] = (start[idOf(event) + 1] as number) + 1;
  for (let i = 0; i < personOf.size; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const rows = createRows(start);
  const next = start.slice();
  for (const event of events) {
    const row = next[idOf(event)] as number;
    next[idOf(event)] = row + 1;
    rows.at[row] = event.at;
    rows.kind[row] = event.sent ? interactionKind.sent : interactionKind.received;
    // Who else received a message of somebody else is not in the ego's mailbox here.
    rows.share[row] = event.sent ? shareOf(recipients.get(event.at) as number, false) : 1;
  }
  return { interactions: sortRows(rows), personOf };
}
