/** A directory that runs, a firm founded on it, and members who call it, for tests. Time stands still until it is moved. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AudienceKey } from '../../core/exchange/audience-keys.ts';
import { wrapAudienceKey } from '../../core/exchange/audiences.ts';
import { keysInLookup } from '../../core/exchange/bodies.ts';
import type { Row } from '../../core/exchange/bodies.ts';
import { fromText, toText } from '../../core/exchange/encoding.ts';
import { sealEntry } from '../../core/exchange/entries.ts';
import type { TieBody } from '../../core/exchange/entries.ts';
import { guardOf } from '../../core/exchange/guards.ts';
import { invitationKeys, sealInvitationKeys } from '../../core/exchange/invitations.ts';
import { sha256, signingKeyOf } from '../../core/exchange/keys.ts';
import type { SigningKey } from '../../core/exchange/keys.ts';
import { signDelegation, signMember, signQuiet } from '../../core/exchange/members.ts';
import { sealNote } from '../../core/exchange/notes.ts';
import { sealProfile } from '../../core/exchange/profiles.ts';
import { signRequest } from '../../core/exchange/requests.ts';
import { apiRefusalSchema } from '../../core/exchange/route.ts';
import type { Route } from '../../core/exchange/route.ts';
import { routes } from '../../core/exchange/routes.ts';
import type { AnswerOf, BodyOf, RouteName } from '../../core/exchange/routes.ts';
import { readLookupAnswer } from '../../core/exchange/slots.ts';
import type { Target } from '../../core/exchange/targets.ts';
import { lookupKeys } from '../../core/exchange/audience-keys.ts';
import type { Database } from '../../directory/database.ts';
import { migrate } from '../../directory/migrate.ts';
import { startDirectory } from '../../directory/server.ts';
import { good, newMember, seededBytes, testFirm, today } from './exchange-firm.ts';
import type { TestFirm, TestMember } from './exchange-firm.ts';

export const foundingCode = 'founding-code-of-the-tests';
export const migrations = join(import.meta.dirname, '../../directory/migrations');

export interface Reply {
  readonly status: number;
  readonly bytes: Buffer;
  readonly headers: Headers;
}

export interface TestDirectory {
  readonly origin: string;
  readonly db: Database;
  readonly logged: string[];
  /** Milliseconds; what is set is the time from then on. */
  readonly clock: { now: number };
  /** Sends a request as it is. */
  readonly send: (
    path: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array,
    method?: string,
  ) => Promise<Reply>;
  /** Sends a request signed by a key. */
  readonly signed: (key: SigningKey, firm: string, path: string, body: Uint8Array) => Promise<Reply>;
  /** Calls a route as it should be called, and answers with what it answered. Throws what was refused. */
  readonly call: <Name extends RouteName>(
    name: Name,
    firm: string,
    key: SigningKey,
    body: BodyOf<Name>,
  ) => Promise<AnswerOf<Name>>;
  readonly stop: () => Promise<void>;
}

export class CallRefused extends Error {
  readonly refused: string;
  readonly version: number | undefined;
  constructor(refused: string, version: number | undefined) {
    super(refused);
    this.refused = refused;
    this.version = version;
  }
}

