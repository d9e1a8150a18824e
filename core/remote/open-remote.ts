/** An account of any kind, by where it lies. */
import type { Credentials, Server } from '../contract/accounts.ts';
import { assertNever, failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { caldavRemote } from './caldav.ts';
import { graphRemote } from './graph.ts';
import { icsRemote } from './ics.ts';
import { imapRemote } from './imap.ts';
import type { Remote, RemoteDeps } from './remote.ts';

export function openRemote(server: Server, credentials: Credentials, deps: RemoteDeps): Result<Remote> {
  switch (server.kind) {
    case 'imap':
      return success(imapRemote(server, credentials, deps));
    case 'caldav':
      return success(caldavRemote(server, credentials, deps));
    case 'ics':
      return credentials.kind === 'url'
        ? success(icsRemote(credentials.url, deps))
        : failure('usage', 'A published calendar is read by its address.');
    case 'graph':
      return success(graphRemote(server, deps));
    default:
      return assertNever(server);
  }
}
