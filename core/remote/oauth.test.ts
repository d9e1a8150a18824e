/** Sign-in against a real OAuth 2.0 server on loopback. */
import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OAuthClient, SignInRequest } from '../contract/accounts.ts';
import { valueOf } from '../contract/errors.ts';
import { oauthFailure } from './oauth-failures.ts';
import { accessTokens, beginSignIn, oauthClient, renew } from './oauth.ts';
import type { OAuthCredentials, SignIn } from './oauth.ts';

const server = new OAuth2Server();
const user = 'anna@acme.example';
let now = Date.UTC(2026, 4, 3);
const deps = { now: () => now, fetch: globalThis.fetch, signal: new AbortController().signal };

beforeAll(async () => {
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  server.issuer.url = `http://127.0.0.1:${server.address().port}`;
});
afterAll(() => server.stop());

function client(): OAuthClient {
  const { port } = server.address();
  const base = `http://127.0.0.1:${port}`;
  return valueOf(
    oauthClient({
      provider: 'other', use: 'imap', address: user, clientId: 'own-client', scope: 'mail offline_access',
      authorizationEndpoint: `${base}/authorize`, tokenEndpoint: `${base}/token`,
    }),
  ); // prettier-ignore
}

/** The user's browser: goes where it is sent. */
async function browse(url: string): Promise<string> {
  return (await fetch(url)).text();
}

async function begun(): Promise<SignIn> {
  return valueOf(await beginSignIn(client(), user, deps));
}

async function signedIn(): Promise<OAuthCredentials> {
  const signIn = await begun();
  expect(await browse(signIn.url)).toContain('Signed in.');
  return valueOf(await signIn.finished);
}

describe('signing in', () => {
  test('asks with PKCE and state, and proves it with the code', async () => {
    const asked: URLSearchParams[] = [];
    server.service.once('beforeTokenSigning', (_token, request) => {
      asked.push(new URLSearchParams(request.body as Record<string, string>));
    });
    const signIn = await begun();
    const url = new URL(signIn.url);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code', client_id: 'own-client', code_challenge_method: 'S256', login_hint: user, scope: 'mail offline_access',
    }); // prettier-ignore
    expect(url.searchParams.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    await browse(signIn.url);
    const credentials = valueOf(await signIn.finished);
    expect(credentials).toMatchObject({ kind: 'oauth', user, expiresAt: now / 1000 + 3600 });
    expect(asked[0]?.get('code_verifier')?.length).toBeGreaterThan(42);
  });

  test('another state, another path and a second answer are nobody’s', async () => {
    const signIn = await begun();
    const redirect = new URL(signIn.url).searchParams.get('redirect_uri') ?? '';
    expect((await fetch(`${redirect}?code=stolen&state=other`)).status).toBe(404);
    expect((await fetch(`${redirect}other?code=stolen`)).status).toBe(404);
    await browse(signIn.url);
    expect((await signIn.finished).ok).toBe(true);
    await expect(fetch(`${redirect}?code=late`)).rejects.toThrow('fetch failed');
  });

  test('what the browser brings back is not shown', async () => {
    const signIn = await begun();
    const { searchParams } = new URL(signIn.url);
    const text = await browse(
      `${searchParams.get('redirect_uri')}?state=${searchParams.get('state')}&error=access_denied&error_description=%3Cscript%3E`,
    );
    expect(text).not.toContain('script');
    expect(await signIn.finished).toMatchObject({ ok: false, error: { code: 'sign_in_refused' } });
  });

  test('cancelled, it ends', async () => {
    const signIn = await begun();
    signIn.cancel();
    expect(await signIn.finished).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  test('an endpoint elsewhere without encryption is refused', async () => {
    const other = { ...client(), tokenEndpoint: 'http://login.acme.example/token' };
    expect(await beginSignIn(other, user, deps)).toMatchObject({ ok: false, error: { code: 'usage' } });
  });
});

describe('renewing', () => {
  test('a token that is good for long is used again; one that ends soon is renewed once, whoever asks', async () => {
    const credentials = await signedIn();
    const kept: OAuthCredentials[] = [];
    const tokens = accessTokens(credentials, deps, (some) => kept.push(some));
    expect(await tokens()).toEqual({ ok: true, value: credentials.accessToken });
    expect(kept).toEqual([]);
    now += 3_400_000;
    const some = await Promise.all([tokens(), tokens(), tokens()]);
    expect(kept).toHaveLength(1);
    expect(new Set(some.map((one) => valueOf(one)))).toEqual(new Set([kept[0]?.accessToken]));
  });

  test.each([
    ['taken back', 400, { error: 'invalid_grant' }, 'sign_in_expired'],
    [
      'an administrator has to agree',
      400,
      { error: 'invalid_grant', error_description: 'AADSTS65001: no consent' },
      'approval_needed',
    ],
    ['another registration', 401, { error: 'invalid_client' }, 'sign_in_refused'],
    ['out of order', 503, { error: 'temporarily_unavailable' }, 'server_busy'],
  ])('%s', async (_what, statusCode, body, code) => {
    const credentials = await signedIn();
    server.service.once('beforeResponse', (response) => Object.assign(response, { statusCode, body }));
    const answer = await renew(credentials, deps);
    expect(answer).toMatchObject({ ok: false, error: { code } });
    expect(JSON.stringify(answer)).not.toContain(credentials.refreshToken);
  });

  test('nobody there', async () => {
    const credentials = await signedIn();
    const closed = new OAuth2Server();
    await closed.start(0, '127.0.0.1');
    const { port } = closed.address();
    await closed.stop();
    const gone = { ...credentials, client: { ...credentials.client, tokenEndpoint: `http://127.0.0.1:${port}/token` } };
    expect(await renew(gone, deps)).toMatchObject({ ok: false, error: { code: 'host_refused' } });
  });
});

const microsoft: SignInRequest = {
  provider: 'microsoft',
  use: 'graph',
  address: user,
  clientId: 'the-id',
  tenant: 'acme.example',
};

test('Microsoft is asked for the two permissions that cannot return a body, and nothing of Outlook beside them', () => {
  expect(valueOf(oauthClient(microsoft)).scope).toBe(
    'https://graph.microsoft.com/Mail.ReadBasic https://graph.microsoft.com/Calendars.ReadBasic offline_access',
  );
  expect(valueOf(oauthClient({ ...microsoft, use: 'imap' })).scope).not.toContain('graph.microsoft.com');
});

test('who needs an administrator is given what to send them', () => {
  const { message } = oauthFailure(
    { error: 'consent_required', description: '', status: 400 },
    valueOf(oauthClient(microsoft)),
  );
  expect(message).toContain('https://login.microsoftonline.com/acme.example/v2.0/adminconsent?client_id=the-id');
  expect(message).toContain('Mail.ReadBasic');
});
