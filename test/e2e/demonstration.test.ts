/** Half a minute that shows what the product is for, kept as a film: somebody thought out of reach is one mail away. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWeb, withoutChromium } from './browser.ts';
import type { WebApp } from './browser.ts';
import { choosePassphrase, newUserData, trySample } from './desktop.ts';
import { record } from './recording.ts';

const film = resolve(import.meta.dirname, '../../test-results/demonstration.webm');

describe.skipIf(withoutChromium)(`the demonstration (needs Chromium: ${withoutChromium || 'here'})`, () => {
  let app: WebApp;
  let page: Page;
  // For whoever watches the film; no check depends on it.
  const look = (seconds: number): Promise<void> => pause(seconds * 1000);

  beforeAll(async () => {
    app = await startWeb(newUserData());
    ({ page } = app);
    await page.goto(app.url);
    await choosePassphrase(page);
    await trySample(page);
  });
  afterAll(() => app?.close());

  test('from a company out of reach to the mail to write', async () => {
    const cut = await record(app.browser, page, film);
    await look(2.5);
    await page.keyboard.press('Control+k');
    await look(0.8);
    await page.keyboard.type('norvane', { delay: 110 });
    await page.getByRole('option', { name: 'Who knows norvane' }).waitFor();
    await look(1);
    await page.keyboard.press('Enter');
    // A former contact who moved there, how warm it is, and the proof.
    await page.getByRole('heading', { name: /^Anna Weber, now .+ at Norvane Biologics, before at / }).waitFor();
    const proof = page.getByRole('region', { name: 'Evidence' });
    await proof.getByRole('listitem').nth(2).waitFor();
    expect(await proof.getByRole('listitem').count()).toBe(3);
    await page.getByText('What left this computer for this answer: nothing.').waitFor();
    await look(5);
    const best = page.getByRole('region', { name: 'Best way' });
    await best.getByRole('button', { name: 'Anna Weber', exact: true }).click();
    await page.getByLabel('About Anna Weber').waitFor();
    await look(4);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('rasmus thorne', { delay: 70 });
    await page.getByRole('option', { name: /^Rasmus Thorne/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Ask Anna Weber/ }).waitFor();
    await look(3);
    await page.getByRole('button', { name: /^Ask Anna Weber for an introduction/ }).click();
    expect(await page.getByLabel('Text').inputValue()).toContain('I would like to meet Rasmus Thorne');
    await look(3.5);
    await page.keyboard.press('Escape');
    await page.getByRole('navigation').getByRole('button', { name: 'Sources' }).click();
    await page.getByRole('heading', { name: 'What left this computer' }).waitFor();
    await look(3);
    await cut();
    expect(statSync(film).size).toBeGreaterThan(100_000);
    expect(app.problems).toEqual([]);
  });
});
