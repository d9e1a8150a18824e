/** `bench -- popup`: how late the popup is for its minute, and what the app costs while its window is closed. */
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { _electron } from 'playwright-core';
import { calendarOf } from './generate-calendar.ts';
import { benchPeople, writeMbox } from './generate-mail.ts';
import type { BenchOptions } from './import.ts';
import { treeCpuSeconds, treeMegabytes } from './processes.ts';
import { benchPassphrase, importInto } from './programs.ts';
import { median, table, timed } from './timed.ts';

const present = 10;
const before = 10 * 60;
// Long enough for the app to start and be unlocked, which is what the user has done hours ago.
const lead = 25;
const idleMinutes = 5;

export async function benchPopup({ messages, runs, folder, now, say }: BenchOptions): Promise<void> {
  const runtime = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!runtime || !existsSync(join(runtime, 'electron')) || !process.env['DISPLAY'])
    return say('This needs Electron (ELECTRON_OVERRIDE_DIST_PATH) and a display.');
  const userData = join(folder, 'user-data');
  const data = join(userData, 'data');
  say(`Generating and importing ${String(messages)} messages …`);
  const mbox = join(folder, 'mail.mbox');
  writeMbox(mbox, messages, now);
  await importInto(data, mbox, messages);
  const people = benchPeople(messages).slice(0, present);

  const late: number[] = [];
  for (let run = 0; run < runs; run++) {
    const startAt = Math.ceil(Date.now() / 1000) + before + lead;
    await addMeeting(data, join(folder, 'meeting.ics'), calendarOf(people.slice(0, 5), people, startAt));
    const app = await start(runtime, userData);
    const shownAt = await app.evaluate(async ({ BrowserWindow }) => {
      while (BrowserWindow.getAllWindows().length < 2) await new Promise((later) => setTimeout(later, 20));
      const popup = BrowserWindow.getAllWindows().find((one) => one.isAlwaysOnTop());
      return new Promise<number>((shown) => popup?.once('show', () => shown(Date.now())));
    });
    late.push(shownAt - (startAt - before) * 1000);
    await app.close();
  }

  const app = await start(runtime, userData);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((one) => one.close()));
  // What starting took on its way is given back within a minute.
  await wait(60_000);
  const pid = app.process().pid ?? 0;
  const used = treeCpuSeconds(pid);
  await wait(idleMinutes * 60_000);
  const cpu = treeCpuSeconds(pid) - used;
  const memory = treeMegabytes(pid);
  await app.close();
  say(
    `\n${table([
      ['', 'median', 'worst', 'budget'],
      ['the popup after its minute', `${median(late).toFixed(0)} ms`, `${Math.max(...late).toFixed(0)} ms`, '300 ms'],
      [`CPU of all processes, ${String(idleMinutes)} minutes without a window`, `${cpu.toFixed(2)} s`, '', ''],
      ['their memory then', `${memory.toFixed(0)} MB`, '', ''],
    ])}`,
  );
}

/** In a process of its own: the engine's gate would close this one's way to the app. */
async function addMeeting(data: string, file: string, calendar: string): Promise<void> {
  writeFileSync(file, calendar);
  await timed(process.execPath, [resolve('out/main/cli.cjs'), 'import', file, '--data', data], {
    WARMPATH_PASSPHRASE: benchPassphrase,
  });
}

/** The app on this folder, unlocked, on whatever view it shows. */
async function start(runtime: string, userData: string): ReturnType<typeof _electron.launch> {
  const app = await _electron.launch({
    executablePath: join(runtime, 'electron'),
    args: [resolve('.'), `--user-data-dir=${userData}`, '--ignore-gpu-blocklist', '--password-store=basic'],
    timeout: 60_000,
  });
  const page = await app.firstWindow();
  await page.locator('input[type=password]').first().fill(benchPassphrase);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor({ timeout: 60_000 });
  return app;
}
