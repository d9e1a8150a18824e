/** Calls of a directory by an administrator or compliance officer, and what this machine believes of its answers. */
import type { AudienceKey } from '../../core/exchange/audience-keys.ts';
import { checkAudience, labelOf, unwrapAudienceKey } from '../../core/exchange/audiences.ts';
import type { AudienceRecord } from '../../core/exchange/audiences.ts';
import type { RandomBytes, SigningKey } from '../../core/exchange/keys.ts';
import { openProfile } from '../../core/exchange/profiles.ts';
import type { Profile } from '../../core/exchange/profiles.ts';
import { signRequest } from '../../core/exchange/requests.ts';
import { apiRefusalSchema } from '../../core/exchange/route.ts';
import type { ApiRefusal, Route } from '../../core/exchange/route.ts';
import { readRoster } from '../../core/exchange/roster.ts';
import type { Roster } from '../../core/exchange/roster.ts';
import { routes } from '../../core/exchange/routes.ts';
import type { AnswerOf, BodyOf, RouteName } from '../../core/exchange/routes.ts';
import { keysOf, sealingOf, signingOf, withKey } from './keyring.ts';
import type { Keyring } from './keyring.ts';

export interface ClientDeps {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly randomBytes: RandomBytes;
  readonly fetch: typeof globalThis.fetch;
}

/** What cannot be done, said to a person. Thrown to the command, which says it and ends. */
export class Stopped extends Error {}

const sentences: Readonly<Record<ApiRefusal, string>> = {
  malformed: 'The directory does not take this. Is it of another version?',
  not_signed: 'The directory does not know this key, or this computer’s clock is wrong by more than five minutes.',
  not_allowed: 'This key may not do that.',
  not_found: 'There is nothing of that name.',
  conflict: 'Something has changed meanwhile. Try it again.',
  too_large: 'That is more than the directory takes at once.',
  too_many: 'That was asked too often. Try it again in an hour.',
  internal: 'The directory had a fault of its own. Its log says where.',
  unavailable: 'The directory is not ready. Try it again.',
};

/** Calls one endpoint, signed by `key`. Throws Stopped with what was refused, or that nothing answered. */
export async function call<Name extends RouteName>(
  deps: ClientDeps,
  at: { readonly origin: string; readonly firm: string },
  key: SigningKey,
  name: Name,
  body: BodyOf<Name>,
): Promise<AnswerOf<Name>> {
  const route: Route = routes[name];
  const bytes = Buffer.from(JSON.stringify(body));
  const url = `${at.origin}${route.path}`;
  const signed = signRequest(
    key,
    { method: 'POST', url, body: bytes, firm: at.firm },
    deps.now() / 1000,
    deps.randomBytes(16),
  );
  const headers = { ...signed, 'content-type': 'application/json' };
  let response: Response;
  try {
    response = await deps.fetch(url, {
      method: 'POST',
      headers,
      body: bytes,
      redirect: 'error',
      signal: AbortSignal.timeout(60_000),
    });
  } catch {
    throw new Stopped(`Nothing answers at ${at.origin}.`);
  }
  const text = Buffer.from(await response.arrayBuffer());
  if (!response.ok) {
    const refusal = apiRefusalSchema.safeParse(jsonIn(text));
    throw new Stopped(refusal.success ? sentences[refusal.data.refused] : `${at.origin} is no directory.`);
  }
  if (typeof route.answer === 'number') return text as never;
  const parsed = route.answer.safeParse(jsonIn(text));
  if (!parsed.success) throw new Stopped(sentences.malformed);
  return parsed.data as never;
}

function jsonIn(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return null;
  }
}

export interface Firm {
  readonly keyring: Keyring;
  readonly root: string;
  readonly roster: Roster;
  /** By member. */
  readonly profiles: ReadonlyMap<string, Profile>;
  /** The newest epoch of each audience this device is in. */
  readonly audiences: readonly AudienceRecord[];
  /** Audiences that want a new key. */
  readonly due: readonly string[];
  /** Devices that have not got a newest key by way of the directory. */
  readonly missing: AnswerOf<'audiences'>['missing'];
  /** Guard epochs in use. */
  readonly guards: readonly AudienceKey[];
}

/** What the directory says of the firm, as far as it is signed, with keys that came for this device put in the keyring. */
export async function readFirm(deps: ClientDeps, from: Keyring): Promise<Firm> {
  const key = signingOf(from);
  const sent = await call(deps, from, key, 'roster', {});
  const pinned = {
    rootFingerprint: from.rootFingerprint,
    firm: from.firm,
    firmVersion: from.firmVersion,
    deviceVersions: new Map<string, number>(),
  };
  const read = readRoster(pinned, sent);
  if (!read.ok)
    throw new Stopped(`The directory shows a firm that its root key did not sign (${read.refusal}). Nothing was done.`);
  const roster = read.value;
  let keyring: Keyring = { ...from, firmVersion: roster.firm.version };

  const there = await call(deps, from, key, 'audiences', {});
  const newest = new Map<string, AudienceRecord>();
  const guardEpochs = new Set<number>();
  for (const signed of there.audiences) {
    const record = checkAudience(sent.root, roster, signed);
    if (!record.ok) continue;
    const { audience, epoch } = record.value;
    if (epoch > (newest.get(audience)?.epoch ?? 0)) newest.set(audience, record.value);
    if (audience === roster.firm.guard) guardEpochs.add(epoch);
    for (const wrap of there.wraps.filter((each) => each.audience === audience && each.epoch === epoch)) {
      const unwrapped = unwrapAudienceKey(record.value, sealingOf(from), {
        recipient: wrap.recipient,
        sealed: wrap.sealed,
      });
      if (unwrapped.ok) keyring = withKey(keyring, unwrapped.value, labelOf(record.value, unwrapped.value) ?? '');
    }
  }
  const profiles = new Map<string, Profile>();
  for (const { member, profile } of sent.profiles)
    for (const everyone of keysOf(keyring, roster.firm.everyone)) {
      const opened = openProfile(everyone, member, profile, roster.signers);
      if (opened.ok) profiles.set(member, opened.value);
    }
  return {
    keyring,
    root: sent.root,
    roster,
    profiles,
    audiences: [...newest.values()],
    due: there.due,
    missing: there.missing,
    guards: keysOf(keyring, roster.firm.guard).filter(({ epoch }) => guardEpochs.has(epoch)),
  };
}

/** The member somebody means: by id, or by the address colleagues have. Throws Stopped where that is nobody, or more than one. */
export function memberNamed({ roster, profiles }: Firm, name: string): string {
  const members = new Set(roster.devices.map(({ member }) => member));
  const found = [...members].filter(
    (member) => member === name || profiles.get(member)?.address.toLowerCase() === name.toLowerCase(),
  );
  const [one, ...more] = found;
  if (one === undefined || more.length > 0)
    throw new Stopped(`${name} is ${one === undefined ? 'nobody' : 'more than one'} here. "members" lists them.`);
  return one;
}
