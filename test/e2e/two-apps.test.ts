/** Two members in two real apps, one the desktop's, one in a browser, and a firm exchange on PostgreSQL: found, asked by mail, taken back. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openPostgres } from '../../directory/database.ts';
import { dayInWords } from '../../renderer/words/dates.ts';
import { startExchange } from '../servers/exchange.ts';
import { postgresIsHere, startPostgres } from '../servers/postgres.ts';
import type { Postgres } from '../servers/postgres.ts';
import { barriers, shootPage, withoutChromium } from './browser.ts';
import { newUserData, passphrase, shoot, startDesktop, withoutElectron } from './desktop.ts';
import type { Desktop } from './desktop.ts';
import { dataOf, go, joinFirm, memberPage, syncNow } from './firm-pages.ts';

const missing = withoutChromium || withoutElectron || (postgresIsHere ? false : 'PostgreSQL is not here, or not root');
const acme = ['Jane Roe <jane@target-acme.com>', 'Ben Ott <ben@target-acme.com>', 'Cai Lund <cai@target-acme.com>'];
const wanted = 'Jane Roe at target-acme.com';

describe.skipIf(missing)(`two apps (need Electron, Chromium and PostgreSQL: ${missing || 'here'})`, () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());

  test('shared in one, found in the other, asked by mail without a hand on the mouse, and gone once stopped', async () => {
    const exchange = await startExchange(await openPostgres(postgres.newDatabase(), 8));
    const maria = await memberPage('Maria Ortiz', acme, await exchange.invite({ tax: true }), 'Tax');
    const tom = await tomAtHisDesk(await exchange.invite());

    // Who would read it is part of what is shared: Maria hears of Tom first.
    await syncNow(maria.page);
    await maria.page
      .getByText('1 colleague can be asked')
      .or(maria.page.getByText('2 colleagues can be asked'))
      .waitFor();
    await shareByName(maria.page);
    await shootPage(maria.page, 'two-apps-shared');

    await askPalette(tom.page);
    await press(tom.page, /^See what colleagues have shared$/u);
    await tom.page
      .getByText(/Maria Ortiz \(Tax\) knows Jane Roe/)
      .first()
      .waitFor();
    await shoot(tom.page, 'two-apps-found', tom);
    await go(tom.page, 'Today');

    // 17:40, the list closes at 18:00, and the exchange is out of reach: what was answered is still there, and says how old it is.
    exchange.switchOff(true);
    const opened = await lettersOf(tom);
    const began = Date.now();
    await askPalette(tom.page, 'jane roe');
    await tom.page.getByText(/As of/).first().waitFor();
    await press(tom.page, /^Ask by mail$/u);
    await expect.poll(opened, { timeout: 10_000 }).toMatch(/^mailto:maria@firm\.example\?/);
    console.log(`from the key to the draft: ${((Date.now() - began) / 1000).toFixed(1)} s`);
    const letter = decodeURIComponent(await opened());
    expect(letter).toContain('Jane Roe');
    await shoot(tom.page, 'two-apps-kept', tom);

    exchange.switchOff(false);
    await go(maria.page, 'Firm');
    await maria.page.getByRole('button', { name: 'Stop sharing everything' }).click();
    await maria.page.getByText('You share nothing any more').waitFor();
    await go(tom.page, 'Firm');
    await syncNow(tom.page);
    await expect
      .poll(
        async () => {
          await askPalette(tom.page);
          await tom.page.getByRole('button', { name: 'See what colleagues have shared' }).waitFor();
          const shown = await tom.page.getByText(/Maria Ortiz \(Tax\) knows/).count();
          await go(tom.page, 'Today');
          return shown;
        },
        { timeout: 30_000 },
      )
      .toBe(0);
    // Not in what was kept either.
    exchange.switchOff(true);
    await askPalette(tom.page);
    await tom.page.getByRole('button', { name: 'See what colleagues have shared' }).waitFor();
    expect(await tom.page.getByText(/Maria Ortiz \(Tax\) knows/).count()).toBe(0);
    await shoot(tom.page, 'two-apps-gone', tom);
    expect([...maria.problems, ...tom.problems]).toEqual([]);
  });

  test('an ask the system tells of without a name, a second computer that stops what the first shared, and a leaver', async () => {
    const exchange = await startExchange(await openPostgres(postgres.newDatabase(), 8));
    const [mariaId, tomId] = [newId(), newId()];
    const maria = await memberPage('Maria Ortiz', acme, await exchange.invite({ tax: true, member: mariaId }), 'Tax');
    const tom = await tomAtHisDesk(await exchange.invite({ member: tomId }));
    await syncNow(maria.page);
    await maria.page.getByText('2 colleagues can be asked').waitFor();

    await notifications(tom);
    await maria.page.getByLabel('Who knows').fill('kim@elsewhere.example');
    await maria.page.getByRole('button', { name: 'Ask through the firm' }).click();
    await maria.page.getByText('Asked who knows kim@elsewhere.example.').waitFor();
    await go(tom.page, 'Firm');
    await tom.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await syncNow(tom.page);
    const notified = () => tom.app.evaluate(() => (globalThis as { notified?: string[] }).notified ?? []);
    await expect.poll(notified, { timeout: 20_000 }).toEqual(['A colleague asks about somebody you know.']);
    // A click on it leads there, also from a window that is hidden.
    await go(tom.page, 'Today');
    await tom.app.evaluate(() => (globalThis as { click?: () => void }).click?.());
    await tom.page.getByRole('heading', { level: 1, name: 'Firm' }).waitFor({ state: 'attached' });
    await go(tom.page, 'Today');
    await tom.page.getByRole('region', { name: 'You are asked' }).getByText('Kim Vale').waitFor();
    await shoot(tom.page, 'two-apps-asked', tom);
    expect(await barriers(tom.page)).toEqual([]);
    await tom.page.getByRole('button', { name: 'Not me' }).click();
    await tom.page.getByRole('region', { name: 'You are asked' }).waitFor({ state: 'detached' });

    // Asked again, Tom offers: his mail program opens with the draft, and Maria sees his name.
    await maria.page.getByLabel('Who knows').fill('Kim Vale at elsewhere.example');
    await maria.page.getByRole('button', { name: 'Ask through the firm' }).click();
    await maria.page.getByText('Asked who knows Kim Vale at elsewhere.example.').waitFor();
    const opened = await lettersOf(tom);
    await go(tom.page, 'Firm');
    await syncNow(tom.page);
    await tom.page.getByRole('button', { name: 'Offer an introduction' }).click();
    await expect.poll(opened, { timeout: 10_000 }).toMatch(/^mailto:maria@firm\.example\?/);
    expect(decodeURIComponent(await opened())).toContain('May I introduce Maria Ortiz');
    await shoot(tom.page, 'two-apps-offer', tom);
    await syncNow(maria.page);
    await maria.page.getByText('Tom Baker offers an introduction.').waitFor();
    await shootPage(maria.page, 'two-apps-offered');

    await shareByName(maria.page);
    const second = await memberPage('Maria Ortiz', acme, await exchange.invite({ tax: true, member: mariaId }), 'Tax');
    await second.page.getByText(/^Another computer of yours shares: Jane Roe, Target Acme; Target Acme\./).waitFor();
    await shootPage(second.page, 'two-apps-second-device');
    expect(await barriers(second.page)).toEqual([]);
    await second.page.getByRole('button', { name: 'Stop sharing it' }).click();
    await second.page.getByText('You share nothing. You may ask').waitFor();
    expect(await exchange.rows()).toBe(0);
    await go(maria.page, 'Firm');
    await syncNow(maria.page);
    await maria.page.getByText('You share nothing. You may ask').waitFor();

    await exchange.remove(tomId);
    await go(tom.page, 'Firm');
    await syncNow(tom.page);
    await tom.page.getByRole('button', { name: 'Join again in Settings' }).waitFor();
    await shoot(tom.page, 'two-apps-left', tom);
    await tom.page.getByRole('button', { name: 'Join again in Settings' }).click();
    await tom.page.getByText('Your membership has ended.').waitFor();
    expect(await barriers(tom.page)).toEqual([]);
    await syncNow(maria.page);
    await maria.page.getByText('1 colleague can be asked').waitFor();
    await shootPage(maria.page, 'two-apps-after-a-leaver');
    expect([...maria.problems, ...second.problems, ...tom.problems]).toEqual([]);
  });
});

const newId = (): string => randomBytes(16).toString('base64url');

/** Tom, who knows Kim Vale, in the desktop app. */
async function tomAtHisDesk(link: string): Promise<Desktop> {
  const userData = newUserData();
  dataOf('Tom Baker', ['Kim Vale <kim@elsewhere.example>'], join(userData, 'data'));
  const tom = await startDesktop(userData);
  onTestFinished(() => tom.app.close());
  await tom.page.locator('input[type=password]').first().fill(passphrase);
  await tom.page.keyboard.press('Enter');
  await joinFirm(tom.page, 'Tom Baker', link);
  return tom;
}

