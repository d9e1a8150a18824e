/** What is asked and said about accounts. */
import type { Accounts, Credentials, NewCredentials, Server } from './contract/accounts.ts';
import { assertNever, failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import {
  agreeTo,
  chooseFolders,
  deleteAccount,
  forgetDeleted,
  insertAccount,
  keepSecret,
  listFolders,
  pauseAccount,
  readAccount,
  storeFolders,
} from './accounts/account-rows.ts';
import { hostOf, hostsOf } from './accounts/hosts.ts';
import type { Live } from './accounts/live.ts';
import type { Seal } from './accounts/sealed.ts';
import type { Writer } from './db/database.ts';
import { readEgress, withOpen } from './egress/log.ts';
import { clearSetting, writeSetting } from './db/settings.ts';
import type { Handlers } from './engine-handlers.ts';
import { declareOwnAddresses } from './identity/acts.ts';
import { normaliseEmail } from './ingest/address.ts';
import { oauthClient } from './remote/oauth.ts';
import { namesAsked, suggest } from './remote/suggest.ts';
import type { Remotes } from './remote/remotes.ts';
import { forgetSources, removeSources, sourceLoss } from './retention/sources.ts';

interface AccountHandlerContext {
  readonly db: Writer;
  readonly live: Live;
  readonly remotes: Remotes;
  readonly seal: Seal;
  /** Unix seconds. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly openBrowser: (url: string) => void;
  /** Evidence has changed. */
  readonly refresh: () => void;
  /** What is shown of accounts has changed. */
  readonly changed: () => void;
}

type AccountMethod =
  | 'accounts'
  | 'suggestServers'
  | 'findServers'
  | 'beginSignIn'
  | 'endSignIn'
  | 'cancelSignIn'
  | 'addAccount'
  | 'changeAccount'
  | 'accountLoss'
  | 'removeAccount'
  | 'syncNow'
  | 'setOffline'
  | 'egress';

export type AccountHandlers = Pick<Handlers, AccountMethod> & { readonly close: () => void };

const noSuchAccount = failure('not_found', 'This account is no longer in the list.');

export function createAccountHandlers(context: AccountHandlerContext): AccountHandlers {
  const { db, live, remotes, seal, now } = context;
  // Sign-ins that have ended well, until an account takes them.
  let signingIn: string | null = null;
  const signedIn = new Map<string, Credentials>();

  function credentialsFrom(some: NewCredentials): Result<Credentials> {
    switch (some.kind) {
      case 'password':
      case 'url':
        return success(some);
      case 'signIn': {
        const credentials = signedIn.get(some.id);
        return credentials ? success(credentials) : failure('usage', 'Sign in first.');
      }
      default:
        return assertNever(some);
    }
  }

  /** Signs in and lists the folders, with nothing kept: what does not work is not added. */
  async function tryOut(server: Server, credentials: Credentials, hosts: readonly string[]) {
    let latest = credentials;
    live.visit(hostsOf(server, credentials, hosts));
    try {
      const opened = await remotes.open(server, credentials, (renewed) => (latest = renewed));
      if (!opened.ok) return opened;
      try {
        const folders = await opened.value.folders(true);
        return folders.ok ? success({ folders: folders.value, credentials: latest }) : folders;
      } finally {
        await opened.value.close();
      }
    } finally {
      live.visit([]);
    }
  }

  return {
    accounts: (): Result<Accounts> => success(live.accounts()),
    suggestServers: ({ address }) => success(suggest(address)),
    async findServers({ address, hosts }) {
      const names = hosts.flatMap((host) => namesAsked(host, address));
      live.visit(names.map((name) => [name, 'set-up']));
      const found = await remotes.discover(address, hosts);
      live.visit([]);
      return found;
    },
    async beginSignIn(request) {
      const client = oauthClient(request);
      if (!client.ok) return client;
      live.visit([[hostOf(client.value.tokenEndpoint), 'sign-in']]);
      const begun = await remotes.beginSignIn(client.value, request.address);
      if (!begun.ok) return begun;
      context.openBrowser(begun.value.url);
      return success({ id: (signingIn = context.newId()), url: begun.value.url });
    },
    async endSignIn({ id }) {
      if (id !== signingIn) return failure('usage', 'This sign-in is over.');
      const credentials = await remotes.endSignIn();
      live.visit([]);
      if (!credentials.ok) return credentials;
      signedIn.set(id, credentials.value);
      return success({});
    },
    cancelSignIn() {
      remotes.cancelSignIn();
      return success({});
    },
    async addAccount({ address: raw, server, credentials: some, hosts, shared, me }) {
      const address = server.kind === 'ics' ? raw.trim() : normaliseEmail(raw);
      if (address === null) return failure('usage', `"${raw}" is not an e-mail address.`);
      const credentials = credentialsFrom(some);
      if (!credentials.ok) return credentials;
      const tried = await tryOut(server, credentials.value, hosts);
      if (!tried.ok) return tried;
      // A shared mailbox is not the user, whoever reads it.
      const own = declareOwnAddresses(db, [...(shared || server.kind === 'ics' ? [] : [address]), ...me]);
      if (!own.ok) return own;
      const id = insertAccount(db, { address, server, hosts, shared });
      if (id === null) return failure('usage', `${address} is in the list already.`);
      keepSecret(db, id, seal.close(tried.value.credentials, id));
      const account = readAccount(db, id);
      if (account) storeFolders(db, account, tried.value.folders, now());
      if (some.kind === 'signIn') signedIn.delete(some.id);
      await live.restart([id]);
      return success({ id });
    },
    async changeAccount({ id, paused, forgetDeleted: forget, folders, agreeTo: host, credentials: some }) {
      const account = readAccount(db, id);
      if (account === null) return noSuchAccount;
      if (some !== undefined) {
        const credentials = credentialsFrom(some);
        if (!credentials.ok) return credentials;
        const tried = await tryOut(account.server, credentials.value, account.hosts);
        if (!tried.ok) return tried;
        keepSecret(db, id, seal.close(tried.value.credentials, id));
        if (some.kind === 'signIn') signedIn.delete(some.id);
      }
      if (host !== undefined) agreeTo(db, id, [...account.hosts, host.toLowerCase()]);
      if (paused !== undefined) pauseAccount(db, id, paused);
      if (folders !== undefined) chooseFolders(db, id, folders);
      if (forget !== undefined && forget !== account.forgetDeleted) forgetDeleted(db, id, forget);
      await live.restart([id]);
      return success({});
    },
    accountLoss({ id }) {
      if (readAccount(db, id) === null) return noSuchAccount;
      return success(sourceLoss(db, sourcesOf(id)));
    },
    async removeAccount({ id, withData }) {
      if (readAccount(db, id) === null) return noSuchAccount;
      const sources = sourcesOf(id);
      deleteAccount(db, id);
      // Its loop ends before its sources go; what still comes finds no folder.
      await live.restart([id]);
      if (withData) {
        removeSources(db, sources);
        context.refresh();
      } else forgetSources(db, sources);
      context.changed();
      return success({});
    },
    async syncNow() {
      await live.wake();
      return success({});
    },
    async setOffline({ offline }) {
      if (offline) writeSetting(db, 'offline', 'yes');
      else clearSetting(db, 'offline');
      await live.restart();
      return success({});
    },
    egress: async ({ limit }) => success(withOpen(readEgress(db, limit), await remotes.connections(), limit)),
    close: () => signedIn.clear(),
  };

  function sourcesOf(id: number): number[] {
    return listFolders(db, id).map(({ sourceId }) => sourceId);
  }
}
