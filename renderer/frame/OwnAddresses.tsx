import type { Status } from '../../core/contract/shapes.ts';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import styles from './frame.module.css';

const atOnce = 3;

/** Addresses that look like the user's own, to be confirmed: everything counts as theirs or mine by these. */
export function OwnAddresses({ status }: { readonly status: Status }) {
  const decide = useCommand('decideOwnAddress');
  const open = status.own.filter((address) => address.confirmed === null);
  if (open.length === 0) return null;
  return (
    <section className={styles.own} aria-label="Your addresses">
      <h2>{open.length === 1 ? 'Is this yours?' : 'Are these yours?'}</h2>
      <ul>
        {open.slice(0, atOnce).map((address) => (
          <li key={address.email}>
            <span className={styles.address} title={address.email.slice(0, 320)}>
              <bdi>{address.email}</bdi>
              <span className={styles.basis}>{address.basis}</span>
            </span>
            <Button
              aria-label={`Yes, ${address.email.slice(0, 320)} is mine`}
              disabled={decide.running}
              onClick={() => void decide.run({ email: address.email, own: true })}
            >
              Yes
            </Button>
            <Button
              aria-label={`No, ${address.email.slice(0, 320)} is not mine`}
              disabled={decide.running}
              onClick={() => void decide.run({ email: address.email, own: false })}
            >
              No
            </Button>
          </li>
        ))}
      </ul>
      {open.length > atOnce ? <p>{open.length - atOnce} more after these</p> : null}
      {decide.error === null ? null : <FailureLine error={decide.error} />}
    </section>
  );
}
