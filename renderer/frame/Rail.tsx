import { useEngine } from '../engine/use-engine.ts';
import type { ImportState } from '../engine/use-import.ts';
import { useAsksForMe } from '../firm/use-asks-for-me.ts';
import type { IconName } from '../parts/Icon.tsx';
import { Icon } from '../parts/Icon.tsx';
import { percentRead } from '../words/counts.ts';
import { viewWords } from '../words/views.ts';
import styles from './frame.module.css';
import type { View } from './view-state.ts';
import { useViewState, views } from './view-state.ts';

const icons: Readonly<Record<View, IconName>> = {
  today: 'today',
  meetings: 'meeting',
  who: 'who',
  people: 'people',
  map: 'map',
  pursuits: 'pursuit',
  questions: 'question',
  sources: 'sources',
  settings: 'settings',
  firm: 'organisation',
};

function Place({ view, note }: { view: View; note?: string }) {
  const current = useViewState((state) => state.view);
  const show = useViewState((state) => state.show);
  return (
    <button
      type="button"
      className={styles.place}
      aria-current={current === view ? 'page' : undefined}
      onClick={() => {
        show(view);
      }}
    >
      <Icon name={icons[view]} />
      <span>{viewWords[view]}</span>
      {note === undefined ? null : <span className={styles.note}>{note}</span>}
    </button>
  );
}

function syncNote(state: ImportState): string {
  if (state.kind === 'failed' && state.error.code !== 'cancelled') return 'failed';
  if (state.kind !== 'running') return '';
  const percent = state.progress === null ? null : percentRead(state.progress.bytes, state.progress.totalBytes);
  return percent === null ? 'reading' : `${String(percent)} %`;
}

const atFoot: readonly View[] = ['sources', 'settings'];

/** The way between views, with the state of reading at its foot; Pursuits once one exists, Firm once one was joined. */
export function Rail({ imports, pursuits }: { readonly imports: ImportState; readonly pursuits: number }) {
  const current = useViewState((state) => state.view);
  const { value: firm } = useEngine('firmStatus', {});
  const { value: asks } = useAsksForMe(firm == null ? null : {});
  const asked = (asks ?? []).filter(({ answer }) => answer === null).length + (firm?.polls ?? 0);
  const isShown = (view: View): boolean =>
    view === 'pursuits' ? pursuits > 0 || current === view : view !== 'firm' || firm != null;
  return (
    <nav className={styles.rail} aria-label="Views">
      <p className={styles.sign}>Warmpath</p>
      {views
        .filter((view) => !atFoot.includes(view) && isShown(view))
        .map((view) => (
          <Place key={view} view={view} note={view === 'firm' && asked > 0 ? `${String(asked)} asked` : ''} />
        ))}
      <div className={styles.foot}>
        {atFoot.map((view) => (
          <Place key={view} view={view} note={view === 'sources' ? syncNote(imports) : ''} />
        ))}
      </div>
    </nav>
  );
}
