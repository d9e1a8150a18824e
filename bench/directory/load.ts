/** Signed lookups at a steady rate, whatever the answers take: a request is late from the moment at which it was due. */
import { createHash, randomInt } from 'node:crypto';
import { Agent, request } from 'node:http';
import { keysInLookup } from '../../core/exchange/bodies.ts';
import { toText } from '../../core/exchange/encoding.ts';
import { signRequest } from '../../core/exchange/requests.ts';
import type { RandomBytes } from '../../core/exchange/keys.ts';
import { routes } from '../../core/exchange/routes.ts';
import type { BenchMember } from './firm.ts';

export interface Caller {
  readonly origin: string;
  readonly firm: string;
  readonly agent: Agent;
  readonly randomBytes: RandomBytes;
}

/** Keeps connections, as a proxy in front of members does. */
export function callerFor(origin: string, firm: string, randomBytes: RandomBytes): Caller {
  return { origin, firm, randomBytes, agent: new Agent({ keepAlive: true, maxSockets: 64 }) };
}

/** The status and the bytes of an answer, and milliseconds from sending to the last byte. */
export function post(
  { origin, firm, agent, randomBytes }: Caller,
  path: string,
  { signing }: BenchMember,
  body: Buffer,
): Promise<{
  readonly status: number;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly text: () => string;
}> {
  const url = `${origin}${path}`;
  const headers = signRequest(signing, { method: 'POST', url, body, firm }, Date.now() / 1000, randomBytes(16));
  const sent = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-type': 'application/json', 'content-length': body.length },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const all = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            bytes: all.length,
            milliseconds: performance.now() - sent,
            text: () => all.toString('utf8'),
          });
        });
        response.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** A lookup key that `addEntries` has made, of so many entries. */
export function keyOf(entries: number): string {
  const at = randomInt(Math.max(1, Math.floor(entries / 5)));
  const half = (n: number): Buffer => createHash('md5').update(String(n)).digest();
  return toText(Buffer.concat([half(at), half(at + 1)]));
}

/** A lookup for these keys, filled up with made-up ones. */
export function lookupBody(keys: readonly string[], randomBytes: RandomBytes): Buffer {
  const filled = [...keys];
  while (filled.length < keysInLookup) filled.push(toText(randomBytes(32)));
  return Buffer.from(JSON.stringify({ keys: filled, page: 0 }));
}

export interface Load {
  /** Milliseconds after each request was due, in the order of size. */
  readonly late: readonly number[];
  readonly perSecond: number;
  /** Of one processor, taken by the generator itself. */
  readonly generatorShare: number;
  readonly failed: number;
}

/** Lookups of two known keys at a rate, for so many seconds. */
export async function steadyLookups(
  caller: Caller,
  members: readonly BenchMember[],
  entries: number,
  perSecond: number,
  seconds: number,
): Promise<Load> {
  const late: number[] = [];
  let failed = 0;
  const count = perSecond * seconds;
  const pending: Promise<void>[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let at = 0; at < count; at++) {
    const due = start + (at * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0)
      await new Promise((resolve) => {
        setTimeout(resolve, wait);
      });
    const member = members[at % members.length];
    if (member === undefined) throw new Error('no members');
    const body = lookupBody([keyOf(entries), keyOf(entries)], caller.randomBytes);
    pending.push(
      post(caller, routes.lookup.path, member, body).then(
        ({ status, bytes }) => {
          late.push(performance.now() - due);
          if (status !== 200 || bytes !== routes.lookup.answer) failed++;
        },
        () => void failed++,
      ),
    );
  }
  await Promise.all(pending);
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return {
    late: late.sort((a, b) => a - b),
    perSecond: count / (took / 1000),
    generatorShare: (user + system) / 1000 / took,
    failed,
  };
}

/** The value below which this part of the sorted values lies. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
