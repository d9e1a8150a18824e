/** The same app in a browser, served on loopback. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriers as barriersOf, startWeb, withoutChromium } from './browser.ts';
import type { WebApp } from './browser.ts';
import { choosePassphrase, newUserData, screenshots, trySample } from './desktop.ts';

describe.skipIf(withoutChromium)(`the web host (needs Chromium: ${withoutChromium || 'here'})`, () => {
  let app: WebApp;
  let page: Page;
  const barriers = (): Promise<string[]> => barriersOf(page);

  beforeAll(async () => {
    app = await startWeb(newUserData());
    ({ page } = app);
  });
  afterAll(() => app?.close());

  test('first run: a passphrase, the sample, people, a person with the why, the map', async () => {
    await page.goto(app.url);
    expect(page.url()).not.toContain('token');
    await page.locator('input[type=password]').first().waitFor();
    expect(await barriers()).toEqual([]);
    await choosePassphrase(page);
    await page.getByRole('button', { name: 'Try the sample' }).waitFor();
    expect(await barriers()).toEqual([]);
    await trySample(page);
    expect(await barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('heading', { name: /Anna Weber, now .+ Norvane Biologics/ }).waitFor();
    expect(await barriers()).toEqual([]);
    await page.getByRole('button', { name: 'Questions' }).click();
    const asked = await page.getByRole('main').getByRole('heading', { level: 2 }).textContent();
    expect(await barriers()).toEqual([]);
    // A key pressed before anybody could have read the question is not taken.
    await expect
      .poll(
        async () => {
          await page.keyboard.press('n');
          return page.getByRole('heading', { name: asked ?? '' }).count();
        },
        { timeout: 30_000, interval: 700 },
      )
      .toBe(0);
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
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(screenshots, `web-person-1280-${colorScheme}.png`) });
    }
    await page.getByRole('button', { name: 'Map', exact: true }).click();
    await page.getByRole('application', { name: /^Map of/ }).waitFor();
    expect(await barriers()).toEqual([]);
  });

  test('whom to get back to: never is for good until it is taken back; the meetings to come say whom one meets', async () => {
    await page.getByRole('button', { name: 'Today', exact: true }).click();
    const list = page.getByRole('region', { name: 'Get back to' });
    const first = list.getByRole('listitem').first();
    const name = (await first.getByRole('group').getAttribute('aria-label')) ?? '';
    expect(await list.getByRole('listitem').count()).toBeLessThanOrEqual(3);
    expect(await barriers()).toEqual([]);
    await first.getByRole('button', { name: 'Never suggest' }).click();
    await page.getByText(`${name} is never suggested again`).waitFor();
    await list.getByRole('group', { name }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await list.getByRole('group', { name }).waitFor();
    await page.getByRole('button', { name: 'Meetings', exact: true }).click();
    await page.getByRole('article').first().waitFor();
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

  test('a backup is downloaded, checked, and replaces what is here only after a word', async () => {
    const words = 'a passphrase of its own';
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('button', { name: 'Save a backup…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Passphrase', { exact: true }).fill(words);
    await dialog.getByLabel('Once more').fill(words);
    expect(await barriers()).toEqual([]);
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/^warmpath-[0-9-]{10}\.backup$/);
    const file = await download.path();
    await page.getByText(/^Saved as warmpath-/).waitFor();

    await page.getByRole('button', { name: 'Restore from a backup…' }).click();
    await dialog.getByLabel('File', { exact: true }).setInputFiles(file);
    await dialog.getByLabel('Its passphrase').fill('another passphrase');
    await page.keyboard.press('Enter');
    await dialog.getByText(/does not open/).waitFor();
    expect(await barriers()).toEqual([]);
    await dialog.getByLabel('Its passphrase').fill(words);
    await page.keyboard.press('Enter');
    await dialog.getByText(/here are replaced by what the backup of/).waitFor();
    expect(await barriers()).toEqual([]);
    await dialog.getByRole('button', { name: 'Replace everything' }).click();
    await page.getByText(/^Restored from the backup of .*4,001 messages/).waitFor();
    expect(await barriers()).toEqual([]);
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
    expect(app.problems).toEqual([]);
  });

  test('the address has worked its once', async () => {
    const stranger = await app.browser.newContext();
    const answer = await (await stranger.newPage()).goto(app.url);
    expect(answer?.status()).toBe(401);
    await stranger.close();
  });
});
