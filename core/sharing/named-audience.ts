/** Audiences of named colleagues: made on this device when they are first needed, and told to the exchange before anything is told to them. */
import { success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Audience } from '../contract/sharing.ts';
import { recipientsOf, signAudience, signedAudienceSchema, wrapAudienceKey } from '../exchange/audiences.ts';
import type { SignedAudience } from '../exchange/audiences.ts';
import type { AudienceKey } from '../exchange/audience-keys.ts';
import { toText } from '../exchange/encoding.ts';
import { signValue } from '../exchange/keys.ts';
import type { Exchange } from './exchange.ts';
import { audienceOf, namedMembers } from './firm.ts';
import type { Firm, FirmRow } from './firm.ts';

type Change = Pick<FirmRow, 'made' | 'secret'>;

/** What to keep where an audience is needed that does not exist; null where all exist. */
export function missingAudiences(firm: Firm, audiences: readonly Audience[], randomBytes: (size: number) => Buffer): Change | null {
  const { row, signing, roster } = firm;
  let change: Change = row;
  for (const audience of audiences) {
    if (audience.kind !== 'colleagues' || audienceOf(firm, audience) !== null) continue;
    const members = namedMembers(firm, audience.members);
    if (change.made.some(({ body }) => body.members?.join() === members.join()) || !areThere(firm, members)) continue;
    const key: AudienceKey = { firm: row.firm, audience: toText(randomBytes(16)), epoch: 1, key: randomBytes(32) };
    const signed = signAudience(signing, key, { type: 'named', firmVersion: roster.firm.version, members, label: '' }, randomBytes);
    if (!signed.ok) continue;
    const kept = { audience: key.audience, epoch: key.epoch, key: toText(key.key) };
    change = { made: [...change.made, signed.value], secret: { ...change.secret, keys: [...change.secret.keys, kept] } };
  }
  return change === row ? null : change;
} // prettier-ignore

/** Tells the exchange of audiences it does not know; answers with what is to be kept once it does. */
export async function sendAudiences(
  firm: Firm,
  exchange: Exchange,
  randomBytes: (size: number) => Buffer,
): Promise<Result<Partial<FirmRow>>> {
  const { made, documents } = firm.row;
  const told: SignedAudience[] = [];
  // It may know one already, where only its answer was lost.
  const known = documents.audiences.map((each) => signedAudienceSchema.safeParse(each).data?.body.audience);
  for (const signed of made) {
    const own = firm.audiences.find(({ record }) => record.audience === signed.body.audience);
    // With somebody who has left meanwhile it is made no more, and keeps nothing else from being told.
    if (own === undefined || known.includes(signed.body.audience) || !areThere(firm, own.record.members ?? []))
      continue;
    const wraps = recipientsOf(firm.roster, own.record).flatMap(
      (device) => wrapAudienceKey(own.key, device, randomBytes) ?? [],
    );
    // Signed again: who has left since it was made is to be handed its key by nobody who has not heard.
    const body = { ...signed.body, firmVersion: firm.roster.firm.version };
    const audience = { ...signed, body, signature: signValue(firm.signing, 'audience', body) };
    const sent = await exchange.addAudience(audience, wraps);
    if (!sent.ok) return sent;
    told.push(audience);
  }
  return success({ made: [], documents: { ...documents, audiences: [...documents.audiences, ...told] } });
}

/** Whether all of them are members still. */
function areThere({ roster }: Firm, members: readonly string[]): boolean {
  return members.every((id) => roster.devices.some(({ member }) => member === id));
}