export async function runDirectory(db: Database, limits = 1): Promise<TestDirectory> {
  await migrate(db, migrations);
  const clock = { now: today * 86_400_000 + 9 * 3_600_000 };
  const logged: string[] = [];
  const randomBytes = seededBytes('directory');
  const nonces = seededBytes(`nonces ${Math.floor(performance.timeOrigin)} ${process.pid}`);
  const running = await startDirectory(
    { db, now: () => clock.now, randomBytes, log: (line) => logged.push(line), foundingCode },
    { host: '127.0.0.1', port: 0, tls: null, origin: null, limits },
  );
  const { origin } = running;
  const directory: TestDirectory = {
    origin,
    db,
    logged,
    clock,
    async send(path, headers, body, method = 'POST') {
      const response = await fetch(`${origin}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(method === 'GET' ? {} : { body: new Uint8Array(body) }),
      });
      return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
    },
    signed(key, firm, path, body) {
      const request = { method: 'POST', url: `${origin}${path}`, body, firm };
      const headers = signRequest(key, request, Math.floor(clock.now / 1000), nonces(16));
      return directory.send(path, { ...headers }, body);
    },
    async call(name, firm, key, body) {
      const route: Route = routes[name];
      // What a test sends is what the schema lets pass, so that a slip of the test shows here.
      const bytes = Buffer.from(JSON.stringify(route.body.parse(body)));
      const reply = await directory.signed(key, firm, route.path, bytes);
      if (reply.status !== 200) {
        const { refused, version } = apiRefusalSchema.parse(JSON.parse(reply.bytes.toString()));
        throw new CallRefused(refused, version);
      }
      if (typeof route.answer === 'number') return reply.bytes as never;
      return route.answer.parse(JSON.parse(reply.bytes.toString())) as never;
    },
    stop: running.stop,
  };
  return directory;
}

/** What `call` was refused with; fails where it was not. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof CallRefused) return error.refused;
    throw error;
  }
  return 'nothing';
}

/** Founds the firm and lets everybody but the steward join by invitation. */
export async function foundFirm(directory: TestDirectory, seed = 'firm'): Promise<TestFirm> {
  const firm = testFirm(seed);
  const { ada } = firm.members;
  const wraps = [firm.everyone, firm.guard].map((key) => {
    const wrap = wrapAudienceKey(key, ada.record, firm.randomBytes);
    if (wrap === null) throw new Error('no wrap');
    return { audience: key.audience, epoch: key.epoch, ...wrap };
  });
  await directory.call('found', firm.firm, firm.root, {
    code: foundingCode,
    root: firm.root.publicKey,
    firm: firm.signedFirm,
    member: ada.signed,
    quiet: ada.signedQuiet,
    profile: profileOf(firm, ada),
    audiences: [firm.audiences.everyone, firm.audiences.guard],
    wraps,
  });
  await directory.call('rotate', firm.firm, firm.root, { audience: firm.audiences.tax, wraps: [], recognising: [] });
  for (const name of ['tom', 'maria', 'cleo'] as const) await joinFirm(directory, firm, firm.members[name]);
  return firm;
}

export function noteOf(firm: TestFirm): string {
  return good(sealNote(firm.guard, { target: acme, why: 'CANARY-WHY' }, firm.randomBytes));
}

export function profileOf(firm: TestFirm, member: TestMember) {
  const profile = { name: 'CANARY-MEMBER', practice: 'CANARY-PRACTICE', address: 'canary-member@firm.example' };
  return good(sealProfile(firm.everyone, member.member, profile, member.signing, firm.randomBytes));
}

/** Joins by an invitation for exactly this member; their records are then signed by the invitation, not by the root. */
export async function joinFirm(directory: TestDirectory, firm: TestFirm, member: TestMember): Promise<TestMember> {
  const secret = firm.randomBytes(32);
  const keys = invitationKeys(firm.firm, secret);
  const { audiences, role } = member.record;
  const about = { v: 1 as const, firm: firm.firm, expires: today + 7 };
  const allows = { member: member.member, role, audiences };
  const delegation = signDelegation(firm.root, { ...about, delegate: keys.member.publicKey, allows });
  const quietDelegation = signDelegation(firm.root, { ...about, delegate: keys.quiet.publicKey, allows: 'quiet' });
  await directory.call('invite', firm.firm, firm.root, {
    hash: toText(sha256(fromText(keys.id))),
    member: delegation,
    quiet: quietDelegation,
    keys: good(sealInvitationKeys(firm.firm, keys, [firm.everyone, firm.guard], firm.randomBytes)),
  });
  const joined: TestMember = {
    ...member,
    signed: signMember(keys.member, member.record, delegation),
    signedQuiet: signQuiet(keys.quiet, member.signedQuiet.body, quietDelegation),
  };
  await directory.call('redeem', firm.firm, member.signing, {
    id: keys.id,
    key: member.signing.publicKey,
    member: joined.signed,
    quiet: joined.signedQuiet,
    profile: profileOf(firm, joined),
  });
  return joined;
}

export const jane: Target = { kind: 'person', value: 'canary-jane@canary-acme.example' };
export const acme: Target = { kind: 'organisation', value: 'canary-acme.example' };
export const bob: Target = { kind: 'person', value: 'canary-bob@canary-other.example' };

/** An entry of a member about a target, as it is published. */
export function rowOf(
  firm: TestFirm,
  member: TestMember,
  target: Target,
  change: {
    version?: number;
    expires?: number;
    audienceKey?: AudienceKey;
    about?: readonly Target[];
    id?: string;
  } = {},
): Row {
  const body: TieBody = {
    kind: 'tie',
    person: { name: 'CANARY-PERSON' },
    band: 'strong',
    freshness: '2026-06',
    introducer: {
      kind: 'named',
      name: 'CANARY-MEMBER',
      address: 'canary-member@firm.example',
      practice: 'CANARY-PRACTICE',
    },
  };
  const audienceKey = change.audienceKey ?? firm.everyone;
  const { version = 1, expires = today + 90 } = change;
  const entry = good(
    sealEntry({ audienceKey, target, version, expires, body, signer: member.signing }, firm.randomBytes),
  );
  const about = change.about ?? [target, ...(target === jane ? [acme] : [])];
  return {
    id: change.id ?? toText(firm.randomBytes(16)),
    audience: audienceKey.audience,
    epoch: audienceKey.epoch,
    ...entry,
    guard: guardOf(firm.guard, about, firm.randomBytes),
  };
}

/** Publishes rows on top of a version, and answers with the version there then is. */
export async function publish(
  directory: TestDirectory,
  firm: TestFirm,
  member: TestMember,
  put: readonly Row[],
  expected = 0,
) {
  const idempotency = toText(firm.randomBytes(16));
  const body = { idempotency, expected, put: [...put], remove: [] };
  return (await directory.call('publish', firm.firm, member.signing, body)).version;
}

/** The keys of a lookup for one target: the rest is made up. */
export function lookupOf(firm: TestFirm, target: Target, audienceKey = firm.everyone): string[] {
  const filler = (at: number): string => toText(createHash('sha256').update(`filler ${at}`).digest());
  return [lookupKeys(audienceKey)(target), ...Array.from({ length: keysInLookup - 1 }, (_, at) => filler(at))];
}

/** The bytes a member gets who looks a target up. */
export function look(
  directory: TestDirectory,
  firm: TestFirm,
  member: TestMember,
  target: Target,
  audienceKey = firm.everyone,
) {
  return directory.call('lookup', firm.firm, member.signing, { keys: lookupOf(firm, target, audienceKey), page: 0 });
}

/** How many entries a member is answered with about a target. */
export async function seen(
  directory: TestDirectory,
  firm: TestFirm,
  member: TestMember,
  target: Target,
  audienceKey = firm.everyone,
): Promise<number> {
  const answer = await look(directory, firm, member, target, audienceKey);
  return good(readLookupAnswer(lookupOf(firm, target, audienceKey), answer)).flat().length;
}

/** A compliance colleague of Cleo, for what takes two. */
export function secondOfficer(firm: TestFirm): TestMember {
  return newMember({ firm: firm.firm, root: firm.root, randomBytes: firm.randomBytes, role: 'compliance' });
}

/** A signing key that belongs to nobody. */
export function strangersKey(firm: TestFirm): SigningKey {
  return signingKeyOf(firm.randomBytes(32));
}
