/** Names, subjects and companies that try to be more than text, or more text than fits, through every view. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvText } from '../../core/opportunities/csv-cell.ts';
import { barriers, goTo, importInto, shootPage, startWeb, viewNames, withoutChromium } from './browser.ts';
import type { WebApp } from './browser.ts';
import { newUserData, passphrase } from './desktop.ts';

const me = 'me@firm.example';
const hostile = [
  '<img src=x onerror="document.title=1">',
  '</script><script>document.title=1</script>',
  '{{constructor.constructor(1)}} ${1} %s',
  '\u202Egnp.exe\u2066 rotated',
  '👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿👍🏽',
  'اختبار الاسم الطويل',
  'Zz\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030A',
  `W${'i'.repeat(10_000)}`,
  'A very long name of many words '.repeat(40),
  '\u200B\u200B',
  "Robert'); DROP TABLE person;--",
];

const encoded = (text: string): string =>
  (
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,44}/gu) ?? []
  )
    .map((part) => `=?UTF-8?B?${part}?=`)
    .join('\n ');

/** Each has written and been answered, together with the next, lately; the subject is as hostile as the name. */
function mailbox(): string {
  const now = Date.now();
  return hostile
    .flatMap((name, i) =>
      [0, 1, 2, 3].map((round) => {
        const date = new Date(now - (round * 9 + 1) * 86_400_000).toUTCString().replace('GMT', '+0000');
        const them = `${encoded(name)} <h${i}@xn--hostile-${i}.example>`;
        const next = `<h${(i + 1) % hostile.length}@xn--hostile-${(i + 1) % hostile.length}.example>`;
        const [from, to] = round % 2 === 0 ? [them, `<${me}>`] : [`<${me}>`, them];
        return `From a@b Mon Jan  1 00:00:00 2024\nFrom: ${from}\nTo: ${to}\nCc: ${next}\nDate: ${date}\nMessage-ID: <${i}.${round}@x>\nSubject: ${encoded(name)}\n\nx\n\n`;
      }),
    )
    .join('');
}

/** A deal called like each, open and lost by turns. */
const hostileList = csvText(
  ['Deal', 'Client', 'Practice', 'Stage', 'Close date', 'Email'],
  hostile.map((name, i) => [
    `${String(i)} ${name}`, name, name.slice(0, 60), i % 2 === 0 ? 'Proposal' : 'Closed Lost', '2026-01-31', `h${String(i)}@xn--hostile-${String(i)}.example`,
  ]),
); // prettier-ignore

describe.skipIf(withoutChromium)(`hostile text (needs Chromium: ${withoutChromium || 'here'})`, () => {
  let app: WebApp;
  let page: Page;

  beforeAll(async () => {
    const data = newUserData();
    const file = join(newUserData(), `<b>${'long '.repeat(20)}.mbox`);
    writeFileSync(file, mailbox());
    importInto(data, me, file);
    app = await startWeb(data, { WARMPATH_PASSPHRASE: passphrase });
    ({ page } = app);
    await page.goto(app.url);
    await page.getByRole('navigation').waitFor();
  });
  afterAll(() => app?.close());

  /** Nothing of the text became an element, and nothing is wider than the window. */
  async function isSound(): Promise<void> {
    expect(await page.title()).toBe('Warmpath');
    expect(await page.locator('img, main script, iframe').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }

  test.each(viewNames)('%s', async (view) => {
    await goTo(page, view);
    await isSound();
    expect(await barriers(page)).toEqual([]);
    await shootPage(page, `hostile-${view.toLowerCase().replace(' ', '-')}`);
  });

  test('each of them opened, asked for and looked at in the palette', async () => {
    await goTo(page, 'People');
    const rows = page.getByRole('grid').getByRole('row');
    const people = (await rows.count()) - 1;
    expect(people).toBeGreaterThanOrEqual(hostile.length);
    for (let i = 1; i <= people; i++) {
      await rows.nth(i).click();
      await page
        .getByLabel(/^About /u)
        .first()
        .waitFor();
      await isSound();
    }
    for (const words of hostile) {
      await page.keyboard.press('Control+k');
      await page.keyboard.insertText(words.slice(0, 200));
      await page.getByRole('dialog').getByRole('option').first().waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Who knows' }).waitFor({ state: 'attached' });
      await isSound();
    }
    expect(app.problems).toEqual([]);
  });

  const tabs = [
    ['All', 'input[type=file]'],
    ['Monday sheet', 'h2'],
    ['Lost deals', 'h2'],
    ['White space', 'h2, table'],
  ] as const;

  test('pursuits: none yet, and such as these', async () => {
    const eachTab = async (name: string): Promise<void> => {
      for (const [tab, content] of tabs) {
        await page.getByRole('navigation', { name: 'Pursuits' }).getByRole('button', { name: tab }).click();
        await page.getByRole('main').locator(content).first().waitFor({ state: 'attached' });
        await isSound();
        expect(await barriers(page)).toEqual([]);
        await shootPage(page, `${name}-${tab.toLowerCase().replace(' ', '-')}`);
      }
    };
    await goTo(page, 'Sources');
    await page.getByRole('button', { name: 'Pursuits' }).click();
    await eachTab('pursuits-none');
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page
      .getByLabel('Import a list…')
      .setInputFiles({ name: 'deals.csv', mimeType: 'text/csv', buffer: Buffer.from(hostileList) });
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Read \d+ rows$/ })
      .click();
    await page.getByText(/pursuits added/).waitFor();
    await eachTab('pursuits-hostile');
    expect(app.problems).toEqual([]);
  });
});
