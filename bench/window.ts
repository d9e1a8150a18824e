/** `bench -- window`: how the window feels on large mailboxes: frames of the map, keys of the search, the start, memory. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { _electron, chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import type { BenchOptions } from './import.ts';
import { circlePerson, writeCircles } from './generate-circles.ts';
import { treeMegabytes } from './processes.ts';
import { benchPassphrase, importCircles } from './programs.ts';
import { median, table } from './timed.ts';

const passphraseEnv = { WARMPATH_PASSPHRASE: benchPassphrase };
const mapPeople = 10_000;
const searchPeople = 30_000;

interface Shown {
  readonly browser: Browser;
  readonly page: Page;
  readonly close: () => Promise<void>;
}

export async function benchWindow({ runs, folder, now, say }: BenchOptions): Promise<void> {
  const [large, larger] = [join(folder, 'map'), join(folder, 'search')];
  for (const [data, people] of [
    [large, mapPeople],
    [larger, searchPeople],
  ] as const) {
    say(`Generating and importing a mailbox of ${String(people)} people …`);
    const mbox = join(folder, `${String(people)}.mbox`);
    writeCircles(mbox, people, now);
    await importCircles(data, mbox, people);
  }
  const rows: string[][] = [['', 'median', 'worst', 'budget']];
  const add = (what: string, values: readonly number[], unit: string, budget: string): void => {
    const shown = (value: number) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
    rows.push([what, shown(median(values)), shown(Math.max(...values)), budget]);
  };

  const map = await show(large);
  const starts = await startsOf(map.page, runs);
  const frames = await framesOf(map, runs);
  await map.close();
  add('a frame of the map, moving', frames.gaps, 'ms', '40 ms');
  add('of it the page’s own script', frames.scripts, 'ms', '4 ms');
  add('names and links back after the last move', frames.rests, 'ms', '200 ms');
  add('page opened to map that answers', starts, 'ms', '1500 ms');

  const search = await show(larger);
  add(`key to results, ${String(searchPeople)} people`, await keysOf(search.page, runs), 'ms', '50 ms');
  await search.close();

  const memory = await memoryOf(folder, large);
  if (memory === null) say('Memory is left out: it needs Electron (ELECTRON_OVERRIDE_DIST_PATH) and a display.');
  else add('memory above an empty window, map shown', [memory], 'MB', '200 MB');
  say(`\n${table(rows)}`);
}

/** The page on a data folder at 1280×800, on Today. */
async function show(data: string): Promise<Shown> {
  const host = spawn(process.execPath, [resolve('out/main/web.cjs'), '--data', data], {
    env: { ...process.env, ...passphraseEnv },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((found) => {
    host.stdout.on('data', (chunk) => {
      const match = /http:\S+/.exec(String(chunk));
      if (match) found(match[0]);
    });
  });
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--ignore-gpu-blocklist',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(url);
  await page.getByRole('navigation').waitFor();
  return {
    browser,
    page,
    close: async () => {
      await browser.close();
      host.kill();
    },
  };
}

async function showMap(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await page.getByRole('application').waitFor({ timeout: 60_000 });
}

// What runs in the page; as text, because this program knows no window.
const noteStart = `
  new MutationObserver((_, seen) => {
    if (document.querySelector('[role=application]') === null) return;
    seen.disconnect();
    // The first frame is the one the map is drawn in; it answers once frames come in time.
    let last = Infinity;
    const frame = () => {
      const at = performance.now();
      if (at - last < 50) globalThis.mapAnswers = at;
      else requestAnimationFrame(frame);
      last = at;
    };
    requestAnimationFrame(frame);
  }).observe(document, { subtree: true, childList: true });
`;
const noteKeys = `
  globalThis.keyTimes = [];
  globalThis.pressed = 0;
  addEventListener('keydown', () => { pressed = performance.now(); }, true);
  new MutationObserver(() => {
    const from = pressed;
    pressed = 0;
    if (from > 0) requestAnimationFrame(() => setTimeout(() => keyTimes.push(performance.now() - from)));
  }).observe(document.querySelector('[role=rowgroup]'), { subtree: true, childList: true, characterData: true });
`;

/** From opening the page to the first frame that came in time after the map was drawn. */
async function startsOf(page: Page, runs: number): Promise<number[]> {
  await showMap(page);
  await page.addInitScript(noteStart);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    await page.reload({ waitUntil: 'commit' });
    const answered = await page.waitForFunction(() => (globalThis as { mapAnswers?: number }).mapAnswers, null, {
      polling: 200,
    });
    times.push((await answered.jsonValue()) as number);
  }
  return times;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Microseconds, as `dur`. */
  readonly ts: number;
  readonly dur?: number;
}

interface Frames {
  readonly gaps: number[];
  readonly scripts: number[];
  readonly rests: number[];
}

/** Pans the whole map, zooms into it and pans there, as Chromium's tracing saw it. */
async function framesOf({ browser, page }: Shown, runs: number): Promise<Frames> {
  const frames: Frames = { gaps: [], scripts: [], rests: [] };
  for (let run = 0; run < runs; run++) {
    await page.getByRole('button', { name: 'Show everybody' }).click();
    await page.mouse.move(730, 450);
    await page.waitForTimeout(800);
    for (const gesture of [pan, zoom, pan]) {
      await page.mouse.move(730, 450);
      await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
      await gesture(page);
      await page.waitForTimeout(600);
      const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
      readFrames(traceEvents, frames);
    }
  }
  return frames;
}

async function pan(page: Page): Promise<void> {
  await page.mouse.down();
  for (let i = 1; i <= 40; i++) await page.mouse.move(730 + i * 5, 450 + i * 3);
  await page.mouse.up();
}

async function zoom(page: Page): Promise<void> {
  for (let i = 0; i < 8; i++) {
    await page.mouse.wheel(0, -120);
    await page.waitForTimeout(50);
  }
}

function readFrames(events: readonly TraceEvent[], { gaps, scripts, rests }: Frames): void {
  const drawn = events
    .filter(({ name, ph }) => name === 'FireAnimationFrame' && ph === 'X')
    .sort((a, b) => a.ts - b.ts);
  const inputs = events.filter(({ name, ph }) => name === 'EventDispatch' && ph === 'X');
  const lastInput = Math.max(...inputs.map(({ ts, dur = 0 }) => ts + dur));
  drawn.forEach(({ ts, dur = 0 }, i) => {
    scripts.push(dur / 1000);
    const before = drawn[i - 1];
    // Longer pauses are between gestures, when nothing moves and nothing is drawn.
    if (before !== undefined && ts < lastInput && ts - before.ts < 1_000_000) gaps.push((ts - before.ts) / 1000);
  });
  // The map glides on for a moment; its last frame is the one with names and links.
  const [moving, last] = drawn.slice(-2);
  if (moving !== undefined && last !== undefined) rests.push((last.ts + (last.dur ?? 0) - moving.ts) / 1000);
}

/** From the key to the frame after the rows have changed, for names typed letter by letter. */
async function keysOf(page: Page, runs: number): Promise<number[]> {
  await page.getByRole('button', { name: 'People', exact: true }).click();
  await page.getByRole('grid').getByRole('row').nth(3).waitFor();
  await page.evaluate(noteKeys);
  const box = page.getByRole('combobox', { name: 'Search people and organisations' });
  await box.pressSequentially('warm', { delay: 300 });
  await page.evaluate('keyTimes.length = 0');
  for (let run = 0; run < runs; run++) {
    await box.fill('');
    await box.pressSequentially(circlePerson(run * 4321).name.slice(0, 9), { delay: 150 });
  }
  return page.evaluate<number[]>('keyTimes');
}

/** Memory of all processes of the desktop app with the map shown, beyond that of an empty window of the same Electron, in MB. */
async function memoryOf(folder: string, data: string): Promise<number | null> {
  const runtime = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!runtime || !existsSync(join(runtime, 'electron')) || !process.env['DISPLAY']) return null;
  const switches = ['--ignore-gpu-blocklist', '--password-store=basic'];
  const launch = async (args: readonly string[]) =>
    _electron.launch({ executablePath: join(runtime, 'electron'), args: [...args, ...switches], timeout: 60_000 });
  const empty = await launch([resolve('bench/empty-window'), `--user-data-dir=${join(folder, 'empty')}`]);
  await (await empty.firstWindow()).waitForTimeout(3000);
  const least = treeMegabytes(empty.process().pid ?? 0);
  await empty.close();
  const userData = join(folder, 'user-data');
  cpSync(data, join(userData, 'data'), { recursive: true });
  const full = await launch([resolve('.'), `--user-data-dir=${userData}`]);
  const page = await full.firstWindow();
  await page.locator('input[type=password]').fill(benchPassphrase);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor({ timeout: 60_000 });
  await showMap(page);
  // What the answer took on its way is given back within half a minute.
  await page.waitForTimeout(45_000);
  const most = treeMegabytes(full.process().pid ?? 0);
  await full.close();
  return most - least;
}
