import { Fragment } from 'react';
import type { Who } from '../../core/contract/shapes.ts';
import { BandWord } from '../parts/BandMark.tsx';
import { PersonLink } from '../parts/PersonLink.tsx';
import styles from './who.module.css';

interface PathProps {
  readonly path: Who['paths'][number];
  /** With the reason for each link written out under it. */
  readonly isLarge?: boolean;
}

/** A line of people from the user to the one wanted, each link with its own warmth: who is warm with whom. */
export function Path({ path, isLarge = false }: PathProps) {
  return (
    <ol className={styles.path} data-large={isLarge}>
      <li className={styles.person}>You</li>
      {path.hops.map((hop, i) => {
        const person = path.people[i];
        return (
          <Fragment key={`${String(i)} ${hop.to}`}>
            <li className={styles.link} title={hop.basis}>
              {hop.band === null ? <span>colleague</span> : <BandWord band={hop.band} />}
              {isLarge ? (
                <span className={styles.basis}>
                  <bdi>{hop.basis}</bdi>
                </span>
              ) : null}
            </li>
            <li className={styles.person}>
              {person === undefined || person === null ? <bdi>{hop.to}</bdi> : <PersonLink id={person} name={hop.to} />}
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
}
