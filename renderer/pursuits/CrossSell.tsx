import type { CrossSell as Matrix } from '../../core/contract/opportunities.ts';
import { useEngine } from '../engine/use-engine.ts';
import { FailureLine, Notice, Working } from '../parts/Notice.tsx';
import { useLate } from '../parts/use-late.ts';
import { cellWords, coverageWords } from '../words/pursuits.ts';
import styles from './pursuits.module.css';

/** Where the user is warm, and which practice has not been tried there: a small matrix, the warmest first. */
export function CrossSell() {
  const { value: matrix, error } = useEngine('crossSell', {});
  const late = useLate(matrix === undefined && error === null);
  if (error !== null) return <FailureLine error={error} />;
  if (matrix === undefined) return late ? <Working words="Looking at who is warm where…" /> : null;
  if (matrix.rows.length === 0)
    return (
      <Notice title="No practice to compare">
        <p>Where your pursuits name their practice, those that were never tried at a client appear here.</p>
      </Notice>
    );
  return <Table matrix={matrix} />;
}

function Table({ matrix }: { readonly matrix: Matrix }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Organisation</th>
          {matrix.practices.map((practice) => (
            <th key={practice} scope="col">
              <bdi>{practice}</bdi>
            </th>
          ))}
          <th scope="col">Ask</th>
        </tr>
      </thead>
      <tbody>
        {matrix.rows.map((row) => (
          <tr key={row.organisation}>
            <th scope="row">
              <bdi>{row.organisation}</bdi>
              <span className={styles.quiet}>{coverageWords({ warm: row.warm, singleThreaded: row.warm === 1 })}</span>
            </th>
            {row.cells.map((cell, i) => (
              <td key={matrix.practices[i]} className={cell === 'none' ? styles.quiet : ''}>
                {cellWords[cell]}
              </td>
            ))}
            <td>
              <bdi>{row.wayIn?.first.name ?? ''}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
