/** What went wrong between here and a server, in words: every kind of account says the same of the same trouble. */
import { failure } from '../contract/errors.ts';
import type { Failure } from '../contract/errors.ts';

// https://nodejs.org/api/tls.html#x509-certificate-error-codes, what each means to the user.
const certificates: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet; is the clock of this computer right?',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself, not by an authority this computer trusts',
  SELF_SIGNED_CERT_IN_CHAIN: 'comes from an authority this computer does not trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes from an authority this computer does not know',
  UNABLE_TO_GET_ISSUER_CERT: 'comes from an authority this computer does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'comes from an authority this computer does not know',
  ERR_TLS_CERT_ALTNAME_INVALID: 'was made out to another name',
  HOSTNAME_MISMATCH: 'was made out to another name',
  CERT_REVOKED: 'has been revoked by its authority',
  CERT_UNTRUSTED: 'comes from an authority this computer does not trust',
  CERT_SIGNATURE_FAILURE: 'is not what its authority signed',
  INVALID_CA: 'comes from one that is no authority',
  INVALID_PURPOSE: 'was made for something else than a server',
};
/** What TLS makes of an answer that is none. */
const withoutTls: ReadonlySet<string> = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

const unknownHosts: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);
/** The connection ended or went silent; those with small letters, and the timeouts, are imapflow's, `Z_BUF_ERROR` its compression's. */
const broken = new RegExp(
  '^(?:ECONN|EPIPE|ETIME|UND_ERR|ERR_STREAM|ABORT_ERR|AbortError|TimeoutError|ERR_TLS_HANDSHAKE_TIMEOUT|Z_BUF_ERROR|' +
    'NoConnection|StateLogout|ClosedAfterConnect|LockTimeout|CONNECT_TIMEOUT|GREETING_TIMEOUT|UPGRADE_TIMEOUT)',
  'i',
);
const unreachable: ReadonlySet<string> = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']);

/**
 * Of an error that a socket, TLS, fetch or a library above them threw. Codes: not_allowed, host_unknown, host_refused,
 * certificate_wrong, server_busy, connection_lost; what is none of these is `server_misbehaves`.
 */
export function networkFailure(error: unknown, host: string): Failure {
  const codes = codesOf(error);
  const say = (code: Failure['code'], message: string): Failure => failure(code, message, { host }).error;
  if (codes.includes('EGRESS_REFUSED'))
    return say('not_allowed', `${host} is not among the hosts you agreed to: nothing was sent to it.`);
  const certificate = codes.find((code) => code in certificates);
  if (certificate !== undefined) {
    return say(
      'certificate_wrong',
      `The certificate of ${host} ${certificates[certificate]}. Nothing was sent. Check the name of the server, or ask whoever runs it.`,
    );
  }
  if (codes.some((code) => withoutTls.has(code)))
    return say('certificate_wrong', `${host} speaks no TLS on this port. Check the port and the kind of encryption.`);
  if (codes.some((code) => code === 'EPROTO' || code.startsWith('ERR_SSL')))
    return say(
      'certificate_wrong',
      `${host} and this computer know no encryption in common: the server's may be too old.`,
    );
  if (codes.some((code) => unknownHosts.has(code)))
    return say('host_unknown', `There is no server called ${host}, or this computer is offline. Check the name.`);
  if (codes.includes('ECONNREFUSED'))
    return say('host_refused', `${host} is there but refuses connections on this port. Check the port.`);
  if (codes.some((code) => unreachable.has(code)))
    return say('host_unknown', `${host} cannot be reached from here. It is tried again when the network is back.`);
  if (codes.includes('ETHROTTLE')) {
    const { throttleReset } = error as { throttleReset?: unknown };
    const wait = typeof throttleReset === 'number' ? { retryAfter: Math.ceil(throttleReset / 1000) } : {};
    return { ...say('server_busy', `${host} asks for less haste. Warmpath waits and goes on by itself.`), ...wait };
  }
  if (codes.some((code) => broken.test(code)))
    return say('connection_lost', `The connection to ${host} broke. What came is kept; the rest is fetched soon.`);
  return say('server_misbehaves', `${host} gave an answer that makes no sense. It is tried again later.`);
}

/** Codes of the error and of what caused it; fetch and aggregate errors hide the one that tells, and an abort has but a name. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const { code, name, cause, errors } = error as { code?: unknown; name?: unknown; cause?: unknown; errors?: unknown };
  return [
    ...[code, name].filter((one) => typeof one === 'string'),
    ...codesOf(cause, depth + 1),
    ...(Array.isArray(errors) ? errors.flatMap((one) => codesOf(one, depth + 1)) : []),
  ];
}
