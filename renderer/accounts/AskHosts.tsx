import { useState } from 'react';
import type { AskableHost, FoundServers } from '../../core/contract/accounts.ts';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import styles from './accounts.module.css';
import { Asked } from './Asked.tsx';

interface AskHostsProps {
  readonly address: string;
  readonly hosts: readonly AskableHost[];
  /** What those that were asked before said. */
  readonly asked: FoundServers['asked'];
  readonly onFound: (found: FoundServers) => void;
  readonly onByHand: () => void;
}

/** Who may be asked for the servers of a domain; whoever is somebody else only where it is ticked. */
export function AskHosts({ address, hosts, asked, onFound, onByHand }: AskHostsProps) {
  const find = useCommand('findServers');
  const [agreed, setAgreed] = useState(
    () => new Set(hosts.flatMap(({ host, byDefault }) => (byDefault ? [host] : []))),
  );
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void find.run({ address, hosts: [...agreed] }).then((found) => {
          if (found !== null) onFound(found);
        });
      }}
    >
      <Asked asked={asked} />
      <p>Where is this mailbox? Warmpath can ask these, with the domain only, never with your address:</p>
      <ul className={styles.folders}>
        {hosts.map(({ host, purpose }) => (
          <li key={host}>
            <label className={styles.check}>
              <input
                type="checkbox"
                checked={agreed.has(host)}
                onChange={(event) => {
                  const next = new Set(agreed);
                  if (event.currentTarget.checked) next.add(host);
                  else next.delete(host);
                  setAgreed(next);
                }}
              />
              <span>
                <bdi>{host}</bdi>: {purpose}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {find.error === null ? null : <FailureLine error={find.error} />}
      <div className={styles.choices}>
        <Button look="quiet" onClick={onByHand}>
          Enter the server myself
        </Button>
        <Button look="main" type="submit" disabled={agreed.size === 0 || find.running}>
          {find.running ? 'Asking…' : 'Ask'}
        </Button>
      </div>
    </form>
  );
}
