import { useState } from 'react';
import type { Account } from '../../core/contract/accounts.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { amounts } from '../words/sources.ts';
import styles from './accounts.module.css';

/** Takes an account away, with or without what came from it. */
export function RemoveAccount({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const loss = useEngine('accountLoss', { id: account.id });
  const remove = useCommand('removeAccount');
  const [withData, setWithData] = useState(true);
  const goes =
    loss.value === undefined ? 'counting…' : (amounts(loss.value) ?? 'nothing that no other source holds too');
  const ways = [
    [true, `With what came from it: ${goes}, and people known by nothing else`],
    [false, 'Only the account; what was learnt from it stays'],
  ] as const;
  return (
    <Confirm
      title={
        <>
          Remove <bdi>{account.address}</bdi>?
        </>
      }
      action={['Remove', 'Removing…']}
      busy={remove.running}
      error={loss.error ?? remove.error}
      ready={loss.value !== undefined}
      run={async () => (await remove.run({ id: account.id, withData })) !== null}
      onClose={onClose}
    >
      {ways.map(([way, words]) => (
        <label key={words} className={styles.check}>
          <input
            type="radio"
            name="way"
            checked={withData === way}
            onChange={() => {
              setWithData(way);
            }}
          />
          <span>{words}</span>
        </label>
      ))}
      <p>The mailbox itself is not touched. What opened it is forgotten here.</p>
    </Confirm>
  );
}
