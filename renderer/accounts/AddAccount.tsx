import { useState } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import type { AskableHost, FoundServers, Server, Suggestion } from '../../core/contract/accounts.ts';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { serverInWords } from '../words/accounts.ts';
import styles from './accounts.module.css';
import { SubjectQuestion } from '../sources/SubjectQuestion.tsx';
import { AskHosts } from './AskHosts.tsx';
import { ByHand } from './ByHand.tsx';
import { SignInFields, signInReady } from './SignInFields.tsx';
import type { SignInDraft } from './SignInFields.tsx';

type Step =
  | { readonly kind: 'address' }
  | { readonly kind: 'hosts'; readonly hosts: readonly AskableHost[]; readonly asked: FoundServers['asked'] }
  | { readonly kind: 'by hand'; readonly asked: FoundServers['asked'] }
  | {
      readonly kind: 'sign in';
      readonly servers: readonly Server[];
      readonly provider: Suggestion['provider'];
      readonly user: string;
    };

/** A minute from an address to a mailbox that fills the map: the address, the server, the sign-in. */
export function AddAccount({ askSubjects, onClose }: { readonly askSubjects: boolean; readonly onClose: () => void }) {
  const decide = useCommand('decideSubjects');
  const suggest = useCommand('suggestServers');
  const [address, setAddress] = useState('');
  const [step, setStep] = useState<Step>({ kind: 'address' });

  const next = async (): Promise<void> => {
    const suggestion = await suggest.run({ address });
    if (suggestion === null) return;
    const { servers, provider, hosts, user } = suggestion;
    if (servers.length > 0) setStep({ kind: 'sign in', servers, provider, user });
    else setStep(hosts.length > 0 ? { kind: 'hosts', hosts, asked: [] } : { kind: 'by hand', asked: [] });
  };
  const found = ({ servers, provider, user, hosts, asked }: FoundServers, before: readonly AskableHost[]): void => {
    if (servers.length > 0) setStep({ kind: 'sign in', servers, provider, user });
    else if (hosts.length === 0) setStep({ kind: 'by hand', asked });
    else setStep({ kind: 'hosts', hosts: distinctHosts([...before, ...hosts]), asked });
  };

  return (
    <Dialog title="Connect an account" onClose={onClose}>
      {askSubjects ? (
        <div className={styles.form}>
          <SubjectQuestion urgent onAnswer={(keep) => void decide.run({ keep })} />
        </div>
      ) : null}
      {step.kind === 'address' && !askSubjects ? (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            void next();
          }}
        >
          <label className={styles.field}>
            <span>Your e-mail address</span>
            <input
              type="email"
              required
              value={address}
              onChange={(event) => {
                setAddress(event.currentTarget.value.trim());
              }}
            />
          </label>
          <p className={styles.note}>Nobody is asked anything yet.</p>
          {suggest.error === null ? null : <FailureLine error={suggest.error} />}
          <div className={styles.choices}>
            <Button
              look="quiet"
              onClick={() => {
                setStep({ kind: 'sign in', servers: [{ kind: 'ics' }], provider: null, user: '' });
              }}
            >
              A published calendar instead
            </Button>
            <Button look="main" type="submit" disabled={suggest.running}>
              Go on
            </Button>
          </div>
        </form>
      ) : null}
      {step.kind === 'hosts' ? (
        <AskHosts
          address={address}
          hosts={step.hosts}
          asked={step.asked}
          onFound={(answer) => {
            found(answer, step.hosts);
          }}
          onByHand={() => {
            setStep({ kind: 'by hand', asked: [] });
          }}
        />
      ) : null}
      {step.kind === 'by hand' ? (
        <ByHand
          asked={step.asked}
          onServer={(server) => {
            setStep({ kind: 'sign in', servers: [server], provider: null, user: address });
          }}
        />
      ) : null}
      {step.kind === 'sign in' ? <SignIn address={address} {...step} /> : null}
    </Dialog>
  );
}

function distinctHosts(hosts: readonly AskableHost[]): AskableHost[] {
  return [...new Map(hosts.map((one) => [one.host, one])).values()];
}

