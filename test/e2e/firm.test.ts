/** Two members of a firm in the page: joining, sharing, looking, asking, offering, stopping; with pictures of both sides. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { localMinute } from '../../renderer/words/dates.ts';
import { openEmbedded } from '../../directory/database.ts';
import { startExchange } from '../servers/exchange.ts';
import { barriers, shootPage, withoutChromium } from './browser.ts';
import { go, memberPage, syncNow } from './firm-pages.ts';

const lawyers = ['Lou', 'Max', 'Ned'].map((name) => `${name} Weber <${name.toLowerCase()}@weber-law.com>`);
const acme = ['Jane Roe <jane@target-acme.com>', 'Ben Ott <ben@target-acme.com>', 'Cai Lund <cai@target-acme.com>'];

describe.skipIf(withoutChromium)(`the firm in the page (needs Chromium: ${withoutChromium || 'here'})`, () => {
  test('join, share a proposed set, find it, stop; ask, be asked, offer', async () => {
    const exchange = await startExchange(await openEmbedded(null));
    const tom = await memberPage(
      'Tom Baker',
      ['Kim Vale <kim@target-acme.com>', ...lawyers],
      await exchange.invite(),
      '',
      true,
    );
    const member = randomBytes(16).toString('base64url');
    const maria = await memberPage('Maria Ortiz', acme, await exchange.invite({ tax: true, member }), 'Tax');

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

    // To a member of a law firm, lawyers are proposed like anybody.
    await go(tom.page, 'Firm');
    await tom.page.getByRole('button', { name: 'Share organisations…' }).click();
    await tom.page.getByRole('checkbox', { name: 'Share: somebody at Weber Law' }).waitFor();
    await tom.page.keyboard.press('Escape');

    // Finding it on the other side.
    await go(tom.page, 'Who knows');
    await tom.page.getByRole('textbox', { name: 'Who knows' }).fill('target acme cfo');
    await tom.page.getByRole('button', { name: 'See what colleagues have shared' }).click();
    await tom.page.getByText(/Maria Ortiz \(Tax\) knows somebody at Target Acme/).waitFor();
    await shootPage(tom.page, 'firm-found');
    expect(await barriers(tom.page)).toEqual([]);

    // The true state beside the organisation, and stopping; nobody there is named, so no person carries the sign.
    await page
      .getByRole('searchbox')
      .or(page.getByRole('combobox', { name: /search/i }))
      .first()
      .fill('jane');
    await page.getByRole('row', { name: /Jane Roe/ }).click();
    await page.locator('#sharing').waitFor();
    await shootPage(page, 'firm-person');
    const sign = page.getByRole('button', { name: 'Visible to colleagues who ask' });
    expect(await page.getByText(/^visible to colleagues who ask$/i).count()).toBe(0);
    await page.getByRole('button', { name: 'Target Acme' }).click();
    await sign.waitFor();
    await sign.press('Enter');
    await page.locator('#sharing:focus', { hasText: 'Visible to colleagues who ask.' }).waitFor();
    // Several colleagues in one grant.
    await page.getByLabel('Share with').selectOption('colleagues I choose');
    expect(await page.getByRole('button', { name: 'Look and share…' }).isDisabled()).toBe(true);
    const colleagues = page.getByRole('group', { name: 'Colleagues' }).getByRole('checkbox');
    expect(await colleagues.count()).toBe(2);
    for (const one of await colleagues.all()) await one.check();
    await shootPage(page, 'firm-colleagues');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Look and share…' }).click();
    await page.getByRole('heading', { name: /^To .+, Tom Baker$/ }).waitFor();
    await page.keyboard.press('Escape');
    // A client the user answers for.
    await exchange.loadClient('target-acme.com', member);
    await go(page, 'Firm');
    await syncNow(page);
    await page.getByRole('button', { name: 'Close to sharing by others' }).click();
    await page
      .getByText('Closed: nothing that is shared about it is answered; colleagues are told to ask you.')
      .waitFor();
    await page.getByText('Shared, and answered to nobody: you have closed this client.').waitFor();
    await page.getByText('Nothing is visible to others: 1 thing about clients you have closed').waitFor();
    await shootPage(page, 'firm-client');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Open to sharing again' }).click();
    await page.getByText(/^Open: colleagues may share/).waitFor();
    await page.getByRole('button', { name: 'Stop sharing everything' }).click();
    await page.getByText('You share nothing any more').waitFor();
    await sign.waitFor({ state: 'detached' });
    // What is left is the client list's.
    expect(await exchange.rows()).toBe(1);

    // Asking.
    await go(tom.page, 'Firm');
    const asks = tom.page.getByRole('button', { name: 'Ask through the firm' });
    await tom.page.getByLabel('Who knows').fill('xyzzy');
    await tom.page
      .getByText(/^Nobody by these words: give an address/u)
      .first()
      .waitFor();
    expect(await asks.isDisabled()).toBe(true);
    await tom.page.getByLabel('Who knows').fill('jane@target-acme.com');
    await tom.page.getByText('This asks about jane@target-acme.com.').first().waitFor();
    await tom.page.getByLabel('Why').fill('The list closes at six');
    const neededBy = tom.page.getByLabel('Needed by');
    expect(await neededBy.inputValue()).toMatch(/T18:00$/u);
    await neededBy.fill(localMinute(Date.now() + 2 * 3_600_000));
    await shootPage(tom.page, 'firm-ask');
    expect(await barriers(tom.page)).toEqual([]);
    await asks.click();
    await tom.page.getByText('Asked who knows jane@target-acme.com.').waitFor();
    await syncNow(page);
    await page.getByRole('heading', { name: 'You are asked' }).waitFor();
    await page.getByText(/asks who knows jane@target-acme\.com, by (?:today|tomorrow), /u).waitFor();
    await shootPage(page, 'firm-asked');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Offer an introduction' }).click();
    await page.getByText('You offered an introduction.').waitFor();
    await page.getByRole('button', { name: 'Write it…' }).waitFor();
    await syncNow(tom.page);
    await tom.page.getByText(/offers an introduction/).waitFor();
    await shootPage(tom.page, 'firm-offered');
    expect(await barriers(tom.page)).toEqual([]);
    await tom.page.getByRole('button', { name: 'Take it back' }).click();
    await tom.page.getByText(/offers an introduction/).waitFor({ state: 'detached' });
    expect([...maria.problems, ...tom.problems]).toEqual([]);
  });
});
