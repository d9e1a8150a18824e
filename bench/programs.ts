/** The programs that are measured against each other, each on a fresh index of its own. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { valueOf } from '../core/contract/errors.ts';
import { realDeps } from '../core/engine-deps.ts';
import type { Engine } from '../core/engine-types.ts';
import { openEngine } from '../core/engine.ts';
import { benchOwner } from './generate-mail.ts';
import { type Run, timed } from './timed.ts';

export const benchPassphrase = 'bench';

/** An engine on a data folder of the benches, in this process; `now` in milliseconds since the epoch. */
export async function openBench(data: string, now?: () => number): Promise<Engine> {
  const unlock = { kind: 'passphrase', passphrase: benchPassphrase } as const;
  return valueOf(await openEngine(realDeps(data, process.cwd(), undefined, now), unlock));
}

const importedSchema = z.object({ messages: z.number(), people: z.number() });

/** `warmpath import` in a process of its own on a data folder that is made anew; checks that every message arrived. */
export async function importInto(data: string, source: string, messages: number): Promise<Run> {
  rmSync(data, { recursive: true, force: true });
  const run = await timed(
    process.execPath,
    [resolve('out/main/cli.cjs'), 'import', source, '--me', benchOwner, '--data', data, '--json'],
    { WARMPATH_PASSPHRASE: benchPassphrase },
  );
  const result = importedSchema.parse(JSON.parse(run.output));
  if (result.messages !== messages)
    throw new Error(`${String(result.messages)} of ${String(messages)} messages stored`);
  return run;
}

/** The same for a mailbox of so many people, all of whom arrive. */
export async function importCircles(data: string, source: string, people: number): Promise<void> {
  const run = await timed(
    process.execPath,
    [resolve('out/main/cli.cjs'), 'import', source, '--me', benchOwner, '--data', data, '--json'],
    { WARMPATH_PASSPHRASE: benchPassphrase },
  );
  const result = importedSchema.parse(JSON.parse(run.output));
  if (result.people !== people) throw new Error(`${String(result.people)} of ${String(people)} people found`);
}

/** `mu index` on a fresh database, as `mu init` makes it. */
export async function muIndex(home: string, maildir: string): Promise<Run> {
  rmSync(home, { recursive: true, force: true });
  execFileSync('mu', ['init', '--quiet', `--muhome=${home}`, `--maildir=${maildir}`, `--my-address=${benchOwner}`]);
  return timed('mu', ['index', '--quiet', `--muhome=${home}`]);
}

/** `notmuch new` on a fresh database outside the Maildir. */
export async function notmuchNew(home: string, maildir: string): Promise<Run> {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(join(home, 'database'), { recursive: true });
  const config = join(home, 'config');
  writeFileSync(
    config,
    `[database]\npath=${join(home, 'database')}\nmail_root=${maildir}\n[user]\nname=Bench\nprimary_email=${benchOwner}\n` +
      '[new]\ntags=new\n[maildir]\nsynchronize_flags=false\n',
  );
  return timed('notmuch', ['new', '--quiet'], { NOTMUCH_CONFIG: config });
}

/** The first line of `program --version`, or null where it is not installed. */
export function versionOf(program: string): string | null {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? null;
  } catch {
    return null;
  }
}
