/**
 * Sign-in by OAuth 2.0 as desktop apps do it: the system's browser, an answer on 127.0.0.1 (RFC 8252), PKCE (RFC 7636) and state. Whose
 * registration is used is the user's choice; none comes with Warmpath.
 */
import * as oauth from 'oauth4webapi';
import type { Credentials, OAuthClient, SignInRequest } from '../contract/accounts.ts';
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import { checkedFetch, failureOf } from './http.ts';
import { isThisComputer } from './loopback.ts';
import { oauthFailure } from './oauth-failures.ts';
import { awaitRedirect } from './redirect-listener.ts';

export type OAuthCredentials = Extract<Credentials, { kind: 'oauth' }>;

interface OAuthDeps {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
}

// An access token that ends sooner is renewed before it is used, in seconds.
const leastLeft = 300;

// https://learn.microsoft.com/en-us/graph/permissions-reference: neither can return a body, a preview or an attachment. Scopes of
// Graph and of Outlook's IMAP are never mixed: the token would be refused.
const scopes: Readonly<Record<'microsoft' | 'google', Readonly<Record<SignInRequest['use'], string>>>> = {
  microsoft: {
    graph: 'https://graph.microsoft.com/Mail.ReadBasic https://graph.microsoft.com/Calendars.ReadBasic offline_access',
    imap: 'https://outlook.office.com/IMAP.AccessAsUser.All offline_access',
    caldav: 'https://graph.microsoft.com/Calendars.ReadBasic offline_access',
  },
  google: {
    graph: 'https://mail.google.com/',
    imap: 'https://mail.google.com/',
    caldav: 'https://www.googleapis.com/auth/calendar.readonly',
  },
};

