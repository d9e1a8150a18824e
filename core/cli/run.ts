/** One run of the terminal, from its words to its exit code, with every effect handed in. */
import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { failure } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import { openEngine } from '../engine.ts';
import type { Engine } from '../engine-types.ts';
import { addCommands } from './commands.ts';
import { defaultDataFolder, realDeps } from '../engine-deps.ts';
import { askPassphrase } from './passphrase.ts';

export interface CliHost {
  readonly env: NodeJS.ProcessEnv;
  /** What relative paths are relative to. */
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly errors: NodeJS.WriteStream;
  readonly appRoot: string;
  readonly signal: AbortSignal;
}

/** What a command came to: the JSON document, and the same for a reader. */
export interface Outcome {
  readonly json: unknown;
  readonly text: string;
}

/** What a command's action gets beside its own words. */
export interface CommandContext {
  readonly host: CliHost;
  /** Whether something may be drawn over while it runs. */
  readonly interactive: boolean;
}

export type Action = (engine: Engine, context: CommandContext) => Promise<Result<Outcome>>;

const exitCodes: Partial<Record<Failure['code'], number>> = {
  usage: 2,
  passphrase_needed: 3,
  passphrase_wrong: 3,
  folder_in_use: 4,
  cancelled: 130,
};

/** Answers with the exit code: 0 done, 1 failed, 2 usage, 3 passphrase, 4 folder in use, 130 cancelled. */
export async function runCli(words: readonly string[], host: CliHost): Promise<number> {
  const wantsJson = words.includes('--json');
  let action: Action | null = null;
  const program = new Command('warmpath')
    .description('Who has the strongest current path to this person or company?')
    .option('--data <dir>', "data folder (default: the desktop app's)")
    .option('--json', 'print one JSON document')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.output.write(text),
      writeErr: () => undefined,
    });
  addCommands(program, (chosen) => {
    action = chosen;
  });

  const result = await parseAndRun();
  if (result === null) return 0;
  if (result.ok) {
    host.output.write(wantsJson ? `${JSON.stringify(result.value.json)}\n` : result.value.text);
    return 0;
  }
  if (wantsJson) host.output.write(`${JSON.stringify({ error: result.error })}\n`);
  host.errors.write(`warmpath: ${result.error.message}\n`);
  return exitCodes[result.error.code] ?? 1;

  async function parseAndRun(): Promise<Result<Outcome> | null> {
    try {
      await program.parseAsync(words, { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      // Help and version have been printed.
      if (error.exitCode === 0) return null;
      return failure('usage', usageMessage(error));
    }
    return action === null ? failure('usage', 'Say what to do; "warmpath --help" lists it.') : withEngine(action);
  }

  async function withEngine(chosen: Action): Promise<Result<Outcome>> {
    const passphrase = await askPassphrase({ env: host.env, input: host.input, output: host.errors });
    if (!passphrase.ok) return passphrase;
    const { data } = program.opts<{ data?: string }>();
    const folder = data === undefined ? defaultDataFolder(host.platform, host.env) : resolve(host.cwd, data);
    const engine = await openEngine(realDeps(folder, host.appRoot), {
      kind: 'passphrase',
      passphrase: passphrase.value,
    });
    if (!engine.ok) return engine;
    try {
      return await chosen(engine.value, { host, interactive: host.errors.isTTY && !wantsJson });
    } finally {
      await engine.value.close();
    }
  }
}

function usageMessage(error: CommanderError): string {
  if (error.code === 'commander.help') return 'Say what to do; "warmpath --help" lists it.';
  return `${error.message.replace(/^error: /, '')}. "warmpath --help" lists what there is.`.replace('..', '.');
}
