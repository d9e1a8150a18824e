/** An account of any kind, by where it lies. */
import type { Credentials, Server } from '../contract/accounts.ts';
import { assertNever, failure } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { success } from '../contract/errors.ts';
import { imapRemote } from './imap.ts';
import type { Remote, RemoteDeps } from './remote.ts';

export function openRemote(server: Server, credentials: Credentials, deps: RemoteDeps): Result<Remote> {
  switch (server.kind) {
    case 'imap':
      return success(imapRemote(server, credentials, deps));
    case 'graph':
    case 'caldav':
    case 'ics':
      return failure('usage', 'not yet');
    default:
      return assertNever(server);
  }
}
