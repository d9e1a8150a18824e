/** What a command is told beside its words: the passphrase, the recovery code, days. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { dayOf } from '../../core/exchange/encoding.ts';
import { Stopped } from './stopped.ts';

/** Never an argument and never the environment: both can be read by others. */
export async function passphraseOf({ passphraseFile }: { readonly passphraseFile?: string }): Promise<string> {
  return passphraseFile === undefined ? lineOfInput('Passphrase: ') : fileOf(passphraseFile).trimEnd();
}

export async function lineOfInput(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}

/** What a file that was named holds, as text. Throws Stopped where it cannot be read. */
export function fileOf(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch {
    throw new Stopped('usage', `${name} cannot be read.`);
  }
}

/** A day of the protocol. Throws Stopped for what is no date. */
export function dayIn(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at)) throw new Stopped('usage', `${text} is no date (YYYY-MM-DD).`);
  return dayOf(at);
}

export function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
