/** Administrators and compliance officers who run commands on a directory, each with a keyring of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { onTestFinished } from 'vitest';
import { addCommands } from '../../directory/client/commands.ts';
import { openKeyring, saveKeyring } from '../../directory/client/keyring.ts';
import type { Keyring } from '../../directory/client/keyring.ts';
import type { Database } from '../../directory/database.ts';
import { foundingCode, runDirectory } from '../builders/directory.ts';
import type { TestDirectory } from '../builders/directory.ts';
import { seededBytes } from '../builders/exchange-firm.ts';

export interface Administration {
  readonly deps: Parameters<typeof addCommands>[1];
  /** What commands said besides, since it was emptied. */
  readonly warned: string[];
  /** Runs one command as somebody, and answers with what it said. */
  readonly run: (who: string, ...words: string[]) => Promise<string[]>;
  readonly found: (who: string) => Promise<string[]>;
  /** By an invitation of Ada's. */
  readonly join: (who: string, ...words: string[]) => Promise<void>;
  readonly keyringOf: (who: string) => Keyring;
  readonly keep: (who: string, keyring: Keyring) => void;
  readonly file: (who: string) => string;
  /** Writes a file, and answers with where it is. */
  readonly write: (name: string, text: string) => string;
  readonly end: () => void;
}

/** The time of a directory is the real one, as that of members' engines is. */
export function followRealTime({ clock }: TestDirectory): void {
  Object.defineProperty(clock, 'now', { get: Date.now });
}

/** A directory of the test's own under the real time, with nobody in it yet, and its administration; both end with the test. */
export async function administration(
  open: () => Promise<Database>,
  seed: string,
): Promise<{ readonly admin: Administration; readonly db: Database; readonly directory: TestDirectory }> {
  const db = await open();
  const directory = await runDirectory(db, 100);
  followRealTime(directory);
  const admin = administer(directory, seed);
  onTestFinished(async () => {
    admin.end();
    await directory.stop();
    await db.close();
  });
  return { admin, db, directory };
}

const passphrase = 'correct horse battery';
const profile = (who: string): string[] => ['--name', who, '--address', `${who.toLowerCase()}@firm.example`];

export function administer(directory: TestDirectory, seed: string): Administration {
  const folder = mkdtempSync(join(tmpdir(), 'warmpath-commands-'));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const passphraseFile = write('passphrase', `${passphrase}\n`);
  const codeFile = write('code', `${foundingCode}\n`);
  const file = (who: string): string => join(folder, `keys of ${who}`);
  const warned: string[] = [];
  let said: string[] = [];
  const deps = {
    now: () => directory.clock.now,
    randomBytes: seededBytes(seed),
    fetch: globalThis.fetch,
    say: (line: string) => void said.push(line),
    warn: (line: string) => void warned.push(line),
  };
  async function run(who: string, ...words: string[]): Promise<string[]> {
    said = [];
    const program = new Command().exitOverride();
    addCommands(program, deps);
    await program.parseAsync(['node', 'warmpath-directory', ...words, '--keyring', file(who), '--passphrase-file', passphraseFile]);
    return said;
  } // prettier-ignore
  return {
    deps,
    warned,
    run,
    found: (who) => run(who, 'found', directory.origin, '--code-file', codeFile, ...profile(who)),
    async join(who, ...words) {
      const [link = ''] = await run('Ada', 'invite', ...words);
      await run(who, 'join', link, ...profile(who));
    },
    keyringOf(who) {
      const keyring = openKeyring(file(who), passphrase);
      if (keyring === null) throw new Error('no keyring');
      return keyring;
    },
    keep: (who, keyring) => saveKeyring(file(who), keyring, passphrase, deps.randomBytes),
    file,
    write,
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}
