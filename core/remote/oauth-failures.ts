/** Why a sign-in was refused, in words, and what can be done about it. */
import type { OAuthClient } from '../contract/accounts.ts';
import { failure } from '../contract/errors.ts';
import type { Failure } from '../contract/errors.ts';

interface OAuthRefusal {
  /** RFC 6749 4.1.2.1 and 5.2, and what providers add to it. */
  readonly error: string;
  readonly description: string;
  readonly status: number;
}

// https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes: an administrator has to agree first.
const needsAdministrator = /AADSTS(?:65001|90094|90093|900941|90008)\b/;

/** Codes: approval_needed, sign_in_expired, sign_in_refused, server_busy. The provider's own words are not repeated. */
export function oauthFailure({ error, description, status }: OAuthRefusal, client: OAuthClient): Failure {
  const { host } = new URL(client.tokenEndpoint);
  const say = (code: Failure['code'], message: string): Failure => failure(code, message, { host }).error;
  const forbidden = ['consent_required', 'interaction_required', 'admin_policy_enforced', 'org_internal'].includes(
    error,
  );
  if (forbidden || needsAdministrator.test(description)) {
    return say(
      'approval_needed',
      `Your organisation lets an administrator decide about apps. Send them this: ${approvalRequest(client)} Meanwhile exported files can be read.`,
    );
  }
  if (error === 'invalid_grant') {
    return say(
      'sign_in_expired',
      `${host} no longer accepts the sign-in: the password was changed, the consent taken back, or the registration is still in testing, where sign-ins last seven days. Sign in again.`,
    );
  }
  if (error === 'access_denied') return say('sign_in_refused', 'The sign-in was declined. Nothing was added.');
  if (status === 429 || status >= 500 || error === 'temporarily_unavailable' || error === 'server_error')
    return say('server_busy', `${host} cannot sign anybody in just now. It is tried again soon.`);
  return say(
    'sign_in_refused',
    `${host} does not accept the registration of this app (${/^[a-z_]{1,40}$/.test(error) ? error : 'unknown'}). Check the client id, and that http://127.0.0.1 is among its redirect addresses.`,
  );
}

function approvalRequest({ provider, clientId, authorizationEndpoint, scope }: OAuthClient): string {
  if (provider !== 'microsoft') return `allow the app ${clientId} with ${scope}.`;
  const tenant = new URL(authorizationEndpoint).pathname.split('/')[1] ?? 'organizations';
  const url = new URL(
    `https://login.microsoftonline.com/${tenant === 'common' ? 'organizations' : tenant}/v2.0/adminconsent`,
  );
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('scope', scope);
  url.searchParams.set('redirect_uri', 'http://127.0.0.1');
  return `${url.href} (it asks for ${scope}).`;
}
