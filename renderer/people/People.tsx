import type { Ref } from 'react';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import type { Input } from '../../core/contract/methods.ts';
import type { PeopleFilter, PeopleOrder, PersonRow } from '../../core/contract/shapes.ts';
import { everybody } from '../../core/contract/shapes.ts';
import type { Asked } from '../engine/use-engine.ts';
import { useEngine } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine, Notice } from '../parts/Notice.tsx';
import { useLate } from '../parts/use-late.ts';
import { useNow } from '../parts/use-now.ts';
import { counted } from '../words/counts.ts';
import { Chosen } from './Chosen.tsx';
import { FilterBar } from './FilterBar.tsx';
import { PeopleRow, rowId } from './PeopleRow.tsx';
import styles from './people.module.css';
import { pagesFor, rowAfterKey, rowWindow, scrollToShow } from './window-rows.ts';

const rowHeight = 44;
const headHeight = 32;
const pageSize = 100;

type PeopleAnswer = Asked<'people'>;

/** Which list is asked for, whatever its page. */
interface Asking {
  readonly query: string;
  readonly filter: PeopleFilter;
  readonly order: PeopleOrder;
}

function question({ query, filter, order }: Asking, page: number | null): Input<'people'> | null {
  return page === null ? null : { query, filter, order, limit: pageSize, offset: page * pageSize };
}

function isSame(asking: Asking, { query, filter, order }: Input<'people'>): boolean {
  return JSON.stringify(question(asking, 0)) === JSON.stringify({ query, filter, order, limit: pageSize, offset: 0 });
}

/** The row at an index, if one of the answers is for this list and holds it. */
function rowAt(answers: readonly PeopleAnswer[], asking: Asking, index: number): PersonRow | undefined {
  for (const { value, input } of answers) {
    if (value === undefined || input === undefined || !isSame(asking, input)) continue;
    const row = value.rows[index - (input.offset ?? 0)];
    if (row !== undefined) return row;
  }
  return undefined;
}

/** A column whose head orders the list by it; the figures with the most first. */
function OrderedColumn({
  by,
  isNumber = false,
  children,
}: {
  readonly by: PeopleOrder;
  readonly isNumber?: boolean;
  readonly children: string;
}) {
  const order = useViewState((state) => state.order);
  const orderBy = useViewState((state) => state.orderBy);
  const direction = by === 'name' || by === 'organisation' ? 'ascending' : 'descending';
  return (
    <span role="columnheader" aria-sort={order === by ? direction : 'none'} className={isNumber ? styles.number : ''}>
      <button
        type="button"
        onClick={() => {
          orderBy(by);
        }}
      >
        {children}
        {order === by ? <Icon name={direction} size={10} /> : null}
      </button>
    </span>
  );
}

/** Why the list is empty, and the way out. */
function NobodyLeft({ query, isFiltered }: { readonly query: string; readonly isFiltered: boolean }) {
  const narrow = useViewState((state) => state.narrow);
  return (
    <div className={styles.empty}>
      <Notice title={isFiltered ? 'Nobody fits the filter' : 'Nobody by these words'}>
        {isFiltered ? (
          <Button
            onClick={() => {
              narrow(everybody);
            }}
          >
            Show all
          </Button>
        ) : (
          <p>
            No name, address or organisation matches “<bdi className={styles.echo}>{query}</bdi>”.
          </p>
        )}
      </Notice>
    </div>
  );
}

/** Lets the search box steer the list without giving up the focus. */
export interface ListKeys {
  /** Whether the key meant something to the list. */
  readonly press: (key: string) => boolean;
}

