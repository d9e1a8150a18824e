import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { apiRefusals } from '../../core/exchange/route.ts';
import { addCommands } from './commands.ts';
import { exitCodeOf, ownStopCodes } from './stopped.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/directory.md'), 'utf8');

/** Every command there is, with the words that lead to it. */
function allOf(
  command: Command,
  words: readonly string[] = [],
): { readonly words: string; readonly command: Command }[] {
  return command.commands.flatMap((each) => {
    const path = [...words, each.name()];
    return each.commands.length > 0 ? allOf(each, path) : [{ words: path.join(' '), command: each }];
  });
}

const program = new Command('warmpath-directory');
addCommands(program, {
  now: () => 0,
  randomBytes: (size) => Buffer.alloc(size),
  fetch: globalThis.fetch,
  say: () => undefined,
  warn: () => undefined,
});

test.each(allOf(program))('$words says what it does and what it takes, and is on the page', ({ words, command }) => {
  expect(command.description()).toMatch(/\.$/);
  for (const option of command.options) expect([option.flags, option.description]).not.toEqual([option.flags, '']);
  expect(page).toContain(`warmpath-directory ${words}`);
  for (const { long } of command.options.filter((option) => option.mandatory)) expect(page).toContain(long);
});

test('every code a command can end with is on the page, with its exit code', () => {
  for (const code of [...ownStopCodes, ...(Object.keys(apiRefusals) as (keyof typeof apiRefusals)[])])
    expect(page).toContain(`| \`${code}\` | ${exitCodeOf(code)} |`);
});
