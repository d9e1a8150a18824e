import { expect, test } from 'vitest';
import { autostartEntry, autostartFile } from './autostart.ts';

test('in the folder desktops look into', () => {
  expect(autostartFile({ XDG_CONFIG_HOME: '/home/anna/conf' })).toBe('/home/anna/conf/autostart/warmpath.desktop');
});

test('a program whose path has what the format reserves is still one word', () => {
  expect(autostartEntry('/opt/my apps/warmpath')).toContain('\nExec="/opt/my apps/warmpath" --hidden\n');
  // A quoted $ is \$, and the format reads every backslash of a value twice.
  expect(autostartEntry('/opt/100%/$x')).toContain(String.raw`Exec="/opt/100%%/\\$x" --hidden`);
});