interface SignInProps {
  readonly address: string;
  readonly servers: readonly Server[];
  readonly provider: Suggestion['provider'];
  /** What one probably signs in with. */
  readonly user: string;
}

function SignIn({ address, servers, provider, user }: SignInProps) {
  const add = useCommand('addAccount');
  const [which, setWhich] = useState(0);
  const [draft, setDraft] = useState<SignInDraft>({ user });
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [further, setFurther] = useState('');
  const [hosts, setHosts] = useState<readonly string[]>([]);
  const server = servers[which] as Server;
  const credentials = signInReady(draft);
  const isFeed = server.kind === 'ics';

  const submit = async (agreed: readonly string[], dialog: HTMLDialogElement | null): Promise<void> => {
    if (credentials === null) return;
    const added = await add.run({
      address: isFeed ? name || 'Published calendar' : address,
      server,
      credentials,
      shared,
      me: further.split(/[\s,;]+/u).filter((one) => one !== ''),
      hosts: [...agreed],
    });
    if (added !== null) dialog?.close();
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(hosts, event.currentTarget.closest('dialog'));
      }}
    >
      {servers.length < 2 ? null : (
        <fieldset className={styles.servers}>
          <legend>What to connect; more can follow</legend>
          {servers.map((one, i) => (
            <label key={serverInWords(one)} className={styles.check}>
              <input
                type="radio"
                name="server"
                checked={i === which}
                onChange={() => {
                  setWhich(i);
                  setDraft({ user });
                }}
              />
              <span>{serverInWords(one)}</span>
            </label>
          ))}
        </fieldset>
      )}
      {isFeed ? (
        <label className={styles.field}>
          <span>A name for it</span>
          <input
            value={name}
            placeholder="Published calendar"
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
          />
        </label>
      ) : (
        <p className={styles.note}>
          {serverInWords(server)}
          {server.kind === 'imap' ? ', opened to be read only; nothing is ever marked as read.' : '.'}
        </p>
      )}
      <SignInFields
        key={which}
        address={address}
        use={server.kind === 'ics' ? null : server.kind}
        provider={provider}
        draft={draft}
        onChange={setDraft}
      />
      {server.kind === 'imap' || server.kind === 'graph' ? (
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={shared}
            onChange={(event) => {
              setShared(event.currentTarget.checked);
            }}
          />
          <span>It is a shared mailbox: its mail is nobody’s own and does not count as anybody’s relationships</span>
        </label>
      ) : null}
      {isFeed || shared ? null : (
        <label className={styles.field}>
          <span>Further addresses of the same person, if there are any</span>
          <input
            autoComplete="off"
            value={further}
            onChange={(event) => {
              setFurther(event.currentTarget.value);
            }}
          />
          <span className={styles.note}>
            Do you look after this mailbox for somebody? Then put your own address here: you become nobody’s contact,
            and what you write counts as theirs.
          </span>
        </label>
      )}
      {add.error === null ? null : (
        <Refused
          error={add.error}
          agree={(host, dialog) => {
            setHosts([...hosts, host]);
            void submit([...hosts, host], dialog);
          }}
        />
      )}
      <div className={styles.choices}>
        <Button look="main" type="submit" disabled={credentials === null || add.running}>
          {add.running ? 'Signing in…' : 'Connect'}
        </Button>
      </div>
    </form>
  );
}

interface RefusedProps {
  readonly error: Failure;
  readonly agree: (host: string, dialog: HTMLDialogElement | null) => void;
}

/** A server that sends us on to another host: that one needs a word of its own. */
function Refused({ error, agree }: RefusedProps) {
  const { host } = error;
  return (
    <>
      <FailureLine error={error} />
      {error.code === 'not_allowed' && host !== undefined ? (
        <Button
          onClick={(event) => {
            agree(host, event.currentTarget.closest('dialog'));
          }}
        >
          Agree to <bdi>{host}</bdi> and go on
        </Button>
      ) : null}
    </>
  );
}
