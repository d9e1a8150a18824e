import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/builders/database.ts';
import { readShellSettings, writeShellSettings } from './shell-settings.ts';

const usual = { shortcut: 'CommandOrControl+Alt+B', background: true, sheet: null, toldBackground: false };

test('what was chosen is kept, for this user alone', () => {
  const file = join(temporaryFolder(), 'shell.json');
  expect(readShellSettings(file)).toEqual(usual);
  const sheet = { folder: '/home/anna/sheets', time: '07:00', written: null, problem: null };
  writeShellSettings(file, { ...readShellSettings(file), shortcut: null, sheet });
  expect(readShellSettings(file)).toEqual({ ...usual, shortcut: null, sheet });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a file nobody can read is as none, and left alone', () => {
  const file = join(temporaryFolder(), 'shell.json');
  writeFileSync(file, '{"shortcut":"Ctrl+Alt+Del"}');
  expect(readShellSettings(file)).toEqual(usual);
  expect(readFileSync(file, 'utf8')).toContain('Del');
  writeShellSettings(join(file, 'no folder'), { ...readShellSettings(file) });
});
