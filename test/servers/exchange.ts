/** A real firm exchange on an empty database, with the firm founded, reached through a wire that can be cut and says what passed over it. */
import { randomBytes } from 'node:crypto';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { signAudience, wrapAudienceKey } from '../../core/exchange/audiences.ts';
import { guardOf, objectionTags, recognisingKey } from '../../core/exchange/guards.ts';
import { sealEntry } from '../../core/exchange/entries.ts';
import { organisationTarget } from '../../core/exchange/targets.ts';
import type { Target } from '../../core/exchange/targets.ts';
import { dayOf, fromText, toText } from '../../core/exchange/encoding.ts';
import { invitationKeys, invitationLink, sealInvitationKeys } from '../../core/exchange/invitations.ts';
import { sha256 } from '../../core/exchange/keys.ts';
import type { SigningKey } from '../../core/exchange/keys.ts';
import { signDelegation, signFirm, signedMemberSchema } from '../../core/exchange/members.ts';
import { sealNote } from '../../core/exchange/notes.ts';
import type { Profile } from '../../core/exchange/profiles.ts';
import type { Role } from '../../core/exchange/members.ts';
import { signRequest } from '../../core/exchange/requests.ts';
import { routes } from '../../core/exchange/routes.ts';
import type { BodyOf, RouteName } from '../../core/exchange/routes.ts';
import type { Database } from '../../directory/database.ts';
import { migrate } from '../../directory/migrate.ts';
import { startDirectory } from '../../directory/server.ts';
import { foundingCode, migrations, profileOf } from '../builders/directory.ts';
import { good, testFirm } from '../builders/exchange-firm.ts';

export interface TestExchange {
  /** A link for a new member, or with `member` for another device of one. */
  readonly invite: (of?: { readonly tax?: boolean; readonly member?: string; readonly role?: Role }) => Promise<string>;
  readonly switchOff: (off: boolean) => void;
  /** Breaks off at the request after so many more: before it arrives, or with its answer lost; until switched on again. */
  readonly breakAfter: (requests: number, arrives: boolean) => void;
  /** From now on it does not know this path, as one of before would not. */
  readonly forget: (path: string) => void;
  /** Entries of everybody. */
  readonly rows: () => Promise<number>;
  /** An outside person, or an organisation, objects to being shared by anybody. */
  readonly object: (target: Target | null) => Promise<void>;
  /** The firm's client list: one organisation, and the member who answers for it; `as` is how they are named. */
  readonly loadClient: (domain: string, partner: string, as?: Pick<Profile, 'name' | 'address'>) => Promise<void>;
  /** A member leaves the firm. */
  readonly remove: (member: string) => Promise<void>;
  /** One device, by its fingerprint, of a member who stays. */
  readonly removeDevice: (device: string) => Promise<void>;
  /** A new key for everybody, wrapped for every device there is. */
  readonly rotate: () => Promise<void>;
  /** What each device has called, by the fingerprint of its signing key; the founder first, then in the order of their joining. */
  readonly calls: ReadonlyMap<string, string[]>;
}

