/** All commands of administrators and compliance officers. */
import type { Command } from 'commander';
import { createCommanding } from './commanding.ts';
import type { CommandDeps } from './commanding.ts';
import { addComplianceCommands } from './compliance-commands.ts';
import { addPeopleCommands } from './people-commands.ts';

/** Adds the commands to the program. What cannot be done is thrown as Stopped. */
export function addCommands(program: Command, deps: CommandDeps): void {
  const commanding = createCommanding(program, deps);
  addPeopleCommands(program, commanding);
  addComplianceCommands(program, commanding);
}
