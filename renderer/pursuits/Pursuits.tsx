import { useState } from 'react';
import { assertNever } from '../../core/contract/errors.ts';
import { Audit } from './Audit.tsx';
import { CrossSell } from './CrossSell.tsx';
import { ImportList } from './ImportList.tsx';
import { MondaySheet } from './MondaySheet.tsx';
import { OnePursuit } from './OnePursuit.tsx';
import { PursuitList } from './PursuitList.tsx';
import styles from './pursuits.module.css';

/** What of the pursuits is looked at. */
type PursuitPage =
  | { readonly kind: 'list' }
  | { readonly kind: 'one'; readonly id: number }
  | { readonly kind: 'audit' }
  | { readonly kind: 'monday' }
  | { readonly kind: 'cross-sell' };

const tabs = [
  ['list', 'All'],
  ['monday', 'Monday sheet'],
  ['audit', 'Lost deals'],
  ['cross-sell', 'White space'],
] as const;

interface PursuitsProps {
  /** A list that is to be read: dropped or chosen. */
  readonly list: File | null;
  readonly onList: (file: File | null) => void;
}

/** What the user wants to win: how each stands by what was observed, the week's sheet, and what could have been with the lost ones. */
export function Pursuits({ list, onList }: PursuitsProps) {
  const [page, setPage] = useState<PursuitPage>({ kind: 'list' });
  return (
    // Another page is read from its top.
    <div key={page.kind === 'one' ? page.id : page.kind} className={styles.scroll}>
      <div className={styles.pursuits}>
        <nav className={styles.tabs} aria-label="Pursuits">
          {tabs.map(([kind, label]) => (
            <button
              key={kind}
              type="button"
              aria-current={page.kind === kind || (kind === 'list' && page.kind === 'one') ? 'page' : undefined}
              onClick={() => {
                setPage({ kind });
              }}
            >
              {label}
            </button>
          ))}
        </nav>
        <Shown page={page} setPage={setPage} onList={onList} />
      </div>
      {list === null ? null : (
        <ImportList
          key={`${list.name} ${String(list.lastModified)}`}
          file={list}
          onClose={() => {
            onList(null);
          }}
        />
      )}
    </div>
  );
}

interface ShownProps {
  readonly page: PursuitPage;
  readonly setPage: (page: PursuitPage) => void;
  readonly onList: (file: File) => void;
}

function Shown({ page, setPage, onList }: ShownProps) {
  const open = (id: number) => {
    setPage({ kind: 'one', id });
  };
  switch (page.kind) {
    case 'list':
      return <PursuitList onOpen={open} onList={onList} />;
    case 'one':
      return (
        <OnePursuit
          id={page.id}
          onBack={() => {
            setPage({ kind: 'list' });
          }}
        />
      );
    case 'audit':
      return <Audit />;
    case 'cross-sell':
      return <CrossSell />;
    case 'monday':
      return <MondaySheet onOpen={open} />;
    default:
      return assertNever(page);
  }
}
