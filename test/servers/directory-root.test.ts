/** The root key in the hands of two administrators, replaced when one of them leaves, and whoever joined while keys were changed. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import { foundFirm, refusal, runDirectory, secondOfficer } from '../builders/directory.ts';
import type { TestDirectory } from '../builders/directory.ts';
import { good } from '../builders/exchange-firm.ts';
import { fromText } from '../../core/exchange/encoding.ts';
import { signValue, signingKeyOf } from '../../core/exchange/keys.ts';
import type { SigningKey } from '../../core/exchange/keys.ts';
import { signFirm, signMember, signQuiet } from '../../core/exchange/members.ts';
import type { SignedMember } from '../../core/exchange/members.ts';
import { replaceRootBody } from '../../core/exchange/bodies.ts';
import { readRecoveryCode, unwrapRoot } from '../../core/exchange/recovery.ts';
import { readRoster } from '../../core/exchange/roster.ts';
import type { BodyOf } from '../../core/exchange/routes.ts';
import { signSuccession } from '../../core/exchange/succession.ts';
import { readFirm } from '../../directory/client/firm.ts';
import { keysOf, rootOf, sealingOf } from '../../directory/client/keyring.ts';
import type { Keyring } from '../../directory/client/keyring.ts';
import { replaceRoot } from '../../directory/client/root.ts';
import { administer, followRealTime } from './administration.ts';
import type { Administration } from './administration.ts';
import { onEachDatabase } from './directory.ts';
import { member, sync } from './members.ts';

onEachDatabase('The root key', ({ open, dump }) => {
  let directory: TestDirectory;
  let admin: Administration;
  const codeOf = (code: string): string => signingKeyOf(good(readRecoveryCode(code))).fingerprint;
  const firmOf = (who: string) => readFirm(admin.deps, admin.keyringOf(who));
  beforeAll(async () => {
    directory = await runDirectory(await open(), 100);
    followRealTime(directory);
    admin = administer(directory, 'root');
  });
  afterAll(async () => {
    await directory.stop();
    await directory.db.close();
    admin.end();
  });

  test('is handed over sealed, and replaced by one that members follow and the administrator who left cannot use', async () => {
    const code = (await admin.found('Ada')).at(-1) ?? '';
    await admin.run('Ada', 'practice', 'Tax');
    await admin.join('Ben', '--role', 'administrator');
    const [link = ''] = await admin.run('Ada', 'invite', '--practice', 'Tax');
    const tom = await member('Tom Baker', link, ['Kim Vale <kim@other.com>'], 'Tax');
    await expect(admin.run('Ben', 'invite')).rejects.toMatchObject({ code: 'no_root_key' });
    await expect(admin.run('Ada', 'root', 'hand', 'tom@firm.example')).rejects.toMatchObject({ code: 'usage' });
    await admin.run('Ada', 'root', 'hand', 'ben@firm.example');
    expect(await dump(directory.db)).not.toContain(admin.keyringOf('Ada').root);
    // Any command of his takes it, and with it the practices there are: he can invite into them.
    await admin.run('Ben', 'members');
    expect(admin.warned).toContain('You were handed the root key.');
    expect(rootOf(admin.keyringOf('Ben'))?.fingerprint).toBe(codeOf(code));
    await admin.run('Ben', 'invite', '--practice', 'Tax');

    const [waiting = ''] = await admin.run('Ada', 'invite');
    const gone = admin.keyringOf('Ada');
    await admin.run('Ben', 'remove', 'ada@firm.example');
    expect(admin.warned).toContain('An administrator has known the root key. "root replace" makes another.');
    const newCode = (await admin.run('Ben', 'root', 'replace')).at(-1) ?? '';
    expect(codeOf(newCode)).not.toBe(codeOf(code));
    expect(admin.warned).toContain('2 open invitations are over: invite again.');
    expect(await admin.run('Ben', 'root', 'code')).toEqual([newCode]);

    // A member's app follows, and goes on as before; an invitation of before is over.
    expect(await sync(tom.engine)).toBeNull();
    expect(valueOf(await tom.engine.call('firmStatus', {}))).toMatchObject({
      problem: null,
      colleagues: [{ name: 'Ben' }],
      practices: [{ name: 'Tax' }],
    });
    const asZoe = ['--name', 'Zoe', '--address', 'zoe@firm.example'];
    await expect(admin.run('Zoe', 'join', waiting, ...asZoe)).rejects.toMatchObject({ code: 'not_signed' });
    const [valid = ''] = await admin.run('Ben', 'invite');
    await admin.run('Zoe', 'join', valid, ...asZoe);
    expect(await admin.run('Ben', 'members')).toHaveLength(3);
    expect(await sync(tom.engine)).toBeNull();

    // What the old root key signs is nobody's, whoever sends it.
    const { firm } = gone;
    const { roster } = await firmOf('Ben');
    const old = signingKeyOf(fromText(gone.root ?? ''));
    const record = signFirm(old, { ...roster.firm, version: roster.firm.version + 1 });
    expect(await refusal(directory.call('remove', firm, old, { firm: record }))).toBe('not_signed');
    const held = rootOf(admin.keyringOf('Ben')) ?? old;
    expect(await refusal(directory.call('remove', firm, held, { firm: record }))).toBe('malformed');
    await expect(admin.run('Ada', 'members')).rejects.toMatchObject({ code: 'not_signed' });
    // A directory that shows the old root key again, or another one the old has named, leads nobody who has followed.
    const other = signingKeyOf(admin.deps.randomBytes(32));
    for (const [root, successions] of [
      [old, []],
      [other, [signSuccession(old, firm, other.publicKey)]],
    ] as const) {
      const shown = [firm, root.publicKey, JSON.stringify(successions), JSON.stringify(signFirm(root, record.body))];
      await directory.db.rows('UPDATE firm SET root = $2, successions = $3, record = $4 WHERE firm = $1', shown);
      expect(await sync(tom.engine)).toMatchObject({ code: 'server_misbehaves' });
      await expect(admin.run('Ben', 'members')).rejects.toMatchObject({ code: 'directory_misbehaves' });
    }
  });

  test('is replaced only where all that it vouched for is there, as it was, signed by the next key alone', async () => {
    const still = await runDirectory(await open(), 100);
    const firm = await foundFirm(still, 'replaced');
    const { root, record, audiences } = firm;
    const next = signingKeyOf(firm.randomBytes(32));
    const { ada, tom, maria, cleo } = firm.members;
    const all = [ada, tom, maria, cleo];
    const again = (key: SigningKey) => ({
      succession: signSuccession(root, firm.firm, key.publicKey),
      firm: signFirm(key, { ...record, version: 2 }),
      members: all.map((each) => signMember(key, each.record, null)),
      quiet: all.map(({ signedQuiet }) => signQuiet(key, signedQuiet.body, null)),
      audiences: Object.values(audiences).map(({ body }) => ({
        body,
        by: key.fingerprint,
        signature: signValue(key, 'audience', body),
      })),
      handed: [],
    });
    const whole = again(next);
    const withMember = (signed: SignedMember) => ({ ...whole, members: [...whole.members.slice(1), signed] });
    const wrong: Readonly<Record<string, BodyOf<'replaceRoot'>>> = {
      'by a key of its own': {
        ...whole,
        succession: { ...whole.succession, signature: signSuccession(next, firm.firm, next.publicKey).signature },
      },
      'of the same key': again(root),
      'without a member': { ...whole, members: whole.members.slice(1) },
      'with a stranger': { ...whole, members: [...whole.members, signMember(next, secondOfficer(firm).record, null)] },
      'with another role': withMember(signMember(next, { ...ada.record, role: 'compliance' }, null)),
      'with a member of the old key': withMember(ada.signed),
      'without a key that signs without a name': { ...whole, quiet: whole.quiet.slice(1) },
      'without an audience': { ...whole, audiences: whole.audiences.slice(1) },
      'with an audience of the old key': { ...whole, audiences: [audiences.everyone, ...whole.audiences.slice(1)] },
      'with somebody removed on the way': {
        ...whole,
        firm: signFirm(next, { ...record, version: 2, removedMembers: [maria.member] }),
      },
      'with the record of before': { ...whole, firm: signFirm(next, record) },
    };
    for (const [what, body] of Object.entries(wrong))
      expect([what, await refusal(still.call('replaceRoot', firm.firm, root, body))]).not.toEqual([what, 'nothing']);
    const { root: kept } = await still.call('roster', firm.firm, ada.signing, {});
    expect(kept).toBe(root.publicKey);
    expect(await still.call('replaceRoot', firm.firm, root, whole)).toEqual({ invitations: 0 });
    const sent = await still.call('roster', firm.firm, ada.signing, {});
    const pinned = { rootFingerprint: root.fingerprint, firm: firm.firm, firmVersion: 1, deviceVersions: new Map() };
    expect(readRoster(pinned, sent)).toMatchObject({
      ok: true,
      value: { devices: { length: all.length }, refusals: [] },
    });
    await still.stop();
    await still.db.close();
  });

  test('is not lost with the answer', async () => {
    const again = administer(directory, 'lost');
    onTestFinished(again.end);
    await again.found('Ada');
    const lossy: typeof fetch = async (url, options) => {
      const answer = await fetch(url, options);
      if (answer.url.endsWith('/v1/root/replace')) throw new TypeError('fetch failed');
      return answer;
    };
    const before = again.keyringOf('Ada');
    const keep = (keyring: Keyring): void => again.keep('Ada', keyring);
    const replacing = replaceRoot({ ...again.deps, fetch: lossy }, await readFirm(again.deps, before), keep);
    await expect(replacing).rejects.toMatchObject({ code: 'unreachable' });
    const [code = ''] = await again.run('Ada', 'root', 'code');
    expect(codeOf(code)).not.toBe(before.rootFingerprint);
    expect(codeOf(code)).toBe(again.keyringOf('Ada').rootFingerprint);
    await again.run('Ada', 'invite');
  });

  /** A replacement that the directory gets only when `arrives` is called, if ever; answers with what was sent. */
  async function replaceLate(again: Administration, who: string) {
    const sent: Parameters<typeof fetch>[] = [];
    const slow: typeof fetch = async (url, options) => {
      if (!(url instanceof Request ? url.url : String(url)).endsWith('/v1/root/replace')) return fetch(url, options);
      sent.push([url, options]);
      throw new TypeError('fetch failed');
    };
    const firm = await readFirm(again.deps, again.keyringOf(who));
    const replacing = replaceRoot({ ...again.deps, fetch: slow }, firm, (keyring) => again.keep(who, keyring));
    await expect(replacing).rejects.toMatchObject({ code: 'unreachable' });
    const [url = '', options] = sent[0] ?? [];
    const body = replaceRootBody.parse(JSON.parse(Buffer.from(options?.body as Uint8Array).toString()));
    return { body, arrives: async () => (await fetch(url, options)).status };
  }

  test('is not lost where the directory turns to the first of two whose answers were lost', async () => {
    const again = administer(directory, 'slow');
    onTestFinished(again.end);
    await again.found('Ada');
    const first = await replaceLate(again, 'Ada');
    await again.run('Ada', 'members');
    const second = await replaceLate(again, 'Ada');
    const { nextRoots, root } = again.keyringOf('Ada');
    expect(new Set([...nextRoots, root]).size).toBe(3);
    expect(await first.arrives()).toBe(200);
    await again.run('Ada', 'members');
    expect(again.keyringOf('Ada')).toMatchObject({ root: nextRoots[0], nextRoots: [] });
    expect(await second.arrives()).not.toBe(200);
    await again.run('Ada', 'invite');
  });

  test('is another than one that was sealed for an administrator who was removed since', async () => {
    const again = administer(directory, 'sealed');
    onTestFinished(again.end);
    await again.found('Ada');
    await again.join('Ben', '--role', 'administrator');
    const ben = again.keyringOf('Ben');
    const { body, arrives } = await replaceLate(again, 'Ada');
    const opened = body.handed.map(({ wrapped }) => good(unwrapRoot(ben.firm, sealingOf(ben), wrapped)));
    const known = opened.map((secret) => signingKeyOf(secret).fingerprint);
    expect(known).toHaveLength(1);
    await again.run('Ada', 'remove', 'ben@firm.example');
    expect(await arrives()).not.toBe(200);
    await again.run('Ada', 'root', 'replace');
    const { rootFingerprint } = again.keyringOf('Ada');
    expect(known).not.toContain(rootFingerprint);
  });

  test('whoever joined while keys were changed gets them with the next command of anybody who has them', async () => {
    const late = administer(directory, 'late');
    onTestFinished(late.end);
    await late.found('Ada');
    await late.run('Ada', 'practice', 'Tax');
    await late.join('Tom', '--practice', 'Tax');
    const [link = ''] = await late.run('Ada', 'invite', '--practice', 'Tax');
    await late.run('Ada', 'remove', 'tom@firm.example');
    await late.run('Fay', 'join', link, '--name', 'Fay', '--address', 'fay@firm.example');
    const epochs = async (who: string): Promise<number[]> => {
      const { keyring, audiences } = await readFirm(late.deps, late.keyringOf(who));
      return audiences
        .filter(({ type }) => type !== 'guard')
        .map(({ audience }) => keysOf(keyring, audience).at(-1)?.epoch ?? 0);
    };
    expect(await epochs('Fay')).toEqual([1, 1]);
    // One she was given does not open: with her next command she says so, and another is taken.
    const { firm, ...fay } = late.keyringOf('Fay');
    await directory.db.rows(
      `INSERT INTO wrap (firm, recipient, audience, epoch, sealed, giver) SELECT firm, $2, everyone, 2, $3, 'Mallory' FROM firm WHERE firm = $1`,
      [firm, sealingOf({ firm, ...fay }).fingerprint, Buffer.alloc(80).toString('base64url')],
    );
    await late.run('Ada', 'members');
    expect((await epochs('Fay')).toSorted((a, b) => a - b)).toEqual([1, 2]);
    await late.run('Fay', 'members');
    await late.run('Ada', 'members');
    expect(await epochs('Fay')).toEqual([2, 2]);

    // Another administrator holds the keys of practices too; until somebody has handed them on, it is said that they wait.
    await late.join('Ben', '--role', 'administrator');
    late.warned.length = 0;
    await late.run('Ben', 'members');
    expect(late.warned.join()).toContain('1 devices wait for a key');
    await late.run('Ada', 'root', 'hand', 'ben@firm.example');
    late.warned.length = 0;
    await late.run('Ben', 'invite', '--practice', 'Tax');
    expect(late.warned.join()).not.toContain('wait for a key');
    // One who replaces the root key hands the next to the other.
    const [, next = ''] = await late.run('Ada', 'root', 'replace');
    await late.run('Ben', 'members');
    expect(rootOf(late.keyringOf('Ben'))?.fingerprint).toBe(codeOf(next));
  });
});
