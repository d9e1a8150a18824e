/** Two members of a firm in the page: joining, sharing, looking, asking, offering, stopping; with pictures of both sides. */
import { describe, expect, test } from 'vitest';
import { openEmbedded } from '../../directory/database.ts';
import { startExchange } from '../servers/exchange.ts';
import { barriers, shootPage, withoutChromium } from './browser.ts';
import { go, memberPage, syncNow } from './firm-pages.ts';

const acme = ['Jane Roe <jane@target-acme.com>', 'Ben Ott <ben@target-acme.com>', 'Cai Lund <cai@target-acme.com>'];

describe.skipIf(withoutChromium)(`the firm in the page (needs Chromium: ${withoutChromium || 'here'})`, () => {
  test('join, share a proposed set, find it, stop; ask, be asked, offer', async () => {
    const exchange = await startExchange(await openEmbedded(null));
    const tom = await memberPage('Tom Baker', ['Kim Vale <kim@target-acme.com>'], await exchange.invite());
    const maria = await memberPage('Maria Ortiz', acme, await exchange.invite({ tax: true }), 'Tax');

    // Sharing: one screen, untick, share.
    const { page } = maria;
    await page.getByText('You share nothing.').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Share organisations…' }).click();
    await page.getByRole('checkbox', { name: 'Share: somebody at Target Acme' }).waitFor();
    await shootPage(page, 'firm-proposed-set');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('checkbox').uncheck();
    await page.getByRole('button', { name: 'Share no organisations' }).waitFor();
    expect(await page.getByRole('button', { name: 'Share no organisations' }).isDisabled()).toBe(true);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Share 1 organisation with everybody in the firm' }).click();
    await page.getByText('Visible to colleagues who ask: 1 thing').waitFor();
    await shootPage(page, 'firm-shared');
    expect(await exchange.rows()).toBe(1);

    // Finding it on the other side.
    await go(tom.page, 'Who knows');
    await tom.page.getByRole('textbox', { name: 'Who knows' }).fill('target acme');
    await tom.page.getByRole('button', { name: 'See what colleagues have shared' }).click();
    await tom.page.getByText(/Maria Ortiz \(Tax\) knows somebody at Target Acme/).waitFor();
    await shootPage(tom.page, 'firm-found');
    expect(await barriers(tom.page)).toEqual([]);

    // The true state beside the organisation and the person, and stopping.
    await page
      .getByRole('searchbox')
      .or(page.getByRole('combobox', { name: /search/i }))
      .first()
      .fill('jane');
    await page.getByRole('row', { name: /Jane Roe/ }).click();
    await page.getByRole('heading', { name: 'Sharing' }).scrollIntoViewIfNeeded();
    await page.getByText('Visible to colleagues who ask.').waitFor();
    await shootPage(page, 'firm-person');
    await go(page, 'Firm');
    await page.getByRole('button', { name: 'Stop sharing everything' }).click();
    await page.getByText('You share nothing any more').waitFor();
    expect(await exchange.rows()).toBe(0);

    // Asking.
    await go(tom.page, 'Firm');
    await tom.page.getByLabel('Who knows').fill('jane@target-acme.com');
    await tom.page.getByLabel('Why').fill('The list closes at six');
    await tom.page.getByRole('button', { name: 'Ask through the firm' }).click();
    await tom.page.getByText('Asked who knows jane@target-acme.com.').waitFor();
    await syncNow(page);
    await page.getByRole('heading', { name: 'You are asked' }).waitFor();
    await shootPage(page, 'firm-asked');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Offer an introduction' }).click();
    await page.getByText('You offered an introduction.').waitFor();
    await page.getByRole('button', { name: 'Write it…' }).waitFor();
    await syncNow(tom.page);
    await tom.page.getByText(/offers an introduction/).waitFor();
    await shootPage(tom.page, 'firm-offered');
    expect(await barriers(tom.page)).toEqual([]);
    expect([...maria.problems, ...tom.problems]).toEqual([]);
  });
});
