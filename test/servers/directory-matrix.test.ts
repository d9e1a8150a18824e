/** Every endpoint against every way to come without the right credentials, made from the list of routes, so that none can be forgotten. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  foundFirm,
  foundingCode,
  joinFirm,
  jane,
  publish,
  refusal,
  rowOf,
  runDirectory,
  strangersKey,
} from '../builders/directory.ts';
import type { Reply, TestDirectory } from '../builders/directory.ts';
import { good, newMember, seededBytes } from '../builders/exchange-firm.ts';
import type { TestFirm, TestMember } from '../builders/exchange-firm.ts';
import { signAudience } from '../../core/exchange/audiences.ts';
import { toText } from '../../core/exchange/encoding.ts';
import { sealExclusions } from '../../core/exchange/exclusions.ts';
import type { SigningKey } from '../../core/exchange/keys.ts';
import { deviceOf, signFirm, signMember } from '../../core/exchange/members.ts';
import { signRequest } from '../../core/exchange/requests.ts';
import { apiRefusalSchema } from '../../core/exchange/route.ts';
import type { Route } from '../../core/exchange/route.ts';
import { routeNames, routes } from '../../core/exchange/routes.ts';
import type { RouteName } from '../../core/exchange/routes.ts';
import { startDirectory } from '../../directory/server.ts';
import { bodiesOf } from './directory-bodies.ts';
import type { Bodies } from './directory-bodies.ts';
import { onEachDatabase } from './directory.ts';
import { freePort } from './dovecot.ts';

onEachDatabase('Without the right credentials', ({ open, dump }) => {
  let directory: TestDirectory;
  let firm: TestFirm;
  let other: TestFirm;
  let bodies: Bodies;
  let gone: TestMember;
  let before: string;
  const nonces = seededBytes('matrix');

  /** Nonces alone may be new: a call that was signed well is remembered whatever became of it. */
  const state = async (): Promise<string> =>
    (await dump(directory.db))
      .split('\n')
      .filter((line) => !/nonce|restrict/.test(line))
      .join('\n');

  beforeAll(async () => {
    directory = await runDirectory(await open(), 1000);
    other = await foundFirm(directory, 'the other');
    firm = await foundFirm(directory, 'this');
    await joinFirm(directory, firm, firm.members.stella);
    gone = firm.members.maria;
    await publish(directory, firm, firm.members.tom, [rowOf(firm, firm.members.tom, jane)]);
    const left = signFirm(firm.root, { ...firm.record, version: 2, removedMembers: [gone.member] });
    await directory.call('remove', firm.firm, firm.root, { firm: left });
    bodies = bodiesOf(firm);
    before = await state();
  });
  afterAll(async () => {
    await directory.stop();
    await directory.db.close();
  });

  const bytesOf = (name: RouteName): Buffer => Buffer.from(JSON.stringify(bodies[name]));
  const pathOf = (name: RouteName): string => routes[name].path;
  const seconds = (): number => Math.floor(directory.clock.now / 1000);
  function headersOf(
    key: SigningKey,
    name: RouteName,
    body = bytesOf(name),
    change: { at?: number; firm?: string; url?: string } = {},
  ) {
    const url = change.url ?? `${directory.origin}${pathOf(name)}`;
    return {
      ...signRequest(
        key,
        { method: 'POST', url, body, firm: change.firm ?? firm.firm },
        change.at ?? seconds(),
        nonces(16),
      ),
    };
  }
  const sendAs = (key: SigningKey, name: RouteName, change = {}) =>
    directory.send(pathOf(name), headersOf(key, name, bytesOf(name), change), bytesOf(name));
  /** The key that may call a route: where strangers call with a key of their own, that one. */
  function rightKey(name: RouteName): SigningKey {
    const { by }: Route = routes[name];
    if (by === 'founder' || by === 'root') return firm.root;
    if (by === 'invited') return strangers;
    const { ada, tom, cleo, stella } = firm.members;
    const callers = [tom, stella, ada, cleo];
    return (callers.find(({ role }) => by.includes(role)) ?? tom).signing;
  }
  let strangers: SigningKey;
  beforeAll(() => {
    // The key in the bodies of those who hold an invitation.
    strangers = strangersKey(firm);
    bodies = {
      ...bodies,
      invitation: { ...bodies.invitation, key: strangers.publicKey },
      redeem: { ...bodies.redeem, key: strangers.publicKey },
    };
  });
  const isStrangers = (name: RouteName): boolean => ['founder', 'invited'].includes(String(routes[name].by));

  /** The one answer to all of them: the same bytes and headers, whatever was wrong. */
  function expectNotSigned(name: RouteName, what: string, reply: Reply): void {
    expect([name, what, reply.status, reply.bytes.toString()]).toEqual([name, what, 401, '{"refused":"not_signed"}']);
    const headers = [...reply.headers.keys()].filter((header) => header !== 'date').sort();
    expect(headers).toEqual([
      'cache-control',
      'connection',
      'content-length',
      'content-type',
      'keep-alive',
      'x-content-type-options',
    ]);
  }

  const withoutRight: Readonly<Record<string, (name: RouteName) => Promise<Reply> | null>> = {
    'no credentials': (name) => directory.send(pathOf(name), {}, bytesOf(name)),
    'an authorization of another kind': (name) =>
      directory.send(pathOf(name), { authorization: 'Bearer x' }, bytesOf(name)),
    'a key nobody knows': (name) => (isStrangers(name) ? null : sendAs(strangersKey(firm), name)),
    'the name of a right key with the signature of another': (name) => {
      const wrong = headersOf(strangersKey(firm), name);
      const right = headersOf(rightKey(name), name);
      return directory.send(pathOf(name), { ...right, signature: wrong.signature }, bytesOf(name));
    },
    'a signature of six minutes ago': (name) => sendAs(rightKey(name), name, { at: seconds() - 360 }),
    'a signature of six minutes from now': (name) => sendAs(rightKey(name), name, { at: seconds() + 360 }),
    'a key of who left': (name) => (isStrangers(name) ? null : sendAs(gone.signing, name)),
    'a device that the root key never signed': (name) => {
      const ghost = newMember({ firm: firm.firm, root: firm.members.tom.signing, randomBytes: firm.randomBytes });
      return isStrangers(name) ? null : sendAs(ghost.signing, name);
    },
    'a quiet key': (name) => (isStrangers(name) ? null : sendAs(firm.members.tom.quiet, name)),
    'a member of another firm': (name) => (isStrangers(name) ? null : sendAs(other.members.cleo.signing, name)),
    'the root key of another firm': (name) => (isStrangers(name) ? null : sendAs(other.root, name)),
    'a key of this firm, in the name of another': (name) =>
      isStrangers(name) ? null : sendAs(rightKey(name), name, { firm: other.firm }),
    'a firm that does not exist': (name) =>
      isStrangers(name) ? null : sendAs(rightKey(name), name, { firm: toText(firm.randomBytes(16)) }),
    'a signature for another path': (name) =>
      directory.send(
        pathOf(name),
        headersOf(rightKey(name), name, bytesOf(name), { url: `${directory.origin}/v1/other` }),
        bytesOf(name),
      ),
    'a signature for another host': (name) =>
      directory.send(
        pathOf(name),
        headersOf(rightKey(name), name, bytesOf(name), { url: `http://elsewhere.example${pathOf(name)}` }),
        bytesOf(name),
      ),
    'a signature for another query': (name) =>
      directory.send(`${pathOf(name)}?x=1`, headersOf(rightKey(name), name), bytesOf(name)),
    'a signature for another body': (name) =>
      directory.send(pathOf(name), headersOf(rightKey(name), name), Buffer.concat([bytesOf(name), Buffer.from(' ')])),
    'garbage, unsigned': (name) => directory.send(pathOf(name), {}, Buffer.from('{"a":')),
    'a member, where the root key is wanted': (name) =>
      routes[name].by === 'root' ? sendAs(firm.members.ada.signing, name) : null,
    'the root key, where a member is wanted': (name) =>
      Array.isArray(routes[name].by) ? sendAs(firm.root, name) : null,
  };

  test.each(routeNames)('%s lets nobody in, and says the same to all', async (name) => {
    for (const [what, call] of Object.entries(withoutRight)) {
      const reply = await call(name);
      if (reply !== null) expectNotSigned(name, what, reply);
    }
  });

  test('and nothing of it changed anything', async () => {
    expect(await state()).toBe(before);
  });

  test.each(routeNames)('%s answers a request once: seen again it is nobody’s', async (name) => {
    const headers = headersOf(rightKey(name), name, Buffer.from('[]'));
    const first = await directory.send(pathOf(name), headers, Buffer.from('[]'));
    // Where the key is in the body, there is none in an empty one.
    expect(first.status).toBe(isStrangers(name) ? 401 : 400);
    expectNotSigned(name, 'replayed', await directory.send(pathOf(name), headers, Buffer.from('[]')));
  });

  test('a request that was done is not done again, also by a directory that was started anew', async () => {
    const headers = headersOf(firm.members.tom.signing, 'roster');
    expect((await directory.send(pathOf('roster'), headers, bytesOf('roster'))).status).toBe(200);
    expectNotSigned('roster', 'replayed', await directory.send(pathOf('roster'), headers, bytesOf('roster')));
    // Another process, which goes by the same name.
    const port = await freePort();
    const { db, origin, clock } = directory;
    const again = await startDirectory(
      { db, now: () => clock.now, randomBytes: nonces, log: () => undefined, foundingCode },
      { host: '127.0.0.1', port, tls: null, origin, limits: 1000 },
    );
    const statusThere = (signed: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const all = { ...signed, host: new URL(origin).host, 'content-type': 'application/json' };
        request({ host: '127.0.0.1', port, path: pathOf('roster'), method: 'POST', headers: all }, (reply) => {
          reply.resume();
          resolve(reply.statusCode);
        })
          .on('error', reject)
          .end(bytesOf('roster'));
      });
    expect(await statusThere(headersOf(firm.members.tom.signing, 'roster'))).toBe(200);
    expect(await statusThere(headers)).toBe(401);
    await again.stop();
  });

  test.each(routeNames)('%s refuses what is malformed or too large, and quotes nothing of it', async (name) => {
    const { mostBytes }: Route = routes[name];
    const key = rightKey(name);
    const extra = { ...bodies[name], 'CANARY-FIELD': 'CANARY-VALUE' };
    const broken: readonly (readonly [Buffer, number])[] = [
      [Buffer.from(JSON.stringify(extra)), 400],
      [Buffer.alloc(mostBytes + 1, 0x20), 413],
      ...(isStrangers(name)
        ? []
        : [
            [Buffer.from('{"CANARY":'), 400] as const,
            [Buffer.from('null'), 400] as const,
            [Buffer.alloc(0), 400] as const,
          ]),
      ...Object.keys(bodies[name]).flatMap((field) =>
        isStrangers(name) && ['key', 'root'].includes(field)
          ? []
          : [[Buffer.from(JSON.stringify({ ...bodies[name], [field]: { CANARY: 1 } })), 400] as const],
      ),
    ];
    for (const [body, status] of broken) {
      const reply = await directory.send(pathOf(name), headersOf(key, name, body), body);
      expect([name, body.subarray(0, 80).toString(), reply.status]).toEqual([
        name,
        body.subarray(0, 80).toString(),
        status,
      ]);
      expect(reply.bytes.toString()).not.toContain('CANARY');
      expect(apiRefusalSchema.safeParse(JSON.parse(reply.bytes.toString())).success).toBe(true);
    }
    const form = await directory.send(
      pathOf(name),
      { ...headersOf(key, name), 'content-type': 'text/plain' },
      bytesOf(name),
    );
    expect(form.status).toBe(400);
  });

  test.each(routeNames.filter((name) => Array.isArray(routes[name].by)))('%s is for its roles alone', async (name) => {
    const { by }: Route = routes[name];
    for (const member of Object.values(firm.members).filter((one) => one !== gone)) {
      const reply = await directory.send(
        pathOf(name),
        headersOf(member.signing, name, Buffer.from('[]')),
        Buffer.from('[]'),
      );
      expect([name, member.role, reply.status]).toEqual([
        name,
        member.role,
        by.includes(member.role as never) ? 400 : 403,
      ]);
    }
  });

  test('other methods and other paths are nothing', async () => {
    for (const name of routeNames)
      for (const method of ['GET', 'PUT', 'DELETE'])
        expect((await directory.send(pathOf(name), {}, Buffer.from('{}'), method)).status).toBe(404);
    for (const path of ['/', '/join', '/v1', '/v1/entries', '/v1/../healthz/x'])
      expect((await directory.send(path, {}, Buffer.alloc(0), 'GET')).bytes.toString()).toBe('{"refused":"not_found"}');
  });

  describe('with credentials, but forged', () => {
    const call = <Name extends RouteName>(name: Name, key: SigningKey, body: Bodies[Name]) =>
      refusal(directory.call(name, firm.firm, key, body));
    const id = (): string => toText(firm.randomBytes(16));

    test('a firm is founded only with the code, once, by its own root key', async () => {
      const found = bodies.found;
      expect(await call('found', firm.root, found)).toBe('conflict');
      expect(await call('found', firm.root, { ...found, code: foundingCode.replace('f', 'g') })).toBe('not_allowed');
      const stranger = strangersKey(firm);
      expect(await call('found', stranger, { ...found, root: stranger.publicKey })).toBe('malformed');
    });

    test('an invitation nobody made is not there, and a record nobody signed does not come in', async () => {
      expect(await call('invitation', strangers, bodies.invitation)).toBe('not_signed');
      expect(await call('redeem', strangers, bodies.redeem)).toBe('not_signed');
      const forged = { ...bodies.invite, member: { ...bodies.invite.member, signature: toText(firm.randomBytes(64)) } };
      expect(await call('invite', firm.root, forged)).toBe('malformed');
      const { tom } = firm.members;
      const ghost = signMember(tom.signing, { ...tom.record, version: 2, role: 'compliance' }, null);
      expect(await call('member', firm.root, { member: ghost })).toBe('malformed');
      const older = signMember(firm.root, { ...tom.record, version: 1 }, null);
      expect(await call('member', firm.root, { member: older })).toBe('conflict');
    });

    test('an invitation that is over, or was redeemed, lets nobody in', async () => {
      const { root, randomBytes } = firm;
      const guest = newMember({ firm: firm.firm, root, randomBytes });
      const late: TestDirectory = {
        ...directory,
        call(name, ...rest) {
          if (name === 'redeem') directory.clock.now += 8 * 86_400_000;
          return directory.call(name, ...rest);
        },
      };
      expect(await refusal(joinFirm(late, firm, guest))).toBe('not_signed');
      directory.clock.now -= 8 * 86_400_000;
      const redeemed: Bodies['redeem'][] = [];
      const heard: TestDirectory = {
        ...directory,
        call(name, ...rest) {
          if (name === 'redeem') redeemed.push(rest[2] as Bodies['redeem']);
          return directory.call(name, ...rest);
        },
      };
      await joinFirm(heard, firm, guest);
      const [body] = redeemed;
      const again = { ...body!, key: guest.signing.publicKey };
      expect(await call('redeem', guest.signing, again)).toBe('not_signed');
      expect(await call('invitation', guest.signing, { id: again.id, key: again.key })).toBe('not_signed');
    });

    test('an audience is made by who may, of members there are, with keys for its members alone', async () => {
      const { tom, cleo, ada } = firm.members;
      const key = { firm: firm.firm, audience: id(), epoch: 1, key: firm.randomBytes(32) };
      const set = (signer: SigningKey, members: string[], audienceKey = key, firmVersion = 2) =>
        good(signAudience(signer, audienceKey, { type: 'named', firmVersion, members, label: '' }, firm.randomBytes));
      const make = (signer: SigningKey, signed: ReturnType<typeof set>, wraps: Bodies['audience']['wraps'] = []) =>
        call('audience', signer, { audience: signed, wraps, recognising: [] });
      const wrap = (recipient: string) => [{ recipient, sealed: toText(firm.randomBytes(80)) }];
      expect(await make(tom.signing, set(cleo.signing, [tom.member, cleo.member]))).toBe('not_allowed');
      expect(await make(tom.signing, set(tom.signing, [cleo.member]))).toBe('not_allowed');
      expect(await make(tom.signing, set(tom.signing, [tom.member, id()]))).toBe('not_found');
      expect(await make(tom.signing, set(tom.signing, [tom.member, gone.member]))).toBe('not_found');
      expect(await make(tom.signing, set(tom.signing, [tom.member]), wrap(cleo.sealing.fingerprint))).toBe(
        'not_allowed',
      );
      const altered = set(tom.signing, [tom.member]);
      expect(await make(tom.signing, { ...altered, body: { ...altered.body, epoch: 2 } })).toBe('malformed');
      // One that was signed before somebody left, or as of a record there is not yet.
      for (const version of [1, 3])
        expect(await make(tom.signing, set(tom.signing, [tom.member], key, version))).toBe('conflict');
      expect(await make(tom.signing, set(tom.signing, [tom.member, cleo.member]), wrap(cleo.sealing.fingerprint))).toBe(
        'nothing',
      );
      // Nobody else makes its next epoch, and no epoch is left out or made twice.
      const next = { ...key, epoch: 2 };
      expect(await make(ada.signing, set(ada.signing, [ada.member, tom.member], next))).toBe('not_allowed');
      expect(await make(tom.signing, set(tom.signing, [tom.member], key))).toBe('conflict');
      expect(await make(tom.signing, set(tom.signing, [tom.member], { ...key, epoch: 3 }))).toBe('conflict');
      const guard = good(
        signAudience(
          tom.signing,
          { ...firm.guard, epoch: 2 },
          { type: 'guard', firmVersion: 2, members: null, label: '' },
          firm.randomBytes,
        ),
      );
      expect(await make(tom.signing, guard)).toBe('not_allowed');
      const rotated = (of: Parameters<typeof signAudience>[2]) => ({
        audience: good(signAudience(firm.root, { ...firm.tax, epoch: 2 }, of, firm.randomBytes)),
        wraps: [],
        recognising: [],
      });
      const about = { type: 'practice', members: null, label: 'Tax' } as const;
      expect(await call('rotate', firm.root, rotated({ ...about, firmVersion: 1 }))).toBe('conflict');
      const tax = { audience: firm.audiences.tax, wraps: [], recognising: [] };
      expect(await call('rotate', firm.root, tax)).toBe('conflict');
      expect(
        await call('wraps', tom.signing, {
          audience: firm.tax.audience,
          epoch: 1,
          wraps: wrap(tom.sealing.fingerprint),
        }),
      ).toBe('not_allowed');
    });

    test('what a device keeps out reaches the other devices of its member and nobody else, and is not rolled back', async () => {
      const { tom, cleo } = firm.members;
      const second = newMember({ firm: firm.firm, root: firm.root, randomBytes: firm.randomBytes, member: tom.member });
      await joinFirm(directory, firm, second);
      const exclude = (by: TestMember, version: number, devices = [tom, second, cleo]) => {
        const list = { key: firm.randomBytes(32), tags: [] };
        const about = { firm: firm.firm, version };
        const records = devices.map(({ record }) => record);
        return call('exclude', by.signing, {
          version,
          lists: sealExclusions(about, list, records, by.signing, firm.randomBytes),
        });
      };
      const heard = async (by: TestMember) =>
        (await directory.call('exclusions', firm.firm, by.signing, { known: [] })).lists.map((list) => list.device);
      expect([await exclude(tom, 2), await exclude(cleo, 1)]).toEqual(['nothing', 'nothing']);
      expect([await heard(second), await heard(tom), await heard(cleo)]).toEqual([[tom.signing.fingerprint], [], []]);
      expect(await exclude(tom, 1)).toBe('conflict');
      expect(await exclude(tom, 2, [])).toBe('nothing');
      expect(await heard(second)).toEqual([]);
    });

    test('who left is not brought back by an older record of the firm', async () => {
      expect(await call('remove', firm.root, { firm: firm.signedFirm })).toBe('conflict');
      const { tom } = firm.members;
      expect(
        await call('member', firm.root, { member: signMember(firm.root, { ...gone.record, version: 9 }, null) }),
      ).toBe('not_found');
      const roster = await directory.call('roster', firm.firm, tom.signing, {});
      expect(roster.members.map(({ body }) => deviceOf(body))).not.toContain(deviceOf(gone.record));
      expect(JSON.stringify(roster.members)).not.toContain(gone.member);
    });

    test('an entry rolled back to an older version is not taken', async () => {
      const { tom } = firm.members;
      expect(await refusal(publish(directory, firm, tom, [rowOf(firm, tom, jane, { version: 1 })], 1))).toBe(
        'malformed',
      );
      expect(await refusal(publish(directory, firm, tom, [rowOf(firm, tom, jane, { version: 1 })], 0))).toBe(
        'conflict',
      );
    });
  });
});
