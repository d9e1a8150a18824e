/**
 * Who sends a request. Whatever is wrong (no signature, a wrong, old or repeated one, a key that is unknown, left, or of another firm), the
 * answer is one and the same.
 */
import type { Role } from '../core/exchange/members.ts';
import { fingerprintOf } from '../core/exchange/keys.ts';
import { readRequest } from '../core/exchange/requests.ts';
import type { ReceivedRequest, RequestClaims } from '../core/exchange/requests.ts';
import type { SignedBy } from '../core/exchange/route.ts';
import type { DeviceCaller, InvitedCaller, RootCaller } from './answering.ts';
import type { Database } from './database.ts';

export type Caller = DeviceCaller | RootCaller | InvitedCaller;

/**
 * The caller, or null. `body` is the parsed body, where a founder and whoever holds an invitation say their key. `now` is seconds. A nonce
 * is remembered once the signature is good, and one that was seen before makes the request nobody's.
 */
export async function callerOf(
  db: Database,
  by: SignedBy,
  request: ReceivedRequest,
  body: unknown,
  now: number,
): Promise<Caller | null> {
  const read = readRequest(request, now);
  if (!read.ok) return null;
  const claims = read.value;
  const found = await signerOf(db, by, claims, body);
  if (found === null || !claims.isSignedBy(found.publicKey)) return null;
  const isNew = await db.rows(
    'INSERT INTO nonce (firm, device, nonce, created) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING nonce',
    [claims.firm, claims.device, claims.nonce, claims.created],
  );
  return isNew.length === 0 ? null : found.caller;
}

async function signerOf(
  db: Database,
  by: SignedBy,
  claims: RequestClaims,
  body: unknown,
): Promise<{ readonly publicKey: string; readonly caller: Caller } | null> {
  const { firm, device } = claims;
  if (by === 'founder' || by === 'invited') {
    const publicKey = keyIn(body, by === 'founder' ? 'root' : 'key');
    if (publicKey === null || fingerprintOf(publicKey) !== device) return null;
    return { publicKey, caller: by === 'founder' ? { firm, root: publicKey } : { firm, device } };
  }
  if (by === 'root') {
    const [row] = await db.rows<{ root: string }>('SELECT root FROM firm WHERE firm = $1', [firm]);
    if (row === undefined || fingerprintOf(row.root) !== device) return null;
    return { publicKey: row.root, caller: { firm, root: row.root } };
  }
  const [row] = await db.rows<{ member: string; role: Role; signing_key: string; sealing: string }>(
    'SELECT member, role, signing_key, sealing FROM device WHERE firm = $1 AND device = $2',
    [firm, device],
  );
  if (row === undefined) return null;
  const { signing_key: publicKey, ...rest } = row;
  return { publicKey, caller: { firm, device, ...rest } };
}

function keyIn(body: unknown, name: 'root' | 'key'): string | null {
  const key: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : null;
  return typeof key === 'string' ? key : null;
}
