/** Members of a firm, each with an engine, a mailbox and an invitation of their own. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { valueOf } from '../../core/contract/errors.ts';
import type { Engine } from '../../core/engine-types.ts';
import { temporaryFolder } from '../builders/database.ts';
import { testEngine } from './engine.ts';
import type { TestEngine } from './engine.ts';

const day = 86_400_000;

/** Letters both ways with each of these ("Jane Roe <jane@acme.com>"), the last of them some days ago, as an mbox. */
export function mailboxOf(me: string, people: readonly string[], nowAt: number): string {
  return people
    .flatMap((them, i) =>
      [3, 9, 20, 33, 47, 60].flatMap((days, n) => {
        const id = `${i}.${n}.${me}`;
        const at = (offset: number): string => new Date(nowAt - days * day + offset).toUTCString();
        const letter = (from: string, to: string, more: string, offset: number): string =>
          `From x@x.example Thu Jan  1 00:00:00 2026\nFrom: ${from}\nTo: ${to}\nDate: ${at(offset)}\n${more}\n\nx\n\n`;
        return [
          letter(me, them, `Message-ID: <ask${id}>`, 0),
          letter(them, me, `Message-ID: <answer${id}>\nIn-Reply-To: <ask${id}>`, 3_600_000),
        ];
      }),
    )
    .join('');
}

export interface Member extends TestEngine {
  readonly name: string;
}

/** Joins by the link; `people` are whom they write with, `clock` what their computer takes for now, but in requests. */
export async function member(name: string, link: string, people: readonly string[], practice: string | null = null, clock = Date.now): Promise<Member> {
  const address = `${name.toLowerCase().split(' ')[0]}@firm.example`;
  const tested = await withMail(name, people, clock);
  valueOf(await tested.engine.call('joinFirm', { link, name, address, practice }));
  return { ...tested, name };
} // prettier-ignore

/** Letters of this moment, read by the engine. */
export async function letters({ engine }: TestEngine, ...all: readonly (readonly [from: string, ...to: string[]])[]): Promise<void> {
  const mbox = join(temporaryFolder(), 'more.mbox');
  const at = new Date().toUTCString();
  const texts = all.map(
    ([from, ...to]) =>
      `From x@x.example Thu Jan  1 00:00:00 2026\nFrom: ${from}\nTo: ${to.join(', ')}\nDate: ${at}\nMessage-ID: <${randomBytes(8).toString('hex')}@x>\n\nx\n\n`,
  );
  writeFileSync(mbox, texts.join(''));
  valueOf(await engine.importPaths([mbox]));
} // prettier-ignore

/** An engine with mail, in no firm. */
export async function withMail(name: string, people: readonly string[], clock = Date.now): Promise<TestEngine> {
  const address = `${name.toLowerCase().split(' ')[0]}@firm.example`;
  const tested = await testEngine(temporaryFolder(), randomBytes(32), clock);
  const mbox = join(temporaryFolder(), 'mail.mbox');
  writeFileSync(mbox, mailboxOf(`${name} <${address}>`, people, Date.now()));
  valueOf(await tested.engine.importPaths([mbox], { me: [address] }));
  return tested;
}

/** One round with the firm exchange; what went wrong, or null. */
export async function sync(engine: Engine): Promise<unknown> {
  const ends = await engine.syncOnce();
  return ends.find(({ problem }) => problem !== null)?.problem ?? null;
}
