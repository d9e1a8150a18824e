/** What is believed of an entry that opened. Pure. */
import { refuseLower } from '../exchange/entries.ts';
import type { OpenedEntry } from '../exchange/entries.ts';
import type { Firm, FirmAudience } from './firm.ts';

interface AskedUnder {
  readonly lookup: string;
  readonly audience: FirmAudience;
}

/** `seen` remembers the highest version of each entry. */
export function isBelieved(
  { audiences, me, quiet }: Pick<Firm, 'audiences' | 'me' | 'quiet'>,
  { lookup, audience: { record } }: AskedUnder,
  entry: OpenedEntry,
  seen: Map<string, number>,
): boolean {
  const { body, by, signer } = entry;
  if (!refuseLower(seen, lookup, entry).ok) return false;
  // Everybody is told the client list: a row under another key would name another partner to some. It is an answer also to whoever loaded it.
  if (body.kind === 'client') return record.type === 'everyone';
  // Nobody can say that the key of an entry without a name is of somebody who left: only whoever has the newest key is believed.
  const newest = audiences.find((each) => each.record.audience === record.audience);
  if (signer.kind === 'quiet' && record.epoch !== newest?.record.epoch) return false;
  // What the user shared themselves is no answer.
  return signer.kind === 'member' ? signer.record.member !== me.id : by !== quiet.fingerprint;
}
