/** Questions to a firm exchange: signed by this device, encrypted but on this computer, asked again where the line broke. */
import { randomBytes } from 'node:crypto';
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import { fromText } from '../exchange/encoding.ts';
import { signingKeyOf } from '../exchange/keys.ts';
import { signRequest } from '../exchange/requests.ts';
import { apiRefusals } from '../exchange/route.ts';
import { networkFailure } from './failures.ts';
import { isThisComputer } from './loopback.ts';
import type { RemoteDeps } from './remote.ts';

/** One question. It crosses a thread, so it holds the device's secret and no function. */
export interface ExchangeCall {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly firm: string;
  /** The device's signing secret; 32 bytes as text. */
  readonly secret: string;
  readonly path: string;
  /** Becomes JSON. An act is told apart by what is in it, so that one that was done already is not done again. */
  readonly body: unknown;
}

export interface ExchangeAnswer {
  readonly status: number;
  /** Not looked at yet. */
  readonly bytes: Uint8Array;
  /** Seconds by which the exchange's clock is ahead of this computer's; null where it does not say. */
  readonly ahead: number | null;
}

// Milliseconds to wait before each further attempt.
const pauses = [500, 2000];
// Seconds for one answer; and bytes of it: a firm of two thousand with all its records.
const patience = 30;
const largest = 32 * 1024 * 1024;

type Deps = Pick<RemoteDeps, 'fetch' | 'signal' | 'now'> & { readonly wait: (milliseconds: number) => Promise<void> };

/**
 * Asks, at most three times. Every status below 500 but 429 is an answer, and so is 507. Failures: usage for what would not be encrypted,
 * server_busy, server_misbehaves, cancelled, and those of the network.
 */
export async function callExchange(call: ExchangeCall, deps: Deps): Promise<Result<ExchangeAnswer>> {
  const url = new URL(call.path, call.origin);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:' && !isThisComputer(host))
    return failure('usage', `${host} would be asked without encryption. The link must begin with https.`, { host });
  for (let attempt = 0; ; attempt++) {
    const answered = await ask(call, url, host, deps);
    const pause = pauses[attempt];
    if (answered.ok || pause === undefined || !isPassing(answered.error)) return answered;
    await deps.wait(pause);
  }
}

function isPassing({ code }: Failure): boolean {
  return code === 'connection_lost' || code === 'server_busy';
}

async function ask(call: ExchangeCall, url: URL, host: string, deps: Deps): Promise<Result<ExchangeAnswer>> {
  const body = Buffer.from(JSON.stringify(call.body));
  const key = signingKeyOf(fromText(call.secret));
  const request = { method: 'POST', url: url.href, body, firm: call.firm };
  const signed = signRequest(key, request, deps.now() / 1000, randomBytes(16));
  try {
    const response = await deps.fetch(url, {
      method: 'POST',
      headers: { ...signed, 'content-type': 'application/json' },
      body,
      // A firm exchange sends nobody on: what is signed for it goes nowhere else.
      redirect: 'error',
      signal: AbortSignal.any([deps.signal, AbortSignal.timeout(patience * 1000)]),
    });
    const bytes = await bytesOf(response);
    if (bytes === null)
      return failure('server_misbehaves', `${host} says more than can be read. Nothing of it was used.`, { host });
    if (isBusy(response.status))
      return failure('server_busy', `${host} cannot answer just now. It is asked again later.`, { host });
    const ahead = (Date.parse(response.headers.get('date') ?? '') - deps.now()) / 1000;
    return success({ status: response.status, bytes, ahead: Number.isNaN(ahead) ? null : ahead });
  } catch (error) {
    if (deps.signal.aborted) return failure('cancelled', 'Stopped.');
    return { ok: false, error: networkFailure(error, host) };
  }
}

/** Where an exchange takes no more, asking again soon is no use. */
function isBusy(status: number): boolean {
  return status === apiRefusals.too_many || (status >= 500 && status !== apiRefusals.full);
}

/** Null for more than `largest`, of which the rest is not fetched. */
async function bytesOf(response: Response): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > largest) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
