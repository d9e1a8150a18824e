import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { good, seededBytes, testFirm } from '../../test/builders/exchange-firm.ts';
import { isSignedBy } from './keys.ts';
import { mostSkew, readRequest, signRequest } from './requests.ts';
import type { ReceivedRequest } from './requests.ts';

const firm = testFirm();
const { tom, maria } = firm.members;
const now = 1_780_000_000;
const nonce = seededBytes('nonce')(16);

function received(change: Partial<ReceivedRequest> = {}, at = now): ReceivedRequest {
  const request = {
    method: 'POST',
    url: 'https://Directory.firm.example:8443/v1/lookup?page=2&x=%20',
    body: Buffer.from('{}'),
    firm: firm.firm,
  };
  const headers = { ...signRequest(tom.signing, request, at, nonce), 'content-type': 'application/json' };
  return {
    method: 'POST',
    authority: 'directory.firm.example:8443',
    target: '/v1/lookup?page=2&x=%20',
    headers,
    body: request.body,
    ...change,
  };
}
/** What is made of a request, by Tom's key. */
function verdict(request: ReceivedRequest, at = now): string {
  const read = readRequest(request, at);
  if (!read.ok) return read.refusal;
  return read.value.isSignedBy(tom.record.signingKey) ? 'signed' : 'not signed';
}
const header = (name: string, change: (value: string) => string): ReceivedRequest => {
  const request = received();
  const value = request.headers[name];
  return { ...request, headers: { ...request.headers, [name]: typeof value === 'string' ? change(value) : value } };
};

describe('a signed request', () => {
  test('is taken as it was signed, and says who, when and what for once', () => {
    expect(verdict(received())).toBe('signed');
    expect(good(readRequest(received(), now))).toMatchObject({
      firm: firm.firm,
      device: tom.signing.fingerprint,
      created: now,
      nonce: nonce.toString('base64url'),
    });
    expect(good(readRequest(received(), now)).isSignedBy(maria.record.signingKey)).toBe(false);
  });

  test('is not with anything of it changed', () => {
    expect(verdict(received({ method: 'DELETE' }))).toBe('not signed');
    expect(verdict(received({ authority: 'other.example' }))).toBe('not signed');
    expect(verdict(received({ target: '/v1/publish?page=2&x=%20' }))).toBe('not signed');
    expect(verdict(received({ target: '/v1/lookup?page=3&x=%20' }))).toBe('not signed');
    expect(verdict(received({ target: '/v1/lookup' }))).toBe('not signed');
    expect(verdict(received({ body: Buffer.from('{} ') }))).toBe('malformed');
    expect(verdict(header('warmpath-firm', () => testFirm('other').firm))).toBe('not signed');
    expect(verdict(header('signature-input', (value) => value.replace(`created=${now}`, `created=${now + 1}`)))).toBe(
      'not signed',
    );
    expect(
      verdict(header('signature-input', (value) => value.replace(tom.signing.fingerprint, maria.signing.fingerprint))),
    ).toBe('not signed');
    expect(verdict(header('signature-input', (value) => value.replace(/nonce="./, 'nonce="A')))).toMatch(
      /not signed|^signed/,
    );
  });

  test.each([
    ['signature-input', (value: string) => value.replace(' "@query"', '')],
    ['signature-input', (value: string) => value.replace('"@method" "@authority"', '"@authority" "@method"')],
    ['signature-input', (value: string) => value.replace('ed25519', 'hmac-sha256')],
    ['signature-input', (value: string) => `${value}, sig2=()`],
    ['signature-input', (value: string) => value.replace('tag="warmpath-1"', 'tag="other"')],
    ['signature', (value: string) => value.replace('sig1', 'sig2')],
    ['signature', () => ''],
    ['content-digest', (value: string) => value.replace('sha-256', 'md5')],
    ['warmpath-firm', () => 'x'],
  ])('leaves nothing to choose: another %s is malformed', (name, change) => {
    expect(verdict(header(name, change))).toBe('malformed');
  });

  test('without its headers is malformed, also with one of them twice', () => {
    for (const name of ['signature', 'signature-input', 'content-digest', 'warmpath-firm'] as const) {
      expect(verdict(received({ headers: { ...received().headers, [name]: undefined } }))).toBe('malformed');
      const value = String(received().headers[name]);
      expect(verdict(received({ headers: { ...received().headers, [name]: [value, value] } }))).toBe('malformed');
    }
  });

  test('holds for five minutes before and after', () => {
    for (const [at, expected] of [
      [now + mostSkew, 'signed'],
      [now - mostSkew, 'signed'],
      [now + mostSkew + 1, 'expired'],
      [now - mostSkew - 1, 'expired'],
    ] as const)
      expect(verdict(received(), at)).toBe(expected);
  });

  test('of any method, address and body', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
        fc.webPath(),
        fc.option(fc.webQueryParameters()),
        fc.uint8Array({ maxLength: 50 }),
        (method, path, query, body) => {
          const url = `http://127.0.0.1:8080${path === '' ? '/' : path}${query === null || query === '' ? '' : `?${query}`}`;
          const { pathname, search } = new URL(url);
          const headers = signRequest(tom.signing, { method, url, body, firm: firm.firm }, now, nonce);
          const request = {
            method,
            authority: '127.0.0.1:8080',
            target: `${pathname}${search}`,
            headers: { ...headers },
            body,
          };
          expect(verdict(request)).toBe('signed');
        },
      ),
    );
  });

  // RFC 9421 B.2.6.
  test('the signatures are those of the RFC', () => {
    const base = [
      '"date": Tue, 20 Apr 2021 02:07:55 GMT',
      '"@method": POST',
      '"@path": /foo',
      '"@authority": example.com',
      '"content-type": application/json',
      '"content-length": 18',
      '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    ].join('\n');
    const signature = 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==';
    const key = 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs';
    expect(isSignedBy(key, Buffer.from(base), Buffer.from(signature, 'base64').toString('base64url'))).toBe(true);
  });
});
