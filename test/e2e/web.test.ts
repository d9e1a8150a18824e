/** The same app in a browser, served on loopback. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { AxeResults } from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { choosePassphrase, newUserData, screenshots, trySample } from './desktop.ts';

const browserFile = '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const missing = existsSync(browserFile) ? false : 'there is no Chromium';

describe.skipIf(missing)(`the web host (needs Chromium: ${missing || 'here'})`, () => {
  let host: ChildProcess;
  let browser: Browser;
  let page: Page;
  let url: string;
  const problems: string[] = [];

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    const { WARMPATH_PASSPHRASE: _, ...env } = process.env;
    host = spawn(process.execPath, [resolve(import.meta.dirname, '../../out/main/web.cjs'), '--data', newUserData()], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    url = await new Promise((found) => {
      host.stdout?.on('data', (chunk) => {
        const match = /http:\S+/.exec(String(chunk));
        if (match) found(match[0]);
      });
    });
    browser = await chromium.launch({
      executablePath: browserFile,
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('console', (message) => {
      if (message.type() === 'error' || /Content Security Policy/i.test(message.text())) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
  });
  afterAll(async () => {
    await browser?.close();
    host?.kill();
  });

  /** What the accessibility rules of WCAG 2.2 AA find on the page, in light and in dark. */
  async function barriers(): Promise<string[]> {
    const found: string[] = [];
    await page.evaluate(axe);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
      );
      for (const { id, nodes } of violations) for (const { html } of nodes) found.push(`${colorScheme} ${id}: ${html}`);
    }
    return found;
  }

  test('first run: a passphrase, the sample, people, a person with the why, the map', async () => {
    await page.goto(url);
    expect(page.url()).not.toContain('token');
    await page.locator('input[type=password]').first().waitFor();
    expect(await barriers()).toEqual([]);
    await choosePassphrase(page);
    await page.getByRole('button', { name: 'Try the sample' }).waitFor();
    expect(await barriers()).toEqual([]);
    await trySample(page);
    expect(await barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByRole('heading', { name: /Anna Weber, now at Norvane Biologics/ }).waitFor();
    expect(await barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Questions' }).click();
    const asked = await page.getByRole('main').getByRole('heading', { level: 2 }).textContent();
    expect(await barriers()).toEqual([]);
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: asked ?? '' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'People', exact: true }).click();
    await page.getByRole('grid', { name: 'People by warmth' }).getByRole('row').nth(3).waitFor();
    expect(await barriers()).toEqual([]);
    await page.getByRole('grid', { name: 'People by warmth' }).getByRole('row').nth(1).click();
    await page
      .getByLabel(/^About /)
      .first()
      .waitFor();
    expect(await barriers()).toEqual([]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(screenshots, `web-person-1280-${colorScheme}.png`) });
    }
    await page.getByRole('button', { name: 'Map', exact: true }).click();
    await page.getByRole('application', { name: /^Map of/ }).waitFor();
    expect(await barriers()).toEqual([]);
  });

  test('a file chosen in the page is read as a stream', async () => {
    await page.getByRole('button', { name: 'Sources' }).click();
    expect(await barriers()).toEqual([]);
    await page
      .getByLabel('Files to read')
      .first()
      .setInputFiles({
        name: 'one.eml',
        mimeType: 'message/rfc822',
        buffer: Buffer.from(
          'From: Ida Berg <ida.berg@new.example>\nTo: clara.voss@marlowsteg.example\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n\nx',
        ),
      });
    await page
      .getByText(/1 new message/)
      .first()
      .waitFor();
  });

  test('settings: a narrower window says what goes, erasing everything asks for the word and leads back to the start', async () => {
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('heading', { name: 'Ignored' }).waitFor();
    expect(await barriers()).toEqual([]);
    await page.getByLabel('Another address of yours').fill('nobody');
    await page.keyboard.press('Enter');
    await page.getByText('"nobody" is not an e-mail address.').waitFor();
    await page.getByRole('combobox', { name: 'How far back' }).selectOption('2');
    await page.getByText(/^This deletes [\d,]+ messages/).waitFor();
    expect(await barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Delete what is older' }).click();
    await page.getByText(/^Mail and meetings since .* are kept/).waitFor();
    await page.getByRole('button', { name: 'Erase everything…' }).click();
    expect(await page.getByRole('button', { name: 'Erase for good' }).isDisabled()).toBe(true);
    await page.keyboard.type('erase');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Try the sample' }).waitFor();
  });

  test('the policy was never broken, and no script failed', () => {
    expect(problems).toEqual([]);
  });

  test('the address has worked its once', async () => {
    const stranger = await browser.newContext();
    const answer = await (await stranger.newPage()).goto(url);
    expect(answer?.status()).toBe(401);
    await stranger.close();
  });
});
