/* oxlint-disable no-eval, unicorn/prefer-add-event-listener -- what a page must not do is tried here */
/** The desktop app in a real Electron: the first window, its walls, and what it says to the network (nothing). */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spilled } from '../builders/canaries.ts';
import {
  choosePassphrase,
  newUserData,
  passphrase,
  shoot,
  startDesktop,
  trySample,
  withoutElectron,
} from './desktop.ts';
import type { Desktop } from './desktop.ts';

describe.skipIf(withoutElectron)(`the desktop app (needs Electron and a display: ${withoutElectron || 'here'})`, () => {
  let desktop: Desktop;
  const temporary = newUserData();

  beforeAll(async () => {
    desktop = await startDesktop(newUserData(), { env: { TMPDIR: temporary } });
  });
  afterAll(() => desktop?.app.close());

  test('first run: a passphrase, the sample, people, a person with the why, the map', async () => {
    const { page } = desktop;
    await choosePassphrase(page);
    await page.getByRole('button', { name: 'Try the sample' }).waitFor();
    await shoot(page, 'first-run', desktop);
    await trySample(page);
    await shoot(page, 'today', desktop);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('heading', { name: /Anna Weber, now .+ Norvane Biologics/ }).waitFor();
    await shoot(page, 'who', desktop);
    await page.getByRole('button', { name: 'People', exact: true }).click();
    await page.getByRole('grid', { name: 'People by warmth' }).getByRole('row').nth(3).waitFor();
    await shoot(page, 'people', desktop);
    await page.getByRole('grid', { name: 'People by warmth' }).getByRole('row').nth(1).click();
    await page
      .getByRole('complementary')
      .or(page.getByLabel(/^About /))
      .first()
      .waitFor();
    await shoot(page, 'person', desktop);
    await page.getByRole('button', { name: 'Map', exact: true }).click();
    await page.getByRole('application', { name: /^Map of/ }).waitFor();
    await shoot(page, 'map', desktop);
    await page.getByRole('button', { name: 'Sources' }).click();
    await shoot(page, 'sources', desktop);
  });

  test('what is kept about a person is saved in a file, where the system asks for one', async () => {
    const { app, page } = desktop;
    const file = join(newUserData(), 'person.json');
    await app.evaluate(({ session }, path) => {
      session.defaultSession.on('will-download', (_event, item) => item.setSavePath(path));
    }, file);
    await page.getByRole('button', { name: 'People', exact: true }).click();
    await page.getByRole('grid', { name: 'People by warmth' }).getByRole('row').nth(1).click();
    const name = await page.getByRole('complementary').getByRole('heading', { level: 2 }).innerText();
    await page.getByRole('button', { name: 'Save what is kept about them' }).click();
    await expect
      .poll(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('}\n'), { timeout: 20_000 })
      .toBe(true);
    const held = JSON.parse(readFileSync(file, 'utf8')) as { people: { name: string }[]; messages: unknown[] };
    expect(held.people.map((one) => one.name)).toEqual([name]);
    expect(held.messages.length).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Sources' }).click();
  });

  test('the page cannot reach Node, files or the network', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('reached');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { page } = desktop;
    const before = desktop.problems.length;
    const reached = await page.evaluate(async (where) => {
      const outcome: Record<string, unknown> = {};
      const attempt = async (name: string, run: () => unknown): Promise<void> => {
        try {
          outcome[name] = await run();
        } catch {
          outcome[name] = 'refused';
        }
      };
      const global = globalThis as Record<string, unknown>;
      outcome['globals'] = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
        (name) => name in global,
      );
      await attempt('fetch', () => fetch(`http://127.0.0.1:${where}/fetch`).then((answer) => answer.text()));
      await attempt('file', () => fetch('file:///etc/passwd').then((answer) => answer.text()));
      // In a task of its own: what the test runner itself evaluates is exempt from the policy.
      await attempt(
        'eval',
        () =>
          new Promise((resolve, reject) => {
            setTimeout(() => {
              try {
                resolve((0, eval)('1 + 1'));
              } catch {
                reject(new Error('refused'));
              }
            });
          }),
      );
      await attempt('beacon', () => navigator.sendBeacon(`http://127.0.0.1:${where}/beacon`) && 'queued');
      await attempt('image', () => new Promise((resolve, reject) => {
        const image = new Image();
        image.onload = () => resolve('loaded');
        image.onerror = reject;
        image.src = `http://127.0.0.1:${where}/image`;
      })); // prettier-ignore
      await attempt('socket', () => new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://127.0.0.1:${where}/socket`);
        socket.onopen = () => resolve('open');
        socket.onerror = reject;
      })); // prettier-ignore
      outcome['window'] = window.open(`http://127.0.0.1:${where}/window`) === null ? 'refused' : 'opened';
      location.href = `http://127.0.0.1:${where}/navigate`;
      return outcome;
    }, port);
    expect(asked).toEqual([]);
    server.close();
    expect(page.url()).toMatch(/^app:\/\/warmpath\//);
    const { beacon, ...rest } = reached;
    expect(rest).toEqual({
      globals: [],
      fetch: 'refused',
      file: 'refused',
      eval: 'refused',
      image: 'refused',
      socket: 'refused',
      window: 'refused',
    });
    // A beacon is queued and dropped; that nothing arrived is what counts.
    expect(['queued', 'refused', false]).toContain(beacon);
    // What was tried on purpose broke the policy; nothing else may have.
    desktop.problems.splice(before);
  });

  test('the policy was never broken, and no script failed', () => {
    expect(desktop.problems).toEqual([]);
  });

  test('the menus a system expects', async () => {
    const menus = await desktop.app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()?.items.map(({ label }) => label.replace('&', '')),
    );
    expect(menus?.slice(-5)).toEqual(['File', 'Edit', 'View', 'Window', 'Help']);
  });

  test('a second start hands over to the first and ends', () => {
    const runtime = process.env['ELECTRON_OVERRIDE_DIST_PATH'] as string;
    const second = spawnSync(
      join(runtime, 'electron'),
      [join(import.meta.dirname, '../..'), `--user-data-dir=${desktop.userData}`],
      { timeout: 30_000 },
    );
    expect(second.error).toBeUndefined();
  });

  test('what was imported is there after a restart, behind the passphrase, and in no file in the clear', async () => {
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 1111, height: 777 })); // prettier-ignore
    await desktop.app.close();
    const said = [passphrase, 'clara.voss@marlowsteg.example', 'amara.okafor@lekkigrid.example', 'Lekki Grid Energy'];
    expect(spilled(desktop.userData, said)).toEqual([]);
    expect(spilled(temporary, said)).toEqual([]);
    desktop = await startDesktop(desktop.userData);
    await desktop.page.locator('input[type=password]').first().fill(passphrase);
    await desktop.page.keyboard.press('Enter');
    // The window comes back where it was, on the view it showed last.
    await desktop.page.getByRole('main').getByText('The sample mailbox').waitFor();
    const bounds = await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(bounds).toMatchObject({ width: 1111, height: 777 });
  });
});
