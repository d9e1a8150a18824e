/** How a keyring begins: by founding a firm, or by joining one. */
import type { AudienceKey } from '../../core/exchange/audience-keys.ts';
import { nothingHeard, signAudience } from '../../core/exchange/audiences.ts';
import { dayOf, fromText, toText } from '../../core/exchange/encoding.ts';
import { invitationKeys, openInvitationKeys, readInvitation } from '../../core/exchange/invitations.ts';
import { fingerprintOf, signingKeyOf } from '../../core/exchange/keys.ts';
import { signFirm, signMember, signQuiet } from '../../core/exchange/members.ts';
import type { Role } from '../../core/exchange/members.ts';
import { sealProfile } from '../../core/exchange/profiles.ts';
import type { Profile } from '../../core/exchange/profiles.ts';
import { recoveryCode } from '../../core/exchange/recovery.ts';
import { call } from './calls.ts';
import type { ClientDeps } from './calls.ts';
import { keysOf, sealingOf, signingOf, withKey } from './keyring.ts';
import type { Keyring } from './keyring.ts';
import { wrapped } from './people.ts';
import { Stopped, made } from './stopped.ts';

/** The keys of a device that is not yet known to anybody. */
function newDevice({ randomBytes }: ClientDeps): Pick<Keyring, 'signing' | 'sealing' | 'quiet'> {
  const secret = (): string => toText(randomBytes(32));
  return { signing: secret(), sealing: secret(), quiet: secret() };
}

/** Founds a firm at a directory whose founding code is known. Answers with the keys, and the recovery code to be written on paper. */
export async function found(
  deps: ClientDeps,
  { origin, code, profile }: { readonly origin: string; readonly code: string; readonly profile: Profile },
): Promise<{ readonly keyring: Keyring; readonly recovery: string }> {
  const { randomBytes } = deps;
  const id = (): string => toText(randomBytes(16));
  const rootSecret = randomBytes(32);
  const root = signingKeyOf(rootSecret);
  const firm = id();
  const newKey = (): AudienceKey => ({ firm, audience: id(), epoch: 1, key: randomBytes(32) });
  const [everyone, guard] = [newKey(), newKey()];
  let keyring: Keyring = {
    v: 1,
    origin,
    firm,
    rootFingerprint: root.fingerprint,
    root: toText(rootSecret),
    nextRoots: [],
    member: id(),
    ...newDevice(deps),
    firmVersion: 1,
    heard: nothingHeard,
    keys: [],
  };
  keyring = withKey(withKey(keyring, everyone, 'Everybody'), guard, '');
  const issued = dayOf(deps.now());
  const member = memberRecord(keyring, 'administrator', [], issued);
  const removed = { removedMembers: [], removedDevices: [] };
  const wraps = [everyone, guard].map((key) => ({ audience: key.audience, epoch: 1, ...wrapped(key, member, deps) }));
  await call(deps, keyring, root, 'found', {
    code,
    root: root.publicKey,
    firm: signFirm(root, { v: 1, firm, version: 1, everyone: everyone.audience, guard: guard.audience, ...removed }),
    member: signMember(root, member, null),
    quiet: signQuiet(root, quietRecord(keyring, issued), null),
    profile: made(sealProfile(everyone, keyring.member, profile, signingOf(keyring), randomBytes)),
    audiences: [
      made(
        signAudience(
          root,
          everyone,
          { type: 'everyone', firmVersion: 1, members: null, label: 'Everybody' },
          randomBytes,
        ),
      ),
      made(signAudience(root, guard, { type: 'guard', firmVersion: 1, members: null, label: '' }, randomBytes)),
    ],
    wraps,
  });
  return { keyring, recovery: recoveryCode(rootSecret) };
}

/** Joins by a link, for those who use this program and not the app: compliance officers, a second administrator. */
export async function join(deps: ClientDeps, link: string, profile: Profile): Promise<Keyring> {
  const invitation = readInvitation(link);
  if (!invitation.ok) throw new Stopped('usage', 'This is no invitation.');
  const { origin, firm, secret, rootFingerprint } = invitation.value;
  const keys = invitationKeys(firm, secret);
  let keyring: Keyring = {
    v: 1,
    origin,
    firm,
    rootFingerprint,
    root: null,
    nextRoots: [],
    member: toText(Buffer.alloc(16)),
    ...newDevice(deps),
    firmVersion: 0,
    heard: nothingHeard,
    keys: [],
  };
  const signing = signingOf(keyring);
  const shown = { id: keys.id, key: signing.publicKey };
  const brought = await call(deps, keyring, signing, 'invitation', shown);
  const opened = openInvitationKeys(firm, keys, brought.keys);
  const { allows } = brought.member.body;
  if (fingerprintOf(brought.root) !== rootFingerprint || !opened.ok || allows === 'quiet')
    throw new Stopped(
      'directory_misbehaves',
      'The directory shows another firm than the invitation is for. Nothing was done.',
    );
  keyring = { ...keyring, member: allows.member };
  for (const key of opened.value) keyring = withKey(keyring, key, '');
  const everyone = keysOf(keyring, brought.firm.body.everyone).at(-1);
  if (everyone === undefined) throw new Stopped('directory_misbehaves', 'The invitation brings no keys.');
  const issued = dayOf(deps.now());
  await call(deps, keyring, signing, 'redeem', {
    ...shown,
    member: signMember(keys.member, memberRecord(keyring, allows.role, allows.audiences, issued), brought.member),
    quiet: signQuiet(keys.quiet, quietRecord(keyring, issued), brought.quiet),
    profile: made(sealProfile(everyone, keyring.member, profile, signing, deps.randomBytes)),
  });
  return keyring;
}

function memberRecord(keyring: Keyring, role: Role, audiences: readonly string[], issued: number) {
  const keys = { signingKey: signingOf(keyring).publicKey, sealingKey: sealingOf(keyring).publicKey };
  return {
    v: 1 as const,
    firm: keyring.firm,
    member: keyring.member,
    role,
    ...keys,
    audiences: [...audiences].sort(),
    version: 1,
    issued,
  };
}

function quietRecord({ firm, quiet }: Keyring, issued: number) {
  return { v: 1 as const, firm, quietKey: signingKeyOf(fromText(quiet)).publicKey, issued };
}
