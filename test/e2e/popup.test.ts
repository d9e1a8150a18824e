/** The popup in a real Electron, at its minute by a clock that the test sets: what it shows, to whom, and how it goes away. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { Brief } from '../../core/contract/briefing.ts';
import { barriers, importInto } from './browser.ts';
import {
  choosePassphrase,
  newUserData,
  passphrase,
  screenshots,
  startDesktop,
  trySample,
  withoutElectron,
} from './desktop.ts';
import type { Desktop } from './desktop.ts';

const corpora = process.env['CORPORA'];
const realMail = corpora === undefined ? '' : resolve(corpora, 'mbox/linux-hwmon-ego.mbox.zst');
const withoutKeys = spawnSync('xdotool', ['version']).error === undefined ? false : 'there is no xdotool';
const minute = 60_000;

/** What the terminal says of the coming meetings. */
function briefsIn(userData: string, ...words: readonly string[]): Brief[] {
  const cli = resolve(import.meta.dirname, '../../out/main/cli.cjs');
  const said = execFileSync(
    process.execPath,
    [cli, 'brief', '--json', '--data', join(userData, 'data'), ...words],
    { env: { ...process.env, WARMPATH_PASSPHRASE: passphrase }, encoding: 'utf8' },
  ); // prettier-ignore
  return JSON.parse(said) as Brief[];
}

/** The name of the first of them. */
function firstOf(brief: Brief | undefined): string {
  const name = brief?.people[0]?.name;
  if (name === undefined) throw new Error('there is nobody in it');
  return name;
}

