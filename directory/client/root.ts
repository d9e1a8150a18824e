/** The root key: held, handed to another administrator, replaced when one who knew it has left, and on paper as the recovery code. */
import { fromText, toText } from '../../core/exchange/encoding.ts';
import { fingerprintOf, signValue, signingKeyOf } from '../../core/exchange/keys.ts';
import type { SigningKey } from '../../core/exchange/keys.ts';
import { deviceOf, signFirm, signMember, signQuiet } from '../../core/exchange/members.ts';
import type { MemberRecord } from '../../core/exchange/members.ts';
import { readRecoveryCode, recoveryCode, wrapRoot } from '../../core/exchange/recovery.ts';
import { signSuccession } from '../../core/exchange/succession.ts';
import { call } from './calls.ts';
import type { ClientDeps } from './calls.ts';
import type { Firm } from './firm.ts';
import { rootOf, signingOf } from './keyring.ts';
import type { Keyring } from './keyring.ts';
import { Stopped, made } from './stopped.ts';

/** The root key, or that this keyring has none. */
export function rootKey(keyring: Keyring): SigningKey {
  const root = rootOf(keyring);
  if (root === null)
    throw new Stopped(
      'no_root_key',
      'This needs the root key: an administrator who has it hands it over ("root hand"), or "recover" takes it from the recovery code.',
    );
  return root;
}

/** Takes the root key from the recovery code, where it is this firm's. */
export function recover(keyring: Keyring, code: string): Keyring {
  const secret = readRecoveryCode(code);
  if (!secret.ok) throw new Stopped('usage', 'There is a slip in this code.');
  if (signingKeyOf(secret.value).fingerprint !== keyring.rootFingerprint)
    throw new Stopped('usage', 'This is the code of another firm, or of a root key that was replaced.');
  return { ...keyring, root: toText(secret.value) };
}

/** The code for the root key this keyring holds. */
export function recoveryCodeOf(keyring: Keyring): string {
  rootKey(keyring);
  return recoveryCode(fromText(keyring.root ?? ''));
}

/** Hands the root key, sealed, to the devices of another administrator: their next command takes it. */
export async function hand(deps: ClientDeps, firm: Firm, member: string): Promise<void> {
  const { keyring } = firm;
  const root = rootKey(keyring);
  const devices = administrators(firm).filter((device) => device.member === member);
  if (devices.length === 0)
    throw new Stopped(
      'usage',
      'Only an administrator can be handed the root key. "invite --role administrator" makes one.',
    );
  for (const device of devices) await call(deps, keyring, root, 'rootFor', handed(deps, keyring.root ?? '', device));
}

/**
 * Another root key in the place of this one, which signs anew all that is vouched for, and is handed to every other administrator.
 * `keep` writes the keyring down before the directory is told. Answers with how many open invitations that ends.
 */
export async function replaceRoot(
  deps: ClientDeps,
  { keyring, roster, ...firm }: Firm,
  keep: (keyring: Keyring) => void,
): Promise<{ readonly keyring: Keyring; readonly invitations: number }> {
  const root = rootKey(keyring);
  // Always a fresh one: one whose answer was lost was handed to administrators who may have left since.
  const secret = toText(deps.randomBytes(32));
  const next = signingKeyOf(fromText(secret));
  keep({ ...keyring, nextRoots: [...keyring.nextRoots, secret] });
  const record = { ...roster.firm, version: roster.firm.version + 1 };
  const own = signingOf(keyring).fingerprint;
  const others = administrators({ roster }).filter((device) => deviceOf(device) !== own);
  // Only what the root key before has vouched for is vouched for again, whatever else the directory may show.
  const quiet = firm.quiet.filter(({ body }) => roster.signers.get(fingerprintOf(body.quietKey))?.kind === 'quiet');
  const { invitations } = await call(deps, keyring, root, 'replaceRoot', {
    succession: signSuccession(root, keyring.firm, next.publicKey),
    firm: signFirm(next, record),
    members: roster.devices.map((device) => signMember(next, device, null)),
    quiet: quiet.map(({ body }) => signQuiet(next, body, null)),
    audiences: firm.signedByRoot.map(({ body }) => ({
      body,
      by: next.fingerprint,
      signature: signValue(next, 'audience', body),
    })),
    handed: others.map((device) => handed(deps, secret, device)),
  });
  const after = { root: secret, rootFingerprint: next.fingerprint, nextRoots: [], firmVersion: record.version };
  return { keyring: { ...keyring, ...after }, invitations };
}

function administrators({ roster }: Pick<Firm, 'roster'>): readonly MemberRecord[] {
  return roster.devices.filter(({ role }) => role === 'administrator');
}

function handed({ randomBytes }: ClientDeps, secret: string, to: MemberRecord) {
  return { device: deviceOf(to), wrapped: made(wrapRoot(to.firm, fromText(secret), to, randomBytes)) };
}
