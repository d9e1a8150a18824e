/** A way in on Today: it opens to what it was told from, has its letter, and is put away; on a mailbox with one cold first letter. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { letter } from '../system/cli-runner.ts';
import { barriers as barriersOf, importInto, shootPage, startWeb, withoutChromium } from './browser.ts';
import type { WebApp } from './browser.ts';
import { newUserData, passphrase } from './desktop.ts';

const me = 'me@firm.example';
const anna = 'Anna Weber <anna@acme.example>';

function mailbox(): string {
  const mail = (daysAgo: number, fields: Record<string, string>): string =>
    letter({
      Date: new Date(Date.now() - daysAgo * 86_400_000).toUTCString(),
      'Message-ID': `<${String(daysAgo)}@x.example>`,
      ...fields,
    });
  const exchange = [2, 9, 16, 30, 45, 60, 80, 100].flatMap((days) => [
    mail(days + 1, { From: `Me <${me}>`, To: anna, 'Message-ID': `<ask${String(days)}@firm.example>` }),
    mail(days, { From: anna, To: me, 'In-Reply-To': `<ask${String(days)}@firm.example>` }),
  ]);
  const seenTogether = [5, 12, 19, 26, 40, 55].map((days) =>
    mail(days + 0.5, { From: anna, To: 'Jane Roe <jane@target.example>', Cc: me }),
  );
  const cold = mail(2.5, { From: `Me <${me}>`, To: 'Cleo Vance <cleo@target.example>', Subject: 'An introduction' });
  return [...exchange, ...seenTogether, cold].join('');
}

describe.skipIf(withoutChromium)(`ways in (need Chromium: ${withoutChromium || 'here'})`, () => {
  let app: WebApp;
  let page: Page;

  beforeAll(async () => {
    const data = newUserData();
    const file = join(newUserData(), 'mail.mbox');
    writeFileSync(file, mailbox());
    importInto(data, me, file);
    app = await startWeb(data, { WARMPATH_PASSPHRASE: passphrase });
    ({ page } = app);
    await page.goto(app.url);
  });
  afterAll(() => app?.close());

  test('a cold first letter where somebody warm knows somebody', async () => {
    const ways = page.getByRole('region', { name: 'Ways in' });
    await ways.getByText('You wrote to Target cold 2 days ago.').waitFor();
    await ways.getByText(/Ask Anna Weber, at Acme, seen with Jane Roe in 6 small threads/).waitFor();
    await ways.getByRole('button', { name: 'Why' }).click();
    await ways.getByText('An introduction', { exact: true }).waitFor();
    await ways.getByText(/Anna and Jane were in 6 small threads together/).waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await shootPage(page, 'ways-in');
    await ways.getByRole('button', { name: 'Ask for an introduction…' }).click();
    const draft = page.getByRole('dialog');
    await draft.getByRole('combobox', { name: 'To' }).waitFor();
    expect(await draft.getByRole('textbox').inputValue()).toContain('Jane Roe');
    await page.keyboard.press('Escape');
    await ways.getByRole('button', { name: 'Put away' }).click();
    await ways.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await ways.getByText('You wrote to Target cold 2 days ago.').waitFor();
    expect(app.problems).toEqual([]);
  });
});
