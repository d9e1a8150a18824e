import type { AskForMe as Ask } from '../../core/contract/sharing.ts';
import { AskForMe } from '../firm/AsksForMe.tsx';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import styles from './today.module.css';

const most = 3;

/** What colleagues ask the user, and they have not answered yet: the most urgent, with what can be said to each. */
export function Asked({ asks }: { readonly asks: readonly Ask[] }) {
  const show = useViewState((state) => state.show);
  const tell = useViewState((state) => state.tell);
  if (asks.length === 0) return null;
  return (
    <section className={styles.block} aria-label="You are asked">
      <ul className={styles.asks}>
        {asks.slice(0, most).map((ask) => (
          <AskForMe
            key={ask.id}
            ask={ask}
            onOffered={() => {
              tell('You offered an introduction. The letter opens in your mail program; it stays under Firm.', false);
            }}
          />
        ))}
      </ul>
      {asks.length <= most ? null : (
        <Button
          look="quiet"
          onClick={() => {
            show('firm');
          }}
        >
          {asks.length - most} more under Firm
        </Button>
      )}
    </section>
  );
}
