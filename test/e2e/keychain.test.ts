/** The desktop app with a real keychain: no passphrase is asked, files come by dialog, and a passphrase can be added. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newUserData, passphrase, startDesktop, withoutElectron } from './desktop.ts';
import type { Desktop } from './desktop.ts';

const missing =
  withoutElectron ||
  (process.platform === 'linux' &&
    spawnSync('sh', ['-c', 'command -v gnome-keyring-daemon dbus-daemon']).status !== 0 &&
    'there is no keyring');

describe.skipIf(missing)(`the keychain (needs Electron and gnome-keyring: ${missing || 'here'})`, () => {
  const home = newUserData();
  const userData = newUserData();
  const cli = resolve(import.meta.dirname, '../../out/main/cli.cjs');
  let bus: ChildProcess;
  let desktop: Desktop;
  let session: Record<string, string> = {};

  const start = (): Promise<Desktop> => startDesktop(userData, { env: session, passwordStore: 'gnome-libsecret' });
  const ties = (words: string) =>
    spawnSync(process.execPath, [cli, 'ties', '--json', '--data', join(userData, 'data')], {
      env: { ...process.env, WARMPATH_PASSPHRASE: words },
      encoding: 'utf8',
    });

  beforeAll(async () => {
    bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const address = await said(bus);
    session = { HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home, DBUS_SESSION_BUS_ADDRESS: address.trim() };
    // It goes on by itself once it is ready, and ends with the bus.
    const keyring = spawnSync('gnome-keyring-daemon', ['--unlock', '--components=secrets'], {
      env: { ...process.env, ...session },
      input: 'a login password',
    });
    expect(keyring.status).toBe(0);
    desktop = await start();
  });
  afterAll(async () => {
    await desktop?.app.close();
    bus?.kill();
  });

  test('opens by itself and reads the files chosen in the dialog', async () => {
    const { app, page } = desktop;
    const mbox = join(home, 'old.mbox');
    writeFileSync(
      mbox,
      'From ida@new.example Mon Nov  2 10:00:00 2026\nFrom: Ida Berg <ida@new.example>\nTo: me@firm.example\n' +
        'Date: Mon, 2 Nov 2026 10:00:00 +0000\nSubject: Lunch\n\nx\n',
    );
    await app.evaluate(({ dialog }, file) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
    }, mbox);
    await page.getByRole('button', { name: 'Add your mail…' }).click();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page
      .getByText(/1 new message/)
      .first()
      .waitFor();
    expect(Object.keys(JSON.parse(readFileSync(join(userData, 'data', 'keys.json'), 'utf8')) as object)).toEqual([
      'version',
      'check',
      'keychain',
    ]);
  });

  test('a passphrase added in the window opens the same data in the terminal', async () => {
    const { app, page } = desktop;
    await page.getByRole('button', { name: /^(Show me|Sources)$/ }).first().click(); // prettier-ignore
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Add a passphrase' }).click();
    for (const field of await page.locator('input[type=password]').all()) await field.fill(passphrase);
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByText(/Your passphrase opens your data/).waitFor();
    expect(desktop.problems).toEqual([]);
    await app.close();
    expect(ties('another one altogether').status).toBe(3);
    expect(ties(passphrase).status).toBe(0);
  });

  test('and the keychain still opens it', async () => {
    desktop = await start();
    await desktop.page.getByRole('button', { name: 'Sources' }).waitFor();
  });
});

/** The first output of a program. */
function said(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    child.stdout?.once('data', (chunk) => found(String(chunk)));
    child.once('exit', (code) => failed(new Error(`it ended with ${String(code)}`)));
  });
}