describe.skipIf(withoutElectron)(`the popup (needs Electron and a display: ${withoutElectron || 'here'})`, () => {
  let desktop: Desktop | null = null;
  afterEach(async () => {
    await desktop?.app.close();
    desktop = null;
  });

  /** The app as the clock comes to two seconds before the popup of that meeting, which is waited for. */
  async function popupOf(userData: string, startAt: string): Promise<Page> {
    const due = Date.parse(startAt) - 10 * minute;
    desktop = await startDesktop(userData, { env: { WARMPATH_CLOCK: new Date(due - 2000).toISOString() } });
    await desktop.app.context().clock.setSystemTime(due);
    const appeared = desktop.app.waitForEvent('window');
    await desktop.page.locator('input[type=password]').first().fill(passphrase);
    await desktop.page.keyboard.press('Enter');
    const popup = await appeared;
    await popup.getByRole('main', { name: 'Briefing' }).waitFor();
    await shown();
    return popup;
  }
  const windows = () =>
    (desktop as Desktop).app.evaluate(({ BrowserWindow, screen }) => ({
      area: screen.getPrimaryDisplay().workArea,
      all: BrowserWindow.getAllWindows().map((one) => ({
        bounds: one.getBounds(),
        isVisible: one.isVisible(),
        isFocused: one.isFocused(),
        isOnTop: one.isAlwaysOnTop(),
      })),
    }));
  /** The popup's window as it is once it shows. */
  const shown = async () => {
    await expect
      .poll(async () => (await windows()).all.find(({ isOnTop }) => isOnTop)?.isVisible, { timeout: 20_000 })
      .toBe(true);
  };
  const gone = async () => {
    await expect.poll(async () => (await windows()).all.length, { timeout: 10_000 }).toBe(1);
  };
  async function shoot(popup: Page, name: string): Promise<void> {
    // The window follows its content.
    await popup.waitForFunction(() => Math.abs(innerHeight - (document.querySelector('main')?.offsetHeight ?? 0)) < 2);
    for (const colorScheme of ['light', 'dark'] as const) {
      await popup.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await popup.screenshot({ path: join(screenshots, `popup-${name}-${colorScheme}.png`) });
    }
  }

  /** `wanted`: the first coming meeting that is so. */
  async function withSample(
    wanted = (brief: Brief): boolean => brief.people.length > 1,
  ): Promise<{ userData: string; brief: Brief }> {
    const userData = newUserData();
    const first = await startDesktop(userData);
    await choosePassphrase(first.page);
    await trySample(first.page);
    await first.app.close();
    const brief = briefsIn(userData).find((one) => wanted(one) && Date.parse(one.startAt) > Date.now() + 15 * minute);
    if (brief === undefined) throw new Error('the sample has no such meeting');
    return { userData, brief };
  }

  test('the sample: covered, uncovered, behind Enter; by keys alone; closed it stays away', async () => {
    const { userData, brief } = await withSample();
    const popup = await popupOf(userData, brief.startAt);
    const names = brief.people.map(({ name }) => name);
    const text = () => popup.locator('body').innerText();

    // Initials and no more, in the corner, above the rest, and the window that had the focus has it.
    expect(await text()).toMatch(/in 10 minutes/);
    for (const name of names) expect(await text()).not.toContain(name);
    const { all, area } = await windows();
    const window = all.find(({ isOnTop }) => isOnTop);
    expect(window?.isFocused).toBe(false);
    const { x = 0, y = 0, width = 0, height = 0 } = window?.bounds ?? {};
    expect([width, area.x + area.width - x - width, area.y + area.height - y - height]).toEqual([380, 12, 12]);
    await shoot(popup, 'covered');
    expect(await barriers(popup)).toEqual([]);

    await popup.getByRole('article').hover();
    for (const { name, lines } of brief.people) {
      await popup.getByText(name).waitFor();
      for (const { kind } of lines) expect(['owed', 'moved', 'first meeting', 'last contact', 'quiet', 'way in', 'awaited']).toContain(kind); // prettier-ignore
    }
    await shoot(popup, 'open');
    expect(await barriers(popup)).toEqual([]);

    await popup.keyboard.press('ArrowDown');
    await popup.keyboard.press('Enter');
    await popup.getByText('so far.').waitFor();
    await shoot(popup, 'details');
    expect(await barriers(popup)).toEqual([]);
    const tall = (await windows()).all.find(({ isOnTop }) => isOnTop)?.bounds;
    expect(tall?.height).toBeGreaterThan(height);
    expect((tall?.y ?? 0) + (tall?.height ?? 0)).toBe(y + height);

    // What is closed by its own key goes before the key is up.
    await popup.keyboard.press('Escape').catch(() => undefined);
    await gone();
    expect(desktop?.problems).toEqual([]);
    const answer = await popupOfNothing(userData, brief.startAt);
    expect(answer).toBe(1);
  });

  /** How many windows there are a moment after the engine has answered, where the popup has been closed before. */
  async function popupOfNothing(userData: string, startAt: string): Promise<number> {
    await desktop?.app.close();
    desktop = await startDesktop(userData, {
      env: { WARMPATH_CLOCK: new Date(Date.parse(startAt) - 5 * minute).toISOString() },
    });
    await desktop.page.locator('input[type=password]').first().fill(passphrase);
    await desktop.page.keyboard.press('Enter');
    await desktop.page.getByRole('navigation').waitFor();
    return (await windows()).all.length;
  }

  test('a reply that is owed stands first', async () => {
    const { userData, brief } = await withSample(({ people }) => people.some(({ lines }) => lines[0]?.kind === 'owed'));
    const popup = await popupOf(userData, brief.startAt);
    await popup.getByRole('article').hover();
    await popup.getByText(/^you owe a reply/).waitFor();
    await shoot(popup, 'owed');
  });

  test('the engine gone, it is started again, and the popup still comes; the popup is not the last window', async () => {
    const { userData, brief } = await withSample();
    const popup = await popupOf(userData, brief.startAt);
    const { app } = desktop as Desktop;
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => !one.isAlwaysOnTop())
        ?.close(),
    );
    const pid = await app.evaluate(({ app: electron }) => electron.getAppMetrics().find(({ name }) => name === 'Warmpath engine')?.pid ?? 0); // prettier-ignore
    process.kill(pid, 'SIGKILL');
    // It stands for an engine that is no more.
    await expect.poll(() => popup.isClosed(), { timeout: 10_000 }).toBe(true);
    const again = () => app.evaluate(({ app: electron }) => electron.getAppMetrics().some(({ name }) => name === 'Warmpath engine')); // prettier-ignore
    await expect.poll(again, { timeout: 20_000 }).toBe(true);
    expect(app.process().exitCode).toBeNull();
  });

  test('later, not for this meeting, and a person opened in the window', async () => {
    const { userData, brief } = await withSample();
    let popup = await popupOf(userData, brief.startAt);
    await popup.getByRole('article').hover();
    await popup.getByRole('button', { name: /^Again in 5 minutes/ }).click();
    await gone();
    await desktop?.app.close();

    popup = await popupOf(userData, new Date(Date.parse(brief.startAt) + 5 * minute).toISOString());
    await popup.getByRole('article').hover();
    await popup.getByRole('button', { name: firstOf(brief) }).click();
    await popup.getByRole('button', { name: 'Open the page' }).click();
    await desktop?.page.getByLabel(`About ${firstOf(brief)}`).waitFor();
    await gone();
  });

  test.skipIf(withoutKeys)(
    'the keys show it from anywhere, with the focus, and put it away (needs xdotool)',
    async () => {
      const { userData, brief: some } = await withSample();
      // Nothing is due then: it shows what comes next.
      const clock = new Date(Date.parse(some.startAt) - 180 * minute);
      const [brief] = briefsIn(userData, '--at', clock.toISOString(), '--next');
      desktop = await startDesktop(userData, { env: { WARMPATH_CLOCK: clock.toISOString() } });
      await desktop.app.context().clock.setSystemTime(clock);
      await desktop.page.locator('input[type=password]').first().fill(passphrase);
      await desktop.page.keyboard.press('Enter');
      await desktop.page.getByRole('navigation').waitFor();
      const appeared = desktop.app.waitForEvent('window');
      execFileSync('xdotool', ['key', 'ctrl+alt+b']);
      const popup = await appeared;
      await popup.getByText(/^in \d+ (?:hours|minutes)$/).waitFor();
      await popup.getByText(firstOf(brief)).waitFor();
      await shoot(popup, 'asked');
      await popup.keyboard.press('Escape').catch(() => undefined);
      await gone();
    },
  );

  test('settings of the desktop app, and the sheet as a file', async () => {
    const { userData, brief } = await withSample();
    const folder = newUserData();
    desktop = await startDesktop(userData);
    const { page, app } = desktop;
    await page.locator('input[type=password]').first().fill(passphrase);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').getByRole('button', { name: 'Settings', exact: true }).click();
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, folder);
    await page.getByLabel(/^Write the sheet/).click();
    await page.getByLabel('The sheet is written at').fill('00:00');
    await page.keyboard.press('Tab');
    const file = join(folder, 'Warmpath meetings.pdf');
    await expect.poll(() => existsSync(file), { timeout: 30_000 }).toBe(true);
    await page.getByRole('heading', { name: 'Briefings' }).scrollIntoViewIfNeeded();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(screenshots, `settings-briefings-${colorScheme}.png`) });
    }
    const text = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    if (text.error === undefined) expect(text.stdout).toContain(firstOf(brief));
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
    await page.getByLabel('Before a meeting').selectOption('Never');
    await page.getByText(/^No popup comes/).waitFor();
    expect(desktop.problems).toEqual([]);
  });

  test('closed, the app goes on in the background, and a second start brings its window back', async () => {
    desktop = await startDesktop(newUserData());
    const { app } = desktop;
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(() => app.windows().length).toBe(0);
    const reopened = app.waitForEvent('window');
    await app.evaluate(({ app: electron }) => electron.emit('second-instance'));
    await (await reopened).locator('input[type=password]').first().waitFor();
  });

  test.skipIf(!existsSync(realMail))(
    'a real mailbox with a calendar around its people, two meetings at once (needs CORPORA)',
    async () => {
      const userData = newUserData();
      const scratch = newUserData();
      const mail = join(scratch, 'linux-hwmon.mbox');
      execFileSync('zstd', ['-q', '-d', '--long=27', realMail, '-o', mail]);
      const at = new Date('2026-07-01T14:00:00Z');
      const stamp = (date: Date): string => date.toISOString().replaceAll(/[-:]|\.\d+/g, '');
      const calendar = join(scratch, 'meeting.ics');
      const people = ['conor@kernel.org', 'krzk@kernel.org', 'robh@kernel.org', 'ada@acme.example'];
      writeFileSync(
      calendar,
      ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', 'UID:one', `DTSTART:${stamp(at)}`, `DTEND:${stamp(new Date(at.getTime() + 60 * minute))}`,
        'SUMMARY:Device trees', 'ORGANIZER:mailto:linux@roeck-us.net', ...people.map((email) => `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${email}`),
        'END:VEVENT', 'BEGIN:VEVENT', 'UID:two', `DTSTART:${stamp(at)}`, `DTEND:${stamp(new Date(at.getTime() + 30 * minute))}`,
        'SUMMARY:Sensors', 'ORGANIZER:mailto:linux@roeck-us.net', 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:krzk@kernel.org', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n'),
    ); // prettier-ignore
      importInto(join(userData, 'data'), 'linux@roeck-us.net', mail, calendar);
      const [brief] = briefsIn(userData, '--at', new Date(at.getTime() - 10 * minute).toISOString());
      expect(brief?.people.length).toBe(people.length);
      const popup = await popupOf(userData, at.toISOString());
      await shoot(popup, 'real-covered');
      await popup.getByRole('article').first().hover();
      await popup.getByText('Device trees').waitFor();
      await popup.getByText('Sensors').waitFor();
      for (const { name, lines } of brief?.people ?? []) {
        const row = popup.getByRole('button', { name, exact: false }).first();
        for (const { words } of lines) await row.getByText(words, { exact: true }).waitFor();
      }
      await shoot(popup, 'real-open');
      await popup
        .getByRole('button', { name: firstOf(brief) })
        .first()
        .click();
      await popup.getByText('so far.').waitFor();
      await shoot(popup, 'real-details');
      expect(await barriers(popup)).toEqual([]);
    },
  );
});
