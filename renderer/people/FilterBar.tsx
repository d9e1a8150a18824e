import type { ReactNode } from 'react';
import type { Band, Side } from '../../core/contract/shapes.ts';
import { bands, everybody, sides } from '../../core/contract/shapes.ts';
import { useEngine } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { BandWord } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { number } from '../words/counts.ts';
import { sideWord } from '../words/standing.ts';
import styles from './filter-bar.module.css';

/** How many people there are of a band and side, before the filter. */
export type Counts = readonly { readonly band: Band; readonly side: Side; readonly people: number }[];

interface FilterBarProps {
  readonly counts: Counts;
  /** How many the filter leaves. */
  readonly shown: number;
  /** What stands at the end of the bar. */
  readonly children: ReactNode;
}

const periods: readonly (readonly [days: number, words: string])[] = [
  [30, 'in the last 30 days'],
  [91, 'in the last 3 months'],
  [365, 'in the last year'],
];

function sum(counts: Counts, of: (one: Counts[number]) => boolean): number {
  return counts.filter(of).reduce((total, { people }) => total + people, 0);
}

/** Who of the people is shown, the same for the list and the map, with how many each choice has and how many are hidden. */
export function FilterBar({ counts, shown, children }: FilterBarProps) {
  const filter = useViewState((state) => state.filter);
  const narrow = useViewState((state) => state.narrow);
  const hidden = sum(counts, () => true) - shown;
  const [side] = filter.sides;
  return (
    <div className={styles.row}>
      <div role="group" aria-label="Filter" className={styles.bar}>
        {bands.map((band) => {
          const isChosen = filter.bands.includes(band);
          return (
            <button
              key={band}
              type="button"
              className={styles.chip}
              aria-pressed={isChosen}
              onClick={() => {
                narrow({ bands: isChosen ? filter.bands.filter((one) => one !== band) : [...filter.bands, band] });
              }}
            >
              <BandWord band={band} />
              <span className={styles.count}>{number(sum(counts, (one) => one.band === band))}</span>
            </button>
          );
        })}
        <select
          aria-label="Side"
          data-set={side !== undefined}
          value={side ?? ''}
          onChange={(event) => {
            const chosen = sides.find((one) => one === event.target.value);
            narrow({ sides: chosen === undefined ? [] : [chosen] });
          }}
        >
          <option value="">Every side</option>
          {sides.map((one) => (
            <option key={one} value={one}>
              {sideWord(one)} ({number(sum(counts, (count) => count.side === one))})
            </option>
          ))}
        </select>
        <select
          aria-label="In touch"
          data-set={filter.days !== null}
          value={filter.days ?? ''}
          onChange={(event) => {
            narrow({ days: event.target.value === '' ? null : Number(event.target.value) });
          }}
        >
          <option value="">At any time</option>
          {periods.map(([days, words]) => (
            <option key={days} value={days}>
              {words}
            </option>
          ))}
        </select>
        {filter.organisation === null ? null : <OrganisationChip id={filter.organisation} />}
      </div>
      <div className={styles.end}>
        {hidden <= 0 ? null : (
          <p className={styles.hidden}>
            <span role="status">{number(hidden)} hidden</span>
            <Button
              look="quiet"
              onClick={() => {
                narrow(everybody);
              }}
            >
              Show all
            </Button>
          </p>
        )}
        {children}
      </div>
    </div>
  );
}

function OrganisationChip({ id }: { readonly id: number }) {
  const narrow = useViewState((state) => state.narrow);
  const { value } = useEngine('organisation', { id });
  return (
    <button
      type="button"
      className={styles.chip}
      aria-pressed
      title="Everybody again"
      onClick={() => {
        narrow({ organisation: null });
      }}
    >
      <bdi>{value?.name ?? ''}</bdi>
      <Icon name="close" size={12} />
    </button>
  );
}
