/** Lists that rewrite From ("Anna Weber via List" <list@…>, Reply-To: Anna): the person gets the credit, not the list. */
import type { Reader } from '../db/database.ts';
import type { Evidence } from '../db/evidence.ts';
import { statement } from '../db/open.ts';
import { partyRole } from '../ingest/flags.ts';

/** Addresses that were seen under a name with "via" in it. */
export function viaAddresses(db: Reader): ReadonlySet<number> {
  return new Set(
    statement(db, `SELECT DISTINCT address_id FROM address_name WHERE name LIKE '% via %'`).pluck().all() as number[],
  );
}

/**
 * The same evidence with senders put right: where From is one of `via` and there is one Reply-To, the two change roles.
 * The columns of roles are copied only where something changes.
 */
export function withRealSenders(evidence: Evidence, via: ReadonlySet<number>): Evidence {
  if (via.size === 0) return evidence;
  const { messages, partyStart, partyAddress } = evidence;
  const roles = Uint8Array.from(evidence.partyRole);
  for (let i = 0; i < messages; i++) {
    let from = -1;
    let replyTo = -1;
    let replies = 0;
    for (let p = partyStart[i] as number; p < (partyStart[i + 1] as number); p++) {
      if (roles[p] === partyRole.from && via.has(partyAddress[p] as number)) from = p;
      if (roles[p] === partyRole.replyTo) {
        replyTo = p;
        replies++;
      }
    }
    if (from < 0 || replies !== 1) continue;
    roles[from] = partyRole.replyTo;
    roles[replyTo] = partyRole.from;
  }
  return { ...evidence, partyRole: roles };
}
