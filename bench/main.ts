/** `npm run bench -- import|scale|scoring|who|briefing|pursuits|popup|window|live|idle|strength|mailbox|suggestions|owed`: measurements beside peers, in a temporary folder that is removed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { benchBriefing } from './briefing.ts';
import { benchPopup } from './popup.ts';
import { benchPursuits } from './pursuits.ts';
import { benchIdle } from './idle.ts';
import { benchImport, benchScale, type BenchOptions } from './import.ts';
import { benchLive } from './live.ts';
import { benchScoring } from './scoring.ts';
import { benchMailbox } from './strength/own-mailbox.ts';
import { benchStrength } from './strength/leave-one-out.ts';
import { benchSuggestions } from './suggestions/backtest.ts';
import { benchOwed } from './suggestions/owed.ts';
import { benchWho } from './who.ts';
import { benchWindow } from './window.ts';

const measures = {
  import: { what: benchImport, messages: 100_000, runs: 5 },
  scale: { what: benchScale, messages: 1_000_000, runs: 3 },
  scoring: { what: benchScoring, messages: 1_000_000, runs: 3 },
  who: { what: benchWho, messages: 100_000, runs: 5 },
  popup: { what: benchPopup, messages: 100_000, runs: 5 },
  briefing: { what: benchBriefing, messages: 1_000_000, runs: 5 },
  pursuits: { what: benchPursuits, messages: 1_000_000, runs: 5 },
  window: { what: benchWindow, messages: 1, runs: 5 },
  live: { what: benchLive, messages: 100_000, runs: 5 },
  idle: { what: benchIdle, messages: 5000, runs: 1 },
} as const;

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`not a whole number: ${text}`);
  return value;
};

/** A folder in `parent` that is gone when the process is. */
function temporaryFolder(parent: string): string {
  const folder = mkdtempSync(join(parent, 'warmpath-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
  return folder;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const program = new Command('bench');
program.command('strength <evaluation>').action((evaluation: string) => {
  benchStrength(resolve(process.env['INIT_CWD'] ?? process.cwd(), evaluation), temporaryFolder(tmpdir()), say);
});
program
  .command('mailbox <file>')
  .option('--me <address...>', 'your own address', [])
  .action(async (file: string, { me }: { me: string[] }) => {
    const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), file);
    await benchMailbox(path, me, temporaryFolder(tmpdir()), say);
  });
program.command('owed').action(async () => benchOwed(temporaryFolder(tmpdir()), say));
program.command('suggestions').action(async () => benchSuggestions(temporaryFolder(tmpdir()), say));
for (const [name, { what, messages, runs }] of Object.entries(measures)) {
  program
    .command(name)
    .option('--messages <n>', `default ${String(messages)}`, whole, messages)
    .option('--runs <n>', `median of so many, default ${String(runs)}`, whole, runs)
    .option('--in <dir>', 'an existing folder with room enough', tmpdir())
    .action(async (options: { messages: number; runs: number; in: string }) => {
      const given: BenchOptions = {
        messages: options.messages,
        runs: options.runs,
        folder: temporaryFolder(options.in),
        now: Math.floor(Date.now() / 1000),
        say,
      };
      await what(given);
    });
}
await program.parseAsync();
