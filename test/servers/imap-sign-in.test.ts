/** Signing in to a real IMAP server with a real OAuth server, and encryption that cannot be trusted. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OAuth2Server } from 'oauth2-mock-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import { hasOpenssl, selfSignedCertificate } from './certificates.ts';
import { dovecotIsHere, startDovecot } from './dovecot.ts';
import { addAccount, imapOn, letters, me, messages, onlyAccount, syncOnce, testEngine } from './engine.ts';

/** Knows a token while it is in `good`. */
async function tokenInfo(good: Set<string>): Promise<string> {
  const server = createServer((request, response) => {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /i, '');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ email: me, active: good.has(token) ? 'yes' : 'no' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe.skipIf(!dovecotIsHere)(
  `IMAP with OAuth (needs Dovecot and root: ${dovecotIsHere ? 'here' : 'not here'})`,
  () => {
    test('signed in with the browser, it reads; the sign-in taken back, it says so, and nothing is lost', async () => {
      const good = new Set<string>();
      const server = await startDovecot({ tokenInfo: await tokenInfo(good) });
      onTestFinished(server.stop);
      server.deliver(me, 'INBOX', letters(30).received);
      const oauth = new OAuth2Server();
      await oauth.issuer.keys.generate('RS256');
      await oauth.start(0, '127.0.0.1');
      onTestFinished(() => oauth.stop());
      oauth.issuer.url = `http://127.0.0.1:${oauth.address().port}`;
      oauth.service.on('beforeResponse', (response: { body: unknown }) => {
        const { access_token: token } = response.body as { access_token?: string };
        if (token !== undefined) good.add(token);
      });

      const { engine, dump } = await testEngine();
      const request = {
      provider: 'other', use: 'imap', address: me, clientId: 'own', scope: 'mail offline_access',
      authorizationEndpoint: `${oauth.issuer.url}/authorize`, tokenEndpoint: `${oauth.issuer.url}/token`,
    } as const; // prettier-ignore
      const begun = valueOf(await engine.call('beginSignIn', request));
      await (await fetch(begun.url)).text();
      valueOf(await engine.call('endSignIn', { id: begun.id }));
      await addAccount(engine, imapOn(server.port), { kind: 'signIn', id: begun.id });
      expect(await syncOnce(engine)).toBeNull();
      expect(await messages(engine)).toBe(20);
      expect((await onlyAccount(engine)).hosts).toContain('127.0.0.1');

      good.clear();
      expect(await syncOnce(engine)).toMatchObject({ code: 'sign_in_expired' });
      expect(await messages(engine)).toBe(20);
      expect((await dump()).join('\n')).not.toMatch(/refresh|eyJ/);
    });
  },
);

const isHere = dovecotIsHere && hasOpenssl;
describe.skipIf(!isHere)(`IMAP over TLS (needs Dovecot, root and openssl: ${isHere ? 'here' : 'not here'})`, () => {
  test.each(['tls', 'starttls'] as const)(
    'over %s, a certificate nobody vouches for is not accepted, and no password is sent',
    async (security) => {
      const server = await startDovecot({ tls: selfSignedCertificate('127.0.0.1') });
      onTestFinished(server.stop);
      const { engine } = await testEngine();
      const answer = await engine.call('addAccount', {
        address: me,
        server: { kind: 'imap', host: '127.0.0.1', port: security === 'tls' ? server.tlsPort : server.port, security },
        credentials: { kind: 'password', user: me, password: 'correct-horse' },
      });
      expect(answer).toMatchObject({ ok: false, error: { code: 'certificate_wrong', host: '127.0.0.1' } });
      expect(server.commands()).toEqual([]);
    },
  );
});
