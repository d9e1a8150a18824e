/** The commands of administrators and compliance, from founding to a leaver, on a directory that runs. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acme, foundingCode, jane, runDirectory } from '../builders/directory.ts';
import type { TestDirectory } from '../builders/directory.ts';
import { good, today } from '../builders/exchange-firm.ts';
import { lookupKeys } from '../../core/exchange/audience-keys.ts';
import { keysInLookup } from '../../core/exchange/bodies.ts';
import { fromText, toText } from '../../core/exchange/encoding.ts';
import { sealEntry } from '../../core/exchange/entries.ts';
import { guardOf } from '../../core/exchange/guards.ts';
import { signingKeyOf } from '../../core/exchange/keys.ts';
import { readLookupAnswer } from '../../core/exchange/slots.ts';
import { addCommands } from '../../directory/client/commands.ts';
import { readFirm } from '../../directory/client/firm.ts';
import { keysOf, openKeyring, signingOf } from '../../directory/client/keyring.ts';
import { Stopped } from '../../directory/client/stopped.ts';
import { seededBytes } from '../builders/exchange-firm.ts';
import { onEachDatabase } from './directory.ts';

onEachDatabase('The commands', ({ open }) => {
  let directory: TestDirectory;
  const folder = mkdtempSync(join(tmpdir(), 'warmpath-commands-'));
  const randomBytes = seededBytes('commands');
  beforeAll(async () => {
    directory = await runDirectory(await open(), 100);
    writeFileSync(join(folder, 'passphrase'), 'correct horse battery\n');
    writeFileSync(join(folder, 'code'), `${foundingCode}\n`);
  });
  afterAll(async () => {
    await directory.stop();
    await directory.db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const deps = () => ({ now: () => directory.clock.now, randomBytes, fetch: globalThis.fetch });
  const file = (who: string): string => join(folder, `keys of ${who}`);
  /** Runs one command as somebody, and answers with what it said. */
  async function run(who: string, ...words: string[]): Promise<string[]> {
    const said: string[] = [];
    const program = new Command().exitOverride();
    addCommands(program, { ...deps(), say: (line) => void said.push(line), warn: () => undefined });
    const keys = ['--keyring', file(who), '--passphrase-file', join(folder, 'passphrase')];
    await program.parseAsync(['node', 'warmpath-directory', ...words, ...keys]);
    return said;
  }
  const profile = (who: string): string[] => ['--name', who, '--address', `${who.toLowerCase()}@firm.example`];
  const keyringOf = (who: string) => {
    const keyring = openKeyring(file(who), 'correct horse battery');
    if (keyring === null) throw new Error('no keyring');
    return keyring;
  };
  async function joinAs(who: string, ...words: string[]): Promise<void> {
    const [link = ''] = await run('Ada', 'invite', ...words);
    await run(who, 'join', link, ...profile(who));
  }
  /** Publishes an entry about Jane with the newest keys somebody has. */
  async function share(who: string, version: number): Promise<void> {
    const firm = await readFirm(deps(), keyringOf(who));
    const everyone = keysOf(firm.keyring, firm.roster.firm.everyone).at(-1);
    const guard = firm.guards.at(-1);
    if (everyone === undefined || guard === undefined) throw new Error('no keys');
    const body = {
      kind: 'tie',
      person: null,
      band: 'weak',
      freshness: '2026-06',
      introducer: { kind: 'named', name: who, address: 'x@firm.example', practice: null },
    } as const;
    const entry = {
      audienceKey: everyone,
      target: jane,
      version,
      expires: today + 9,
      body,
      signer: signingOf(firm.keyring),
    };
    const { audience, epoch } = everyone;
    const row = {
      id: toText(randomBytes(16)),
      audience,
      epoch,
      ...good(sealEntry(entry, randomBytes)),
      guard: guardOf(guard, [jane, acme], randomBytes),
    };
    await directory.call('publish', firm.keyring.firm, signingOf(firm.keyring), {
      idempotency: toText(randomBytes(16)),
      expected: version - 1,
      put: [row],
      remove: [],
    });
  }
  /** How many entries about Jane somebody is answered with, in any epoch they have a key of. */
  async function sees(who: string): Promise<number> {
    const { keyring, roster } = await readFirm(deps(), keyringOf(who));
    const keys = keysOf(keyring, roster.firm.everyone).map((key) => lookupKeys(key)(jane));
    while (keys.length < keysInLookup) keys.push(toText(randomBytes(32)));
    const answer = await directory.call('lookup', keyring.firm, signingOf(keyring), { keys, page: 0 });
    return good(readLookupAnswer(keys, answer)).flat().length;
  }

  test('found a firm, invite, set and lift a barrier with two, object, remove and rotate, recover', async () => {
    const said = await run('Ada', 'found', directory.origin, '--code-file', join(folder, 'code'), ...profile('Ada'));
    const recovery = said.at(-1) ?? '';
    expect(recovery).toMatch(/^(?:[0-9A-Z]{4}-){13}[0-9A-Z]{4}$/);
    expect(statSync(file('Ada')).mode & 0o077).toBe(0);
    expect(readFileSync(file('Ada')).includes(Buffer.from('root'))).toBe(false);

    await run('Ada', 'practice', 'Tax');
    await joinAs('Tom');
    await joinAs('Maria', '--practice', 'Tax');
    await joinAs('Cleo', '--role', 'compliance');
    await joinAs('Dana', '--role', 'compliance');
    const members = await run('Ada', 'members');
    expect(members.map((line) => line.split('\t').slice(0, 3).join(' ')).sort()).toEqual([
      'Ada ada@firm.example administrator',
      'Cleo cleo@firm.example compliance',
      'Dana dana@firm.example compliance',
      'Maria maria@firm.example member',
      'Tom tom@firm.example member',
    ]);
    await expect(run('Tom', 'invite')).rejects.toThrow('needs the root key');
    await expect(run('Ada', 'invite', '--practice', 'Law')).rejects.toThrow('no practice Law');

    await share('Tom', 1);
    expect(await sees('Maria')).toBe(1);
    await expect(run('Ada', 'barriers', 'set', 'canary-acme.example', '--why', 'x')).rejects.toThrow('may not');
    const [barrier = ''] = await run(
      'Cleo',
      'barriers',
      'set',
      'canary-acme.example',
      '--why',
      'Project Falcon',
      '--inside',
      'tom@firm.example',
    );
    expect(await sees('Maria')).toBe(0);
    const [line = ''] = await run('Dana', 'barriers', 'list');
    expect(line).toContain('canary-acme.example\tProject Falcon');
    const [proposal = ''] = await run(
      'Cleo',
      'barriers',
      'cross',
      barrier,
      'maria@firm.example',
      '--until',
      '2026-07-02',
      '--why',
      'asked',
    );
    await expect(run('Cleo', 'barriers', 'agree', proposal)).rejects.toThrow('may not');
    await run('Dana', 'barriers', 'agree', proposal);
    expect(await sees('Maria')).toBe(1);
    const evidence = JSON.parse((await run('Dana', 'barriers', 'evidence', barrier)).join('')) as {
      acts: unknown[];
      answerable: number;
    };
    expect([evidence.acts.length, evidence.answerable]).toEqual([3, 0]);

    // Invited before keys change, joined after: the newest guard key is handed on by a colleague who has it.
    const [early = ''] = await run('Ada', 'invite');
    // A guard key of a new epoch, with the barrier in it: what is published anew is withheld too.
    await run('Dana', 'rotate');
    await run('Fay', 'join', early, ...profile('Fay'));
    const guards = async () => (await readFirm(deps(), keyringOf('Fay'))).guards.map(({ epoch }) => epoch);
    expect(await guards()).toEqual([1]);
    await run('Tom', 'wrap');
    expect(await guards()).toEqual([1, 2]);
    await joinAs('Eve');
    await share('Tom', 2);
    expect(await sees('Eve')).toBe(0);
    const [lifting = ''] = await run('Dana', 'barriers', 'lift', barrier, '--why', 'it is over');
    await run('Cleo', 'barriers', 'agree', lifting);
    expect(await sees('Eve')).toBe(2);

    expect(await run('Cleo', 'subject', jane.value)).toEqual(['Tom holds entries.']);
    expect(await run('Cleo', 'object', jane.value, '--why', 'she asked')).toEqual([
      'Tom held entries, which are deleted.',
    ]);
    expect(await run('Cleo', 'subject', jane.value)).toEqual(['Nobody holds an entry.']);

    await run('Ada', 'remove', 'maria@firm.example');
    expect((await run('Ada', 'members')).join()).not.toContain('maria@');
    await expect(run('Maria', 'members')).rejects.toThrow('does not know this key');
    const tom = await readFirm(deps(), keyringOf('Tom'));
    expect(keysOf(tom.keyring, tom.roster.firm.everyone).map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(tom.due).toEqual([tom.roster.firm.guard]);

    // A second administrator, with the recovery code instead of the first one's computer.
    await joinAs('Ben', '--role', 'administrator');
    await expect(run('Ben', 'invite')).rejects.toThrow('"recover"');
    expect(signingKeyOf(fromText(keyringOf('Ada').root ?? '')).fingerprint).toBe(keyringOf('Ben').rootFingerprint);
  });

  test('say in a sentence what cannot be done', async () => {
    await expect(
      run('Ada', 'found', directory.origin, '--code-file', join(folder, 'code'), ...profile('Ada')),
    ).rejects.toThrow('is there already');
    await expect(run('Nobody', 'members')).rejects.toThrow('no keyring');
    await expect(run('Cleo', 'barriers', 'set', 'nothing', '--why', 'x')).rejects.toThrow(
      'neither an address nor a domain',
    );
    await expect(run('Zoe', 'join', 'https://x.example/', ...profile('Zoe'))).rejects.toThrow(Stopped);
    writeFileSync(join(folder, 'passphrase'), 'another one\n');
    await expect(run('Ada', 'members')).rejects.toThrow('the passphrase is another');
  });
});
