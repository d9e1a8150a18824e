/** One connection to an IMAP server, read-only by what is asked of it. */
import { ImapFlow } from 'imapflow';
import { z } from 'zod';
import { assertNever, failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import type { Credentials, Server } from '../contract/accounts.ts';
import { isThisComputer } from './loopback.ts';
import { networkFailure } from './failures.ts';
import type { RemoteDeps } from './remote.ts';

export type ImapServer = Extract<Server, { kind: 'imap' }>;

/** Milliseconds a server may be silent: while it is asked for something, and while it is watched. */
export interface Patience {
  readonly asked: number;
  readonly watched: number;
}
export const usualPatience: Patience = { asked: 90_000, watched: 300_000 };

const kilobyte = 1024;

/**
 * Connects and signs in. TLS always, but for a server on this very computer. Failures: usage, sign_in_refused, sign_in_expired,
 * server_busy, and those of the network.
 */
export async function connect(
  server: ImapServer,
  credentials: Credentials,
  deps: RemoteDeps,
  silence: number,
): Promise<Result<ImapFlow>> {
  const { host, port, security } = server;
  if (security === 'none' && !isThisComputer(host))
    return failure('usage', `${host} would be asked without encryption. Choose TLS or STARTTLS.`, { host });
  const signIn = await signInOf(credentials, deps);
  if (!signIn.ok) return signIn;
  const client = new ImapFlow({
    host,
    port,
    secure: security === 'tls',
    doSTARTTLS: security === 'starttls',
    auth: signIn.value,
    // The name, because some servers refuse clients without one, and nothing else about this computer.
    clientInfo: { name: 'Warmpath', version: false, vendor: false, 'support-url': false },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: Math.min(silence, 30_000),
    greetingTimeout: Math.min(silence, 30_000),
    socketTimeout: silence,
    maxIdleTime: 28 * 60_000,
    // A list of a million UIDs, and the header of one message.
    maxLineLength: 16 * kilobyte * kilobyte,
    maxLiteralSize: 4 * kilobyte * kilobyte,
    maxResponseSize: 32 * kilobyte * kilobyte,
  });
  // Whoever waits for an answer hears of it; nobody else has to.
  client.on('error', () => undefined);
  const stop = (): void => client.close();
  deps.signal.addEventListener('abort', stop);
  client.on('close', () => deps.signal.removeEventListener('abort', stop));
  try {
    await client.connect();
    return success(client);
  } catch (error) {
    client.close();
    return { ok: false, error: imapFailure(error, host, credentials) };
  }
}

async function signInOf(
  credentials: Credentials,
  deps: RemoteDeps,
): Promise<Result<{ user: string; pass?: string; accessToken?: string }>> {
  switch (credentials.kind) {
    case 'password':
      return success({ user: credentials.user, pass: credentials.password });
    case 'oauth': {
      const token = await deps.accessToken();
      return token.ok ? success({ user: credentials.user, accessToken: token.value }) : token;
    }
    case 'url':
      return failure('usage', 'A mailbox needs a password or a sign-in.');
    default:
      return assertNever(credentials);
  }
}

// Where imapflow leaves the code of a refused FETCH (RFC 5530), which it takes out of other answers itself.
const refusalSchema = z.object({
  attributes: z
    .tuple([z.object({ section: z.tuple([z.object({ value: z.string() })]).rest(z.unknown()) })])
    .rest(z.unknown()),
});

/** Of an error that imapflow threw. A server's own words are not repeated: they can quote what was sent. */
export function imapFailure(error: unknown, host: string, credentials: Credentials): Failure {
  const { code, authenticationFailed, responseStatus, ...more } = (error ?? {}) as Record<string, unknown>;
  const refusal = refusalSchema.safeParse(more['response']);
  const responseCode = refusal.success ? refusal.data.attributes[0].section[0].value : more['serverResponseCode'];
  const busy = ['UNAVAILABLE', 'INUSE', 'LIMIT', 'OVERQUOTA', 'THROTTLED', 'SERVERBUG'].includes(String(responseCode));
  if (code === 'ETHROTTLE' || busy) {
    return failure('server_busy', `${host} asks to be left alone for a while. Reading goes on by itself.`, { host })
      .error;
  }
  if (authenticationFailed === true) {
    return credentials.kind === 'oauth'
      ? failure('sign_in_expired', `${host} no longer accepts the sign-in. Sign in again.`, { host }).error
      : failure(
          'sign_in_refused',
          `${host} does not accept this user name and password. Many providers want an app password here, made in their account settings.`,
          { host },
        ).error;
  }
  if (responseStatus === 'NO' || responseStatus === 'BAD')
    return failure('server_misbehaves', `${host} refused a request. It is tried again later.`, { host }).error;
  return networkFailure(error, host);
}
