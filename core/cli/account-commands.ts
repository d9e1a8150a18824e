/** `account` and `sync`: what opens an account is asked for at that moment and never a word of the command line. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { Account, NewCredentials, Server, SignInRequest } from '../contract/accounts.ts';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Engine } from '../engine-types.ts';
import { askPassphrase } from './passphrase.ts';
import type { Action, CliHost, CommandContext } from './run.ts';

interface AddOptions {
  readonly imap?: string;
  readonly caldav?: string;
  readonly ics?: true;
  readonly graph?: true;
  readonly starttls?: true;
  readonly unencrypted?: true;
  readonly user?: string;
  readonly shared?: true;
  readonly me: string[];
  readonly agreeTo: string[];
  readonly signIn?: 'microsoft' | 'google';
  readonly clientId?: string;
  readonly tenant?: string;
}

/** Registers them; running one calls `choose` with its action. */
export function addAccountCommands(program: Command, choose: (action: Action) => void): void {
  const account = program.command('account').description('mailboxes and calendars on servers');
  const collect = (value: string, all: string[]): string[] => [...all, value];

  account
    .command('add')
    .description('connect one; its password is asked for')
    .argument('<address>', 'whose it is')
    .option('--imap <host[:port]>', 'mail from this server')
    .option('--caldav <url>', 'calendars from this server')
    .option('--ics', 'a published calendar; its address is asked for')
    .option('--graph', 'Microsoft 365')
    .option('--starttls', 'begin in the clear and encrypt before anything is said')
    .option('--unencrypted', 'only for a server on this very computer')
    .option('--user <name>', 'where it is not the address')
    .option('--shared', 'a shared mailbox, nobody’s own')
    .option('--me <address>', 'a further address of yours; may repeat', collect, [])
    .option('--agree-to <host>', 'a further host that may be reached; may repeat', collect, [])
    .addOption(new Option('--sign-in <provider>', 'with the browser').choices(['microsoft', 'google']))
    .option('--client-id <id>', 'of your own or your firm’s registration')
    .option('--tenant <name>', 'of Microsoft')
    .action((address: string, options: AddOptions) => choose(addAction(address, options)));

  account
    .command('list')
    .description('how far each is')
    .action(() =>
      choose(async (engine) => {
        const answer = await engine.call('accounts', {});
        return answer.ok ? success({ json: answer.value, text: accountsText(answer.value.accounts) }) : answer;
      }),
    );

  account
    .command('remove')
    .description('with what came from it, unless that is to be kept')
    .argument('<id>', 'as "account list" shows it', accountId)
    .option('--keep-data', 'what was learnt from it stays')
    .action((id: number, { keepData }: { keepData?: true }) =>
      choose(async (engine) => {
        const answer = await engine.call('removeAccount', { id, withData: keepData !== true });
        return answer.ok ? success({ json: {}, text: 'Removed.\n' }) : answer;
      }),
    );

  program
    .command('sync')
    .description('keep the accounts up to date until Ctrl-C')
    .option('--once', 'one look at each')
    .action(({ once }: { once?: true }) => choose(once ? syncOnce : syncOn));
}

function addAction(address: string, options: AddOptions): Action {
  return async (engine, { host }) => {
    const server = serverOf(options);
    if (!server.ok) return server;
    const credentials = await credentialsFor(engine, host, address, server.value, options);
    if (!credentials.ok) return credentials;
    const added = await engine.call('addAccount', {
      address,
      server: server.value,
      credentials: credentials.value,
      shared: options.shared === true,
      me: options.me,
      hosts: options.agreeTo,
    });
    if (!added.ok) return added;
    return success({ json: added.value, text: `Connected as account ${added.value.id}. "warmpath sync" reads it.\n` });
  };
}

