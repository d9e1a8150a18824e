/** An account in the window: from an address to people, a refusal that helps, a new message by itself, offline, and taken away again. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dovecotIsHere, password, startDovecot } from '../servers/dovecot.ts';
import type { Dovecot } from '../servers/dovecot.ts';
import { letters, me } from '../servers/engine.ts';
import { barriers, startWeb, withoutChromium } from './browser.ts';
import type { WebApp } from './browser.ts';
import { choosePassphrase, newUserData, screenshots } from './desktop.ts';

const missing = withoutChromium || (dovecotIsHere ? false : 'there is no Dovecot, or nobody is root');

describe.skipIf(missing)(`accounts in the window (need Chromium and Dovecot: ${missing || 'here'})`, () => {
  let app: WebApp;
  let page: Page;
  let server: Dovecot;
  beforeAll(async () => {
    server = await startDovecot();
    const { received, sent } = letters(600, 4300);
    server.deliver(me, 'INBOX', received);
    server.deliver(me, 'Sent', sent);
    app = await startWeb(newUserData());
    ({ page } = app);
    await page.goto(app.url);
    await choosePassphrase(page);
  });
  afterAll(async () => {
    await app?.close();
    await server?.stop();
  });
  const shoot = (name: string): Promise<unknown> =>
    page.screenshot({ path: join(screenshots, `accounts-${name}.png`) });

  test('connected from the first page, with a wrong password explained, it fills by itself', async () => {
    await page.getByRole('button', { name: 'Connect an account…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Yes, keep' }).click();
    await dialog.getByLabel('Your e-mail address').fill(me);
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog.getByText('autoconfig.acme.example').waitFor();
    expect(await barriers(page)).toEqual([]);
    await shoot('hosts');
    await dialog.getByRole('button', { name: 'Enter the server myself' }).click();
    await dialog.getByLabel('Server', { exact: true }).fill('127.0.0.1');
    await dialog.getByLabel('Encryption').selectOption('none');
    await dialog.getByLabel('Port').fill(String(server.port));
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog.getByLabel(/^Password/).fill('wrong-password');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').getByText('does not accept this user name and password').waitFor();
    expect(await barriers(page)).toEqual([]);
    await shoot('refused');
    await dialog.getByLabel(/^Password/).fill(password);
    await page.keyboard.press('Enter');
    // The first page gives way to the window by itself.
    await page.getByRole('navigation').getByRole('button', { name: 'Sources' }).click();
    await page.getByText(/^Up to date/).waitFor();
    expect(await barriers(page)).toEqual([]);
    await shoot('connected');
    const log = page.getByRole('region', { name: 'What left this computer' });
    await log.getByRole('row', { name: /^127\.0\.0\.1 mail/ }).waitFor();
  });

  test('a new message shows without being asked for', async () => {
    await page.getByRole('button', { name: 'People', exact: true }).click();
    await page.getByRole('grid').getByRole('row').nth(3).waitFor();
    server.deliver(me, 'INBOX', [
      `From: New Face <new@face.example>\nTo: ${me}\nDate: ${new Date().toUTCString()}\nMessage-ID: <new@face.example>\n\n`,
    ]);
    await page.getByText('86 people').first().waitFor();
  });

  test('offline nothing is asked; paused and removed, nothing is left', async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Sources' }).click();
    await page.getByRole('button', { name: 'Go offline' }).click();
    await page.getByText('You are offline').waitFor();
    await page.getByRole('button', { name: 'Go online' }).click();
    await page.getByText(/^Up to date/).waitFor();
    await page.getByRole('button', { name: `Folders of ${me}` }).click();
    await page.getByRole('dialog').getByLabel('Junk').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `Remove ${me}` }).click();
    await page.getByRole('dialog').getByText('601 messages').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('heading', { name: 'Who do you really know?' }).waitFor();
    expect(app.problems).toEqual([]);
  });
});
