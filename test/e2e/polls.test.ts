/** A poll in the page: a steward asks about lost deals, a member sees their own answers and contributes; with pictures of both sides. */
import { describe, expect, test } from 'vitest';
import { openEmbedded } from '../../directory/database.ts';
import { startExchange } from '../servers/exchange.ts';
import { barriers, shootPage, withoutChromium } from './browser.ts';
import { memberPage, syncNow } from './firm-pages.ts';

const acme = ['Jane Roe <jane@target-acme.com>', 'Ben Ott <ben@target-acme.com>'];

describe.skipIf(withoutChromium)(`polls in the page (needs Chromium: ${withoutChromium || 'here'})`, () => {
  test('a steward asks, a member looks at what it was told from, unticks, contributes', async () => {
    const exchange = await startExchange(await openEmbedded(null));
    const stella = await memberPage('Stella Lead', ['Kim Vale <kim@other.com>'], await exchange.invite({ role: 'steward' }));
    const maria = await memberPage('Maria Ortiz', acme, await exchange.invite());

    const { page } = stella;
    await page.getByRole('heading', { name: 'How asks are answered' }).waitFor();
    await page.getByRole('button', { name: 'Ask everybody' }).click();
    await page.getByText(/You ask everybody about how asks are answered: open until/).waitFor();
    // The rail names it once there is one.
    await page.keyboard.press('Control+9');
    const tabs = page.getByRole('navigation', { name: 'Pursuits' }).getByRole('button');
    for (const line of ['Acme refinancing, jane@target-acme.com, CFO', 'Other pitch, kim@other.com', 'Unknown pitch, at Somewhere']) {
      await page.getByPlaceholder(/Acme refinancing/).fill(line);
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByRole('button', { name: new RegExp(line.split(',')[0] ?? '') }).click();
      await page.getByRole('button', { name: 'Lost', exact: true }).click();
      await page.getByRole('button', { name: 'Open again' }).waitFor();
      await tabs.first().click();
    }
    await page.getByRole('button', { name: 'Lost deals' }).click();
    await page.getByRole('heading', { name: 'Ask the firm' }).waitFor();
    // What cannot be asked about is not chosen, and says why.
    await page.getByText('Unknown pitch names no website and no address', { exact: false }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Unknown pitch' }).count()).toBe(0);
    await page.getByRole('checkbox', { name: 'Other pitch' }).uncheck();
    await page.getByRole('button', { name: 'Ask everybody' }).click();
    await page.getByText(/You ask everybody about lost deals: open until/).waitFor();
    await shootPage(page, 'polls-ask');
    expect(await barriers(page)).toEqual([]);

    await syncNow(maria.page);
    await maria.page.getByText(/Stella Lead asks everybody about lost deals/).waitFor();
    await maria.page.getByRole('button', { name: 'Contribute yes for 1 of 1' }).waitFor();
    await maria.page.getByRole('button', { name: /What this was told from.*Target Acme/ }).click();
    await maria.page.getByRole('heading', { name: 'On the day' }).waitFor();
    await shootPage(maria.page, 'polls-own-answers');
    expect(await barriers(maria.page)).toEqual([]);
    await maria.page.getByRole('checkbox', { name: /Target Acme/ }).uncheck();
    await maria.page.getByRole('button', { name: 'Contribute no for each of them' }).click();
    await maria.page.getByText('You contributed.').waitFor();
    await maria.page.getByRole('table', { name: 'Your own asks' }).waitFor();
    await maria.page.getByRole('button', { name: 'Leave unanswered' }).click();
    await maria.page.getByText('You left this unanswered. Nothing was sent.').waitFor();
    await shootPage(maria.page, 'polls-answered');
    const told = [...exchange.calls.values()].flat().filter((path) => path === '/v1/contribute');
    expect(told).toHaveLength(1);
  }, 180_000);
}); // prettier-ignore
