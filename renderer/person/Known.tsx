import type { Why } from '../../core/contract/shapes.ts';
import { useUndoable } from '../engine/use-undoable.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { useNow } from '../parts/use-now.ts';
import { monthInWords } from '../words/dates.ts';
import { shownName } from '../words/standing.ts';
import { MergePerson } from './MergePerson.tsx';
import { Section } from './Section.tsx';
import styles from './person.module.css';

/** Names are dated by the month, and by meetings still to come too: nobody was seen later than now. */
function aroundMonth(lastSeen: string, now: number): string {
  return new Date(Math.min(now, Date.parse(lastSeen))).toISOString().slice(0, 7);
}

/** The addresses taken for one person, with the names each was seen under and when; what is wrong can be split or merged here. */
export function Known({ why }: { readonly why: Why }) {
  const now = useNow();
  const split = useUndoable('splitPerson');
  const addresses = [...new Set([...why.tie.addresses, ...why.names.map(({ address }) => address)])];
  return (
    <Section title={addresses.length === 1 ? 'Address' : 'Addresses'}>
      <ul className={styles.addresses}>
        {addresses.map((address) => {
          const names = why.names.filter((name) => name.address === address);
          const [latest] = names;
          return (
            <li key={address}>
              <div>
                <bdi>{address}</bdi>
                {latest === undefined ? null : (
                  <span className={styles.source}>
                    as{' '}
                    {names.map(({ name }, index) => (
                      <span key={name}>
                        {index > 0 ? ', ' : ''}
                        <bdi>{shownName(name)}</bdi>
                      </span>
                    ))}
                    , around {monthInWords(aroundMonth(latest.lastSeen, now))}
                  </span>
                )}
              </div>
              {addresses.length === 1 ? null : (
                <Button
                  look="quiet"
                  disabled={split.running}
                  aria-label={`${address} is somebody else`}
                  onClick={() => {
                    void split.run({ person: why.tie.id, address }, `${address} is now somebody else`);
                  }}
                >
                  Separate
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {split.error === null ? null : <FailureLine error={split.error} />}
      <MergePerson tie={why.tie} />
    </Section>
  );
}
