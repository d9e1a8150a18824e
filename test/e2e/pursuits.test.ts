/** Pursuits in the page: a list read and corrected, how each stands, the lost deals, the Monday sheet; on the sample. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriers as barriersOf, shootPage, startWeb, withoutChromium } from './browser.ts';
import type { WebApp } from './browser.ts';
import { choosePassphrase, newUserData, trySample } from './desktop.ts';

const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

const list = [
  'Vorhaben;Kunde;Mail;Stage;Schluss',
  'Unheard of;Unheard Of Holdings;nobody@unheardof.example;Proposal/Price Quote;',
  ';ohne Namen;;;',
  `Nowhere deal;Nowhere AG;;Closed Lost;${day(90)}`,
].join('\r\n');
const lost = 8;
const salesforce = [
  'Opportunity Owner,Account Name,Opportunity Name,Stage,Amount,Close Date,Next Step,Opportunity ID',
  'Me,Norvane Biologics,Norvane bond,Prospecting,1250000,12/30/2026,Call,0065g00000AbCdE',
].join('\n');

describe.skipIf(withoutChromium)(`pursuits (need Chromium: ${withoutChromium || 'here'})`, () => {
  let app: WebApp;
  let page: Page;
  const barriers = (): Promise<string[]> => barriersOf(page);

  beforeAll(async () => {
    app = await startWeb(newUserData());
    ({ page } = app);
    await page.goto(app.url);
    await choosePassphrase(page);
    await trySample(page);
  });
  afterAll(() => app?.close());

  test('the sample has some; a line adds one, and what is no pursuit is asked about', async () => {
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Pursuits' }).click();
    await page.getByRole('button', { name: /Tallis run-off portfolio/ }).waitFor();
    expect(await barriers()).toEqual([]);
    await shootPage(page, 'pursuits-list');
    await page.getByLabel('A pursuit in one line').fill('jane@');
    await page.keyboard.press('Enter');
    await page.getByText(/Begin with a name/).waitFor();
    await page.getByLabel('A pursuit in one line').fill('Brunnhalde sale, brunnhalde.example');
    await page.keyboard.press('Enter');
    await page.getByText('Brunnhalde sale is added').waitFor();
    await page.getByRole('button', { name: /Brunnhalde sale/ }).waitFor();
  });

  test('a list is read once its columns are said, what could not be read is named', async () => {
    await page
      .getByLabel('Import a list…')
      .setInputFiles({ name: 'deals.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Which column is the name?' }).waitFor();
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Meaning of Vorhaben');
    for (const [column, field] of [
      ['Vorhaben', 'name'],
      ['Mail', 'email'],
      ['Schluss', 'decided'],
    ] as const)
      await dialog.getByLabel(`Meaning of ${column}`).selectOption(field);
    expect(await barriers()).toEqual([]);
    await shootPage(page, 'pursuits-import');
    await dialog.getByRole('button', { name: /^Read \d+ rows$/ }).click();
    await dialog.getByText('Line 3: no name').waitFor();
    expect(await barriers()).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: /Unheard of/ }).waitFor();
    await page.getByRole('button', { name: /^Lost \d/ }).click();
    await page.getByRole('button', { name: /Nowhere deal/ }).waitFor();
    expect(await barriers()).toEqual([]);
    await page.getByRole('button', { name: /^Open \d/ }).click();
  });

  test('of a list that is known only what is read is shown, and the rest on asking', async () => {
    await page
      .getByLabel('Import a list…')
      .setInputFiles({ name: 'report.csv', mimeType: 'text/csv', buffer: Buffer.from(salesforce) });
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Meaning of Opportunity Name').waitFor();
    expect(await dialog.getByLabel('Meaning of Amount').count()).toBe(0);
    await shootPage(page, 'pursuits-import-report');
    await dialog.getByRole('button', { name: 'Show the 3 columns left out' }).click();
    await dialog.getByLabel('Meaning of Amount').waitFor();
    expect(await barriers()).toEqual([]);
    await dialog.getByRole('button', { name: 'Read 1 row' }).click();
    await page.getByText('1 pursuit added').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back').waitFor();
  });

  test('a pursuit opens to its way in and facts, and a decision can be taken back', async () => {
    await page.getByRole('button', { name: /Halvorsund fleet/ }).click();
    await page.getByRole('heading', { name: 'Halvorsund fleet sale' }).waitFor();
    await page.getByRole('main').locator('[aria-expanded=false]').first().click();
    await page.getByRole('main').locator('[aria-expanded=true]').waitFor();
    expect(await barriers()).toEqual([]);
    await shootPage(page, 'pursuit-one');
    await page.getByRole('button', { name: 'Won', exact: true }).click();
    await page.getByRole('button', { name: 'Open again' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Won', exact: true }).waitFor();
  });

  test('the audit and the sheet, on screen and on paper, with names and without', async () => {
    await page.getByRole('button', { name: 'Lost deals' }).click();
    await page
      .getByRole('heading', { name: /lost deals?/ })
      .first()
      .waitFor();
    expect(await barriers()).toEqual([]);
    await shootPage(page, 'pursuits-audit');
    const told = page.getByRole('button', { name: 'What this was told from' });
    const called = await told.allTextContents();
    expect(new Set(called).size).toBe(called.length);
    await told.first().scrollIntoViewIfNeeded();
    await told.first().click();
    await page.getByRole('main').locator('time').first().waitFor();
    expect(await barriers()).toEqual([]);
    await shootPage(page, 'pursuits-audit-deal');
    await told.first().click();
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBe(lost + 1);
    await page.getByLabel('Without names').check();
    await page.getByRole('heading', { name: 'Deal 1' }).waitFor();
    expect(await barriers()).toEqual([]);
    expect(await page.getByRole('main').textContent()).not.toMatch(/Sprengler|Rheintor|Farleigh/);
    await page.getByRole('button', { name: 'Monday sheet' }).click();
    await page.getByRole('heading', { name: /^Week of/ }).waitFor();
    expect(await barriers()).toEqual([]);
    await shootPage(page, 'pursuits-monday');
    await page.getByRole('button', { name: 'White space' }).click();
    await page.getByRole('columnheader', { name: 'Debt advisory' }).waitFor();
    expect(await barriers()).toEqual([]);
    await shootPage(page, 'pursuits-white-space');
    expect(app.problems).toEqual([]);
  });
});