/** Until the test ends, and the database with it. */
export async function startExchange(database: Database): Promise<TestExchange> {
  await migrate(database, migrations);
  const port = await freePort();
  const wire = await startWire(`http://127.0.0.1:${port}`);
  const directory = await startDirectory(
    { db: database, now: Date.now, randomBytes, log: () => undefined, foundingCode },
    { host: '127.0.0.1', port, tls: null, origin: wire.origin, limits: 100 },
  );
  onTestFinished(async () => {
    wire.close();
    await directory.stop();
    await database.close();
  });

  const seed = randomBytes(16).toString('hex');
  const firm = testFirm(seed);
  const { ada } = firm.members;
  const call = async <Name extends RouteName>(name: Name, key: SigningKey, body: BodyOf<Name>): Promise<void> => {
    const bytes = Buffer.from(JSON.stringify(body));
    const asked = { method: 'POST', url: `${wire.origin}${routes[name].path}`, body: bytes, firm: firm.firm };
    const headers = { ...signRequest(key, asked, Math.floor(Date.now() / 1000), randomBytes(16)) };
    const response = await fetch(asked.url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: bytes,
    });
    if (response.status !== 200) throw new Error(`${name}: ${await response.text()}`);
  };
  const wraps = [firm.everyone, firm.guard].flatMap((key) => {
    const wrap = wrapAudienceKey(key, ada.record, randomBytes);
    return wrap === null ? [] : [{ audience: key.audience, epoch: key.epoch, ...wrap }];
  });
  const { everyone, guard, tax } = firm.audiences;
  await call('found', firm.root, {
    code: foundingCode,
    root: firm.root.publicKey,
    firm: firm.signedFirm,
    member: ada.signed,
    quiet: ada.signedQuiet,
    profile: profileOf(firm, ada),
    audiences: [everyone, guard],
    wraps,
  });
  await call('rotate', firm.root, { audience: tax, wraps: [], recognising: [] });

  const leave = (removed: Partial<typeof firm.record>): Promise<void> =>
    call('remove', firm.root, { firm: signFirm(firm.root, { ...firm.record, version: 2, ...removed }) });

  return {
    async invite({ tax: isTax = false, member = toText(randomBytes(16)), role = 'member' } = {}) {
      const secret = randomBytes(32);
      const keys = invitationKeys(firm.firm, secret);
      const about = { v: 1 as const, firm: firm.firm, expires: dayOf(Date.now()) + 7 };
      const allows = { member, role, audiences: isTax ? [firm.tax.audience] : [] };
      const brought = [firm.everyone, firm.guard, ...(isTax ? [firm.tax] : [])];
      await call('invite', firm.root, {
        hash: toText(sha256(fromText(keys.id))),
        member: signDelegation(firm.root, { ...about, delegate: keys.member.publicKey, allows }),
        quiet: signDelegation(firm.root, { ...about, delegate: keys.quiet.publicKey, allows: 'quiet' }),
        keys: good(sealInvitationKeys(firm.firm, keys, brought, randomBytes)),
      });
      return invitationLink({ origin: wire.origin, firm: firm.firm, secret, rootFingerprint: firm.root.fingerprint });
    },
    switchOff: wire.cut,
    breakAfter: wire.breakAfter,
    forget: wire.forget,
    rows: async () => (await database.rows('SELECT id FROM entry')).length,
    async object(target) {
      if (target === null) throw new Error('not a target');
      const tag = objectionTags(firm.guard)(target);
      await database.rows('INSERT INTO objection (firm, protection, tag) VALUES ($1, $2, $3)', [firm.firm, 'a protection', tag]);
    },
    async loadClient(domain, partner, as = { name: 'The Partner', address: 'partner@firm.example' }) {
      const target = organisationTarget(domain);
      if (target === null) throw new Error('not a domain');
      const entry = {
        audienceKey: firm.everyone,
        target,
        version: 1,
        expires: dayOf(Date.now()) + 300,
        body: { kind: 'client', partner: { ...as, practice: null } } as const,
        signer: ada.signing,
      };
      const row = {
        id: toText(randomBytes(16)),
        audience: firm.everyone.audience,
        epoch: 1,
        ...good(sealEntry(entry, randomBytes)),
        guard: guardOf(firm.guard, [target], randomBytes),
      };
      const note = good(sealNote(firm.guard, { target, why: '' }, randomBytes));
      const recognised = [toText(sha256(fromText(recognisingKey(firm.guard, target))))];
      await call('clients', ada.signing, { clients: [{ row, partner, note, recognised }] });
    },
    remove: (member) => leave({ removedMembers: [member] }),
    removeDevice: (device) => leave({ removedDevices: [device] }),
    async rotate() {
      const key = { ...firm.everyone, epoch: 2, key: randomBytes(32) };
      const [own] = await database.rows<{ version: number }>('SELECT version FROM firm');
      const about = { type: 'everyone', firmVersion: own?.version ?? 0, members: null, label: 'Everybody' } as const;
      const records = await database.rows<{ record: string }>('SELECT record FROM device');
      await call('rotate', firm.root, {
        audience: good(signAudience(firm.root, key, about, randomBytes)),
        wraps: records.flatMap(({ record }) => {
          const { body } = signedMemberSchema.parse(JSON.parse(record));
          return wrapAudienceKey(key, body, randomBytes) ?? [];
        }),
        recognising: [],
      });
    },
    calls: wire.calls,
  };
} // prettier-ignore

interface Wire {
  readonly origin: string;
  readonly cut: (off: boolean) => void;
  readonly breakAfter: TestExchange['breakAfter'];
  readonly forget: TestExchange['forget'];
  readonly calls: ReadonlyMap<string, string[]>;
  readonly close: () => void;
}

/** Hands on what comes, with the host it was asked by, as a proxy in front of a directory does. */
async function startWire(target: string): Promise<Wire> {
  let isCut = false;
  let breaking: { left: number; readonly arrives: boolean } | null = null;
  const calls = new Map<string, string[]>();
  const forgotten = new Set<string>();
  const server = createServer((incoming, outgoing) => {
    const isLast = breaking !== null && breaking.left-- <= 0;
    if (isLast) isCut = true;
    if (isCut && !(isLast && breaking?.arrives === true)) return void incoming.socket.destroy();
    const device = /keyid="([\w-]+)"/.exec(String(incoming.headers['signature-input']))?.[1] ?? '';
    calls.set(device, [...(calls.get(device) ?? []), incoming.url ?? '']);
    const { method = 'POST', headers } = incoming;
    const path = forgotten.has(incoming.url ?? '') ? '/v1/nothing' : (incoming.url ?? '/');
    const onward = forward(new URL(path, target), { method, headers }, (answer) => {
      if (isLast) return void answer.resume().on('end', () => incoming.socket.destroy());
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
      return undefined;
    });
    incoming.pipe(onward);
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: (off) => {
      isCut = off;
      breaking = null;
    },
    breakAfter: (left, arrives) => {
      breaking = { left, arrives };
    },
    forget: (path) => void forgotten.add(path),
    calls,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
