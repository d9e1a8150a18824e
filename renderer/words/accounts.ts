import type { Account, Server } from '../../core/contract/accounts.ts';
import { assertNever } from '../../core/contract/errors.ts';
import { number } from './counts.ts';
import { durationInWords } from './dates.ts';

/** What kind of account it is. */
export function accountKind(kind: Account['kind']): string {
  return { imap: 'Mail (IMAP)', graph: 'Microsoft 365', caldav: 'Calendar (CalDAV)', ics: 'Published calendar' }[kind];
}

/** A server as one of several to choose from. */
export function serverInWords(server: Server): string {
  switch (server.kind) {
    case 'imap':
      return `Mail: ${server.host}`;
    case 'graph':
      return 'Mail and calendar: Microsoft 365';
    case 'caldav':
      return `Calendar: ${new URL(server.url).host}`;
    case 'ics':
      return 'A calendar by its address';
    default:
      return assertNever(server);
  }
}

/** How an account stands: "Up to date", "12,400 of 61,000, 2 minutes left". */
export function accountState(account: Account): string {
  const { state, read, total, secondsLeft } = account;
  switch (state) {
    case 'up to date':
      return 'Up to date';
    case 'reading':
      return total === null
        ? `${number(read)} read`
        : `${number(read)} of ${number(total)}${secondsLeft === null || secondsLeft < 2 ? '' : `, about ${durationInWords(secondsLeft)} left`}`;
    case 'waiting':
      return account.problem === null ? 'Connecting…' : 'Waiting to try again';
    case 'paused':
      return 'Paused';
    case 'offline':
      return 'Offline';
    case 'sign in again':
      return 'Sign in again';
    case 'trouble':
      return 'Needs a look';
    default:
      return assertNever(state);
  }
}

/** "1.2 MB"; bytes below a kilobyte are said as one. */
export function bytesInWords(bytes: number): string {
  if (bytes === 0) return '0 kB';
  if (bytes < 1e6) return `${number(Math.max(1, Math.round(bytes / 1e3)))} kB`;
  return `${(bytes / 1e6).toLocaleString('en-GB', { maximumFractionDigits: 1 })} MB`;
}