/** What the user's mail program is told to open is written down instead: there may be none. Answers with the latest. */
async function lettersOf({ app }: Desktop): Promise<() => Promise<string>> {
  await app.evaluate(({ shell }) => {
    shell.openExternal = async (url) => void Object.assign(globalThis, { opened: url });
  });
  return () => app.evaluate(() => (globalThis as { opened?: string }).opened ?? '');
}

/** The system's notifications are written down instead of shown: there may be no desktop to show them. */
async function notifications({ app }: Desktop): Promise<void> {
  await app.evaluate(({ Notification }) => {
    const seen: { notified: string[]; click?: () => void } = Object.assign(globalThis, { notified: [] });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show() {
      seen.notified.push(this.body);
      seen.click = () => void this.emit('click');
    };
  });
}

/** Jane by her name, to everybody in the firm. */
async function shareByName(page: Page): Promise<void> {
  await go(page, 'People');
  await page.getByRole('row', { name: /Jane Roe/ }).click();
  await page.getByLabel('What they are told').selectOption('the name');
  await page.getByLabel('For', { exact: true }).selectOption('30 days');
  await page.getByRole('button', { name: 'Look and share…' }).click();
  await page
    .getByText(`until ${dayInWords(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10))}`)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Share exactly this' }).click();
  await page.getByText('Visible to colleagues who ask.').waitFor();
}

/** From wherever the user is, with keys. */
async function askPalette(page: Page, words = wanted): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Go to' }).waitFor();
  await page.keyboard.type(words);
  await page.getByRole('option', { name: /^Who knows/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 3, name: 'The firm' }).waitFor();
}

/** Tab until the button of that name has the focus, and Enter. */
async function press(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
    if (name.test(focused.trim())) return page.keyboard.press('Enter');
  }
  throw new Error(`Tab never came to ${String(name)}`);
}
