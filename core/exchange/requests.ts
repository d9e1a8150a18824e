/**
 * Signed requests: HTTP message signatures (RFC 9421) with Ed25519 over method, authority, path, query, body digest (RFC 9530) and firm,
 * with key id, time and nonce as parameters. One form only, so that there is nothing to negotiate and nothing to leave out.
 */
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import { idText, keyText, toText } from './encoding.ts';
import { isSignedBy, sha256 } from './keys.ts';
import type { SigningKey } from './keys.ts';

/** How far clocks may be apart; seconds. */
export const mostSkew = 300;

interface RequestToSign {
  readonly method: string;
  /** With scheme, host, path and query. */
  readonly url: string;
  /** As it is sent; empty for none. */
  readonly body: Uint8Array;
  readonly firm: string;
}

/** The headers a signed request carries; names in lower case. */
interface SignedHeaders {
  readonly 'content-digest': string;
  readonly 'warmpath-firm': string;
  readonly 'signature-input': string;
  readonly signature: string;
}

/** Signs a request. `now` is seconds since the epoch, `nonce` 16 random bytes that are used once. */
export function signRequest(key: SigningKey, request: RequestToSign, now: number, nonce: Uint8Array): SignedHeaders {
  const digest = digestOf(request.body);
  const parameters = parametersOf(Math.floor(now), key.fingerprint, toText(nonce));
  const { host, pathname, search } = new URL(request.url);
  const base = baseOf({ ...request, authority: host, path: pathname, query: search, digest, parameters });
  return {
    'content-digest': digest,
    'warmpath-firm': request.firm,
    'signature-input': `sig1=${parameters}`,
    signature: `sig1=:${Buffer.from(key.sign(base), 'base64url').toString('base64')}:`,
  };
}

/** What a server has received. */
export interface ReceivedRequest {
  readonly method: string;
  /** The host the server answers to, never what the request says it is. */
  readonly authority: string;
  /** Path and query as they were sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/** What a request claims, before its signature is checked. */
export interface RequestClaims {
  readonly firm: string;
  /** Fingerprint of the signing key. */
  readonly device: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly nonce: string;
  /** Whether this public key has made the signature. */
  readonly isSignedBy: (publicKey: string | KeyObject) => boolean;
}

const headersSchema = z.object({
  'content-digest': z.string().max(128),
  'warmpath-firm': idText,
  'signature-input': z.string().max(512),
  signature: z.string().max(128),
});
const parametersPattern =
  /^sig1=(\("@method" "@authority" "@path" "@query" "content-digest" "warmpath-firm"\);created=(\d{1,12});keyid="([\w-]{43})";nonce="([\w-]{22})";alg="ed25519";tag="warmpath-1")$/;

/**
 * Reads the signature of a request. Refuses: malformed (also a body that is not the one that was signed), expired (more than five minutes
 * from `now`, in seconds). The caller finds the public key, asks `isSignedBy`, and remembers the nonce.
 */
export function readRequest(request: ReceivedRequest, now: number): Checked<RequestClaims> {
  const headers = headersSchema.safeParse(request.headers);
  if (!headers.success) return refused('malformed');
  const matched = parametersPattern.exec(headers.data['signature-input']);
  const [, parameters = '', created = '', device = '', nonce = ''] = matched ?? [];
  const signature = /^sig1=:([A-Za-z0-9+/]{86}==):$/.exec(headers.data.signature)?.[1];
  if (matched === null || signature === undefined) return refused('malformed');
  if (!keyText.safeParse(device).success || !idText.safeParse(nonce).success) return refused('malformed');
  if (headers.data['content-digest'] !== digestOf(request.body)) return refused('malformed');
  if (Math.abs(Number(created) - now) > mostSkew) return refused('expired');
  const [path = '', ...rest] = request.target.split('?');
  const base = baseOf({
    method: request.method,
    authority: request.authority,
    path,
    query: rest.length === 0 ? '' : `?${rest.join('?')}`,
    digest: headers.data['content-digest'],
    firm: headers.data['warmpath-firm'],
    parameters,
  });
  return accepted({
    firm: headers.data['warmpath-firm'],
    device,
    created: Number(created),
    nonce,
    isSignedBy: (publicKey) => isSignedBy(publicKey, base, Buffer.from(signature, 'base64').toString('base64url')),
  });
}

function digestOf(body: Uint8Array): string {
  return `sha-256=:${sha256(body).toString('base64')}:`;
}

function parametersOf(created: number, device: string, nonce: string): string {
  return `("@method" "@authority" "@path" "@query" "content-digest" "warmpath-firm");created=${created};keyid="${device}";nonce="${nonce}";alg="ed25519";tag="warmpath-1"`;
}

/** The signature base of RFC 9421 2.5; without a query `@query` is a question mark alone (2.2.7). */
function baseOf(of: {
  readonly method: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
  readonly digest: string;
  readonly firm: string;
  readonly parameters: string;
}): Buffer {
  const lines = [
    `"@method": ${of.method.toUpperCase()}`,
    `"@authority": ${of.authority.toLowerCase()}`,
    `"@path": ${of.path}`,
    `"@query": ${of.query === '' ? '?' : of.query}`,
    `"content-digest": ${of.digest}`,
    `"warmpath-firm": ${of.firm}`,
    `"@signature-params": ${of.parameters}`,
  ];
  return Buffer.from(lines.join('\n'), 'utf8');
}
