/** The firm this computer has joined, read once and kept in memory. */
import type { Box } from '../accounts/sealed.ts';
import type { SideProposal } from '../contract/shapes.ts';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Writer } from '../db/database.ts';
import { objectionTags } from '../exchange/guards.ts';
import { organisationTarget, personTarget } from '../exchange/targets.ts';
import { heldKeys, readFirm } from './firm.ts';
import type { Documents, Firm, FirmRow } from './firm.ts';
import { readFirmRow, storeFirmRow } from './firm-rows.ts';
import { readChoices } from './grants.ts';
import { createElsewhere } from './exclusions.ts';
import { readKnown } from './known.ts';
import type { Choices, Known } from './payload.ts';

export interface Membership {
  /** Null where none was joined. */
  readonly firm: () => Firm | null;
  /** Changes what is kept. */
  readonly keep: (change: Partial<FirmRow>) => void;
  /** What the exchange says now; nothing older than before is believed. Failure: server_misbehaves. */
  readonly hear: (documents: Documents, now: number) => Result<Firm>;
  /** The clients this member answers for, as the exchange says now. */
  readonly hearClients: (clients: Documents['clients']) => void;
  readonly join: (row: FirmRow) => Result<Firm>;
  /** What was read is no longer so. */
  readonly forget: () => void;
  readonly known: (asides: readonly SideProposal[]) => Known[];
  /** What the user has said about sharing; what is never shared, on whichever of their computers they said so. */
  readonly choices: () => Choices;
}

export const notJoined = failure('not_joined', 'You have not joined a firm exchange yet. Ask for an invitation.');

export function createMembership(db: Writer, box: Box): Membership {
  let read: Firm | null = null;
  let isRead = false;
  const elsewhere = createElsewhere(db);

  function firm(): Firm | null {
    if (isRead) return read;
    const row = readFirmRow(db, box);
    const found = row === null ? null : readFirm(row);
    read = found?.ok ? found.value : null;
    isRead = true;
    return read;
  }

  function store(next: Firm): Firm {
    storeFirmRow(db, box, next.row);
    isRead = true;
    return (read = next);
  }

  function keep(change: Partial<FirmRow>): void {
    const last = firm();
    if (last === null) return;
    const next = readFirm({ ...last.row, ...change });
    if (next.ok) store(next.value);
  }

  return {
    firm,
    keep,
    hearClients(clients) {
      const last = firm()?.row.documents;
      if (last === undefined || JSON.stringify(last.clients) === JSON.stringify(clients)) return;
      keep({ documents: { ...last, clients } });
    },
    hear(documents, now) {
      const last = firm();
      if (last === null) return notJoined;
      const { clients } = last.row.documents;
      const row = { ...last.row, documents: { ...documents, clients }, syncedAt: now };
      const next = readFirm(row, last.row.documents);
      if (!next.ok) return next;
      return success(store(withKeys(next.value)));
    },
    join(row) {
      const joined = readFirm(row);
      return joined.ok ? success(store(withKeys(joined.value))) : joined;
    },
    forget() {
      isRead = false;
    },
    known: (asides) =>
      readKnown(db, {
        asides,
        lawFirm: firm()?.row.lawFirm ?? false,
        hasObjected: objectors(firm()),
        isOutElsewhere: elsewhere().hasAddress,
      }),
    choices: () => readChoices(db, elsewhere().hasDomain),
  };
}

/** With what was unwrapped just now among the keys it keeps: those of audiences that are gone stay out. */
function withKeys(firm: Firm): Firm {
  return { ...firm, row: { ...firm.row, secret: { ...firm.row.secret, keys: heldKeys(firm) } } };
}

/** Whether an outside person, or where they work, has objected: matched on this machine against keyed tags. */
function objectors(firm: Firm | null): (emails: readonly string[], domain: string | null) => boolean {
  if (firm === null || firm.row.documents.objections.length === 0) return () => false;
  const tags = new Set(firm.row.documents.objections);
  const tagsOf = firm.guards.map(objectionTags);
  return (emails, domain) =>
    [...emails.map(personTarget), domain === null ? null : organisationTarget(domain)].some(
      (target) => target !== null && tagsOf.some((tagOf) => tags.has(tagOf(target))),
    );
}
