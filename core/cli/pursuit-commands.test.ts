import { Command } from 'commander';
import { expect, test } from 'vitest';
import { success } from '../contract/errors.ts';
import type { CrossSell } from '../contract/opportunities.ts';
import type { Engine } from '../engine-types.ts';
import { addPursuitCommands } from './pursuit-commands.ts';
import type { Action, CommandContext } from './run.ts';

/** What a person reads of an answer of the engine. */
async function textOf(words: readonly string[], answer: unknown): Promise<string> {
  let chosen: Action | undefined;
  const program = new Command();
  addPursuitCommands(program, (action) => {
    chosen = action;
  });
  program.parse(words, { from: 'user' });
  const engine = { call: () => Promise.resolve(success(answer)) } as unknown as Engine;
  const outcome = await chosen?.(engine, {} as CommandContext);
  return outcome?.ok === true ? outcome.value.text : '';
}

test('cross-sell: bands in the words of the screen, and nobody asked twice', async () => {
  const tom = { id: null, name: 'Tom Low (Tax)' };
  const row: CrossSell['rows'][number] = {
    organisation: 'Acme',
    warm: 1,
    singleThreaded: true,
    lastContact: null,
    partner: { name: 'Tom Low', practice: 'Tax' },
    wayIn: { first: tom, target: { id: 2, name: 'Jane Roe' }, direct: false, colleague: true },
    cells: [{ outcome: 'none', band: 'moderate', month: null }],
  };
  const maria = { ...row.wayIn!, first: { id: null, name: 'Maria Ortiz' } };
  const matrix: CrossSell = { practice: null, practices: ['Tax'], rows: [row, { ...row, wayIn: maria }] };
  expect(await textOf(['cross-sell'], matrix)).toBe(
    'Acme: Tax not tried (good) (1 warm, ask Tom Low)\nAcme: Tax not tried (good) (1 warm, ask Tom Low, then Maria Ortiz)\n',
  );
});
