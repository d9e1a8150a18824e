import { Dialog } from '../parts/Dialog.tsx';
import styles from './key-sheet.module.css';
import { keySheet } from './shortcuts.ts';
import { useViewState } from './view-state.ts';

const isMac = navigator.userAgent.includes('Mac');

/** Every key on one sheet. */
export function KeySheet() {
  const lay = useViewState((state) => state.lay);
  return (
    <Dialog
      title="Keys"
      onClose={() => {
        lay(null);
      }}
    >
      {keySheet.map(({ where, keys }) => (
        <section key={where} className={styles.group} aria-label={where}>
          <h3>{where}</h3>
          <dl>
            {keys.map(([pressed, does]) => (
              <div key={pressed}>
                <dt>
                  <kbd>
                    {pressed.replaceAll('Mod ', isMac ? '⌘ ' : 'Ctrl ').replaceAll('Alt ', isMac ? '⌥ ' : 'Alt ')}
                  </kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
