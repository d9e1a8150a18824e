import { useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import styles from './firm.module.css';
import { sharingId } from './ShareControl.tsx';

interface VisibleSignProps {
  readonly kind: 'people' | 'organisations';
  readonly id: number;
}

/** Stands at the top of whoever or whatever colleagues who ask are told of, and leads to where that is stopped. */
export function VisibleSign({ kind, id }: VisibleSignProps) {
  const { value: visible } = useEngine('visibleToFirm', {});
  if (visible?.[kind].includes(id) !== true) return null;
  return (
    <Button
      look="quiet"
      className={styles.sign}
      onClick={() => {
        document.getElementById(sharingId)?.focus();
      }}
    >
      <Icon name="visible" />
      Visible to colleagues who ask
    </Button>
  );
}

/** The same in a list. */
export function VisibleMark() {
  return (
    <span className={styles.mark} title="Visible to colleagues who ask">
      <Icon name="visible" size={14} />
      <span className="unseen">visible to colleagues who ask</span>
    </span>
  );
}
