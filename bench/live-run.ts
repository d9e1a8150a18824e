/** One account from nothing to watched, in a process of its own: `node live-run.ts DATA PORT USER PASSWORD MAILDIR`; prints seconds. */
import { chownSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { valueOf } from '../core/contract/errors.ts';
import { limitYoungHeap, realDeps } from '../core/engine-deps.ts';
import type { Engine } from '../core/engine-types.ts';
import { openEngine } from '../core/engine.ts';

limitYoungHeap();
const [data = '', port, user = '', password = '', maildir = ''] = process.argv.slice(2);

const engine = valueOf(
  await openEngine(realDeps(data, resolve(import.meta.dirname, '..')), {
    kind: 'passphrase',
    passphrase: 'a passphrase for measuring',
  }),
);
const seconds = (since: number): number => (performance.now() - since) / 1000;
/** Seconds from now until `isSo` says yes after a change. */
async function until(isSo: (some: Engine) => Promise<boolean>, since: number): Promise<number> {
  return new Promise((answer) => {
    const stop = engine.onEvent(() => {
      void isSo(engine).then((yes) => {
        if (!yes) return;
        stop();
        answer(seconds(since));
      });
    });
  });
}
const messages = async (): Promise<number> => valueOf(await engine.call('status', {})).messages;

const server = { kind: 'imap', host: '127.0.0.1', port: Number(port), security: 'none' } as const;
valueOf(await engine.call('addAccount', { address: user, server, credentials: { kind: 'password', user, password } }));
const startedAt = performance.now();
const ranked = until(
  async () => (await messages()) >= 1000 && valueOf(await engine.call('ties', {})).length > 0,
  startedAt,
);
await engine.syncOnce();
const first = seconds(startedAt);
const againAt = performance.now();
await engine.syncOnce();
const again = seconds(againAt);

const count = await messages();
const upToDate = until(
  async () => valueOf(await engine.call('accounts', {})).accounts[0]?.state === 'up to date',
  againAt,
);
engine.goLive();
await upToDate;
const newest = join(maildir, 'cur', `${Math.floor(Date.now() / 1000)}.M9999999P9.bench:2,`);
const shown = until(async () => (await messages()) > count, performance.now());
const { uid, gid } = statSync(join(maildir, readdirSync(maildir)[0] ?? ''));
writeFileSync(
  newest,
  `From: New Face <new@face.example>\nTo: ${user}\nDate: ${new Date().toUTCString()}\nMessage-ID: <new@face.example>\n\n`,
);
chownSync(newest, uid, gid);
const came = await shown;
console.log(JSON.stringify({ messages: count, ranked: await ranked, first, again, came }));
await engine.close();
