/** What left this computer, and what was kept from leaving it: the gate's entries, kept for the user to read. */
import { isoTime } from '../contract/iso.ts';
import type { Egress } from '../contract/kept.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import type { EgressEntry } from './gate.ts';

/** Beyond these the oldest go: some months of an account that is looked at every five minutes. */
const mostEntries = 50_000;

export function recordEgress(db: Writer, { at, host, port, purpose, sent, received }: EgressEntry): void {
  const id = statement(
    db,
    'INSERT INTO egress (at, host, port, purpose, sent, received) VALUES (?, ?, ?, ?, ?, ?) RETURNING rowid',
  )
    .pluck()
    .get(Math.floor(at / 1000), host, port, purpose, sent, received) as number;
  statement(db, 'DELETE FROM egress WHERE rowid <= ?').run(id - mostEntries);
}

/** Sums by host and purpose, the latest used first, and the latest connections one by one. */
export function readEgress(db: Reader, limit: number): Egress {
  const hosts = statement(
    db,
    `SELECT host, purpose, count(*) AS connections, sum(sent) AS sent, sum(received) AS received, max(at) AS last
     FROM egress GROUP BY host, purpose ORDER BY last DESC, host`,
  ).all() as (Omit<Egress['hosts'][number], 'last'> & { last: number })[];
  const entries = statement(
    db,
    'SELECT at, host, port, purpose, sent, received FROM egress ORDER BY rowid DESC LIMIT ?',
  ).all(limit) as (Omit<Egress['entries'][number], 'at'> & { at: number })[];
  return {
    hosts: hosts.map((host) => ({ ...host, last: isoTime(host.last) })),
    entries: entries.map((entry) => ({ ...entry, at: isoTime(entry.at) })),
  };
}

/** The log with the connections that are still open, which it holds only once they have ended. */
export function withOpen({ hosts, entries }: Egress, open: readonly EgressEntry[], limit: number): Egress {
  const now = open.map(({ at, ...entry }) => ({ ...entry, at: isoTime(Math.floor(at / 1000)) }));
  const sums = new Map(hosts.map((host) => [`${host.host} ${host.purpose}`, host]));
  for (const { host, purpose, sent, received, at } of now) {
    const key = `${host} ${purpose}`;
    const known = sums.get(key) ?? { host, purpose, connections: 0, sent: 0, received: 0, last: at };
    sums.set(key, {
      ...known,
      connections: known.connections + 1,
      sent: known.sent + sent,
      received: known.received + received,
      last: at > known.last ? at : known.last,
    });
  }
  return { hosts: [...sums.values()], entries: [...now, ...entries].slice(0, limit) };
}
