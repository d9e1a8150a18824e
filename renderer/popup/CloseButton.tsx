import { Icon } from '../parts/Icon.tsx';
import styles from './popup.module.css';

/** At the end of the popup, which stands still while the rest grows. */
export function CloseButton({ close }: { readonly close: () => void }) {
  return (
    <button type="button" className={styles.close} aria-label="Close" title="Esc" onClick={close}>
      <Icon name="close" size={14} />
    </button>
  );
}