/** Everybody by warmth: the list behind the map and the answer to the search box. */
export function People({ keys }: { readonly keys: Ref<ListKeys> }) {
  const query = useViewState((state) => state.query).trim();
  const filter = useViewState((state) => state.filter);
  const order = useViewState((state) => state.order);
  const show = useViewState((state) => state.show);
  const active = useViewState((state) => state.active);
  const selected = useViewState(({ selected: shown }) => (shown?.kind === 'person' ? shown.id : null));
  const moveTo = useViewState((state) => state.moveTo);
  const select = useViewState((state) => state.select);
  const listed = useViewState((state) => state.list);
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const lastList = useRef('');
  const [chosen, setChosen] = useState<ReadonlyMap<number, PersonRow>>(new Map());
  const [view, setView] = useState({ top: 0, height: 800 });

  const asked: Asking = { query, filter, order };
  const first = useEngine('people', question(asked, 0));
  const { value: shared } = useEngine('visibleToFirm', {});
  // While a new list is on its way the rows of the last one stay: no flash of an empty list between keystrokes.
  const asking: Asking = {
    query: first.input?.query ?? query,
    filter: first.input?.filter ?? filter,
    order: first.input?.order ?? order,
  };
  const shownQuery = asking.query;
  const listKey = JSON.stringify(asking);
  const total = first.value?.total ?? 0;
  const visible = rowWindow(view.top, view.height - headHeight, rowHeight, total);
  const pages = pagesFor(visible, pageSize);
  const even = useEngine('people', pages.even === 0 ? null : question(asking, pages.even));
  const odd = useEngine('people', question(asking, pages.odd));
  const answers = [first, even, odd];
  const late = useLate(first.value === undefined && first.error === null);
  const isEmpty = first.value !== undefined && total === 0;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = () => {
      setView({ top: element.scrollTop, height: element.clientHeight });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    listed(total);
    return () => {
      listed(0);
    };
  }, [listed, total]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    // Other words give another list: that one is read from its top.
    const from = lastList.current === listKey ? element.scrollTop : 0;
    lastList.current = listKey;
    element.scrollTop = scrollToShow(active, from, element.clientHeight, rowHeight, headHeight);
  }, [active, lastList, listKey]);

  // Whoever is chosen can be seen and is still there: another list, or one with somebody gone, begins with nobody.
  const chosenFrom = `${listKey} ${String(total)}`;
  const [chosenIn, setChosenIn] = useState(chosenFrom);
  if (chosenIn !== chosenFrom) {
    setChosenIn(chosenFrom);
    setChosen(new Map());
  }

  const choose = (row: PersonRow | undefined) => {
    if (row === undefined) return;
    const next = new Map(chosen);
    if (!next.delete(row.id)) next.set(row.id, row);
    setChosen(next);
  };

  const press = (key: string): boolean => {
    if (key === 'Enter') {
      const row = rowAt(answers, asking, active);
      if (row !== undefined) select({ kind: 'person', id: row.id });
      return row !== undefined;
    }
    const perPage = Math.max(1, Math.floor((view.height - headHeight) / rowHeight) - 1);
    const next = rowAfterKey(key, active, total, perPage);
    if (next === null) return false;
    moveTo(next);
    return true;
  };
  useImperativeHandle(keys, () => ({ press }));

  if (first.error !== null)
    return (
      <Notice title="The list could not be read">
        <FailureLine error={first.error} />
      </Notice>
    );
  const found = first.value?.counts.reduce((sum, { people }) => sum + people, 0) ?? 0;
  if (first.value !== undefined && found === 0 && shownQuery === '') {
    return (
      <Notice title="No people yet">
        <p>People appear here once there is mail or a calendar to learn from. Add some under Sources.</p>
      </Notice>
    );
  }

  const rows = Array.from({ length: visible.end - visible.first }, (_, offset) => {
    const index = visible.first + offset;
    const row = rowAt(answers, asking, index);
    return (
      <PeopleRow
        // By place: other people at the same place are other words in the same row.
        key={index}
        row={row}
        index={index}
        top={index * rowHeight}
        now={now}
        active={index === active}
        selected={row !== undefined && row.id === selected}
        visible={row !== undefined && shared?.people.includes(row.id) === true}
        chosen={row !== undefined && chosen.has(row.id)}
        onChoose={() => {
          moveTo(index);
          choose(row);
        }}
        onOpen={() => {
          if (row === undefined) return;
          moveTo(index);
          select({ kind: 'person', id: row.id });
        }}
      />
    );
  });

  const grid = (
    <div
      ref={scroller}
      id="people"
      role="grid"
      aria-label={shownQuery === '' ? 'People by warmth' : 'People found'}
      aria-rowcount={total + 1}
      aria-activedescendant={rowAt(answers, asking, active) === undefined ? undefined : rowId(active)}
      tabIndex={0}
      className={styles.list}
      data-steered={query !== ''}
      aria-busy={first.value === undefined}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === ' ') choose(rowAt(answers, asking, active));
        else if (!press(event.key)) return;
        event.preventDefault();
      }}
      onScroll={(event) => {
        setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight });
      }}
    >
      <div role="row" aria-rowindex={1} className={`${styles.row} ${styles.head}`}>
        <span role="columnheader">
          <span className="unseen">Chosen</span>
        </span>
        <OrderedColumn by="name">Name</OrderedColumn>
        <OrderedColumn by="organisation">Organisation</OrderedColumn>
        <OrderedColumn by="warmth">Warmth</OrderedColumn>
        <OrderedColumn by="last contact">Last contact</OrderedColumn>
        <OrderedColumn by="sent" isNumber>
          Sent
        </OrderedColumn>
        <OrderedColumn by="received" isNumber>
          Received
        </OrderedColumn>
        <OrderedColumn by="meetings" isNumber>
          Meetings
        </OrderedColumn>
        <span role="columnheader">Trend</span>
      </div>
      <div role="rowgroup" className={styles.rows} style={{ height: total * rowHeight }}>
        {rows}
      </div>
    </div>
  );
  return (
    <div className={styles.people}>
      <FilterBar counts={first.value?.counts ?? []} shown={total}>
        <Button
          onClick={() => {
            show('map');
          }}
        >
          On the map
        </Button>
      </FilterBar>
      <div className={styles.body}>
        {grid}
        {isEmpty ? <NobodyLeft query={shownQuery} isFiltered={found > 0} /> : null}
      </div>
      {chosen.size === 0 ? null : (
        <Chosen
          people={[...chosen.values()]}
          onClear={() => {
            setChosen(new Map());
            scroller.current?.focus();
          }}
        />
      )}
      {late ? <p className={styles.late}>Reading the list…</p> : null}
      <p role="status" className="unseen">
        {first.value === undefined ? '' : counted(total, 'person', 'people')}
      </p>
    </div>
  );
}
