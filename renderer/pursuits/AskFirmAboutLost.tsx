import { useState } from 'react';
import { useEngine } from '../engine/use-engine.ts';
import { OpenPoll } from '../firm/OpenPoll.tsx';
import { OwnPolls } from '../firm/OwnPolls.tsx';
import styles from './pursuits.module.css';

/** More cannot be asked about at once. */
const mostDeals = 16;

/** For stewards: whether anybody at the firm had a good path when these were lost, and never who. */
export function AskFirmAboutLost() {
  const { value: status } = useEngine('firmStatus', {});
  const isSteward = status?.steward === true;
  const { value: deals } = useEngine('dealsToAsk', isSteward ? {} : null);
  const [picked, setPicked] = useState<readonly number[] | null>(null);
  if (!isSteward || deals === undefined) return null;
  const askable = deals.filter(({ problem }) => problem === null);
  const chosen = askable
    .map(({ pursuit }) => pursuit)
    .filter((pursuit, i) => (picked === null ? i < mostDeals : picked.includes(pursuit)));
  return (
    <section className={`${styles.askFirm} ${styles.offPaper}`} aria-labelledby="ask-firm-lost">
      <h3 id="ask-firm-lost">Ask the firm</h3>
      <p className={styles.quiet}>
        Everybody’s computer looks for itself, and shows its owner first what it would answer. You are told “yes, somewhere” or “none found” for
        each deal, and only where five or more contribute; never who, nor how many. What a barrier protects is asked of nobody: of it too you are
        told “none found”.
      </p>
      <fieldset>
        <legend>Deals to ask about, sixteen at most</legend>
        {askable.map(({ pursuit, name }) => (
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
        {deals.map(({ pursuit, name, problem }) =>
          problem === null ? null : (
            <p key={pursuit} className={styles.quiet}>
              <bdi>{name}</bdi> {problem}.
            </p>
          ),
        )}
      </fieldset>
      <OpenPoll kind="deals" pursuits={chosen} />
      <OwnPolls kind="deals" />
    </section>
  );
} // prettier-ignore
