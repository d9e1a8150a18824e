/** A real PostgreSQL on loopback: Debian's, in a folder of its own, as a user that is not root, ended with the test. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './dovecot.ts';

const versions = '/usr/lib/postgresql';
const newest = existsSync(versions) ? readdirSync(versions).sort().at(-1) : undefined;
const bin = newest === undefined ? '' : join(versions, newest, 'bin');
const user = spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' });

export const postgresIsHere = bin !== '' && process.getuid?.() === 0 && user.status === 0;

export interface Postgres {
  /** Of a database of its own, new each time. */
  readonly newDatabase: () => string;
  /** Of the server's first process, above all its others. */
  readonly pid: () => number;
  /** All there is of a database, as text. */
  readonly dump: (url: string) => string;
  /** As a crash of the machine would. */
  readonly kill: () => Promise<void>;
  /** After a kill. */
  readonly startAgain: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'warmpath-postgres-'));
  const uid = Number(user.stdout);
  const gid = Number(spawnSync('id', ['-g', 'postgres'], { encoding: 'utf8' }).stdout);
  chownSync(folder, uid, gid);
  const data = join(folder, 'data');
  const port = await freePort();
  const as = { uid, gid, cwd: folder, stdio: 'ignore' } as const;
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '-N'],
    as,
  );
  let databases = 0;
  const url = (name: string): string => `postgres://postgres@127.0.0.1:${port}/${name}`;

  async function start() {
    const child = spawn(
      join(bin, 'postgres'),
      ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=60'],
      as,
    );
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    for (let attempt = 0; ; attempt++) {
      if (spawnSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).status === 0) break;
      if (attempt > 1500 || child.exitCode !== null) {
        child.kill('SIGQUIT');
        throw new Error('PostgreSQL does not answer');
      }
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
    return { child, ended };
  }

  let running = await start();
  return {
    newDatabase() {
      const name = `directory${++databases}`;
      execFileSync(join(bin, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', name]);
      return url(name);
    },
    pid: () => running.child.pid ?? 0,
    dump: (of) => execFileSync(join(bin, 'pg_dump'), [of], { encoding: 'utf8', maxBuffer: 1 << 30 }),
    async kill() {
      // Its children go with it: they notice that the postmaster is gone.
      running.child.kill('SIGKILL');
      await running.ended;
    },
    async startAgain() {
      running = await start();
    },
    async stop() {
      running.child.kill('SIGINT');
      await running.ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
