import type { FoundServers } from '../../core/contract/accounts.ts';
import styles from './accounts.module.css';

/** What each host said that was asked for servers, where none was found. */
export function Asked({ asked }: { readonly asked: FoundServers['asked'] }) {
  if (asked.length === 0) return null;
  return (
    <>
      <p>No server was found.</p>
      <ul className={styles.asked}>
        {asked.map(({ host, answer }) => (
          <li key={`${host} ${answer}`}>
            <bdi>{host}</bdi>: {answer}
          </li>
        ))}
      </ul>
    </>
  );
}
