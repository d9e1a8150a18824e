/** Members of a firm, each with a mailbox of their own and a page that has joined. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { mailboxOf } from '../servers/members.ts';
import { importInto, startWeb } from './browser.ts';
import type { WebApp } from './browser.ts';
import { newUserData, passphrase } from './desktop.ts';

/** A data folder that holds letters both ways with these people. */
export function dataOf(name: string, people: readonly string[], data = newUserData()): string {
  const file = join(newUserData(), 'mail.mbox');
  writeFileSync(file, mailboxOf(`${name} <${addressOf(name)}>`, people, Date.now()));
  importInto(data, addressOf(name), file);
  return data;
}

export async function memberPage(
  name: string,
  people: readonly string[],
  link: string,
  practice = '',
  isLawFirm = false,
): Promise<WebApp> {
  const app = await startWeb(dataOf(name, people), { WARMPATH_PASSPHRASE: passphrase });
  onTestFinished(() => app.close());
  await app.page.goto(app.url);
  await joinFirm(app.page, name, link, practice, isLawFirm);
  return app;
}

/** By the invitation, in Settings; ends under Firm. */
export async function joinFirm(
  page: Page,
  name: string,
  link: string,
  practice = '',
  isLawFirm = false,
): Promise<void> {
  await go(page, 'Settings');
  await page.getByLabel('Invitation').fill(link);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Your practice').fill(practice);
  await page.getByLabel('My firm is a law firm').setChecked(isLawFirm);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByText(`Joined as ${name}`).waitFor();
  await go(page, 'Firm');
}

export async function go(page: Page, view: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: view }).click();
  await page.getByRole('heading', { level: 1, name: view }).waitFor({ state: 'attached' });
}

/** A round with the firm exchange. */
export async function syncNow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Look now' }).click();
}

function addressOf(name: string): string {
  return `${name.toLowerCase().split(' ')[0] ?? ''}@firm.example`;
}
