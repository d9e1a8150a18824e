/** Joining a firm by the link of an invitation: this device makes its keys, and the invitation vouches for them. */
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Input } from '../contract/methods.ts';
import type { AudienceKey } from '../exchange/audience-keys.ts';
import { dayOf, toText } from '../exchange/encoding.ts';
import { invitationKeys, openInvitationKeys, readInvitation } from '../exchange/invitations.ts';
import type { InvitationKeys } from '../exchange/invitations.ts';
import { fingerprintOf, sealingKeyOf, signingKeyOf } from '../exchange/keys.ts';
import { checkFirm, signMember, signQuiet } from '../exchange/members.ts';
import type { SignedDelegation } from '../exchange/members.ts';
import { profileSchema, sealProfile } from '../exchange/profiles.ts';
import { normaliseEmail } from '../ingest/address.ts';
import { ask, documentsOf } from './exchange-calls.ts';
import type { Call, Caller } from './exchange-calls.ts';
import type { FirmRow, FirmSecret } from './firm.ts';

interface JoiningContext {
  readonly call: Call;
  readonly randomBytes: (size: number) => Buffer;
  /** Unix seconds. */
  readonly now: () => number;
  /** A host that may be reached from now on: agreeing to the link is agreeing to it. */
  readonly visit: (host: string) => void;
}

/** Failures: usage for what is no link and for a profile that is too long; sign_in_refused for an invitation that is over; those of the network. */
export async function joinFirm(input: Input<'joinFirm'>, context: JoiningContext): Promise<Result<FirmRow>> {
  const invitation = readInvitation(input.link);
  if (!invitation.ok) return failure('usage', 'This is no invitation. Copy the whole link that you were sent.');
  const address = normaliseEmail(input.address);
  const profile = profileSchema.safeParse({ name: input.name.trim(), practice: input.practice ?? null, address });
  if (!profile.success) return failure('usage', 'Give your name, and the address at which colleagues write to you.');
  const { origin, firm, secret, rootFingerprint } = invitation.value;
  const host = new URL(origin).hostname.replace(/^\[|\]$/g, '');
  context.visit(host);
  const keys = invitationKeys(firm, secret);
  const own = newSecret(context.randomBytes);
  const caller: Caller = { origin, firm, secret: own.signing };
  const signing = signingKeyOf(Buffer.from(own.signing, 'base64url'));
  const shown = { id: keys.id, key: signing.publicKey };

  const brought = await ask(context.call, caller, 'invitation', shown);
  if (!brought.ok) return brought.error.code === 'sign_in_refused' ? overFailure : brought;
  const { root, member, quiet, firm: signedFirm } = brought.value;
  const record = checkFirm(root, firm, signedFirm);
  const audienceKeys = openInvitationKeys(firm, keys, brought.value.keys);
  if (fingerprintOf(root) !== rootFingerprint || !record.ok || !audienceKeys.ok || member.body.allows === 'quiet')
    return failure('server_misbehaves', `${host} is not the firm exchange this invitation is for. Nothing was sent to it.`, { host });
  const everyone = audienceKeys.value.find(({ audience }) => audience === record.value.everyone);
  const sealed =
    everyone && sealProfile(everyone, member.body.allows.member, profile.data, signing, context.randomBytes);
  if (!sealed?.ok) return failure('usage', 'Your name is too long. Give a shorter one.');
  const signed = signedBy(keys, own, member, quiet, context.now());
  if (signed === null) return overFailure;
  const redeemed = await ask(context.call, caller, 'redeem', { ...shown, ...signed, profile: sealed.value });
  if (!redeemed.ok) return redeemed.error.code === 'sign_in_refused' ? overFailure : redeemed;
  const documents = await documentsOf(context.call, caller);
  if (!documents.ok) return documents;
  return success({
    firm,
    origin,
    root: rootFingerprint,
    member: member.body.allows.member,
    profile: profile.data,
    lawFirm: input.lawFirm === true,
    secret: { ...own, keys: kept(audienceKeys.value) },
    documents: documents.value,
    made: [],
    version: 0,
    elsewhere: [],
    syncedAt: context.now(),
  });
} // prettier-ignore

const overFailure = failure('sign_in_refused', 'This invitation was used already, or is over. Ask for another one.');

function newSecret(randomBytes: (size: number) => Buffer): FirmSecret {
  const secret = (): string => toText(randomBytes(32));
  return { signing: secret(), sealing: secret(), quiet: secret(), keys: [] };
}

function kept(keys: readonly AudienceKey[]): FirmSecret['keys'] {
  return keys.map(({ audience, epoch, key }) => ({ audience, epoch, key: toText(key) }));
}

/** The records of this device and of its quiet key, by what the invitation lets them be. */
function signedBy(
  keys: InvitationKeys,
  own: FirmSecret,
  member: SignedDelegation,
  quiet: SignedDelegation,
  now: number,
) {
  const { allows, firm } = member.body;
  if (allows === 'quiet') return null;
  const publicKey = (text: string): string => signingKeyOf(Buffer.from(text, 'base64url')).publicKey;
  const issued = dayOf(now * 1000);
  const record = {
    v: 1,
    firm,
    member: allows.member,
    role: allows.role,
    audiences: allows.audiences,
    signingKey: publicKey(own.signing),
    sealingKey: sealingKeyOf(Buffer.from(own.sealing, 'base64url')).publicKey,
    version: 1,
    issued,
  } as const;
  return {
    member: signMember(keys.member, record, member),
    quiet: signQuiet(keys.quiet, { v: 1, firm, quietKey: publicKey(own.quiet), issued }, quiet),
  };
}
