import { bandWords } from '../../core/contract/band-words.ts';
import { useEngine } from '../engine/use-engine.ts';
import { BandMark } from '../parts/BandMark.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { listed } from '../words/counts.ts';
import { shownName } from '../words/standing.ts';
import styles from './details.module.css';

interface DetailsProps {
  readonly meeting: number;
  readonly person: number;
  readonly organisation: string | null;
}

/** What stands behind somebody's two lines: how the tie stands, how it began, whom they know here, who else is there. */
export function Details({ meeting, person, organisation }: DetailsProps) {
  const { value: details, error } = useEngine('briefDetails', { meeting, person });
  if (error !== null) return <FailureLine error={error} />;
  if (details === undefined) return null;
  const { facts, knows, colleagues } = details;
  return (
    <div className={styles.details}>
      {facts.map((fact) => (
        <p key={fact}>
          <bdi>{fact}</bdi>
        </p>
      ))}
      {knows.length === 0 ? null : <p>Knows {listed(knows.map(({ name }) => shownName(name)))} here.</p>}
      {colleagues.length === 0 ? null : (
        <div>
          <p>You also know{organisation === null ? '' : ` at ${organisation}`}:</p>
          <ul>
            {colleagues.map(({ id, name, band }) => (
              <li key={id}>
                <BandMark band={band} />
                <span>
                  <bdi>{shownName(name)}</bdi>, {bandWords[band]}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
