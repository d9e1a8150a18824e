/** The directory as a service: starts, says how it is, describes itself, stops gracefully, over TLS, on a database that is kept. */
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import {
  foundFirm,
  jane,
  joinFirm,
  migrations,
  publish,
  refusal,
  rowOf,
  runDirectory,
  seen,
} from '../builders/directory.ts';
import type { TestDirectory } from '../builders/directory.ts';
import { newMember, seededBytes } from '../builders/exchange-firm.ts';
import { apiRefusalSchema } from '../../core/exchange/route.ts';
import { routeNames, routes } from '../../core/exchange/routes.ts';
import { openEmbedded } from '../../directory/database.ts';
import type { Database } from '../../directory/database.ts';
import { migrate } from '../../directory/migrate.ts';
import { openApi } from '../../directory/open-api.ts';
import { startDirectory } from '../../directory/server.ts';
import { lookupStatement } from '../../directory/sharing-handlers.ts';
import { administer } from './administration.ts';
import { hasOpenssl, selfSignedCertificate } from './certificates.ts';
import { freePort } from './dovecot.ts';
import { onEachDatabase } from './directory.ts';

const folder = mkdtempSync(join(tmpdir(), 'warmpath-directory-service-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

onEachDatabase('A database', ({ open }) => {
  test('is brought to the newest version once, by several at the same time, and a newer one is left alone', async () => {
    const db = await open();
    const versions = await Promise.all([migrate(db, migrations), migrate(db, migrations), migrate(db, migrations)]);
    expect(new Set(versions).size).toBe(1);
    await db.rows('INSERT INTO migration (version) VALUES (99)');
    await expect(migrate(db, migrations)).rejects.toThrow('newer than this directory');
    await db.close();
  });

  test('has the firm first in every key', async () => {
    const db = await open();
    await migrate(db, migrations);
    const keys = await db.rows<{ table_name: string; column_name: string }>(
      `SELECT k.table_name, k.column_name FROM information_schema.key_column_usage k
       JOIN information_schema.table_constraints t ON t.constraint_name = k.constraint_name
       WHERE t.constraint_type = 'PRIMARY KEY' AND k.ordinal_position = 1 AND t.table_schema = 'public' ORDER BY 1`,
    );
    expect(keys.length).toBeGreaterThan(20);
    for (const { table_name: table, column_name: column } of keys)
      expect([table, column]).toEqual([table, table === 'migration' ? 'version' : 'firm']);
    await db.close();
  });

  test('takes as many members as it says, and tells the next, and who would invite them', async () => {
    const db = await open();
    let mostMembers: number | null = null;
    const limited: Database = Object.defineProperty({ ...db }, 'mostMembers', { get: () => mostMembers });
    const directory = await runDirectory(limited, 100);
    const firm = await foundFirm(directory);
    // Four have joined.
    const oneMore = 5;
    const { firm: id, root, randomBytes } = firm;
    const joins = (member?: string, through = directory) =>
      refusal(
        joinFirm(
          through,
          firm,
          newMember({ firm: id, root, randomBytes, ...(member === undefined ? {} : { member }) }),
        ),
      );
    // Invited while there was room.
    const invitedBefore: TestDirectory = {
      ...directory,
      call(name, ...rest) {
        mostMembers = name === 'invite' ? null : oneMore;
        return directory.call(name, ...rest);
      },
    };
    mostMembers = oneMore;
    expect(await joins()).toBe('nothing');
    expect(await joins()).toBe('full');
    expect(await joins(undefined, invitedBefore)).toBe('full');
    // Another device of somebody there is no more; a firm more is a member more.
    expect(await joins(firm.members.tom.member)).toBe('nothing');
    const admin = administer(directory, 'full');
    await expect(admin.found('Ada')).rejects.toMatchObject({
      code: 'full',
      message: expect.stringContaining('DATABASE_URL'),
    });
    admin.end();
    mostMembers = null;
    expect(await joins()).toBe('nothing');
    await directory.stop();
    await db.close();
  });

  test('finds entries of a lookup by keys alone, however many there are', async () => {
    const db = await open(1);
    const directory = await runDirectory(db);
    const firm = await foundFirm(directory);
    // Twenty thousand rows that are nobody's: only the plan matters.
    await db.rows(
      `INSERT INTO answer (firm, audience, viewer, lookup, expires, owner, id, rank)
       SELECT $1, $2, '', decode(md5(n::text) || md5((n + 1)::text), 'hex'), 99999, 'nobody', n::text, 1 FROM generate_series(1, 20000) AS n`,
      [firm.firm, firm.everyone.audience],
    );
    await db.rows(
      `INSERT INTO entry (firm, owner, id, audience, epoch, lookup, version, expires, sealed, guard_epoch, guard_salt, guard_tags)
       SELECT firm, owner, id, audience, 1, lookup, 1, expires, lookup, 1, lookup, lookup FROM answer WHERE firm = $1`,
      [firm.firm],
    );
    await db.script('ANALYZE');
    const values = `'${firm.firm}', '${firm.members.tom.member}', 0, 0, 8, ${Array.from({ length: 8 }, (_, at) => `'\\x0${at}'`).join(', ')}`;
    await db.script(
      `PREPARE lookup (text, text, integer, bigint, bigint, ${Array.from({ length: 8 }, () => 'bytea').join(', ')}) AS ${lookupStatement}`,
    );
    // Both of the plans that the database may come to: with the values in sight, and without.
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await db.script(`SET plan_cache_mode = ${mode}`);
      const plan = await db.rows<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE lookup(${values})`);
      const text = plan.map((line) => line['QUERY PLAN']).join('\n');
      const condition =
        /Index (?:Only )?Scan using answer_pkey on answer[^\n]*\n\s*Index Cond: ([^\n]*)/.exec(text)?.[1] ?? text;
      for (const column of ['firm', 'lookup', 'audience', 'viewer', 'expires'])
        expect(condition).toContain(`(${column} `);
      expect(text).not.toMatch(/Seq Scan on (?:answer|entry)/);
    }
    await directory.stop();
    await db.close();
  });
});

describe('The service', () => {
  test('takes 50 members on the embedded database', async () => {
    const db = await openEmbedded(null);
    expect(db.mostMembers).toBe(50);
    await db.close();
  });

  test('says that it lives, that it is ready, and what it takes', async () => {
    const db = await openEmbedded(null);
    const directory = await runDirectory(db);
    const get = async (path: string) => {
      const { status, bytes } = await directory.send(path, {}, Buffer.alloc(0), 'GET');
      return [status, bytes.toString()] as const;
    };
    expect(await get('/healthz')).toEqual([200, 'ok\n']);
    expect(await get('/readyz')).toEqual([200, 'ready\n']);
    const [, described] = await get('/openapi.json');
    expect(JSON.parse(described)).toEqual(openApi());
    const { paths } = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(JSON.parse(described));
    expect(Object.keys(paths).sort()).toEqual(routeNames.map((name) => routes[name].path).sort());
    await db.close();
    expect(await get('/readyz')).toEqual([503, 'the database does not answer\n']);
    expect(await get('/healthz')).toEqual([200, 'ok\n']);
    await directory.stop();
  });

  test('names a bug by its place alone', async () => {
    const db = await openEmbedded(null);
    const directory = await runDirectory({
      ...db,
      rows: async () => {
        throw new Error('CANARY value');
      },
    }).catch((error: unknown) => error);
    // Not even started: the database is asked first.
    expect(directory).toBeInstanceOf(Error);
    let broken = false;
    const good = await runDirectory({
      ...db,
      rows: (text, values) => (broken ? Promise.reject(new Error('CANARY value')) : db.rows(text, values)),
    });
    const firm = await foundFirm(good);
    broken = true;
    const reply = await good.signed(firm.members.tom.signing, firm.firm, '/v1/roster', Buffer.from('{}'));
    expect([reply.status, apiRefusalSchema.parse(JSON.parse(reply.bytes.toString()))]).toEqual([
      500,
      { refused: 'internal' },
    ]);
    broken = false;
    expect(good.logged.some((line) => line.startsWith('bug Error'))).toBe(true);
    expect(good.logged.join('\n')).not.toContain('CANARY');
    await good.stop();
    await db.close();
  });

  test('does not listen to others without TLS', async () => {
    const db = await openEmbedded(null);
    await migrate(db, migrations);
    const deps = {
      db,
      now: Date.now,
      randomBytes: seededBytes('x'),
      log: () => undefined,
      foundingCode: 'x'.repeat(16),
    };
    const options = { host: '0.0.0.0', port: 0, tls: null, origin: null, limits: 1 };
    await expect(startDirectory(deps, options)).rejects.toThrow('needs a certificate');
    await db.close();
  });

  test.skipIf(!hasOpenssl)(`speaks TLS (openssl: ${hasOpenssl ? 'here' : 'not here'})`, async () => {
    const db = await openEmbedded(null);
    await migrate(db, migrations);
    const { cert: certificate, key } = selfSignedCertificate('127.0.0.1');
    const deps = {
      db,
      now: Date.now,
      randomBytes: seededBytes('x'),
      log: () => undefined,
      foundingCode: 'x'.repeat(16),
    };
    const directory = await startDirectory(deps, {
      host: '127.0.0.1',
      port: 0,
      tls: { certificate, key },
      origin: null,
      limits: 1,
    });
    expect(directory.origin).toMatch(/^https:/);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(`${directory.origin}/healthz`, { ca: certificate }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    await directory.stop();
    await db.close();
  });

  test('keeps what it was given in the embedded database', async () => {
    const data = join(folder, 'kept');
    const first = await runDirectory(await openEmbedded(data));
    const firm = await foundFirm(first);
    await publish(first, firm, firm.members.tom, [rowOf(firm, firm.members.tom, jane)]);
    await first.stop();
    await first.db.close();
    const second = await runDirectory(await openEmbedded(data));
    // Nonces of the first run are remembered, and these are others.
    expect(await seen(second, firm, firm.members.maria, jane)).toBe(1);
    await second.stop();
    await second.db.close();
  });

  test('starts with no set-up as a program, and stops when it is told to', async () => {
    const data = join(folder, 'program');
    const port = await freePort();
    const { DATABASE_URL: _, ...env } = process.env;
    const child = spawn(process.execPath, ['directory/main.ts', 'serve', '--data', data, '--port', String(port)], {
      env: { ...env, NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('The directory is at')) resolve();
      });
    });
    expect(said).toContain(join(data, 'founding-code'));
    expect(statSync(join(data, 'founding-code')).mode & 0o077).toBe(0);
    expect(said).not.toContain(readFileSync(join(data, 'founding-code'), 'utf8').trim());
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    const second = promisify(execFile)(
      process.execPath,
      ['directory/main.ts', 'serve', '--data', data, '--port', '0'],
      { env },
    );
    await expect(second).rejects.toThrow('Another directory is using');
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  test('is told to stop while it starts, and stops', async () => {
    const { DATABASE_URL: _, ...env } = process.env;
    const child = spawn(
      process.execPath,
      ['directory/main.ts', 'serve', '--data', join(folder, 'early'), '--port', '0'],
      {
        env: { ...env, NODE_NO_WARNINGS: '1' },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    // It says where the founding code is before it listens.
    child.stdout.once('data', () => child.kill('SIGTERM'));
    expect(await exited).toBe(0);
  });

  test('explains itself, and ends with a code for what was wrong', async () => {
    const env = { ...process.env, NODE_NO_WARNINGS: '1' };
    const { stdout } = await promisify(execFile)(process.execPath, ['directory/main.ts', 'serve', '--help'], { env });
    expect(stdout).toContain('--tls-certificate');
    const data = ['--data', join(folder, 'never made')];
    const passphrase = join(folder, 'passphrase');
    writeFileSync(passphrase, 'correct horse battery');
    const wrong: readonly (readonly [number, string, readonly string[]])[] = [
      [2, 'unknown command', ['nonsense']],
      [2, 'not a whole number', ['serve', '--port', 'x']],
      [2, '(usage)', ['serve', ...data, '--host', '0.0.0.0']],
      [2, '(usage)', ['serve', ...data, '--tls-key', 'x']],
      [2, 'not an address such as', ['serve', ...data, '--origin', 'directory.firm.example']],
      [2, 'not an address such as', ['serve', ...data, '--origin', '']],
      [3, '(passphrase_wrong)', ['members', '--keyring', join(folder, 'none'), '--passphrase-file', passphrase]],
    ];
    for (const [code, says, words] of wrong)
      await expect(
        promisify(execFile)(process.execPath, ['directory/main.ts', ...words], { env }),
      ).rejects.toMatchObject({ code, stderr: expect.stringContaining(says) });
  });
});
