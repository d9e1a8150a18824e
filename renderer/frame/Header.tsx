import type { RefObject } from 'react';
import type { Status } from '../../core/contract/shapes.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import type { ListKeys } from '../people/People.tsx';
import { rowId } from '../people/PeopleRow.tsx';
import { counted } from '../words/counts.ts';
import styles from './frame.module.css';
import { useShortcuts } from './use-shortcuts.ts';
import { useViewState } from './view-state.ts';

interface HeaderProps {
  readonly status: Status;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly list: RefObject<ListKeys | null>;
}

/** The search box of every view. Arrow keys and Enter steer the list below while the focus stays here. */
export function Header({ status, search, list }: HeaderProps) {
  const query = useViewState((state) => state.query);
  const setQuery = useViewState((state) => state.search);
  const listed = useViewState((state) => state.listed);
  const active = useViewState((state) => state.active);
  const back = useViewState((state) => state.back);
  const forward = useViewState((state) => state.forward);
  const canGoBack = useViewState((state) => state.before.length > 0);
  const canGoForward = useViewState((state) => state.after.length > 0);
  const inList = listed > 0;
  // Here and not above: the keys work where the window is drawn, not while it is made ready.
  useShortcuts(search);
  return (
    <header className={styles.header}>
      <div className={styles.history}>
        <Button look="quiet" aria-label="Back" title="Back" disabled={!canGoBack} onClick={back}>
          <Icon name="back" />
        </Button>
        <Button look="quiet" aria-label="Forward" title="Forward" disabled={!canGoForward} onClick={forward}>
          <Icon name="forward" />
        </Button>
      </div>
      <div className={styles.search}>
        <Icon name="search" />
        <input
          ref={search}
          type="search"
          role="combobox"
          aria-label="Search people and organisations"
          aria-expanded={inList}
          aria-haspopup="grid"
          aria-controls={inList ? 'people' : undefined}
          aria-activedescendant={inList && query !== '' ? rowId(active) : undefined}
          placeholder="Search people and organisations"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && query !== '') {
              setQuery('');
              event.preventDefault();
            } else if (event.key !== 'Home' && event.key !== 'End' && list.current?.press(event.key) === true) {
              event.preventDefault();
            }
          }}
        />
      </div>
      <p className={styles.total}>{counted(status.people, 'person', 'people')}</p>
    </header>
  );
}
