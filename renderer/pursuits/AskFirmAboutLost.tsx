import { useState } from 'react';
import type { AuditedDeal } from '../../core/contract/opportunities.ts';
import { useEngine } from '../engine/use-engine.ts';
import { OpenPoll } from '../firm/OpenPoll.tsx';
import { OwnPolls } from '../firm/OwnPolls.tsx';
import styles from './pursuits.module.css';

/** More cannot be asked about at once. */
const mostDeals = 16;

/** For stewards: whether anybody at the firm had a good path when these were lost, and never who. */
export function AskFirmAboutLost({ deals }: { readonly deals: readonly AuditedDeal[] }) {
  const { value: status } = useEngine('firmStatus', {});
  const [picked, setPicked] = useState<readonly number[] | null>(null);
  if (status?.steward !== true) return null;
  const chosen = picked ?? deals.slice(0, mostDeals).map(({ pursuit }) => pursuit);
  return (
    <section className={`${styles.askFirm} ${styles.offPaper}`} aria-labelledby="ask-firm-lost">
      <h3 id="ask-firm-lost">Ask the firm</h3>
      <p className={styles.quiet}>
        Everybody’s computer looks for itself, and shows its owner first what it would answer. You are told “yes, somewhere” or “none found” for
        each deal, and only where five or more contribute; never who, nor how many.
      </p>
      <fieldset>
        <legend>Deals to ask about, sixteen at most</legend>
        {deals.map(({ pursuit, name }) => (
          <label key={pursuit}>
            <input
              type="checkbox"
              checked={chosen.includes(pursuit)}
              disabled={!chosen.includes(pursuit) && chosen.length >= mostDeals}
              onChange={(event) => {
                setPicked(event.currentTarget.checked ? [...chosen, pursuit] : chosen.filter((one) => one !== pursuit));
              }}
            />
            <bdi>{name}</bdi>
          </label>
        ))}
      </fieldset>
      <OpenPoll kind="deals" pursuits={chosen} />
      <OwnPolls kind="deals" />
    </section>
  );
} // prettier-ignore
