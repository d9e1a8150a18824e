/** The commands of administrators and compliance officers. Each opens the keyring, asks the directory, acts, and writes the keyring back. */
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { Option } from 'commander';
import { dayOf } from '../../core/exchange/encoding.ts';
import { deviceOf } from '../../core/exchange/members.ts';
import { roles } from '../../core/exchange/members.ts';
import type { Role } from '../../core/exchange/members.ts';
import { Stopped, call, memberNamed, readFirm } from './calls.ts';
import type { ClientDeps, Firm } from './calls.ts';
import { evidence, object, propose, readNote, rotateGuard, setBarrier, subject, targetOf } from './compliance.ts';
import { openKeyring, saveKeyring, signingOf } from './keyring.ts';
import type { Keyring } from './keyring.ts';
import { found, invite, join, makePractice, recover, remove, rotate, wrapMissing } from './people.ts';

export interface CommandDeps extends ClientDeps {
  readonly say: (line: string) => void;
}

interface KeyringOptions {
  readonly keyring: string;
  readonly passphraseFile?: string;
}
interface ProfileOptions extends KeyringOptions {
  readonly name: string;
  readonly address: string;
  readonly practice?: string;
}

/** Adds the commands to the program. What cannot be done is said in a sentence, and the program ends with 1. */
export function addCommands(program: Command, deps: CommandDeps): void {
  const say = (line: string): void => deps.say(line);
  const command = (words: string, what: string, parent: Command = program): Command =>
    parent
      .command(words)
      .description(what)
      .option('--keyring <file>', 'your keys', 'warmpath-keyring')
      .option('--passphrase-file <file>', 'a file with the passphrase of your keys, instead of being asked');
  const withProfile = (some: Command): Command =>
    some
      .requiredOption('--name <name>', 'how colleagues call you')
      .requiredOption('--address <address>', 'your address')
      .option('--practice <name>', 'your practice');

  withProfile(command('found <origin>', 'Found a firm. You become its administrator.'))
    .requiredOption('--code-file <file>', 'the founding code the operator gave you')
    .action(async (origin: string, options: ProfileOptions & { codeFile: string }) => {
      const passphrase = await newKeyring(options);
      const code = readFileSync(options.codeFile, 'utf8').trim();
      const { keyring, recovery } = await found(deps, {
        origin: new URL(origin).origin,
        code,
        profile: profileIn(options),
      });
      saveKeyring(options.keyring, keyring, passphrase, deps.randomBytes);
      say('The firm is founded. Write this on paper, and keep it where your keys are not. It is not shown again:');
      say(recovery);
    });

  withProfile(command('join <link>', 'Join by an invitation, as administrator or compliance officer.')).action(
    async (link: string, options: ProfileOptions) => {
      const passphrase = await newKeyring(options);
      saveKeyring(options.keyring, await join(deps, link, profileIn(options)), passphrase, deps.randomBytes);
      say('You have joined.');
    },
  );

  /** An act on the firm; the keyring is written back as `act` leaves it. */
  const onFirm =
    <Rest extends readonly unknown[]>(act: (firm: Firm, ...rest: Rest) => Promise<Keyring | void>) =>
    async (...all: unknown[]): Promise<void> => {
      // Commander hands over arguments, then options, then the command itself.
      const rest = all.slice(0, -1) as unknown as Rest;
      const options = all.at(-2) as KeyringOptions;
      const passphrase = await passphraseOf(options);
      const opened = existsSync(options.keyring) ? openKeyring(options.keyring, passphrase) : null;
      if (opened === null) throw new Stopped(`${options.keyring} is no keyring, or the passphrase is another.`);
      const firm = await readFirm(deps, opened);
      const after = await act(firm, ...rest);
      saveKeyring(options.keyring, after ?? firm.keyring, passphrase, deps.randomBytes);
    };

  command('members', 'Who belongs to the firm.').action(
    onFirm(async ({ roster, profiles }) => {
      for (const device of roster.devices) {
        const profile = profiles.get(device.member);
        say([profile?.name ?? '?', profile?.address ?? '?', device.role, device.member, deviceOf(device)].join('\t'));
      }
    }),
  );
  command('invite', 'A link that lets one device join.')
    .addOption(new Option('--role <role>', 'what they may do').choices(roles).default('member'))
    .option('--practice <name...>', 'practices they are in')
    .option('--again <member>', 'another device of somebody there is, by address or id')
    .option('--days <n>', 'for how long', Number, 7)
    .action(
      onFirm(async (firm: Firm, options: { role: Role; practice?: string[]; again?: string; days: number }) => {
        const member = options.again === undefined ? null : memberNamed(firm, options.again);
        say(
          await invite(deps, firm, {
            role: options.role,
            practices: options.practice ?? [],
            days: options.days,
            member,
          }),
        );
      }),
    );
  command('practice <name>', 'Make a practice.').action(
    onFirm(async (firm, name: string) => makePractice(deps, firm, name)),
  );
  command('remove <member>', 'Somebody left, by address or id: everything of theirs goes, and audiences get new keys.')
    .option('--device <fingerprint>', 'only this device: it was lost')
    .action(
      onFirm(async (firm, name: string, { device }: { device?: string }) => {
        const which =
          device === undefined
            ? { members: [memberNamed(firm, name)], devices: [] }
            : { members: [], devices: [device] };
        const keyring = await remove(deps, firm, which);
        return rotate(deps, await readFirm(deps, keyring));
      }),
    );
  command('rotate', 'New keys for audiences somebody has left; for compliance, a new guard key.').action(
    onFirm(async (firm) => (firm.keyring.root === null ? rotateGuard(deps, firm) : rotate(deps, firm))),
  );
  command('wrap', 'Hand the newest keys to colleagues who joined while they were changed.').action(
    onFirm(async (firm) => wrapMissing(deps, firm)),
  );
  command('recover', 'Take the root key from the recovery code, which is read from standard input.').action(
    onFirm(async ({ keyring }) => recover(keyring, await lineOfInput('Recovery code: '))),
  );

  const barriers = program.command('barriers').description('Information barriers.');
  command('list', 'What is protected, and what waits for a second officer.', barriers).action(
    onFirm(async (firm) => {
      const { protections, proposed } = await call(deps, firm.keyring, signingOf(firm.keyring), 'barriers', {});
      for (const { id, kind, from, until, note, inside } of protections) {
        const read = readNote(firm, note);
        const days = `${dateOf(from)} to ${until === null ? 'open' : dateOf(until)}`;
        say([id, kind, read?.target.value ?? '?', read?.why ?? '?', days, `${inside.length} inside`].join('\t'));
      }
      for (const { id, barrier, act, note } of proposed)
        say([id, `to ${act.kind} ${barrier}`, readNote(firm, note)?.why ?? '?'].join('\t'));
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
    for (const member of members) say(`${profiles.get(member)?.name ?? member} ${what}.`);
  }
}

function profileIn({ name, address, practice }: ProfileOptions) {
  return { name, address, practice: practice ?? null };
}

async function newKeyring(options: KeyringOptions): Promise<string> {
  if (existsSync(options.keyring)) throw new Stopped(`${options.keyring} is there already.`);
  const passphrase = await passphraseOf(options);
  if (passphrase.length < 8) throw new Stopped('The passphrase wants eight letters or more.');
  return passphrase;
}

/** Never an argument and never the environment: both can be read by others. */
async function passphraseOf({ passphraseFile }: KeyringOptions): Promise<string> {
  return passphraseFile === undefined ? lineOfInput('Passphrase: ') : readFileSync(passphraseFile, 'utf8').trimEnd();
}

async function lineOfInput(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}

/** A day of the protocol. Throws Stopped for what is no date. */
function dayIn(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at)) throw new Stopped(`${text} is no date (YYYY-MM-DD).`);
  return dayOf(at);
}

function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
