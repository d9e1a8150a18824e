/** Clients the user answers for: closed to sharing by others, and opened again. */
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { OwnClient } from '../exchange/bodies.ts';
import { fromText, toText } from '../exchange/encoding.ts';
import { recognisingKey } from '../exchange/guards.ts';
import { sha256 } from '../exchange/keys.ts';
import { sealNote } from '../exchange/notes.ts';
import { organisationTarget } from '../exchange/targets.ts';
import type { Exchange } from './exchange.ts';
import type { Firm } from './firm.ts';

interface Recognised {
  readonly client: OwnClient;
  /** The keys the exchange knows it by, by epoch of the guard. */
  readonly recognising: { readonly epoch: number; readonly key: string }[];
}

/** The user's client of this domain; null where somebody else answers for it, or nobody. Which it is, only this computer can tell. */
export function ownClient({ row, guards }: Pick<Firm, 'row' | 'guards'>, domain: string): Recognised | null {
  const target = organisationTarget(domain);
  if (target === null) return null;
  const keys = guards.map((guard) => ({ epoch: guard.epoch, key: recognisingKey(guard, target) }));
  for (const client of row.documents.clients) {
    const recognising = keys.filter(({ key }) => client.recognised.includes(toText(sha256(fromText(key)))));
    if (recognising.length > 0) return { client, recognising };
  }
  return null;
}

/** Failures: not_allowed where the user does not answer for it, and those of the exchange. */
export async function closeClient(
  firm: Firm,
  exchange: Exchange,
  domain: string,
  closed: boolean,
  randomBytes: (size: number) => Buffer,
): Promise<Result<Record<string, never>>> {
  const own = ownClient(firm, domain);
  const target = organisationTarget(domain);
  if (own === null || target === null || firm.guard === null)
    return failure('not_allowed', 'Your firm’s client list does not name you as the responsible partner here.');
  const why = closed ? 'closed by the responsible partner' : 'opened by the responsible partner';
  const note = sealNote(firm.guard, { target, why }, randomBytes);
  if (!note.ok) return failure('usage', 'This cannot be written down for compliance.');
  const { client, recognising } = own;
  const done = await exchange.close({ client: client.client, recognising, closed, note: note.value });
  if (done.ok) return success({});
  return done.error.code === 'preview_stale'
    ? failure(
        'not_allowed',
        'The firm’s keys are newer than its client list. Ask whoever keeps the list to load it again.',
      )
    : done;
}
