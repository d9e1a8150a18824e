import { useState } from 'react';
import type { NewCredentials, SignInRequest, Suggestion } from '../../core/contract/accounts.ts';
import { useCommand } from '../engine/use-engine.ts';
import { usePageHost } from '../engine/engine-context.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import styles from './accounts.module.css';

/** What was typed so far, or a sign-in that has ended well. */
export interface SignInDraft {
  readonly user: string;
  readonly password?: string;
  readonly url?: string;
  readonly signIn?: string;
}

/** Null while something is missing. */
export function signInReady({ user, password, url, signIn }: SignInDraft): NewCredentials | null {
  if (signIn !== undefined) return { kind: 'signIn', id: signIn };
  if (url !== undefined && url !== '') return { kind: 'url', url: url.replace(/^webcals?:/iu, 'https:') };
  return user !== '' && password !== undefined && password !== '' ? { kind: 'password', user, password } : null;
}

interface SignInFieldsProps {
  readonly address: string;
  /** Null for a calendar that is opened by its address alone. */
  readonly use: SignInRequest['use'] | null;
  readonly provider: Suggestion['provider'];
  readonly draft: SignInDraft;
  readonly onChange: (draft: SignInDraft) => void;
}

/** How an account is opened: by password, by the user's own browser, or by a secret address. */
export function SignInFields({ address, use, provider, draft, onChange }: SignInFieldsProps) {
  const [byBrowser, setByBrowser] = useState(use === 'graph');
  if (use === null) {
    return (
      <label className={styles.field}>
        <span>Address of the calendar</span>
        <input
          type="url"
          required
          placeholder="https://… or webcal://…"
          value={draft.url ?? ''}
          onChange={(event) => {
            onChange({ ...draft, url: event.currentTarget.value.trim() });
          }}
        />
      </label>
    );
  }
  if (byBrowser) {
    return (
      <>
        <BrowserSignIn address={address} use={use} provider={provider} draft={draft} onChange={onChange} />
        {use === 'graph' ? null : (
          <Button
            look="quiet"
            onClick={() => {
              setByBrowser(false);
            }}
          >
            Use a password instead
          </Button>
        )}
      </>
    );
  }
  return (
    <>
      <label className={styles.field}>
        <span>User name</span>
        <input
          required
          autoComplete="off"
          value={draft.user}
          onChange={(event) => {
            onChange({ ...draft, user: event.currentTarget.value });
          }}
        />
      </label>
      <label className={styles.field}>
        <span>{provider === 'google' ? 'App password' : 'Password, or app password where your provider has them'}</span>
        <input
          type="password"
          required
          autoComplete="off"
          value={draft.password ?? ''}
          onChange={(event) => {
            onChange({ ...draft, password: event.currentTarget.value });
          }}
        />
      </label>
      <p className={styles.note}>
        Kept sealed in the encrypted database on this computer, and in no backup anybody else could use.
      </p>
      <Button
        look="quiet"
        onClick={() => {
          setByBrowser(true);
        }}
      >
        Sign in with the browser instead
      </Button>
    </>
  );
}

function BrowserSignIn({
  address,
  use,
  provider,
  onChange,
  draft,
}: SignInFieldsProps & { readonly use: SignInRequest['use'] }) {
  const host = usePageHost();
  const begin = useCommand('beginSignIn');
  const end = useCommand('endSignIn');
  const cancel = useCommand('cancelSignIn');
  const [whose, setWhose] = useState<'microsoft' | 'google'>(provider ?? (use === 'graph' ? 'microsoft' : 'google'));
  const [clientId, setClientId] = useState('');
  const [secret, setSecret] = useState('');
  const [tenant, setTenant] = useState('');
  const [url, setUrl] = useState<string | null>(null);
  const problem = begin.error ?? end.error;

  const signIn = async (): Promise<void> => {
    const begun = await begin.run({
      provider: whose,
      use,
      address,
      clientId,
      ...(secret === '' ? {} : { clientSecret: secret }),
      ...(tenant === '' ? {} : { tenant }),
    });
    if (begun === null) return;
    setUrl(begun.url);
    const ended = await end.run({ id: begun.id });
    setUrl(null);
    if (ended !== null) onChange({ ...draft, signIn: begun.id });
  };

  if (draft.signIn !== undefined) return <p role="status">Signed in. Nothing has been read yet.</p>;
  return (
    <div className={styles.form}>
      {use === 'graph' ? (
        <p>
          Warmpath asks Microsoft for two permissions, <b>Mail.ReadBasic</b> and <b>Calendars.ReadBasic</b>. With these
          Microsoft itself will refuse us a body.
        </p>
      ) : (
        <label className={styles.field}>
          <span>Provider</span>
          <select
            value={whose}
            onChange={(event) => {
              setWhose(event.currentTarget.value === 'google' ? 'google' : 'microsoft');
            }}
          >
            <option value="google">Google</option>
            <option value="microsoft">Microsoft</option>
          </select>
        </label>
      )}
      <label className={styles.field}>
        <span>Client id of your own or your firm’s registration</span>
        <input
          required
          autoComplete="off"
          value={clientId}
          onChange={(event) => {
            setClientId(event.currentTarget.value.trim());
          }}
        />
      </label>
      {whose === 'microsoft' ? (
        <label className={styles.field}>
          <span>Tenant, where the registration is for one firm only</span>
          <input
            autoComplete="off"
            placeholder="common"
            value={tenant}
            onChange={(event) => {
              setTenant(event.currentTarget.value.trim());
            }}
          />
        </label>
      ) : (
        <label className={styles.field}>
          <span>Client secret, which Google gives desktop apps too</span>
          <input
            type="password"
            autoComplete="off"
            value={secret}
            onChange={(event) => {
              setSecret(event.currentTarget.value.trim());
            }}
          />
        </label>
      )}
      <p className={styles.note}>
        No registration comes with Warmpath. It needs http://127.0.0.1 as a redirect address of a desktop app; your
        administrator can make one for the whole firm.
      </p>
      {url === null ? (
        <Button disabled={clientId === '' || begin.running} onClick={() => void signIn()}>
          Sign in with your browser
        </Button>
      ) : (
        <div className={styles.waiting} role="status">
          <span>Waiting for your browser…</span>
          {host.kind === 'web' ? (
            <a href={url} target="_blank" rel="noreferrer">
              Open the sign-in page
            </a>
          ) : null}
          <Button look="quiet" onClick={() => void cancel.run({})}>
            Cancel
          </Button>
        </div>
      )}
      {problem === null || problem.code === 'cancelled' ? null : <FailureLine error={problem} />}
    </div>
  );
}
