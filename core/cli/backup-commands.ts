/** `backup` and `restore`: the file is named, its passphrase asked for at that moment. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { failure, success } from '../contract/errors.ts';
import type { OpenedBackup, RestoredBackup } from '../contract/kept.ts';
import type { Status } from '../contract/shapes.ts';
import { askPassphrase } from './passphrase.ts';
import type { Action, CliHost } from './run.ts';

/** Registers the two; running one calls `choose` with its action. */
export function addBackupCommands(program: Command, choose: (action: Action) => void): void {
  program
    .command('backup')
    .description('everything as one file under a passphrase of its own')
    .argument('<file>')
    .action((file: string) => choose(backupAction(file)));

  program
    .command('restore')
    .description('put what a backup holds in the place of everything here')
    .argument('<file>')
    .option('--yes', 'really, where something would be replaced')
    .action((file: string, { yes }: { yes?: true }) => choose(restoreAction(file, yes)));
}

function backupAction(file: string): Action {
  return async (engine, { host }) => {
    const passphrase = await askPassphrase(terminalOf(host), 'new backup');
    if (!passphrase.ok) return passphrase;
    const saved = await engine.saveBackup(resolve(host.cwd, file), passphrase.value);
    if (!saved.ok) return saved;
    return success({ json: saved.value, text: `Wrote ${saved.value.file} (${saved.value.bytes} bytes).\n` });
  };
}

function restoreAction(file: string, yes?: true): Action {
  return async (engine, { host }) => {
    const passphrase = await askPassphrase(terminalOf(host), 'backup');
    if (!passphrase.ok) return passphrase;
    const opened = await engine.openBackup(resolve(host.cwd, file), passphrase.value);
    if (!opened.ok) return opened;
    const status = await engine.call('status', {});
    if (!status.ok) return status;
    if (!yes && (status.value.messages > 0 || status.value.people > 0)) {
      return failure('usage', `${replacedText(status.value, opened.value)} This cannot be undone: add --yes.`);
    }
    const restored = await engine.call('restoreBackup', { id: opened.value.id });
    return restored.ok ? success({ json: restored.value, text: restoredText(restored.value) }) : restored;
  };
}

function replacedText(here: Status, { madeAt, people, messages }: OpenedBackup): string {
  return `${here.people} people and ${here.messages} messages here would be replaced by the ${people} people and ${messages} messages of ${madeAt.slice(0, 10)}.`;
}

function restoredText({ madeAt, people, messages, erasedAgain }: RestoredBackup): string {
  const again = erasedAgain === 0 ? '' : `Left out again, because you had erased them: ${erasedAgain}.\n`;
  return `Restored: ${people} people and ${messages} messages, as of ${madeAt}.\n${again}`;
}

function terminalOf({ env, input, errors }: CliHost) {
  return { env, input, output: errors };
}
