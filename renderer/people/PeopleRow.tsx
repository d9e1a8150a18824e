import type { PersonRow } from '../../core/contract/shapes.ts';
import { VisibleMark } from '../firm/VisibleSign.tsx';
import { BandWord } from '../parts/BandMark.tsx';
import { Icon } from '../parts/Icon.tsx';
import { When } from '../parts/When.tsx';
import { number } from '../words/counts.ts';
import { shownName, sideWord, trendWord } from '../words/standing.ts';
import styles from './people.module.css';

/** The id of a row's element: lists point at the active one by it. */
export function rowId(index: number): string {
  return `person-row-${String(index)}`;
}

interface PeopleRowProps {
  /** Missing while its page is on its way. */
  readonly row: PersonRow | undefined;
  readonly index: number;
  readonly top: number;
  readonly now: number;
  readonly active: boolean;
  readonly selected: boolean;
  /** Colleagues who ask are told of them. */
  readonly visible: boolean;
  /** Among those that something is done with at once. */
  readonly chosen: boolean;
  readonly onOpen: () => void;
  readonly onChoose: () => void;
}

function Count({ count }: { readonly count: number }) {
  return (
    <span role="gridcell" className={`${styles.number} ${count === 0 ? styles.nought : ''}`}>
      {number(count)}
    </span>
  );
}

/** One person of the list, placed by its index so that only visible rows exist. */
export function PeopleRow({
  row,
  index,
  top,
  now,
  active,
  selected,
  visible,
  chosen,
  onOpen,
  onChoose,
}: PeopleRowProps) {
  const word = row === undefined ? null : trendWord(row.trend);
  return (
    // Keys are handled by the list, which owns the focus; the row only takes the pointer.
    <div
      role="row"
      id={rowId(index)}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-active={active}
      className={styles.row}
      style={{ transform: `translateY(${String(top)}px)` }}
      onClick={onOpen}
    >
      {row === undefined ? (
        <span role="gridcell" className={styles.waiting} />
      ) : (
        <>
          <span role="gridcell" className={styles.choice}>
            <input
              type="checkbox"
              tabIndex={-1}
              aria-label={`Choose ${shownName(row.person).slice(0, 200)}`}
              checked={chosen}
              onChange={onChoose}
              onClick={(event) => {
                event.stopPropagation();
              }}
            />
          </span>
          <span role="gridcell" className={styles.name} title={row.person.slice(0, 200)}>
            <bdi>{shownName(row.person)}</bdi>
            {row.private ? <Icon name="lock" size={12} /> : null}
            {visible ? <VisibleMark /> : null}
            {row.side === 'unfiled' ? null : <span className={styles.side}>{sideWord(row.side)}</span>}
          </span>
          <span role="gridcell" className={styles.organisation} title={row.organisation?.slice(0, 200)}>
            <bdi>{row.organisation ?? ''}</bdi>
          </span>
          <span role="gridcell">
            <BandWord band={row.band} />
          </span>
          <span role="gridcell" className={styles.when}>
            {row.lastInteraction === null ? '' : <When at={row.lastInteraction} now={now} />}
          </span>
          <Count count={row.sent} />
          <Count count={row.received} />
          <Count count={row.meetings} />
          <span role="gridcell" className={styles.trend} data-trend={word}>
            {word === null ? null : (
              <>
                <Icon name={word === 'rising' ? 'rising' : word === 'steady' ? 'steady' : 'quieter'} size={14} />
                {word}
              </>
            )}
          </span>
        </>
      )}
    </div>
  );
}
