/** How a command of an administrator or a compliance officer runs: the keyring is opened, the firm read, something done, the keyring written back. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { ClientDeps } from './calls.ts';
import { readFirm } from './firm.ts';
import type { Firm } from './firm.ts';
import { openKeyring, saveKeyring } from './keyring.ts';
import type { Keyring } from './keyring.ts';
import { sayName, sayUnopened, wrapMissing } from './people.ts';
import { passphraseOf } from './prompts.ts';
import { Stopped } from './stopped.ts';

export interface CommandDeps extends ClientDeps {
  /** What was asked for. */
  readonly say: (line: string) => void;
  /** What there is to know besides. */
  readonly warn: (line: string) => void;
}

export interface KeyringOptions {
  readonly keyring: string;
  readonly passphraseFile?: string;
}

/** The firm a command acts on. */
interface OpenFirm extends Firm {
  /** Writes a keyring down before the command is done. */
  readonly keep: (keyring: Keyring) => void;
}

/** What each file of commands makes its commands with. */
export type Commanding = ReturnType<typeof createCommanding>;

export function createCommanding(program: Command, deps: CommandDeps) {
  /** A command with the options every one has. */
  const command = (words: string, what: string, parent: Command = program): Command =>
    parent
      .command(words)
      .description(what)
      .option('--keyring <file>', 'your keys', 'warmpath-keyring')
      .option('--passphrase-file <file>', 'a file with the passphrase of your keys, instead of being asked');

  /** An act on the firm; the keyring is written back as `act` leaves it. */
  const onFirm =
    <Rest extends readonly unknown[]>(act: (firm: OpenFirm, ...rest: Rest) => Promise<Keyring | void>) =>
    async (...all: unknown[]): Promise<void> => {
      // Commander hands over arguments, then options, then the command itself.
      const rest = all.slice(0, -1) as unknown as Rest;
      const options = all.at(-2) as KeyringOptions;
      const passphrase = await passphraseOf(options);
      const opened = existsSync(options.keyring) ? openKeyring(options.keyring, passphrase) : null;
      if (opened === null)
        throw new Stopped('passphrase_wrong', `${options.keyring} is no keyring, or the passphrase is another.`);
      const keep = (keyring: Keyring): void => saveKeyring(options.keyring, keyring, passphrase, deps.randomBytes);
      const firm = await readFirm(deps, opened);
      if (opened.root === null && firm.keyring.root !== null) deps.warn('You were handed the root key.');
      await handOnKeys(deps, firm);
      keep((await act({ ...firm, keep }, ...rest)) ?? firm.keyring);
    };

  return { deps, command, onFirm };
}

/** With every command: whoever joined while keys were changed gets the newest, from whoever has them, and can read who one is. */
async function handOnKeys(deps: CommandDeps, firm: Firm): Promise<void> {
  await sayName(deps, firm);
  await sayUnopened(deps, firm);
  const waiting = await wrapMissing(deps, firm);
  if (waiting > 0)
    deps.warn(
      `${waiting} devices wait for a key that this keyring has not got. Any command of an administrator who has it hands it on.`,
    );
  if (firm.due.includes(firm.roster.firm.guard))
    deps.warn('Somebody has left who knows the guard key. "rotate" by compliance makes another.');
}
