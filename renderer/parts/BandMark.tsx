import { bandWords } from '../../core/contract/band-words.ts';
import type { Band } from '../../core/contract/shapes.ts';
import styles from './band-mark.module.css';

const shapes = {
  strong: <circle cx="7" cy="7" r="6" fill="currentColor" />,
  moderate: (
    <>
      <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <circle cx="7" cy="7" r="3.3" fill="currentColor" />
    </>
  ),
  weak: <circle cx="7" cy="7" r="4.9" fill="none" stroke="currentColor" strokeWidth="2.2" />,
  none: <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.2" />,
  unknown: (
    <circle cx="7" cy="7" r="5.4" fill="none" stroke="currentColor" strokeWidth="1.2" strokeDasharray="1.5 2.74" />
  ),
} as const;

/** The band's mark: told apart by its shape alone, the same on the map and in every list. */
export function BandMark({ band }: { readonly band: Band }) {
  return (
    <svg aria-hidden="true" className={styles.mark} data-band={band} width="14" height="14" viewBox="0 0 14 14">
      {shapes[band]}
    </svg>
  );
}

/** The mark with its word. */
export function BandWord({ band }: { readonly band: Band }) {
  return (
    <span className={styles.word}>
      <BandMark band={band} />
      <span>{bandWords[band]}</span>
    </span>
  );
}
