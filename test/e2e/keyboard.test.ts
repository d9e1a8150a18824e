/** The ways through the window by keys alone, at twice the size too. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goTo, startWeb, viewNames, withoutChromium } from './browser.ts';
import type { WebApp } from './browser.ts';
import { choosePassphrase, newUserData } from './desktop.ts';

describe.skipIf(withoutChromium)(`the keyboard (needs Chromium: ${withoutChromium || 'here'})`, () => {
  let app: WebApp;
  let page: Page;
  const keys = async (...pressed: string[]): Promise<void> => {
    for (const key of pressed) await page.keyboard.press(key);
  };
  /** Tab until the control of that name has the focus. */
  async function tabTo(name: RegExp): Promise<void> {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const named = await page.evaluate(() => {
        const { activeElement } = document;
        return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
      });
      if (name.test(named)) return;
    }
    throw new Error(`Tab never came to ${String(name)}`);
  }

  beforeAll(async () => {
    app = await startWeb(newUserData());
    ({ page } = app);
    await page.goto(app.url);
  });
  afterAll(() => app?.close());

  test('the first run', async () => {
    await choosePassphrase(page);
    await page.getByRole('button', { name: 'Try the sample' }).waitFor();
    await tabTo(/^Try the sample$/u);
    await keys('Enter');
    await page
      .getByText('ready', { exact: false })
      .or(page.getByRole('button', { name: 'Yes, keep' }))
      .first()
      .waitFor();
    await tabTo(/^Yes, keep$/u);
    await keys('Enter');
    await page.getByRole('button', { name: 'Show me' }).waitFor({ timeout: 60_000 });
    await keys('Enter');
    await page.getByText(/go quiet/u).waitFor();
  });

  test('who knows, what to say, and back', async () => {
    await keys('Control+k');
    await page.keyboard.type('rasmus thorne');
    await page.getByRole('option', { name: /Rasmus Thorne/u }).waitFor();
    await keys('Enter');
    await page.getByRole('heading', { name: /^Ask Anna Weber/u }).waitFor();
    await tabTo(/for an introduction/u);
    await keys('Enter');
    expect(await page.getByLabel('Text').inputValue()).toContain('Rasmus Thorne (Chief Executive, Norvane Biologics)');
    await keys('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys('Alt+ArrowLeft');
    await page.getByText(/go quiet/u).waitFor();
  });

  test('a person found, kept private, and taken back', async () => {
    await keys('Control+k');
    await page.keyboard.type('anna webr');
    await page.getByRole('option', { name: /Anna Weber/u }).waitFor();
    await keys('ArrowDown', 'Enter');
    const person = page.getByLabel('About Anna Weber');
    await person.waitFor();
    await tabTo(/^Keep private$/u);
    await keys('Enter');
    await person.getByRole('button', { name: 'Private', exact: true }).waitFor();
    await keys('Control+z');
    await person.getByRole('button', { name: 'Keep private' }).waitFor();
    // Wherever the focus is.
    await page.getByRole('navigation').getByRole('button', { name: 'Today' }).focus();
    await keys('Escape');
    await person.waitFor({ state: 'detached' });
  });

  test('the palette left again chooses nothing', async () => {
    await keys('Control+4');
    await page.getByRole('grid', { name: 'People by warmth' }).focus();
    await keys('Control+k');
    await page.getByRole('dialog', { name: 'Go to' }).waitFor();
    await keys('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor({ state: 'attached' });
  });

  test('several people in the list, filed at once', async () => {
    await keys('Control+4');
    const grid = page.getByRole('grid', { name: 'People by warmth' });
    await grid.getByRole('row').nth(3).waitFor();
    await grid.focus();
    await keys('Space', 'ArrowDown', 'Space');
    await page.getByRole('toolbar').getByText('2 chosen').waitFor();
    await tabTo(/^File under/u);
    await page.keyboard.type('Client');
    await page.getByText('2 people: Client').waitFor();
    await keys('Control+z');
    await page.getByText('2 people: Client').waitFor({ state: 'detached' });
  });

  test('the map walked from person to person', async () => {
    await keys('Control+5');
    const map = page.getByRole('application', { name: /^Map of/u });
    await map.waitFor();
    await map.focus();
    await keys('ArrowRight', 'ArrowDown', 'Enter');
    await page
      .getByLabel(/^About /u)
      .first()
      .waitFor();
    await keys('Escape');
  });

  test('the map left while it still moves', async () => {
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    for (let i = 0; i < 3; i++) {
      await keys('Control+5');
      await page.getByRole('application', { name: /^Map of/u }).waitFor();
      await page.getByRole('button', { name: 'Zoom in' }).click();
      await keys('Control+4');
      await page.getByRole('grid').waitFor();
    }
    await page.emulateMedia({ reducedMotion: 'reduce' });
  });

  test('the sheet of keys', async () => {
    await keys('Control+1', '?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await keys('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test.each(viewNames)('%s at twice the size has nothing beside the window', async (view) => {
    await page.setViewportSize({ width: 640, height: 400 });
    await goTo(page, view);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/screenshots/zoom-${view.toLowerCase().replace(' ', '-')}.png` });
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test('no script failed and no policy was broken', () => {
    expect(app.problems).toEqual([]);
  });
});
