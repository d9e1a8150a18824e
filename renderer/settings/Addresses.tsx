import { useId, useState } from 'react';
import type { Status } from '../../core/contract/shapes.ts';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { ownBasisInWords } from '../words/settings.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

type Own = Status['own'][number];

/** Which addresses are the user's: found ones to confirm or refuse, and those they name. */
export function Addresses({ own }: { readonly own: Status['own'] }) {
  const decide = useCommand('decideOwnAddress');
  const add = useCommand('decideOwnAddress');
  const [email, setEmail] = useState('');
  const field = useId();
  return (
    <Section title="Your addresses" text="Mail from these counts as written by you, all other mail as written to you.">
      <ul className={styles.rows}>
        {own.map((address) => (
          <Row
            key={address.email}
            address={address}
            busy={decide.running}
            decide={(mine) => void decide.run({ email: address.email, own: mine })}
          />
        ))}
      </ul>
      {decide.error === null ? null : <FailureLine error={decide.error} />}
      <form
        className={styles.add}
        onSubmit={(event) => {
          event.preventDefault();
          void add.run({ email, own: true }).then((answer) => {
            if (answer !== null) setEmail('');
          });
        }}
      >
        <label htmlFor={field}>Another address of yours</label>
        <input
          id={field}
          type="text"
          inputMode="email"
          autoComplete="off"
          spellCheck={false}
          maxLength={320}
          value={email}
          onChange={(event) => {
            setEmail(event.target.value);
          }}
        />
        <Button type="submit" disabled={add.running || email.trim() === ''}>
          Add
        </Button>
      </form>
      {add.error === null ? null : <FailureLine error={add.error} />}
    </Section>
  );
}

function Row({ address, busy, decide }: { address: Own; busy: boolean; decide: (mine: boolean) => void }) {
  const name = address.email.slice(0, 320);
  const answer = (mine: boolean, word: string) => (
    <Button
      key={word}
      look={address.confirmed === null ? 'plain' : 'quiet'}
      aria-label={`${word}: ${name}`}
      disabled={busy}
      onClick={() => {
        decide(mine);
      }}
    >
      {word}
    </Button>
  );
  return (
    <li>
      <span className={styles.what} title={name}>
        <bdi>{address.email}</bdi>
        <span>{ownBasisInWords(address)}</span>
      </span>
      {address.confirmed === true ? null : answer(true, address.confirmed === null ? 'Yes, mine' : 'It is mine')}
      {address.confirmed === false ? null : answer(false, 'Not mine')}
    </li>
  );
}
