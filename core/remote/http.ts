/** HTTP as accounts use it: encrypted but on this computer, redirects only under our eyes, statuses as failures in words. */
import { failure } from '../contract/errors.ts';
import type { Failure } from '../contract/errors.ts';
import { decodeText } from '../ingest/text.ts';
import { networkFailure } from './failures.ts';
import { isThisComputer } from './loopback.ts';
import type { RemoteDeps } from './remote.ts';

/** Thrown through libraries that know no failures as values; `failureOf` takes it out again. */
export class HttpFailed extends Error {
  readonly failure: Failure;
  constructor(some: Failure) {
    super(some.code);
    this.failure = some;
  }
}

const mostRedirects = 5;
// Seconds a server may take for one answer.
const patience = 90;

/**
 * A `fetch` that follows redirects itself. A host nobody agreed to is stopped by the gate, and the failure names it; what signs in is
 * never sent on to another origin (RFC 9110 15.4). Throws HttpFailed: not_allowed, sign_in_refused (401), approval_needed (403),
 * not_found (404, 410), server_busy (429, 503), server_misbehaves, usage for an address that would not be encrypted, and those of the network.
 * Statuses in `passed` come back as answers.
 */
export function checkedFetch(
  { fetch, signal }: Pick<RemoteDeps, 'fetch' | 'signal'>,
  passed: readonly number[] = [],
): typeof globalThis.fetch {
  return async (input, init = {}) => {
    let url = new URL(input instanceof Request ? input.url : String(input));
    let { headers } = init;
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (url.protocol !== 'https:' && !isThisComputer(host))
        throw new HttpFailed(
          failure('usage', `${host} would be asked without encryption. Use its https address.`, { host }).error,
        );
      const response = await answerOf(url, { ...init, ...(headers ? { headers } : {}) }, host);
      if (![301, 302, 303, 307, 308].includes(response.status)) return judged(response, host);
      const next = new URL(response.headers.get('location') ?? '', url);
      await response.body?.cancel();
      if (next.origin !== url.origin) headers = withoutSignIn(headers);
      url = next;
    }
    throw new HttpFailed(
      failure('server_misbehaves', `${url.hostname} sends us round in circles.`, { host: url.hostname }).error,
    );
  };

  async function answerOf(url: URL, init: RequestInit, host: string): Promise<Response> {
    try {
      const limit = AbortSignal.timeout(patience * 1000);
      return await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any([signal, limit]) });
    } catch (error) {
      throw new HttpFailed(signal.aborted ? failure('cancelled', 'Stopped.').error : networkFailure(error, host));
    }
  }

  async function judged(response: Response, host: string): Promise<Response> {
    const { status } = response;
    if (response.ok || passed.includes(status)) return response;
    await response.body?.cancel();
    throw new HttpFailed(statusFailure(status, host, retryAfter(response.headers.get('retry-after'))));
  }
}

function statusFailure(status: number, host: string, after: number | null): Failure {
  const more = after === null ? { host } : { host, retryAfter: after };
  if (status === 401)
    return failure('sign_in_refused', `${host} does not accept this user name and password.`, more).error;
  if (status === 403) return failure('approval_needed', `${host} does not let this account see that.`, more).error;
  if (status === 404 || status === 410)
    return failure('not_found', `${host} has nothing at this address any more.`, more).error;
  if (status === 429 || status === 503 || status === 504)
    return failure('server_busy', `${host} asks to be left alone for a while. Reading goes on by itself.`, more).error;
  return failure('server_misbehaves', `${host} answered with error ${status}. It is tried again later.`, more).error;
}

/** Seconds (RFC 9110 10.2.3); null for none, and for a date, which servers of this kind do not send. */
function retryAfter(value: string | null): number | null {
  return value !== null && /^\d{1,6}$/.test(value) ? Number(value) : null;
}

function withoutSignIn(headers: RequestInit['headers']): Headers {
  const left = new Headers(headers);
  left.delete('authorization');
  return left;
}

/** The failure that was thrown, or what a library made of an answer that makes no sense. */
export function failureOf(error: unknown, host: string): Failure {
  return error instanceof HttpFailed ? error.failure : networkFailure(error, host);
}

/** Bytes; more is no calendar of a person. */
const largestCalendar = 50 * 1024 * 1024;

/** Null for more than `mostBytes`, of which the rest is not fetched. It is UTF-8, as RFC 5545 and XML have it, but not everybody knows. */
export async function textOf(response: Response, mostBytes = largestCalendar): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > mostBytes) return null;
    parts.push(part);
  }
  return decodeText(Buffer.concat(parts));
}
