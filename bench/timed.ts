/** One run of a program: how long it took by the wall and how much memory it held at most. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Run {
  readonly seconds: number;
  /** Peak resident set in MB (10^6 bytes) as wait4 reports it through GNU time; null where that is not installed. */
  readonly megabytes: number | null;
  readonly output: string;
}

const gnuTime = '/usr/bin/time';

/** Runs to the end; throws with what the program said where it failed. */
export async function timed(command: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-time-'));
  const note = join(folder, 'peak');
  const wrapped = existsSync(gnuTime);
  const [program, ...rest] = wrapped ? [gnuTime, '-f', '%M', '-o', note, command, ...words] : [command, ...words];
  try {
    const started = process.hrtime.bigint();
    const output = await new Promise<string>((done, failed) => {
      const child = spawn(program ?? command, rest, {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      let complaint = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
      child.on('error', failed);
      child.on('close', (code) =>
        code === 0 ? done(said) : failed(new Error(`${command} ended with ${String(code)}: ${complaint || said}`)),
      );
    });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const megabytes = wrapped ? (Number(readFileSync(note, 'utf8').trim()) * 1024) / 1e6 : null;
    return { seconds, megabytes, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes the system forget every file it has read; false where this user may not. */
export function dropCaches(): boolean {
  try {
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    return true;
  } catch {
    return false;
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)], sorted[middle]];
  if (low === undefined || high === undefined) throw new Error('no values');
  return (low + high) / 2;
}

/** Rows as a Markdown table, columns aligned. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head, ...body] = rows;
  return [line(head ?? []), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
