/** Starts the web host and a Chromium that looks at it. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { AxeResults } from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { passphrase, screenshots } from './desktop.ts';

const browserFile = '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const built = (name: string): string => resolve(import.meta.dirname, '../../out/main', name);

/** Why the page cannot be looked at here, or false. */
export const withoutChromium: string | false = existsSync(browserFile) ? false : 'there is no Chromium';

export interface WebApp {
  readonly browser: Browser;
  readonly page: Page;
  /** The address that works once. */
  readonly url: string;
  /** Errors of the page, violations of its policy among them. */
  readonly problems: string[];
  readonly close: () => Promise<void>;
}

/** The page on a data folder, at 1280×800, with the host's address not yet opened. `env` may hold the passphrase. */
export async function startWeb(data: string, env: Record<string, string> = {}): Promise<WebApp> {
  mkdirSync(screenshots, { recursive: true });
  const { WARMPATH_PASSPHRASE: _, ...rest } = process.env;
  const host = spawn(process.execPath, [built('web.cjs'), '--data', data], {
    env: { ...rest, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((found) => {
    host.stdout.on('data', (chunk) => {
      const match = /http:\S+/.exec(String(chunk));
      if (match) found(match[0]);
    });
  });
  const browser = await chromium.launch({
    executablePath: browserFile,
    args: [
      '--no-sandbox',
      '--ignore-gpu-blocklist',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/i.test(message.text())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  return {
    browser,
    page,
    url,
    problems,
    close: async () => {
      await browser.close();
      host.kill();
    },
  };
}

/** Imports files with the terminal, so that a page can be opened on them with the same passphrase. */
export function importInto(data: string, me: string, ...files: readonly string[]): void {
  const imported = spawnSync(
    process.execPath,
    [built('cli.cjs'), 'import', ...files, '--me', me, '--subjects', '--data', data],
    { env: { ...process.env, WARMPATH_PASSPHRASE: passphrase }, encoding: 'utf8' },
  );
  if (imported.status !== 0) throw new Error(imported.stderr);
}

/** What the accessibility rules of WCAG 2.2 AA find on the page, in light and in dark. */
export async function barriers(page: Page): Promise<string[]> {
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

const sizes = [
  [1280, 800],
  [1920, 1080],
] as const;

/** The four pictures every view is judged by. */
export async function shootPage(page: Page, name: string): Promise<void> {
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(screenshots, `${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

export const viewNames = [
  'Today',
  'Meetings',
  'Who knows',
  'People',
  'Map',
  'Questions',
  'Sources',
  'Settings',
] as const;

/** What each view shows once it has its answer. */
const content: Readonly<Record<(typeof viewNames)[number], string>> = {
  Today: 'form[role=search]',
  Meetings: 'h2',
  'Who knows': '#who-words',
  People: '[role=row] [role=gridcell] bdi',
  Map: '[role=application]',
  Questions: 'h2',
  Sources: 'h2',
  Settings: 'h2',
};

/** Goes to a view by the rail, and waits until what it shows is there. */
export async function goTo(page: Page, view: (typeof viewNames)[number]): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: view, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: view }).waitFor({ state: 'attached' });
  await page.getByRole('main').locator(content[view]).first().waitFor({ timeout: 60_000 });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}
