import { useCommand, useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { When } from '../parts/When.tsx';
import { bytesInWords } from '../words/accounts.ts';
import { number } from '../words/counts.ts';
import styles from './accounts.module.css';

/** The log of every connection, by host, and the switch that ends them all. */
export function LeftComputer() {
  const now = useNow();
  const { value: egress, error } = useEngine('egress', { limit: 0 });
  const { value: accounts } = useEngine('accounts', {});
  const offline = useCommand('setOffline');
  const hosts = egress?.hosts ?? [];
  const isOffline = accounts?.offline === true;
  const hasAccounts = (accounts?.accounts.length ?? 0) > 0;
  return (
    <section className={styles.left} aria-label="What left this computer">
      <div className={styles.head}>
        <div>
          <h3>What left this computer</h3>
          <p>
            {hosts.length === 0
              ? 'Nothing. Until you connect an account Warmpath opens no connection; its window may reach nothing but its own files, and what it keeps is encrypted.'
              : 'Questions to the servers you connected, and nothing of what Warmpath knows. Every connection passes one gate, which lets through only hosts you agreed to.'}
          </p>
        </div>
        {hasAccounts ? (
          <Button disabled={offline.running} onClick={() => void offline.run({ offline: !isOffline })}>
            {isOffline ? 'Go online' : 'Go offline'}
          </Button>
        ) : null}
      </div>
      {error === null ? null : <FailureLine error={error} />}
      {hosts.length === 0 ? null : (
        <div className={styles.scroll} tabIndex={0} role="group" aria-label="Connections by host">
          <table>
            <thead>
              <tr>
                <th scope="col">Host</th>
                <th scope="col">For</th>
                <th scope="col">Connections</th>
                <th scope="col">Sent</th>
                <th scope="col">Received</th>
                <th scope="col">Last</th>
              </tr>
            </thead>
            <tbody>
              {hosts.map(({ host, purpose, connections, sent, received, last }) => (
                <tr key={`${host} ${purpose ?? ''}`}>
                  <td>
                    <bdi>{host}</bdi>
                  </td>
                  <td>{purpose ?? 'refused: nothing was sent'}</td>
                  <td>{number(connections)}</td>
                  <td>{purpose === null ? '' : bytesInWords(sent)}</td>
                  <td>{purpose === null ? '' : bytesInWords(received)}</td>
                  <td>
                    <When at={last} now={now} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
