/** The program of the directory: the operator serves; administrators and compliance act with their own keys, from their own machines. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { addCommands } from './client/commands.ts';
import { fileOf } from './client/prompts.ts';
import { Stopped, exitCodeOf } from './client/stopped.ts';
import { codeOf, openEmbedded, openPostgres } from './database.ts';
import type { Database } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate } from './migrate.ts';
import { startDirectory, thisComputer } from './server.ts';

interface ServeOptions {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly tlsCertificate?: string;
  readonly tlsKey?: string;
  readonly origin?: string;
  readonly connections: number;
}

const program = new Command('warmpath-directory')
  .description('The firm directory of Warmpath: keeps sealed entries it cannot read.')
  .showHelpAfterError('(add --help for what there is)')
  .exitOverride();

program
  .command('serve')
  .description('Serve. The database is that of DATABASE_URL, else an embedded one for up to 50 members.')
  .option('--data <folder>', 'where the embedded database and the founding code are kept', 'directory-data')
  .option('--host <address>', 'address to listen on; others than this computer need TLS', '127.0.0.1')
  .option('--port <number>', 'port to listen on', whole, 8790)
  .option('--tls-certificate <file>', 'certificate (PEM)')
  .option('--tls-key <file>', 'its key (PEM)')
  .option('--origin <url>', 'how clients reach it, behind a proxy', originIn)
  .option('--connections <number>', 'connections to the database', whole, 24)
  .action(async (options: ServeOptions) => {
    try {
      await serve(options);
    } catch (error) {
      throw operatorsOwn(error);
    }
  });

async function serve(options: ServeOptions): Promise<void> {
  const { tlsCertificate: certificate, tlsKey: key } = options;
  if ((certificate === undefined) !== (key === undefined))
    throw new Stopped('usage', '--tls-certificate and --tls-key belong together.');
  if (certificate === undefined && !thisComputer.has(options.host))
    throw new Stopped(
      'usage',
      `${options.host} needs --tls-certificate: only this computer may be served without TLS.`,
    );
  // From the beginning: the first process of a container is not ended by a signal it has not asked to be told of.
  const toldToStop = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const db = await openDatabase(options);
  await migrate(db, join(import.meta.dirname, 'migrations'));
  const directory = await startDirectory(
    {
      db,
      now: Date.now,
      randomBytes,
      log: (line) => process.stdout.write(`${line}\n`),
      foundingCode: foundingCode(options.data),
    },
    {
      host: options.host,
      port: options.port,
      origin: options.origin ?? null,
      tls:
        certificate === undefined || key === undefined ? null : { certificate: fileOf(certificate), key: fileOf(key) },
      limits: 1,
    },
  );
  process.stdout.write(`The directory is at ${directory.origin}\n`);
  await toldToStop;
  await directory.stop();
  await db.close();
  process.exit();
}

/** What the operator can mend, in a sentence; anything else is a bug, and stays as it is. */
function operatorsOwn(error: unknown): unknown {
  const code = codeOf(error);
  const syscall = typeof error === 'object' && error !== null && 'syscall' in error ? error.syscall : null;
  if (syscall === 'listen') return new Stopped('unavailable', `This address cannot be listened on (${code}).`);
  if (syscall === 'mkdir' || syscall === 'open')
    return new Stopped('unavailable', `The data folder cannot be used (${code}).`);
  if (['ECONNREFUSED', 'ENOTFOUND', '28000', '28P01', '3D000'].includes(code))
    return new Stopped('unavailable', `The database of DATABASE_URL cannot be used (${code}).`);
  return error;
}

/** One process at a time may use the embedded database; PostgreSQL looks after itself. */
async function openDatabase({ data, connections }: ServeOptions): Promise<Database> {
  const url = process.env['DATABASE_URL'];
  if (url !== undefined && url !== '') return openPostgres(url, connections);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(data);
  if (lock === null) throw new Stopped('unavailable', `Another directory is using ${data}.`);
  return openEmbedded(join(data, 'postgres'));
}

/** Made the first time and kept where only the operator reads: it is handed to whoever founds the firm. */
function foundingCode(folder: string): string {
  const given = process.env['WARMPATH_FOUNDING_CODE'];
  if (given !== undefined && given !== '') return given;
  const file = join(folder, 'founding-code');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${randomBytes(16).toString('hex')}\n`, { mode: 0o600 });
    process.stdout.write(`The code for founding a firm is in ${file}\n`);
  }
  return readFileSync(file, 'utf8').trim();
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw new InvalidArgumentError('not a whole number');
  return number;
}

function originIn(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['https:', 'http:'].includes(url.protocol) || url.origin !== text.replace(/\/$/, ''))
    throw new InvalidArgumentError('not an address such as https://directory.firm.example');
  return url.origin;
}

addCommands(program, {
  now: Date.now,
  randomBytes,
  fetch: globalThis.fetch,
  say: (line) => void process.stdout.write(`${line}\n`),
  warn: (line) => void process.stderr.write(`${line}\n`),
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof Stopped) {
    process.stderr.write(`warmpath-directory: ${error.message} (${error.code})\n`);
    // What was begun before it failed, a database or a lock, would keep the process.
    process.exit(exitCodeOf(error.code));
  } else if (error instanceof CommanderError) {
    // Said already; help that was asked for is no failure.
    process.exitCode = error.exitCode === 0 ? 0 : exitCodeOf('usage');
  } else throw error;
}