/** Failure: usage, where `other` lacks an endpoint or its scope. */
export function oauthClient(request: SignInRequest): Result<OAuthClient> {
  const { provider, use, clientId, clientSecret, tenant = 'common' } = request;
  const own = { provider, clientId, ...(clientSecret === undefined ? {} : { clientSecret }) };
  const { authorizationEndpoint, tokenEndpoint, scope } = request;
  if (provider === 'other') {
    if (!authorizationEndpoint || !tokenEndpoint || !scope)
      return failure('usage', 'Give the two addresses and the scope of the sign-in.');
    return success({ ...own, authorizationEndpoint, tokenEndpoint, scope });
  }
  const base = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0`;
  return success({
    ...own,
    scope: scopes[provider][use],
    authorizationEndpoint: provider === 'google' ? 'https://accounts.google.com/o/oauth2/v2/auth' : `${base}/authorize`,
    tokenEndpoint: provider === 'google' ? 'https://oauth2.googleapis.com/token' : `${base}/token`,
  });
}

export interface SignIn {
  /** Where the user's browser has to go. */
  readonly url: string;
  /** Ends when the browser has come back, after ten minutes, or by `cancel`. */
  readonly finished: Promise<Result<OAuthCredentials>>;
  readonly cancel: () => void;
}

/** Failures of `finished`: sign_in_refused, sign_in_expired, approval_needed, server_busy, cancelled, and those of the network. */
export async function beginSignIn(client: OAuthClient, user: string, deps: OAuthDeps): Promise<Result<SignIn>> {
  for (const endpoint of [client.authorizationEndpoint, client.tokenEndpoint]) {
    const { protocol, hostname } = new URL(endpoint);
    if (protocol !== 'https:' && !isThisComputer(hostname))
      return failure('usage', `${hostname} would be asked without encryption. Use its https address.`);
  }
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const challenge = await oauth.calculatePKCECodeChallenge(verifier);
  const listener = await awaitRedirect(state, deps.signal);
  const url = new URL(client.authorizationEndpoint);
  const parameters = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: listener.redirectUri,
    scope: client.scope,
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    login_hint: user,
    // Google gives a refresh token only to those who ask for it in its own words.
    ...(client.provider === 'google' ? { access_type: 'offline', prompt: 'consent' } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);

  async function finish(): Promise<Result<OAuthCredentials>> {
    const answer = await listener.answer;
    if (answer === null) return failure('cancelled', 'Nobody signed in. Try again when you are ready.');
    const [server, own] = partiesOf(client);
    try {
      const valid = oauth.validateAuthResponse(server, own, answer, state);
      const response = await oauth.authorizationCodeGrantRequest(
        server, own, authentication(client), valid, listener.redirectUri, verifier, options(client, deps),
      ); // prettier-ignore
      const token = await oauth.processAuthorizationCodeResponse(server, own, response);
      if (token.refresh_token === undefined)
        return failure(
          'sign_in_refused',
          'The sign-in would end within the hour: the registration has to allow offline access.',
        );
      return success(credentialsOf({ kind: 'oauth', user, client, refreshToken: token.refresh_token }, token, deps));
    } catch (error) {
      return { ok: false, error: explained(error, client) };
    }
  }
  return success({ url: url.href, finished: finish(), cancel: listener.cancel });
}

/** New tokens for old; where the server sends no new refresh token the old one stays. Failures as of `beginSignIn`. */
export async function renew(credentials: OAuthCredentials, deps: OAuthDeps): Promise<Result<OAuthCredentials>> {
  const { client, refreshToken } = credentials;
  const [server, own] = partiesOf(client);
  try {
    const response = await oauth.refreshTokenGrantRequest(
      server, own, authentication(client), refreshToken, options(client, deps),
    ); // prettier-ignore
    const token = await oauth.processRefreshTokenResponse(server, own, response);
    return success(credentialsOf({ ...credentials, refreshToken: token.refresh_token ?? refreshToken }, token, deps));
  } catch (error) {
    return { ok: false, error: explained(error, client) };
  }
}

/** Access tokens good for five minutes more; one renewal at a time, whoever asks. */
export function accessTokens(
  first: OAuthCredentials,
  deps: OAuthDeps,
  renewed: (credentials: OAuthCredentials) => void,
): () => Promise<Result<string>> {
  let current = first;
  let renewing: Promise<Result<OAuthCredentials>> | null = null;
  return async () => {
    const { accessToken, expiresAt = 0 } = current;
    if (accessToken !== undefined && expiresAt - deps.now() / 1000 > leastLeft) return success(accessToken);
    renewing ??= renew(current, deps).finally(() => (renewing = null));
    const next = await renewing;
    if (!next.ok) return next;
    if (next.value !== current) renewed((current = next.value));
    return success(next.value.accessToken as string);
  };
}

function credentialsOf(
  credentials: OAuthCredentials,
  { access_token: accessToken, expires_in: seconds = 3600 }: oauth.TokenEndpointResponse,
  { now }: OAuthDeps,
): OAuthCredentials {
  return { ...credentials, accessToken, expiresAt: Math.floor(now() / 1000) + seconds };
}

function partiesOf({
  provider,
  clientId,
  authorizationEndpoint,
  tokenEndpoint,
}: OAuthClient): [oauth.AuthorizationServer, oauth.Client] {
  const issuer = provider === 'google' ? 'https://accounts.google.com' : new URL(authorizationEndpoint).origin;
  return [
    { issuer, authorization_endpoint: authorizationEndpoint, token_endpoint: tokenEndpoint },
    { client_id: clientId },
  ];
}

function authentication({ clientSecret }: OAuthClient): oauth.ClientAuth {
  return clientSecret === undefined ? oauth.None() : oauth.ClientSecretPost(clientSecret);
}

function options({ tokenEndpoint }: OAuthClient, deps: OAuthDeps): oauth.TokenEndpointRequestOptions {
  return {
    // A refusal says why in its body.
    [oauth.customFetch]: checkedFetch(deps, [400, 401, 403]),
    [oauth.allowInsecureRequests]: isThisComputer(new URL(tokenEndpoint).hostname),
  };
}

function explained(error: unknown, client: OAuthClient): Failure {
  const { host } = new URL(client.tokenEndpoint);
  if (error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError) {
    const status = 'status' in error ? error.status : 400;
    return oauthFailure({ error: error.error, description: error.error_description ?? '', status }, client);
  }
  return failureOf(error, host);
}
