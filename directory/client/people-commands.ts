/** Commands about who belongs to the firm and who holds which keys. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { deviceOf, roles } from '../../core/exchange/members.ts';
import type { Role } from '../../core/exchange/members.ts';
import { changesOf, readClientList } from './client-list.ts';
import type { ListChange } from './client-list.ts';
import { keepsClients, loadClients, partnersOf, readClients, resealClients } from './clients.ts';
import type { Commanding, KeyringOptions } from './commanding.ts';
import { rotateGuard } from './compliance.ts';
import { memberNamed, readFirm } from './firm.ts';
import type { Firm } from './firm.ts';
import { found, join } from './joining.ts';
import { saveKeyring } from './keyring.ts';
import type { Keyring } from './keyring.ts';
import { invite, makePractice, remove, rotate } from './people.ts';
import { dateOf, fileOf, lineOfInput, passphraseOf } from './prompts.ts';
import { hand, recover, recoveryCodeOf, replaceRoot } from './root.ts';
import { Stopped } from './stopped.ts';

interface ProfileOptions extends KeyringOptions {
  readonly name: string;
  readonly address: string;
  readonly practice?: string;
}

export function addPeopleCommands(program: Command, { deps, command, onFirm }: Commanding): void {
  const { say, warn } = deps;
  const withProfile = (some: Command): Command =>
    some
      .requiredOption('--name <name>', 'how colleagues call you')
      .requiredOption('--address <address>', 'your address')
      .option('--practice <name>', 'your practice');

  withProfile(command('found <origin>', 'Found a firm. You become its administrator.'))
    .requiredOption('--code-file <file>', 'the founding code the operator gave you')
    .action(async (origin: string, options: ProfileOptions & { codeFile: string }) => {
      const passphrase = await newKeyring(options);
      if (!URL.canParse(origin)) throw new Stopped('usage', `${origin} is no address of a directory.`);
      const { keyring, recovery } = await found(deps, {
        origin: new URL(origin).origin,
        code: fileOf(options.codeFile).trim(),
        profile: profileIn(options),
      });
      saveKeyring(options.keyring, keyring, passphrase, deps.randomBytes);
      say('The firm is founded. Write this on paper, and keep it where your keys are not:');
      say(recovery);
    });

  withProfile(command('join <link>', 'Join by an invitation, as administrator or compliance officer.')).action(
    async (link: string, options: ProfileOptions) => {
      const passphrase = await newKeyring(options);
      saveKeyring(options.keyring, await join(deps, link, profileIn(options)), passphrase, deps.randomBytes);
      say('You have joined.');
    },
  );

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
    .option('--days <n>', 'for how long', days, 7)
    .action(
      onFirm(async (firm, options: { role: Role; practice?: string[]; again?: string; days: number }) => {
        const member = options.again === undefined ? null : memberNamed(firm, options.again);
        const { role, practice: practices = [], days: open } = options;
        say(await invite(deps, firm, { role, practices, days: open, member }));
      }),
    );
  command('practice <name>', 'Make a practice.').action(
    onFirm(async (firm, name: string) => makePractice(deps, firm, name)),
  );
  command('remove <member>', 'Somebody left, by address or id: everything of theirs goes, and audiences get new keys.')
    .option('--device <fingerprint>', 'only this device: it was lost')
    .action(
      onFirm(async (firm, name: string, { device }: { device?: string }) => {
        const member = memberNamed(firm, name);
        const which = device === undefined ? { members: [member], devices: [] } : { members: [], devices: [device] };
        const { clients } = keepsClients(firm) ? await readClients(deps, firm) : { clients: [] };
        const own = clients.filter(({ partner }) => partner === member);
        const after = await renewKeys(await readFirm(deps, await remove(deps, firm, which)));
        if (device === undefined && own.length > 0)
          warn(
            `Nobody answers any more for ${own.map(({ domain }) => domain).join(', ')}. Load the client list again.`,
          );
        if (firm.roster.devices.some((each) => each.member === member && each.role === 'administrator'))
          warn('An administrator has known the root key. "root replace" makes another.');
        return after;
      }),
    );
  command('rotate', 'New keys for audiences somebody has left; for compliance, a new guard key.').action(
    onFirm(async (firm) => {
      if (firm.keyring.root !== null) return renewKeys(firm);
      const after = await rotateGuard(deps, firm);
      await reseal(after);
      return after;
    }),
  );
  command(
    'wrap',
    'Nothing but what every command does first: hand the newest keys to who joined while they were changed.',
  ).action(onFirm(async () => undefined));

  const root = program.command('root').description('The root key, which says who belongs to the firm.');
  command('hand <member>', 'Hand it, sealed, to another administrator, by address or id.', root).action(
    onFirm(async (firm, name: string) => {
      await hand(deps, firm, memberNamed(firm, name));
      say('Handed over: their next command takes it.');
    }),
  );
  command('replace', 'Another root key, when an administrator who knew it has left.', root).action(
    onFirm(async (firm) => {
      const { keyring, invitations } = await replaceRoot(deps, firm, firm.keep);
      if (invitations > 0) warn(`${invitations} open invitations are over: invite again.`);
      say('The root key is replaced. The recovery code of before is worth nothing; write this one on paper:');
      say(recoveryCodeOf(keyring));
      return keyring;
    }),
  );
  command('code', 'The recovery code once more, to be written on paper.', root).action(
    onFirm(async ({ keyring }) => say(recoveryCodeOf(keyring))),
  );
  command('recover', 'Take the root key from the recovery code, which is read from standard input.').action(
    onFirm(async ({ keyring }) => recover(keyring, await lineOfInput('Recovery code: '))),
  );

  command(
    'clients [file]',
    'Load the client list (CSV: organisation, partner) in the place of the one there is; without a file, print it.',
  )
    .option('--only-members', 'leave out clients whose partner has not joined')
    .action(
      onFirm(async (firm, file: string | undefined, { onlyMembers = false }: { onlyMembers?: boolean }) => {
        const before = await readClients(deps, firm);
        if (before.unreadable > 0) warn(`${before.unreadable} clients of the list there is cannot be read here.`);
        if (file === undefined) {
          say('organisation,partner');
          for (const { domain, partner } of before.clients) say(`${domain},${nameIn(firm, partner)}`);
          if (before.stale) warn('Keys have changed since: load the list again.');
          if (before.until !== null) warn(`It is answered until ${dateOf(before.until)}, if it is not loaded again.`);
          return;
        }
        const { lines, problems } = readClientList(fileOf(file));
        const { clients, problems: strangers } = partnersOf(firm, lines);
        const wrong = [...problems, ...(onlyMembers ? [] : strangers)];
        if (wrong.length > 0)
          throw new Stopped('list_wrong', [`Nothing was loaded from ${file}.`, ...wrong].join('\n'));
        for (const left of onlyMembers ? strangers : []) warn(`Left out: ${left}`);
        const until = await loadClients(deps, firm, clients, before.nextVersion);
        const changes = changesOf(before.clients, clients);
        for (const change of changes) say(changeIn(firm, change));
        say(`${clients.length} clients, ${changes.length} changed. They are answered until ${dateOf(until)}.`);
      }),
    );

  async function renewKeys(firm: Firm): Promise<Keyring> {
    const { keyring, nameless } = await rotate(deps, firm);
    if (nameless > 0)
      warn(
        `${nameless} practices still want a new key, and this keyring has none of theirs. "rotate" by an administrator who has gives one.`,
      );
    await reseal(keyring);
    return keyring;
  }

  /** The list is sealed under the newest keys only, so whoever changes keys seals it again. */
  async function reseal(keyring: Keyring): Promise<void> {
    const resealed = await resealClients(deps, await readFirm(deps, keyring));
    if (resealed === null)
      warn(
        'The client list could not be sealed under the new keys, for some of it cannot be read here. Load it again: clients FILE.',
      );
    else if (resealed > 0) warn(`The client list (${resealed}) is sealed under the new keys.`);
  }
}

function changeIn(firm: Firm, change: ListChange): string {
  switch (change.kind) {
    case 'added':
      return `+ ${change.domain}\t${nameIn(firm, change.partner)}`;
    case 'removed':
      return `- ${change.domain}\t${nameIn(firm, change.partner)}`;
    default:
      return `~ ${change.domain}\t${nameIn(firm, change.before)} to ${nameIn(firm, change.partner)}`;
  }
}

/** As the list names a member: by address, or by id where their address would not be one cell. */
function nameIn({ profiles }: Firm, member: string): string {
  const address = profiles.get(member)?.address ?? '';
  return /^[\w.+-]+@[\w.-]+$/.test(address) ? address : member;
}

function profileIn({ name, address, practice }: ProfileOptions) {
  return { name, address, practice: practice ?? null };
}

async function newKeyring(options: KeyringOptions): Promise<string> {
  if (existsSync(options.keyring)) throw new Stopped('usage', `${options.keyring} is there already.`);
  const passphrase = await passphraseOf(options);
  if (passphrase.length < 8) throw new Stopped('usage', 'The passphrase wants eight letters or more.');
  return passphrase;
}

function days(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 30) throw new InvalidArgumentError('1 to 30 days');
  return number;
}
