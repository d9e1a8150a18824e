/** Starts the built desktop app in a real Electron, and walks it to where tests begin. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron } from 'playwright-core';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll } from 'vitest';

const appRoot = resolve(import.meta.dirname, '../..');
const runtime = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
export const screenshots = join(appRoot, 'test-results', 'screenshots');

/** Why the desktop app cannot be started here, or false. */
export const withoutElectron: string | false =
  !runtime || !existsSync(join(runtime, 'electron'))
    ? 'ELECTRON_OVERRIDE_DIST_PATH names no Electron'
    : process.platform === 'linux' && !process.env['DISPLAY']
      ? 'there is no display'
      : false;

export interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Errors of the page, violations of its policy among them. */
  readonly problems: string[];
  readonly userData: string;
}

/** A user-data folder that goes away with the test file. */
export function newUserData(): string {
  const folder = mkdtempSync(join(tmpdir(), 'warmpath-e2e-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Surroundings {
  readonly env?: Record<string, string>;
  /** `basic`, which is no lock, unless a keyring was started. */
  readonly passwordStore?: string;
  /** Instead of Electron itself: something that starts it. */
  readonly executable?: string;
}

export async function startDesktop(
  userData: string,
  { env = {}, passwordStore = 'basic', executable }: Surroundings = {},
): Promise<Desktop> {
  mkdirSync(screenshots, { recursive: true });
  const app = await launch({
    executablePath: executable ?? join(runtime as string, 'electron'),
    // The store is named, because the runner would else choose it itself.
    args: [appRoot, `--user-data-dir=${userData}`, '--ignore-gpu-blocklist', `--password-store=${passwordStore}`],
    cwd: appRoot,
    env: { ...(process.env as Record<string, string>), ...env },
    timeout: 40_000,
  });
  const page = await app.firstWindow();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/i.test(message.text())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  return { app, page, problems, userData };
}

/** The runner sometimes misses that Electron has started (playwright issue 9351), so it is asked three times. */
async function launch(options: Parameters<typeof _electron.launch>[0], tries = 3): Promise<ElectronApplication> {
  try {
    return await _electron.launch(options);
  } catch (error) {
    if (tries === 1) throw error;
    console.warn(`Electron did not start: ${String(error)}`);
    return launch(options, tries - 1);
  }
}

export const passphrase = 'four or five good words';

/** First run without a keychain: a passphrase is made up. */
export async function choosePassphrase(page: Page): Promise<void> {
  const fields = page.locator('input[type=password]');
  await fields.first().waitFor();
  for (const field of await fields.all()) await field.fill(passphrase);
  await page.keyboard.press('Enter');
}

/** Answers the one question and imports the sample; ends with Today on the screen. */
export async function trySample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await page.getByRole('button', { name: 'Yes, keep' }).click();
  await page.getByRole('button', { name: 'Show me' }).click({ timeout: 60_000 });
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await page.getByText(/go quiet/).waitFor();
}

/** The four pictures every view is judged by. */
export async function shoot(page: Page, name: string, { app }: Pick<Desktop, 'app'>): Promise<void> {
  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
  ] as const) {
    await app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]),
      [width, height] as const,
    );
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(screenshots, `${name}-${width}-${colorScheme}.png`) });
    }
  }
}
