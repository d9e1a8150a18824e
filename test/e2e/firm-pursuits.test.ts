/** Pursuits of a member of a firm in the page: a colleague as the way in, who answers for the client first, and practices side by side. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openEmbedded } from '../../directory/database.ts';
import { startExchange } from '../servers/exchange.ts';
import { barriers, shootPage, startWeb, withoutChromium } from './browser.ts';
import { newUserData, passphrase } from './desktop.ts';
import { dataOf, go, joinFirm, memberPage, syncNow } from './firm-pages.ts';

const acme = ['Jane Roe <jane@target-acme.com>', 'Ben Ott <ben@target-acme.com>', 'Cai Lund <cai@target-acme.com>'];
const harbour = ['Ida Holm <ida@harbour.com>', 'Per Lie <per@harbour.com>', 'Kari Dahl <kari@harbour.com>'];

const list = [
  'Name,Client,Website,Email,Decision maker,Practice,Outcome',
  'Acme refinancing,Target Acme,target-acme.com,jane@target-acme.com,Jane Roe,Debt,open',
  'Harbour berths,Harbour,harbour.com,ida@harbour.com,Ida Holm,M&A,open',
  'Northwind merger,Northwind,northwind.com,kim@northwind.com,Kim Vale,M&A,won',
  'Unheard of,Unheard Of Holdings,unheardof.com,,,Debt,open',
].join('\n');

async function shareAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Share organisations…' }).click();
  await page.getByRole('button', { name: /^Share \d organisations? with everybody in the firm$/ }).click();
  await page.getByText(/^Visible to colleagues who ask/).waitFor();
}

describe.skipIf(withoutChromium)(`pursuits in a firm (need Chromium: ${withoutChromium || 'here'})`, () => {
  test('the way in through the firm, the partner first, and white space', async () => {
    const exchange = await startExchange(await openEmbedded(null));
    const data = dataOf('Tom Baker', ['Kim Vale <kim@northwind.com>', 'Kari Dahl <kari@harbour.com>']);
    const file = join(newUserData(), 'list.csv');
    writeFileSync(file, list);
    const read = spawnSync(process.execPath, [resolve('out/main/cli.cjs'), 'pursuit', 'import', file, '--data', data], {
      env: { ...process.env, WARMPATH_PASSPHRASE: passphrase },
      encoding: 'utf8',
    });
    expect(read.stdout).toContain('4 added');
    const tom = await startWeb(data, { WARMPATH_PASSPHRASE: passphrase });
    onTestFinished(() => tom.close());
    const { page } = tom;
    await page.goto(tom.url);
    await joinFirm(page, 'Tom Baker', await exchange.invite(), 'M&A');
    const zoe = randomBytes(16).toString('base64url');
    const maria = await memberPage('Maria Ortiz', [...acme, ...harbour], await exchange.invite({ tax: true }), 'Tax');
    await shareAll(maria.page);
    await memberPage('Zoe Third', harbour, await exchange.invite({ member: zoe }), 'Law');
    await exchange.loadClient('harbour.com', zoe);
    await syncNow(page);

    await go(page, 'Pursuits');
    await page.getByText('Maria Ortiz (Tax), to somebody at Target Acme').waitFor();
    await page.getByText(/^The Partner first/).waitFor();
    expect(await barriers(page)).toEqual([]);
    await shootPage(page, 'firm-pursuits-list');
    await page.getByRole('button', { name: /Acme refinancing/ }).click();
    await page.getByText('Ask your colleague Maria Ortiz (Tax), who knows somebody at Target Acme').waitFor();
    await page.getByRole('button', { name: 'Ask through the firm…' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await shootPage(page, 'firm-pursuit');
    await page.getByRole('button', { name: 'All pursuits' }).click();
    await page.getByRole('button', { name: /Harbour berths/ }).click();
    await page.getByText('The Partner answers for this client: ask them first.').waitFor();
    await shootPage(page, 'firm-pursuit-partner');

    await page.getByRole('button', { name: 'Monday sheet' }).click();
    await page.getByText('Ask Maria Ortiz (Tax) about somebody at Target Acme').waitFor();
    await shootPage(page, 'firm-pursuits-monday');
    await page.getByRole('button', { name: 'White space' }).click();
    await page.getByRole('columnheader', { name: 'Tax' }).waitFor();
    await page.getByRole('columnheader', { name: /M&A.*yours/ }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await shootPage(page, 'firm-white-space');
    const own = page.getByLabel('Your practice');
    await own.fill('Debt');
    await own.press('Enter');
    await page.getByRole('columnheader', { name: /Debt.*yours/ }).waitFor();
    expect(await own.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    expect(tom.problems).toEqual([]);
  });
});
