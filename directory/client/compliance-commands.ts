/** Commands of compliance: barriers, objections, and what is held about somebody who asks. */
import type { Command } from 'commander';
import { dayOf } from '../../core/exchange/encoding.ts';
import { call } from './calls.ts';
import type { Commanding } from './commanding.ts';
import { object, propose, readNote, setBarrier, subject, targetOf } from './compliance.ts';
import { evidence } from './evidence.ts';
import { memberNamed } from './firm.ts';
import type { Firm } from './firm.ts';
import { signingOf } from './keyring.ts';
import { dateOf, dayIn } from './prompts.ts';

export function addComplianceCommands(program: Command, { deps, command, onFirm }: Commanding): void {
  const { say } = deps;
  const barriers = program.command('barriers').description('Information barriers.');
  command('list', 'What is protected, with who is inside, and what waits for a second officer.', barriers).action(
    onFirm(async (firm) => {
      const { protections, proposed } = await call(deps, firm.keyring, signingOf(firm.keyring), 'barriers', {});
      for (const { id, kind, from, until, note, inside } of protections) {
        const read = readNote(firm, note);
        const days = `${dateOf(from)} to ${until === null ? 'open' : dateOf(until)}`;
        const names = inside.map(({ member, until: last }) =>
          last === null ? nameOf(firm, member) : `${nameOf(firm, member)} until ${dateOf(last)}`,
        );
        const who = names.length === 0 ? 'nobody inside' : `inside: ${names.join(', ')}`;
        say([id, kind, read?.target.value ?? '?', read?.why ?? '?', days, who].join('\t'));
      }
      // All that a second officer has to know before they agree.
      for (const { id, barrier, by, act, note } of proposed) {
        const read = readNote(firm, note);
        const what =
          act.kind === 'lift' ? 'lift it' : `let ${nameOf(firm, act.member)} inside until ${dateOf(act.until)}`;
        say(
          [id, barrier, read?.target.value ?? '?', `${nameOf(firm, by)} asks to ${what}`, read?.why ?? '?'].join('\t'),
        );
      }
    }),
  );
  command('set <target>', 'Protect a person (an address) or a company (a domain).', barriers)
    .option('--inside <member...>', 'who is inside, by address or id')
    .requiredOption('--why <words>', 'the reason, for the record')
    .option('--from <date>', 'the first day (YYYY-MM-DD)', dayIn)
    .option('--until <date>', 'the last day', dayIn)
    .action(
      onFirm(
        async (firm, about: string, options: { inside?: string[]; why: string; from?: number; until?: number }) => {
          const inside = (options.inside ?? []).map((name) => memberNamed(firm, name));
          const { why, from = null, until = null } = options;
          say(await setBarrier(deps, firm, { target: targetOf(about), inside, why, from, until }));
        },
      ),
    );
  command('lift <barrier>', 'Ask that a barrier be lifted.', barriers)
    .requiredOption('--why <words>', 'the reason')
    .action(
      onFirm(async (firm, id: string, { why }: { why: string }) =>
        say(await propose(deps, firm, id, { kind: 'lift' }, why)),
      ),
    );
  command('cross <barrier> <member>', 'Ask that somebody be let inside for a time.', barriers)
    .requiredOption('--until <date>', 'the last day', dayIn)
    .requiredOption('--why <words>', 'the reason')
    .action(
      onFirm(async (firm, id: string, name: string, { until, why }: { until: number; why: string }) =>
        say(await propose(deps, firm, id, { kind: 'cross', member: memberNamed(firm, name), until }, why)),
      ),
    );
  command('agree <proposal>', 'Agree to what another officer asked.', barriers).action(
    onFirm(async ({ keyring }, id: string) => void (await call(deps, keyring, signingOf(keyring), 'agree', { id }))),
  );
  command('evidence <barrier>', 'The record of a barrier, and whether anything could cross it.', barriers)
    .option('--from <date>', 'the first day', dayIn, 0)
    .option('--until <date>', 'the last day', dayIn)
    .action(
      onFirm(async (firm, id: string, { from, until }: { from: number; until?: number }) =>
        say(JSON.stringify(await evidence(deps, firm, id, from, until ?? dayOf(deps.now())), null, 2)),
      ),
    );

  command('object <address>', 'Somebody outside objects: delete every entry about them, and take no more.')
    .requiredOption('--why <words>', 'the reason, for the record')
    .action(
      onFirm(async (firm, address: string, { why }: { why: string }) =>
        sayHolders(firm, await object(deps, firm, targetOf(address), why), 'held entries, which are deleted'),
      ),
    );
  command('subject <address>', 'Somebody outside asks what is held: which colleagues to ask.').action(
    onFirm(async (firm, address: string) =>
      sayHolders(firm, await subject(deps, firm, targetOf(address)), 'holds entries'),
    ),
  );

  function sayHolders({ profiles }: Firm, members: readonly string[], what: string): void {
    if (members.length === 0) say('Nobody holds an entry.');
    for (const member of members) {
      const profile = profiles.get(member);
      // With the address: each is asked for what they have.
      say(`${profile === undefined ? member : `${profile.name} <${profile.address}>`} ${what}.`);
    }
  }
}

function nameOf({ profiles }: Firm, member: string): string {
  return profiles.get(member)?.name ?? member;
}
