import type { Ref } from 'react';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import type { PersonRow } from '../../core/contract/shapes.ts';
import type { Asked } from '../engine/use-engine.ts';
import { useEngine } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { FailureLine, Notice } from '../parts/Notice.tsx';
import { useLate } from '../parts/use-late.ts';
import { useNow } from '../parts/use-now.ts';
import { counted } from '../words/counts.ts';
import { PeopleRow, rowId } from './PeopleRow.tsx';
import styles from './people.module.css';
import { pagesFor, rowAfterKey, rowWindow, scrollToShow } from './window-rows.ts';

const rowHeight = 44;
const headHeight = 32;
const pageSize = 200;

type PeopleAnswer = Asked<'people'>;

function question(query: string, page: number | null) {
  return page === null ? null : { query, limit: pageSize, offset: page * pageSize };
}

/** The row at an index, if one of the answers is for this query and holds it. */
function rowAt(answers: readonly PeopleAnswer[], query: string, index: number): PersonRow | undefined {
  for (const { value, input } of answers) {
    if (value === undefined || input?.query !== query) continue;
    const row = value.rows[index - (input.offset ?? 0)];
    if (row !== undefined) return row;
  }
  return undefined;
}

/** Lets the search box steer the list without giving up the focus. */
export interface ListKeys {
  /** Whether the key meant something to the list. */
  readonly press: (key: string) => boolean;
}

/** Everybody by warmth: the list behind the map and the answer to the search box. */
export function People({ keys }: { readonly keys: Ref<ListKeys> }) {
  const query = useViewState((state) => state.query).trim();
  const active = useViewState((state) => state.active);
  const selected = useViewState(({ selected: shown }) => (shown?.kind === 'person' ? shown.id : null));
  const moveTo = useViewState((state) => state.moveTo);
  const select = useViewState((state) => state.select);
  const listed = useViewState((state) => state.list);
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const lastQuery = useRef(query);
  const [view, setView] = useState({ top: 0, height: 800 });

  const first = useEngine('people', question(query, 0));
  // While a new query is on its way the rows of the last one stay: no flash of an empty list between keystrokes.
  const shownQuery = first.input?.query ?? query;
  const total = first.value?.total ?? 0;
  const visible = rowWindow(view.top, view.height - headHeight, rowHeight, total);
  const pages = pagesFor(visible, pageSize);
  const even = useEngine('people', pages.even === 0 ? null : question(shownQuery, pages.even));
  const odd = useEngine('people', question(shownQuery, pages.odd));
  const answers = [first, even, odd];
  const late = useLate(first.value === undefined && first.error === null);

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
    const from = lastQuery.current === shownQuery ? element.scrollTop : 0;
    lastQuery.current = shownQuery;
    element.scrollTop = scrollToShow(active, from, element.clientHeight, rowHeight, headHeight);
  }, [active, lastQuery, shownQuery]);

  const press = (key: string): boolean => {
    if (key === 'Enter') {
      const row = rowAt(answers, shownQuery, active);
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
  if (first.value !== undefined && total === 0 && shownQuery !== '') {
    return (
      <Notice title="Nobody by these words">
        <p>
          No name, address or organisation matches “<bdi className={styles.echo}>{shownQuery}</bdi>”.
        </p>
      </Notice>
    );
  }
  if (first.value !== undefined && total === 0) {
    return (
      <Notice title="No people yet">
        <p>People appear here once there is mail or a calendar to learn from. Add some under Sources.</p>
      </Notice>
    );
  }

  const rows = Array.from({ length: visible.end - visible.first }, (_, offset) => {
    const index = visible.first + offset;
    const row = rowAt(answers, shownQuery, index);
    return (
      <PeopleRow
        key={row?.id ?? `waiting ${String(index)}`}
        row={row}
        index={index}
        top={index * rowHeight}
        now={now}
        active={index === active}
        selected={row !== undefined && row.id === selected}
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
      aria-activedescendant={rowAt(answers, shownQuery, active) === undefined ? undefined : rowId(active)}
      tabIndex={0}
      className={styles.list}
      data-steered={query !== ''}
      aria-busy={first.value === undefined}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget && press(event.key)) event.preventDefault();
      }}
      onScroll={(event) => {
        setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight });
      }}
    >
      <div role="row" aria-rowindex={1} className={`${styles.row} ${styles.head}`}>
        <span role="columnheader">Name</span>
        <span role="columnheader">Organisation</span>
        <span role="columnheader">Warmth</span>
        <span role="columnheader">Last contact</span>
        <span role="columnheader" className={styles.number}>
          Sent
        </span>
        <span role="columnheader" className={styles.number}>
          Received
        </span>
        <span role="columnheader" className={styles.number}>
          Meetings
        </span>
        <span role="columnheader">Trend</span>
      </div>
      <div role="rowgroup" className={styles.rows} style={{ height: total * rowHeight }}>
        {rows}
      </div>
    </div>
  );
  return (
    <>
      {grid}
      {late ? <p className={styles.late}>Reading the list…</p> : null}
      <p role="status" className="unseen">
        {first.value === undefined ? '' : counted(total, 'person', 'people')}
      </p>
    </>
  );
}
