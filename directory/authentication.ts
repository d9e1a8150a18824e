/**
 * Who sends a request. Whatever is wrong (no signature, a wrong, old or repeated one, a key that is unknown, left, or of another firm), the
 * answer is one and the same.
 */
import type { KeyObject } from 'node:crypto';
import { fingerprintOf, verifyingKeyOf } from '../core/exchange/keys.ts';
import { readRequest } from '../core/exchange/requests.ts';
import type { ReceivedRequest, RequestClaims } from '../core/exchange/requests.ts';
import type { SignedBy } from '../core/exchange/route.ts';
import type { DeviceCaller, InvitedCaller, RootCaller } from './answering.ts';
import type { Database } from './database.ts';

export type Caller = DeviceCaller | RootCaller | InvitedCaller;

/**
 * Public keys of devices by their fingerprints. A fingerprint is of one key for all time, so these never grow old; whether a device still
 * belongs to the firm is asked of the database each time.
 */
export type KnownKeys = Map<string, KeyObject>;

/** Beyond so many all are read anew: a bound on memory, about a kilobyte each. */
const mostKnown = 20_000;

/**
 * The caller, or null. `body` is the parsed body, where a founder and whoever holds an invitation say their key. `now` is seconds. A nonce
 * is remembered once the signature is good, and one that was seen before makes the request nobody's.
 */
export async function callerOf(
  db: Database,
  known: KnownKeys,
  by: SignedBy,
  request: ReceivedRequest,
  body: unknown,
  now: number,
): Promise<Caller | null> {
  const read = readRequest(request, now);
  if (!read.ok) return null;
  const claims = read.value;
  if (by !== 'founder' && by !== 'invited' && by !== 'root') return deviceCallerOf(db, known, claims);
  const found = await signerOf(db, by, claims, body);
  if (found === null || !claims.isSignedBy(found.publicKey)) return null;
  const isNew = await db.rows(
    'INSERT INTO nonce (firm, device, nonce, created) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING nonce',
    [claims.firm, claims.device, claims.nonce, claims.created],
  );
  return isNew.length === 0 ? null : found.caller;
}

/** That the device belongs to the firm and that the nonce is new is one statement, and so one commit. */
async function deviceCallerOf(db: Database, known: KnownKeys, claims: RequestClaims): Promise<DeviceCaller | null> {
  const { firm, device, nonce, created } = claims;
  let key = known.get(device);
  if (key === undefined) {
    const [row] = await db.rows<{ signing_key: string }>(
      'SELECT signing_key FROM device WHERE firm = $1 AND device = $2',
      [firm, device],
    );
    if (row === undefined) return null;
    key = verifyingKeyOf(row.signing_key);
    if (known.size >= mostKnown) known.clear();
    known.set(device, key);
  }
  if (!claims.isSignedBy(key)) return null;
  const [row] = await db.rows<Pick<DeviceCaller, 'member' | 'role' | 'sealing'>>(
    `WITH caller AS (SELECT member, role, sealing FROM device WHERE firm = $1 AND device = $2),
       fresh AS (INSERT INTO nonce (firm, device, nonce, created) SELECT $1, $2, $3, $4::integer FROM caller
         ON CONFLICT DO NOTHING RETURNING nonce)
     SELECT member, role, sealing FROM caller, fresh`,
    [firm, device, nonce, created],
  );
  return row === undefined ? null : { firm, device, ...row };
}

async function signerOf(
  db: Database,
  by: 'founder' | 'invited' | 'root',
  { firm, device }: RequestClaims,
  body: unknown,
): Promise<{ readonly publicKey: string; readonly caller: RootCaller | InvitedCaller } | null> {
  if (by === 'root') {
    const [row] = await db.rows<{ root: string }>('SELECT root FROM firm WHERE firm = $1', [firm]);
    if (row === undefined || fingerprintOf(row.root) !== device) return null;
    return { publicKey: row.root, caller: { firm, root: row.root } };
  }
  const publicKey = keyIn(body, by === 'founder' ? 'root' : 'key');
  if (publicKey === null || fingerprintOf(publicKey) !== device) return null;
  return { publicKey, caller: by === 'founder' ? { firm, root: publicKey } : { firm, device } };
}

function keyIn(body: unknown, name: 'root' | 'key'): string | null {
  const key: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : null;
  return typeof key === 'string' ? key : null;
}
