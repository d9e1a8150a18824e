import type { ReactNode } from 'react';
import { useViewState } from '../frame/view-state.ts';
import { shownName } from '../words/standing.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import styles from './inspector.module.css';

interface InspectorProps {
  /** Whom or what it is about; undefined while that is asked for. */
  readonly name: string | undefined;
  /** What is said of it until the name is there. */
  readonly kind: 'Person' | 'Organisation';
  readonly children: ReactNode;
}

/** The frame beside the view: the same for whatever is looked at, closed by its button or Esc. */
export function Inspector({ name, kind, children }: InspectorProps) {
  const select = useViewState((state) => state.select);
  const close = () => {
    select(null);
  };
  return (
    <aside
      className={styles.inspector}
      aria-label={name === undefined ? kind : `About ${name.slice(0, 200)}`}
      aria-busy={name === undefined}
    >
      <div className={styles.head}>
        <h2 className={styles.name} title={name?.slice(0, 200)}>
          {name === undefined ? null : <bdi>{shownName(name)}</bdi>}
        </h2>
        <Button look="quiet" aria-label="Close" title="Close (Esc)" onClick={close}>
          <Icon name="close" />
        </Button>
      </div>
      {children}
    </aside>
  );
}
