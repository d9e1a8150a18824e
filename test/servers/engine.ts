/** An engine on a folder of its own, as hosts open it; what it stored can be read when it is closed. */
import { randomBytes } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished } from 'vitest';
import type { Account, NewCredentials, Server } from '../../core/contract/accounts.ts';
import { valueOf } from '../../core/contract/errors.ts';
import type { Failure } from '../../core/contract/errors.ts';
import type { EngineEvent } from '../../core/contract/methods.ts';
import { addKeychainSlot } from '../../core/db/keys.ts';
import type { Engine } from '../../core/engine-types.ts';
import { openEngine } from '../../core/engine.ts';
import { dumpOf, temporaryFolder } from '../builders/database.ts';
import { engineDeps } from '../builders/engine.ts';

export const me = 'anna@acme.example';
export const now = Date.UTC(2026, 4, 3, 9);

// The engine takes the end of a thread for a lost connection, and goes on: here it is a bug.
const crashes: unknown[] = [];
process.on('worker', (worker: Worker) => worker.on('error', (error) => crashes.push(error)));

export interface TestEngine {
  readonly engine: Engine;
  readonly folder: string;
  /** Closes the engine and answers with all that it holds, but for what depends on the moment. */
  readonly dump: () => Promise<string[]>;
  /** Another engine on the same folder; this one must be closed. */
  readonly again: () => Promise<TestEngine>;
}

/** `clock` in milliseconds since the epoch. */
export async function testEngine(
  folder = temporaryFolder(),
  key: Buffer = randomBytes(32),
  clock: () => number = () => now,
): Promise<TestEngine> {
  addKeychainSlot(folder, key, Buffer.from('opaque'));
  const engine = valueOf(await openEngine(engineDeps(folder, clock), { kind: 'key', key }));
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await engine.close();
    isOpen = false;
  };
  onTestFinished(async () => {
    await close();
    expect(crashes.splice(0)).toEqual([]);
  });
  return {
    engine,
    folder,
    async dump() {
      await close();
      return dumpOf(folder, key);
    },
    async again() {
      await close();
      return testEngine(folder, key, clock);
    },
  };
}

export function imapOn(port: number): Extract<Server, { kind: 'imap' }> {
  return { kind: 'imap', host: '127.0.0.1', port, security: 'none' };
}

export async function addAccount(
  engine: Engine,
  server: Server,
  credentials: NewCredentials,
  more: { readonly address?: string; readonly shared?: boolean } = {},
): Promise<number> {
  return valueOf(await engine.call('addAccount', { address: me, server, credentials, ...more })).id;
}

/** One look at every account; null where all went well. */
export async function syncOnce(engine: Engine): Promise<Failure | null> {
  return (await engine.syncOnce()).find(({ problem }) => problem !== null)?.problem ?? null;
}

export async function onlyAccount(engine: Engine): Promise<Account> {
  const { accounts } = valueOf(await engine.call('accounts', {}));
  expect(accounts).toHaveLength(1);
  return accounts[0] as Account;
}

export async function messages(engine: Engine): Promise<number> {
  return valueOf(await engine.call('status', {})).messages;
}

/** Resolves when `isSo` says yes after an event; the test's own limit ends the wait. */
export function until(engine: Engine, isSo: (event: EngineEvent) => Promise<boolean>): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = engine.onEvent((event) => {
      isSo(event).then((yes) => {
        if (!yes) return;
        stop();
        resolve();
      }, reject);
    });
  });
}

/** What of a dump is evidence and what follows from it, whatever source it came from. */
export function evidence(dump: readonly string[]): string[] {
  return dump
    .filter((line) =>
      /^(?:message|message_party|meeting|meeting_party|address|address_name|person|organisation|tie|acquaintance)\t/.test(
        line,
      ),
    )
    .map((line) => line.replace(/"source_id":"[^"]*",/, ''));
}

/** Letters to and from some people, the newest last; `mine` of every two were written by the user. */
export function letters(count: number, first = 0): { readonly received: string[]; readonly sent: string[] } {
  const received: string[] = [];
  const sent: string[] = [];
  for (let i = first; i < first + count; i++) {
    const person = `Person ${i % 17}`;
    const them = `${person} <p${i % 17}@org${i % 5}.example>`;
    const isMine = i % 3 === 0;
    const date = new Date(now - (5000 - i) * 3_600_000).toUTCString();
    const [from, to] = isMine ? [`Anna <${me}>`, them] : [them, `Anna <${me}>`];
    const reply =
      i > 2
        ? `In-Reply-To: <${i - 1}@letters.example>\nReferences: <${i - 2}@letters.example> <${i - 1}@letters.example>\n`
        : '';
    (isMine ? sent : received).push(
      `From: ${from}\nTo: ${to}\nDate: ${date}\nMessage-ID: <${i}@letters.example>\n${reply}Subject: Letter ${i}\nX-Secret: not asked for\n\nBody ${i}, which nobody asks for.\n`,
    );
  }
  return { received, sent };
}
