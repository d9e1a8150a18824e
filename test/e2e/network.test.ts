/** P1 from outside: no process of the desktop app speaks to anybody but the servers of the user's accounts. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dovecotIsHere, password, startDovecot } from '../servers/dovecot.ts';
import type { Dovecot } from '../servers/dovecot.ts';
import { letters, me } from '../servers/engine.ts';
import { environment, passphrase, runCli } from '../system/cli-runner.ts';
import { newUserData, startDesktop, withoutElectron } from './desktop.ts';

const hasStrace = spawnSync('strace', ['-V']).status === 0;
const missing =
  withoutElectron ||
  (hasStrace ? false : 'strace is not installed') ||
  (dovecotIsHere ? false : 'there is no Dovecot, or nobody is root');

describe.skipIf(missing)(
  `network of the desktop app (needs strace, Electron and Dovecot: ${missing || 'here'})`,
  () => {
    let server: Dovecot;
    beforeAll(async () => {
      server = await startDovecot();
      server.deliver(me, 'INBOX', letters(300).received);
    });
    afterAll(async () => server?.stop());

    test('started, unlocked, with an account that is watched, and looked through: all its processes reach the server and nobody else', async () => {
      const userData = newUserData();
      const added = runCli(
        ['account', 'add', me, '--imap', `127.0.0.1:${server.port}`, '--unencrypted', '--data', join(userData, 'data')],
        { env: environment({ WARMPATH_ACCOUNT_PASSWORD: password }) },
      );
      expect(added.stderr).toBe('');
      const before = server.commands().length;

      const log = join(userData, 'trace');
      const traced = join(userData, 'traced-electron');
      const electron = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] as string, 'electron');
      const calls = 'trace=connect,sendto,sendmsg,sendmmsg';
      writeFileSync(traced, `#!/bin/sh\nexec strace -f -qq -e ${calls} -o '${log}' '${electron}' "$@"\n`, {
        mode: 0o755,
      });
      const { app, page } = await startDesktop(userData, { executable: traced });
      try {
        await page.locator('input[type=password]').first().fill(passphrase);
        await page.keyboard.press('Enter');
        const rooms = page.getByRole('navigation').getByRole('button');
        await rooms.first().waitFor();
        for (const room of await rooms.all()) await room.click();
        await expect
          .poll(
            () =>
              server
                .commands()
                .slice(before)
                .some((line) => line.endsWith(' IDLE')),
            { timeout: 60_000 },
          )
          .toBe(true);
      } finally {
        await app.close();
      }
      const reached = readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => /sa_family=AF_INET6?\b/.test(line));
      expect(reached).not.toEqual([]);
      const strangers = reached.filter(
        (line) => !line.includes(`sin_port=htons(${server.port}), sin_addr=inet_addr("127.0.0.1")`),
      );
      expect(strangers).toEqual([]);
    });
  },
);
