/** The commands of administrators and compliance, from founding to a leaver, on a directory that runs. */
import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acme, jane, runDirectory } from '../builders/directory.ts';
import type { TestDirectory } from '../builders/directory.ts';
import { good, seededBytes, today } from '../builders/exchange-firm.ts';
import { lookupKeys } from '../../core/exchange/audience-keys.ts';
import { keysInLookup } from '../../core/exchange/bodies.ts';
import { fromText, toText } from '../../core/exchange/encoding.ts';
import { sealEntry } from '../../core/exchange/entries.ts';
import { guardOf } from '../../core/exchange/guards.ts';
import { signingKeyOf } from '../../core/exchange/keys.ts';
import { readLookupAnswer } from '../../core/exchange/slots.ts';
import { readFirm } from '../../directory/client/firm.ts';
import { keysOf, signingOf } from '../../directory/client/keyring.ts';
import { Stopped } from '../../directory/client/stopped.ts';
import { administer } from './administration.ts';
import type { Administration } from './administration.ts';
import { onEachDatabase } from './directory.ts';

onEachDatabase('The commands', ({ open }) => {
  let directory: TestDirectory;
  let admin: Administration;
  const randomBytes = seededBytes('commands');
  beforeAll(async () => {
    directory = await runDirectory(await open(), 100);
    admin = administer(directory, 'keys');
  });
  afterAll(async () => {
    await directory.stop();
    await directory.db.close();
    admin.end();
  });
  const run: Administration['run'] = (who, ...words) => admin.run(who, ...words);
  const joinAs: Administration['join'] = (who, ...words) => admin.join(who, ...words);
  const firmOf = (who: string) => readFirm(admin.deps, admin.keyringOf(who));
  /** Publishes an entry about Jane with the newest keys somebody has. */
  async function share(who: string, version: number): Promise<void> {
    const firm = await firmOf(who);
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
    const { keyring, roster } = await firmOf(who);
    const keys = keysOf(keyring, roster.firm.everyone).map((key) => lookupKeys(key)(jane));
    while (keys.length < keysInLookup) keys.push(toText(randomBytes(32)));
    const answer = await directory.call('lookup', keyring.firm, signingOf(keyring), { keys, page: 0 });
    return good(readLookupAnswer(keys, answer)).flat().length;
  }

  test('found a firm, invite, set and lift a barrier with two, object, remove and rotate, recover', async () => {
    const said = await admin.found('Ada');
    const recovery = said.at(-1) ?? '';
    expect(recovery).toMatch(/^(?:[0-9A-Z]{4}-){13}[0-9A-Z]{4}$/);
    expect(statSync(admin.file('Ada')).mode & 0o077).toBe(0);
    expect(readFileSync(admin.file('Ada')).includes(Buffer.from('root'))).toBe(false);

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
    // The second officer sees who asks for what, and until when, before they agree.
    expect((await run('Dana', 'barriers', 'list')).map((each) => each.split('\t').slice(2).join('; '))).toEqual([
      'canary-acme.example; Project Falcon; 2026-07-01 to open; inside: Tom',
      'canary-acme.example; Cleo asks to let Maria inside until 2026-07-02; asked',
    ]);
    await run('Dana', 'barriers', 'agree', proposal);
    expect((await run('Dana', 'barriers', 'list')).join()).toContain('inside: Tom, Maria until 2026-07-02');
    expect(await sees('Maria')).toBe(1);
    const evidence = async (...words: string[]): Promise<unknown> =>
      JSON.parse((await run('Dana', 'barriers', 'evidence', barrier, ...words)).join(''));
    expect(await evidence()).toMatchObject({
      about: 'canary-acme.example',
      inside: [
        { member: 'Tom', until: null },
        { member: 'Maria', until: '2026-07-02' },
      ],
      acts: [
        { day: '2026-07-01', act: 'set', by: 'Cleo', why: 'Project Falcon' },
        { act: 'asked', by: 'Cleo', why: 'asked' },
        { act: 'crossed', by: 'Cleo', with: 'Dana', member: 'Maria', until: '2026-07-02' },
      ],
      now: { entries: 1, entriesOutside: 0, asks: 0, asksOutside: 0 },
      record: { lines: 3 },
    });
    expect(await evidence('--from', '2026-07-03')).toMatchObject({ inside: [{ member: 'Tom' }], acts: [] });
    await expect(run('Dana', 'barriers', 'evidence', 'another')).rejects.toMatchObject({ code: 'malformed' });

    // Invited before keys change, joined after: the newest guard key is handed on by a colleague who has it.
    const [early = ''] = await run('Ada', 'invite');
    // A guard key of a new epoch, with the barrier in it: what is published anew is withheld too.
    await run('Dana', 'rotate');
    await run('Fay', 'join', early, '--name', 'Fay', '--address', 'fay@firm.example');
    const guards = async () => (await firmOf('Fay')).guards.map(({ epoch }) => epoch);
    expect(await guards()).toEqual([1]);
    await run('Tom', 'wrap');
    expect(await guards()).toEqual([1, 2]);
    await joinAs('Eve');
    await share('Tom', 2);
    expect(await sees('Eve')).toBe(0);
    const [lifting = ''] = await run('Dana', 'barriers', 'lift', barrier, '--why', 'it is over');
    await run('Cleo', 'barriers', 'agree', lifting);
    expect(await sees('Eve')).toBe(2);

    expect(await run('Cleo', 'subject', jane.value)).toEqual(['Tom <tom@firm.example> holds entries.']);
    expect(await run('Cleo', 'object', jane.value, '--why', 'she asked')).toEqual([
      'Tom <tom@firm.example> held entries, which are deleted.',
    ]);
    expect(await run('Cleo', 'subject', jane.value)).toEqual(['Nobody holds an entry.']);

    await run('Ada', 'remove', 'maria@firm.example');
    expect((await run('Ada', 'members')).join()).not.toContain('maria@');
    await expect(run('Maria', 'members')).rejects.toThrow('does not know this key');
    const tom = await firmOf('Tom');
    expect(keysOf(tom.keyring, tom.roster.firm.everyone).map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(tom.due).toEqual([tom.roster.firm.guard]);

    // A second administrator, with the recovery code instead of the first one's computer.
    await joinAs('Ben', '--role', 'administrator');
    await expect(run('Ben', 'invite')).rejects.toThrow('"recover"');
    expect(signingKeyOf(fromText(admin.keyringOf('Ada').root ?? '')).fingerprint).toBe(
      admin.keyringOf('Ben').rootFingerprint,
    );
  });

  test('say in a sentence what cannot be done', async () => {
    await expect(admin.found('Ada')).rejects.toThrow('is there already');
    await expect(run('Nobody', 'members')).rejects.toThrow('no keyring');
    await expect(run('Cleo', 'barriers', 'set', 'nothing', '--why', 'x')).rejects.toThrow(
      'neither an address nor a domain',
    );
    await expect(run('Zoe', 'join', 'https://x.example/', '--name', 'Zoe', '--address', 'z')).rejects.toThrow(Stopped);
    admin.write('passphrase', 'another one\n');
    await expect(run('Ada', 'members')).rejects.toThrow('the passphrase is another');
  });
});
