/** Killed at any point of publishing or stopping, a directory has the set as it was or as it was to be, and nothing comes back. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acme, foundFirm, foundingCode, jane, publish, rowOf, runDirectory, seen } from '../builders/directory.ts';
import type { TestDirectory } from '../builders/directory.ts';
import type { TestFirm } from '../builders/exchange-firm.ts';
import { toText } from '../../core/exchange/encoding.ts';
import { signRequest } from '../../core/exchange/requests.ts';
import { routes } from '../../core/exchange/routes.ts';
import type { RouteName } from '../../core/exchange/routes.ts';
import { openPostgres } from '../../directory/database.ts';
import type { Database, Sql, Value } from '../../directory/database.ts';
import { freePort } from './dovecot.ts';
import { onEachDatabase } from './directory.ts';
import { postgresIsHere, startPostgres } from './postgres.ts';
import type { Postgres } from './postgres.ts';

/** Entries of a firm, and whether answers fit them: none about what is not there, one for each that is. */
async function setOf(db: Database, firm: string): Promise<readonly string[]> {
  const entries = await db.rows<{ id: string; version: number }>(
    'SELECT id, version FROM entry WHERE firm = $1 ORDER BY id',
    [firm],
  );
  const answers = await db.rows<{ id: string }>('SELECT id FROM answer WHERE firm = $1 ORDER BY id', [firm]);
  expect(answers.map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
  const [owner] = await db.rows<{ version: number }>('SELECT max(version) AS version FROM owner WHERE firm = $1', [
    firm,
  ]);
  return [`version ${owner?.version ?? 0}`, ...entries.map(({ id, version }) => `${id} ${version}`)];
}

onEachDatabase('A directory that breaks at a statement', ({ open }) => {
  test('has done all of an act or nothing, whichever statement it was', async () => {
    let left = Infinity;
    const real = await open();
    const breaking = (sql: Sql): Sql => ({
      async rows<Row>(text: string, values?: readonly Value[]) {
        if (left-- <= 0) throw new Error('the connection is lost');
        return sql.rows<Row>(text, values);
      },
    });
    const db: Database = { ...real, transaction: (work) => real.transaction((sql) => work(breaking(sql))) };
    const directory = await runDirectory(db, 1000);
    const firm = await foundFirm(directory);
    const { tom, maria } = firm.members;
    await publish(directory, firm, tom, [rowOf(firm, tom, jane), rowOf(firm, tom, acme)]);
    const before = await setOf(real, firm.firm);
    const put = Array.from({ length: 5 }, () => rowOf(firm, tom, jane, { version: 2 }));
    const acts = [
      ['publish', { expected: 1, put, remove: before.slice(1).map((line) => line.split(' ')[0] ?? '') }],
      ['withdraw', { expected: null, ids: null }],
    ] as const;
    for (const [name, body] of acts) {
      let points = 0;
      for (; ; points++) {
        left = points;
        const bytes = Buffer.from(JSON.stringify({ idempotency: toText(firm.randomBytes(16)), ...body }));
        const { status } = await directory.signed(tom.signing, firm.firm, routes[name].path, bytes);
        left = Infinity;
        if (status === 200) break;
        expect([name, points, status]).toEqual([name, points, 500]);
        if (name === 'publish') expect(await setOf(real, firm.firm)).toEqual(before);
        expect(await seen(directory, firm, maria, acme)).toBe(name === 'publish' ? 1 : 0);
      }
      expect(points).toBeGreaterThan(5);
      expect(await seen(directory, firm, maria, jane)).toBe(name === 'publish' ? 5 : 0);
    }
    await directory.stop();
    await real.close();
  });
});

/** Until the database has ended what a killed client had sent it: a commit on its way is still a commit. */
async function alone(db: Database): Promise<void> {
  for (let asked = 0; ; asked++) {
    const [others] = await db.rows<{ count: number }>(
      `SELECT count(*)::integer AS count FROM pg_stat_activity
       WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    if (others?.count === 0) return;
    if (asked > 20_000) throw new Error('a killed client is still connected');
  }
}

/** Waits for a service of its own process to say that it serves. */
async function serve(url: string, folder: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['directory/main.ts', 'serve', '--data', folder, '--port', String(port)], {
    env: { ...process.env, DATABASE_URL: url, WARMPATH_FOUNDING_CODE: foundingCode, NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('The directory is at')) resolve();
    });
    child.once('exit', () => reject(new Error(`ended: ${said}`)));
  });
  return child;
}

describe.skipIf(!postgresIsHere)(
  `A killed directory (PostgreSQL: ${postgresIsHere ? 'here' : 'not here, or not root'})`,
  () => {
    let postgres: Postgres;
    let url: string;
    let db: Database;
    let firm: TestFirm;
    let port: number;
    const folder = mkdtempSync(join(tmpdir(), 'warmpath-directory-'));
    beforeAll(async () => {
      postgres = await startPostgres();
      url = postgres.newDatabase();
      db = await openPostgres(url, 1);
      const directory: TestDirectory = await runDirectory(db, 1000);
      firm = await foundFirm(directory);
      await directory.stop();
      port = await freePort();
    });
    afterAll(async () => {
      await db.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    function send(name: RouteName, body: object): Promise<number> {
      const request = {
        method: 'POST',
        url: `http://127.0.0.1:${port}${routes[name].path}`,
        body: Buffer.from(JSON.stringify(body)),
        firm: firm.firm,
      };
      const headers = signRequest(firm.members.tom.signing, request, Date.now() / 1000, firm.randomBytes(16));
      return fetch(request.url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: request.body,
      }).then(
        ({ status }) => status,
        () => 0,
      );
    }

    test('at fifty points of publish and stop, server or database: a whole set, and what was stopped stays stopped', async () => {
      const day = Math.floor(Date.now() / 86_400_000);
      let kept = await setOf(db, firm.firm);
      let killedInside = 0;
      for (let point = 0; point < 50; point++) {
        const child = await serve(url, folder, port);
        const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
        const version = Number(kept[0]?.split(' ')[1]);
        const isStop = point % 2 === 1;
        const put = isStop
          ? []
          : Array.from({ length: 60 }, () =>
              rowOf(firm, firm.members.tom, jane, { version: version + 1, expires: day + 30 }),
            );
        const idempotency = toText(firm.randomBytes(16));
        const wanted = [`version ${version + 1}`, ...put.map(({ id }) => `${id} ${version + 1}`)];
        const act = isStop
          ? send('withdraw', { idempotency, expected: null, ids: null })
          : send('publish', { idempotency, expected: version, put, remove: [] });
        // Any moment will do, before, in or after the act.
        await new Promise((resolve) => {
          setTimeout(resolve, randomInt(40));
        });
        const isDatabase = point % 5 === 4;
        if (isDatabase) await postgres.kill();
        else child.kill('SIGKILL');
        const status = await act;
        if (isDatabase) {
          child.kill('SIGKILL');
          await exited;
          await db.close();
          await postgres.startAgain();
          db = await openPostgres(url, 1);
        } else await exited;

        await alone(db);
        const now = await setOf(db, firm.firm);
        const isDone = now[0] === wanted[0];
        if (status !== 200) killedInside++;
        // What was answered was done; what was not answered was done whole or not at all.
        if (status === 200) expect(isDone).toBe(true);
        expect(now).toEqual(isDone ? [wanted[0], ...wanted.slice(1).sort()] : kept);
        kept = now;
        if (kept.length > 1 && isStop) {
          // The same stop is sent again until it is answered, as a client does.
          const again = await serve(url, folder, port);
          expect(await send('withdraw', { idempotency, expected: null, ids: null })).toBe(200);
          again.kill('SIGTERM');
          await new Promise<void>((resolve) => again.once('exit', () => resolve()));
          kept = await setOf(db, firm.firm);
          expect(kept).toHaveLength(1);
        }
      }
      expect(killedInside).toBeGreaterThan(5);
    });
  },
);
