/** What is put on paper, in a real Electron: the lost deals with names and without, the Monday sheet, the meetings; read back from the PDF. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { choosePassphrase, newUserData, startDesktop, trySample, withoutElectron } from './desktop.ts';
import type { Desktop } from './desktop.ts';

const withoutPoppler = spawnSync('pdfinfo', ['-v']).error === undefined ? false : 'there is no pdfinfo';
const missing = withoutElectron || withoutPoppler;

// Each has much to say: an organisation with meetings to come.
const manyOpen = ['Deal;Kunde', ...Array.from({ length: 30 }, (_, i) => `Refinancing of the northern portfolio ${i};Norvane Biologics`)].join('\n'); // prettier-ignore

const pagesOf = (file: string): string =>
  /Pages:\s+(\d+)/.exec(spawnSync('pdfinfo', [file], { encoding: 'utf8' }).stdout)?.[1] ?? 'none';
const textOf = (file: string): string =>
  spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).stdout.replaceAll(/\s+/g, ' ');

/** How white the paper is: the mean of all bytes of its first page as a picture. */
function whiteness(file: string): number {
  const picture = spawnSync('pdftoppm', ['-r', '20', '-f', '1', '-l', '1', file]).stdout.subarray(15);
  return picture.reduce((sum, byte) => sum + byte, 0) / picture.length;
}

describe.skipIf(missing)(`paper (needs Electron and poppler: ${missing || 'both are here'})`, () => {
  let desktop: Desktop;
  const folder = newUserData();

  /** Answers the system's dialog with this file; undefined as if the user thought better of it. */
  const choose = (filePath: string | undefined): Promise<void> =>
    desktop.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: chosen === undefined, filePath: chosen ?? '' });
    }, filePath);

  async function save(name: string): Promise<string> {
    const file = join(folder, `${name}.pdf`);
    await choose(file);
    await desktop.page.getByRole('button', { name: 'Save as PDF…' }).click();
    await desktop.page.getByText(`Saved as ${name}.pdf`).waitFor();
    expect(whiteness(file)).toBeGreaterThan(230);
    return file;
  }

  beforeAll(async () => {
    desktop = await startDesktop(newUserData());
    await choosePassphrase(desktop.page);
    await trySample(desktop.page);
    await desktop.page.emulateMedia({ colorScheme: 'dark' });
    await desktop.page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Pursuits' }).click();
  });
  afterAll(() => desktop?.app.close());

  test('the lost deals: a summary and a page a deal; without names there is none on it, not even one’s own', async () => {
    const { page } = desktop;
    await page.getByRole('button', { name: 'Lost deals' }).click();
    await page.getByRole('heading', { name: /lost deals/ }).waitFor();
    const lost = await page.getByRole('main').locator('tbody tr').count();
    const named = await save('lost');
    expect(pagesOf(named)).toBe(String(lost + 1));
    expect(textOf(named)).toMatch(/In \d of \d lost deals .* Sprengler buy-out .* Sprengler Automation/);
    await page.getByLabel('Without names').check();
    const bare = await save('lost-without-names');
    expect(pagesOf(bare)).toBe(String(lost + 1));
    expect(textOf(bare)).toContain('Deal 1');
    expect(textOf(bare)).not.toMatch(/Sprengler|Rheintor|Tallis|Carvalho|voss|@|Is this yours/i);
  });

  test('the Monday sheet is one page, however many are open', async () => {
    const { page } = desktop;
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page
      .getByLabel('Import a list…')
      .setInputFiles({ name: 'deals.csv', mimeType: 'text/csv', buffer: Buffer.from(manyOpen) });
    await page.getByRole('dialog').getByRole('button', { name: 'Read 30 rows' }).click();
    await page.getByText('30 pursuits added').waitFor();
    await page.getByRole('button', { name: 'Monday sheet' }).click();
    const sheet = page.getByRole('heading', { name: /^Week of/ });
    await sheet.waitFor();
    const file = await save('monday');
    expect(pagesOf(file)).toBe('1');
    expect(textOf(file)).toMatch(/^ ?Week of .* Halvorsund fleet sale .* 26 more open pursuits/);
  });

  test('the meetings; a change of mind saves nothing, and what cannot be written is said', async () => {
    const { page } = desktop;
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Meetings' }).click();
    await page.getByRole('main').locator('h2').first().waitFor();
    const day = (await page.getByRole('main').locator('h2').first().textContent()) ?? '';
    expect(textOf(await save('meetings'))).toContain(day);
    await choose(undefined);
    await page.getByRole('button', { name: 'Save as PDF…' }).click();
    await choose(join(folder, 'nowhere', 'meetings.pdf'));
    await page.getByRole('button', { name: 'Save as PDF…' }).click();
    await page
      .getByRole('alert')
      .getByText(/could not be saved there/)
      .waitFor();
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
    expect(desktop.problems).toEqual([]);
  });
});
