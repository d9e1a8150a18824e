/** `bench -- idle`: what keeping a mailbox fresh costs while nothing happens: CPU of `warmpath sync` over ten minutes. */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { dovecotIsHere, password, startDovecot } from '../test/servers/dovecot.ts';
import { benchOwner, generateMail } from './generate-mail.ts';
import type { BenchOptions } from './import.ts';
import { treeCpuSeconds } from './processes.ts';
import { timed } from './timed.ts';

const minutes = 10;

export async function benchIdle({ messages, folder, now, say }: BenchOptions): Promise<void> {
  if (!dovecotIsHere) return say('This needs Dovecot (apt-get install dovecot-imapd) and root.');
  const server = await startDovecot();
  try {
    server.deliver(
      benchOwner,
      'INBOX',
      [...generateMail(messages, now)].map(({ text }) => text),
    );
    const cli = [resolve('out/main/cli.cjs'), '--data', join(folder, 'idle')];
    const secrets = { WARMPATH_PASSPHRASE: 'a passphrase for measuring', WARMPATH_ACCOUNT_PASSWORD: password };
    const account = ['account', 'add', benchOwner, '--imap', `127.0.0.1:${server.port}`, '--unencrypted'];
    await timed(process.execPath, [...cli, ...account], secrets);
    await timed(process.execPath, [...cli, 'sync', '--once'], secrets);
    const child = spawn(process.execPath, [...cli, 'sync'], { env: { ...process.env, ...secrets }, stdio: 'ignore' });
    const ended = new Promise((done) => child.on('close', done));
    try {
      while (!server.commands().some((line) => line.endsWith(' IDLE'))) await wait(200);
      const [asked, before] = [server.commands().length, treeCpuSeconds(child.pid as number)];
      await wait(minutes * 60_000);
      const used = treeCpuSeconds(child.pid as number) - before;
      const share = (used / (minutes * 60)) * 100;
      const commands = server.commands().length - asked;
      say(
        `${minutes} idle minutes, ${messages} messages: ${used.toFixed(2)} s of CPU, ${share.toFixed(2)} %, ${commands} commands`,
      );
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  } finally {
    await server.stop();
  }
}