function serverOf({ imap, caldav, ics, graph, starttls, unencrypted }: AddOptions): Result<Server> {
  if ([imap, caldav, ics, graph].filter((one) => one !== undefined).length !== 1)
    return failure('usage', 'Say which it is: --imap, --caldav, --ics or --graph.');
  if (graph) return success({ kind: 'graph', url: 'https://graph.microsoft.com/v1.0' });
  if (ics) return success({ kind: 'ics' });
  if (caldav !== undefined) {
    return URL.canParse(caldav)
      ? success({ kind: 'caldav', url: caldav })
      : failure('usage', `"${caldav}" is no address of a server. It begins with https://.`);
  }
  const security = starttls ? 'starttls' : unencrypted ? 'none' : 'tls';
  const [, host = '', port] = /^(.+?)(?::(\d{1,5}))?$/.exec(imap ?? '') ?? [];
  return success({ kind: 'imap', host, security, port: port ? Number(port) : security === 'tls' ? 993 : 143 });
}

async function credentialsFor(
  engine: Engine,
  host: CliHost,
  address: string,
  server: Server,
  options: AddOptions,
): Promise<Result<NewCredentials>> {
  const { user = address, signIn, clientId, tenant } = options;
  if (server.kind === 'graph' || signIn !== undefined) {
    if (clientId === undefined)
      return failure('usage', 'A sign-in needs --client-id: no registration comes with Warmpath.');
    const use: SignInRequest['use'] = server.kind === 'ics' ? 'caldav' : server.kind;
    const begun = await engine.call('beginSignIn', {
      provider: signIn ?? 'microsoft',
      use,
      address: user,
      clientId,
      ...(tenant === undefined ? {} : { tenant }),
    });
    if (!begun.ok) return begun;
    host.errors.write(`Open this address in your browser:\n${begun.value.url}\n`);
    const ended = await engine.call('endSignIn', { id: begun.value.id });
    return ended.ok ? success({ kind: 'signIn', id: begun.value.id }) : ended;
  }
  const terminal = { env: host.env, input: host.input, output: host.errors };
  const secret = await askPassphrase(terminal, server.kind === 'ics' ? 'published calendar' : 'account');
  if (!secret.ok) return secret;
  if (server.kind !== 'ics') return success({ kind: 'password', user, password: secret.value });
  const url = secret.value.trim().replace(/^webcals?:/i, 'https:');
  return URL.canParse(url) ? success({ kind: 'url', url }) : failure('usage', 'That is no address of a calendar.');
}

const syncOnce: Action = async (engine) => {
  const ends = await engine.syncOnce();
  const problem = ends.find((end) => end.problem !== null)?.problem;
  if (problem) return { ok: false, error: problem };
  const answer = await engine.call('accounts', {});
  return answer.ok ? success({ json: answer.value, text: accountsText(answer.value.accounts) }) : answer;
};

/** Runs until Ctrl-C, and says at a terminal how far it is. */
const syncOn: Action = async (engine, { host, interactive }: CommandContext) => {
  if (interactive) {
    engine.onEvent(({ kind }) => {
      if (kind !== 'accounts') return;
      void engine.call('accounts', {}).then((answer) => {
        if (answer.ok) host.errors.write(accountsText(answer.value.accounts));
      });
    });
  }
  engine.goLive();
  await new Promise<void>((resolve) => {
    if (host.signal.aborted) resolve();
    host.signal.addEventListener('abort', () => resolve());
  });
  return success({ json: {}, text: '' });
};

function accountsText(accounts: readonly Account[]): string {
  if (accounts.length === 0) return 'No account is connected. "warmpath account add" connects one.\n';
  return accounts
    .map((account) => `${account.id} ${account.address} (${account.kind}): ${stateText(account)}\n`)
    .join('');
}

function stateText({ state, read, total, problem, folders }: Account): string {
  const items = folders.reduce((sum, folder) => sum + folder.items, 0);
  const far =
    state === 'reading' ? `, ${read}${total === null ? '' : ` of ${total}`}` : `, ${items} messages and meetings`;
  return `${state}${far}${problem === null ? '' : `. ${problem.message}`}`;
}

function accountId(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('An account is named by its number.');
  return Number(text);
}
