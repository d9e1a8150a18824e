import { useViewState } from '../frame/view-state.ts';
import { shownName } from '../words/standing.ts';
import styles from './person-link.module.css';

/** A name in running text that opens the person beside it. */
export function PersonLink({ id, name }: { readonly id: number; readonly name: string }) {
  const select = useViewState((state) => state.select);
  return (
    <button
      type="button"
      className={styles.link}
      title={name.slice(0, 200)}
      onClick={() => {
        select({ kind: 'person', id });
      }}
    >
      <bdi>{shownName(name)}</bdi>
    </button>
  );
}
