/** Mail, meetings, cards and connections as a parser would hand them over, stored as an import stores them. */
import { createHash } from 'node:crypto';
import type { Writer } from '../../core/db/database.ts';
import { loadEvidence } from '../../core/db/evidence.ts';
import { assignPeople } from '../../core/identity/assign.ts';
import { loadSuppression } from '../../core/identity/suppression.ts';
import { viaAddresses, withRealSenders } from '../../core/identity/rewritten-senders.ts';
import { noCounts, createRecorder } from '../../core/ingest/recorder.ts';
import type { Counts } from '../../core/ingest/recorder.ts';
import type { Mailbox, SourceItem } from '../../core/ingest/record.ts';
import { loadLimits } from '../../core/retention/limits.ts';
import { withinLimits } from '../../core/ingest/within-limits.ts';
import { withoutErased } from '../../core/ingest/without-erased.ts';

/** Mailboxes are written "anna@x.com" or "Anna Weber <anna@x.com>". */
export interface Mail {
  readonly from: string;
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  readonly replyTo?: readonly string[];
  readonly sender?: string;
  readonly at?: number;
  readonly flags?: number;
  /** The message's own number, and that of the one it answers. */
  readonly ref?: number;
  readonly answers?: number;
  readonly subject?: string;
}

export const day = 86_400;
export const start = 1_700_000_000;

/** The same content is the same message, however often it is recorded. */
export function mail(content: Mail): SourceItem {
  const { from, to = [], cc = [], replyTo = [], sender, at = start, flags = 0, ref, answers, subject } = content;
  return {
    kind: 'mail',
    mail: {
      key: createHash('sha256').update(JSON.stringify(content)).digest().subarray(0, 12),
      sentAt: at,
      flags,
      messageRef: ref ?? null,
      parentRef: answers ?? null,
      threadRef: answers ?? ref ?? null,
      subject: subject ?? null,
      from: [mailbox(from)],
      sender: sender === undefined ? null : mailbox(sender),
      replyTo: replyTo.map(mailbox),
      to: to.map(mailbox),
      cc: cc.map(mailbox),
      bcc: [],
      deliveredTo: null,
    },
  };
}

export function meeting(title: string, parties: readonly string[], at = start): SourceItem {
  return {
    kind: 'meeting',
    meeting: {
      uid: createHash('sha256').update(`${title} ${at}`).digest('hex'),
      recurrenceId: '',
      sequence: 0,
      startAt: at,
      endAt: at + 3600,
      flags: 0,
      status: 'confirmed',
      title,
      parties: parties.map((party, i) => ({ ...mailbox(party), organiser: i === 0, partstat: 'accepted' })),
    },
  };
}

export function card(
  name: string,
  emails: readonly string[],
  more: { organisation?: string; title?: string; revisedAt?: number } = {},
): SourceItem {
  const { organisation = null, title = null, revisedAt = null } = more;
  return { kind: 'card', card: { key: `card of ${name}`, name, emails, organisation, title, revisedAt } };
}

export function connection(name: string, company: string, position: string, connectedOn: string): SourceItem {
  return {
    kind: 'connection',
    connection: { key: `${name} ${company}`, name, url: null, email: null, company, position, connectedOn },
  };
}

/** A message of the user's to somebody and the answer, under refs `n` and `n + 1`. */
export function exchange(me: string, other: string, n: number, at = start + n * day): SourceItem[] {
  return [
    mail({ from: me, to: [other], ref: n, at }),
    mail({ from: other, to: [me], ref: n + 1, answers: n, at: at + 60 }),
  ];
}

/** Stores what erasing and the settings leave of the items; `now` (Unix seconds) says where the window of years begins. */
export function record(db: Writer, items: readonly SourceItem[], now = start): Counts {
  db.prepare(`INSERT OR IGNORE INTO source VALUES (1, 'mbox', '/mail/all.mbox', '', 0, 1, 0)`).run();
  const counts = noCounts();
  const suppression = loadSuppression(db);
  const limits = loadLimits(db, now);
  const kept = items.map((item) => withinLimits(suppression ? withoutErased(item, suppression) : item, limits));
  createRecorder(db).record(kept, 1, counts);
  return counts;
}

/** Works out who is who, as the engine does after every change. */
export function assign(db: Writer): void {
  assignPeople(db, withRealSenders(loadEvidence(db), viaAddresses(db)));
}

export function addressId(db: Writer, email: string): number {
  return db.prepare('SELECT id FROM address WHERE email = ?').pluck().get(email) as number;
}

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly side: string;
  readonly colleague: string;
  readonly title: string | null;
  readonly organisation: string | null;
}

export function personOf(db: Writer, email: string): Person {
  return db
    .prepare(
      `SELECT person.id, person.name, kind, side, colleague, title, organisation.name AS organisation
       FROM address JOIN person ON person.id = person_id LEFT JOIN organisation ON organisation.id = organisation_id WHERE email = ?`,
    )
    .get(email) as Person;
}

/** The addresses of each person, all in order. */
export function groups(db: Writer): string[] {
  return db
    .prepare(
      `SELECT group_concat(email, ' ') FROM (SELECT email, person_id FROM address ORDER BY email) GROUP BY person_id ORDER BY 1`,
    )
    .pluck()
    .all() as string[];
}

function mailbox(text: string): Mailbox {
  const [, name = '', email = text] = /^(.*?)\s*<(.*)>$/.exec(text) ?? [];
  return { email, name };
}
