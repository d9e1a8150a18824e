/** Own asks that were taken back, or erased with whom they are about, and may still be open at the firm exchange. */
import type { Failure } from '../contract/errors.ts';
import type { Writer } from '../db/database.ts';
import type { Exchange } from './exchange.ts';
import type { Firm } from './firm.ts';
import { inTurn } from './in-turn.ts';
import type { Membership } from './membership.ts';
import { noLongerWaiting, readWaiting } from './published.ts';

interface TakingBackContext {
  readonly db: Writer;
  readonly membership: Pick<Membership, 'firm'>;
  readonly exchange: (firm: Firm) => Pick<Exchange, 'unask'>;
}

/** Ends them there; null once none waits. */
export async function takeBackAsks({ db, membership, exchange }: TakingBackContext): Promise<Failure | null> {
  const firm = membership.firm();
  if (firm === null) return null;
  const all = readWaiting(db).filter(({ kind }) => kind === 'ask');
  return inTurn(all, async (waiting) => {
    const taken = await exchange(firm).unask(waiting.what);
    if (!taken.ok) return taken.error;
    noLongerWaiting(db, [waiting]);
    return null;
  });
}
