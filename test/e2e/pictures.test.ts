/** Every view on mailboxes of every kind and size, kept as pictures to be looked at. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeCircles } from '../../bench/generate-circles.ts';
import { benchOwner, writeMbox } from '../../bench/generate-mail.ts';
import { goTo, importInto, shootPage, startWeb, viewNames, withoutChromium } from './browser.ts';
import { choosePassphrase, newUserData, passphrase } from './desktop.ts';

const corpora = process.env['CORPORA'];
const realMail = corpora === undefined ? '' : resolve(corpora, 'mbox/linux-hwmon-ego.mbox.zst');
const now = Math.floor(Date.now() / 1000);

/** How the mailbox comes about; each writes one file and says whose it is. */
const mailboxes: readonly (readonly [name: string, owner: string, write: (file: string) => void])[] = [
  ['twenty', benchOwner, (file) => writeCircles(file, 20, now)],
  ['ten-thousand', benchOwner, (file) => writeCircles(file, 10_000, now)],
  ['hundred-thousand-messages', benchOwner, (file) => writeMbox(file, 100_000, now)],
];

async function shootEverything(name: string, data: string): Promise<string[]> {
  const app = await startWeb(data, { WARMPATH_PASSPHRASE: passphrase });
  try {
    await app.page.goto(app.url);
    await app.page.getByRole('navigation').waitFor();
    for (const view of viewNames) {
      await goTo(app.page, view);
      await shootPage(app.page, `${name}-${view.toLowerCase().replace(' ', '-')}`);
    }
    return app.problems;
  } finally {
    await app.close();
  }
}

describe.skipIf(withoutChromium)(`pictures (need Chromium: ${withoutChromium || 'here'})`, () => {
  test.each(mailboxes)('%s', async (name, owner, write) => {
    const data = newUserData();
    const file = join(newUserData(), 'mail.mbox');
    write(file);
    importInto(data, owner, file);
    expect(await shootEverything(name, data)).toEqual([]);
  });

  test.skipIf(!existsSync(realMail))('a real mailbox (needs CORPORA)', async () => {
    const data = newUserData();
    const file = join(newUserData(), 'linux-hwmon.mbox');
    execFileSync('zstd', ['-q', '-d', realMail, '-o', file]);
    importInto(data, 'linux@roeck-us.net', file);
    expect(await shootEverything('linux-hwmon', data)).toEqual([]);
  });

  test('an empty profile', async () => {
    const app = await startWeb(newUserData());
    try {
      await app.page.goto(app.url);
      await app.page.locator('input[type=password]').first().waitFor();
      await shootPage(app.page, 'empty-passphrase');
      await choosePassphrase(app.page);
      await app.page.getByRole('button', { name: 'Try the sample' }).waitFor();
      await shootPage(app.page, 'empty-first-run');
      expect(app.problems).toEqual([]);
    } finally {
      await app.close();
    }
  });
});
