/** Signed lookups at a steady rate, whatever the answers take: a request is late from the moment at which it was due. */
import { createHash, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
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
  /** Milliseconds from when each request was due to its answer's last byte, sorted. */
  readonly late: readonly number[];
  /** Of that, how long after it was due it left the generator, sorted. */
  readonly sentLate: readonly number[];
  readonly perSecond: number;
  readonly failed: number;
  /** Seconds of processor a request took here. */
  readonly generatorCpu: number;
}

/** Lookups of two known keys at a rate, for so many seconds. All are made and signed before the clock starts, which the protocol allows. */
export async function steadyLookups(
  caller: Caller,
  members: readonly BenchMember[],
  entries: number,
  perSecond: number,
  seconds: number,
): Promise<Load> {
  const requests = Array.from({ length: perSecond * seconds }, (_, at) => {
    const member = members[at % members.length];
    if (member === undefined) throw new Error('no members');
    return lookupBytes(caller, member, lookupBody([keyOf(entries), keyOf(entries)], caller.randomBytes));
  });
  const lines = await Promise.all(Array.from({ length: mostLines }, () => openLine(caller.origin)));
  const idle = [...lines];
  const waiting: number[] = [];
  const late = new Float64Array(requests.length);
  const sentLate = new Float64Array(requests.length);
  let failed = 0;
  let answered = 0;
  const cpu = process.cpuUsage();
  const start = performance.now();
  const dueAt = (at: number): number => start + (at * 1000) / perSecond;
  const end = await new Promise<number>((resolve) => {
    function send(line: Line, at: number): void {
      sentLate[at] = performance.now() - dueAt(at);
      line.ask(requests[at] ?? Buffer.alloc(0), (isGood) => {
        const now = performance.now();
        late[at] = now - dueAt(at);
        if (!isGood) failed++;
        const next = waiting.shift();
        if (next === undefined) idle.push(line);
        else send(line, next);
        if (++answered === requests.length) resolve(now);
      });
    }
    let at = 0;
    function sendDue(): void {
      for (; at < requests.length && dueAt(at) <= performance.now(); at++) {
        const line = idle.pop();
        if (line === undefined) waiting.push(at);
        else send(line, at);
      }
      if (at < requests.length) setTimeout(sendDue, Math.ceil(dueAt(at) - performance.now()));
    }
    sendDue();
  });
  const { user, system } = process.cpuUsage(cpu);
  for (const line of lines) line.close();
  return {
    late: [...late.sort()],
    sentLate: [...sentLate.sort()],
    perSecond: requests.length / ((end - start) / 1000),
    failed,
    generatorCpu: (user + system) / 1e6 / requests.length,
  };
}

/** Connections kept open: as many as may be asked at once. */
const mostLines = 64;

/** A signed lookup as it goes over the wire. */
function lookupBytes({ origin, firm, randomBytes }: Caller, { signing }: BenchMember, body: Buffer): Buffer {
  const url = `${origin}${routes.lookup.path}`;
  const headers = {
    host: new URL(url).host,
    'content-type': 'application/json',
    'content-length': body.length,
    ...signRequest(signing, { method: 'POST', url, body, firm }, Date.now() / 1000, randomBytes(16)),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST ${routes.lookup.path} HTTP/1.1\r\n${lines.join('')}\r\n`), body]);
}

interface Line {
  /** Sends a request and says, at the last byte of its answer, whether that was the whole answer to a lookup. */
  readonly ask: (bytes: Buffer, answered: (isGood: boolean) => void) => void;
  readonly close: () => void;
}

/** A connection with one request on it at a time. Counts the bytes of answers and keeps none, so that nothing has to be collected. */
async function openLine(origin: string): Promise<Line> {
  const { hostname, port } = new URL(origin);
  let answered: (isGood: boolean) => void = () => undefined;
  let isGood = false;
  let left = 0;
  const socket = connect({
    host: hostname,
    port: Number(port),
    noDelay: true,
    onread: {
      buffer: Buffer.alloc(1 << 17),
      callback(size, bytes) {
        if (left === 0) {
          const head = Buffer.from(bytes.buffer, bytes.byteOffset, size).toString('latin1', 0, Math.min(size, 1024));
          const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
          isGood = head.startsWith('HTTP/1.1 200 ') && length === routes.lookup.answer;
          left = head.indexOf('\r\n\r\n') + 4 + length;
        }
        left -= size;
        if (left === 0) answered(isGood);
        return true;
      },
    },
  });
  await once(socket, 'connect');
  return {
    ask(bytes, then) {
      answered = then;
      socket.write(bytes);
    },
    close: () => void socket.destroy(),
  };
}

/** The value below which this part of the sorted values lies. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
