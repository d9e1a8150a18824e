import type { ImportState } from '../engine/use-import.ts';
import type { IconName } from '../parts/Icon.tsx';
import { Icon } from '../parts/Icon.tsx';
import { percentRead } from '../words/counts.ts';
import styles from './frame.module.css';
import type { View } from './view-state.ts';
import { useViewState } from './view-state.ts';

const places: readonly { readonly view: View; readonly icon: IconName; readonly word: string }[] = [
  { view: 'today', icon: 'today', word: 'Today' },
  { view: 'who', icon: 'who', word: 'Who knows' },
  { view: 'people', icon: 'people', word: 'People' },
  { view: 'map', icon: 'map', word: 'Map' },
  { view: 'questions', icon: 'question', word: 'Questions' },
];

function Place({ view, icon, word, note }: { view: View; icon: IconName; word: string; note?: string }) {
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
      <Icon name={icon} />
      <span>{word}</span>
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

/** The way between views, with the state of reading at its foot. */
export function Rail({ imports }: { readonly imports: ImportState }) {
  return (
    <nav className={styles.rail} aria-label="Views">
      <p className={styles.sign}>Warmpath</p>
      {places.map((place) => (
        <Place key={place.view} {...place} />
      ))}
      <div className={styles.foot}>
        <Place view="sources" icon="sources" word="Sources" note={syncNote(imports)} />
      </div>
    </nav>
  );
}
