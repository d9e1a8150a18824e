import { useState } from 'react';
import type { CrossSell as Matrix } from '../../core/contract/opportunities.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { BandWord } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { FailureLine, Notice, Working } from '../parts/Notice.tsx';
import { useLate } from '../parts/use-late.ts';
import { monthInWords } from '../words/dates.ts';
import { cellWords, coverageWords, wayInWords } from '../words/pursuits.ts';
import styles from './pursuits.module.css';

/** Where the user is warm, and which practice has not been tried there: a small matrix, the warmest first. */
export function CrossSell() {
  const { value: matrix, error } = useEngine('crossSell', {});
  const late = useLate(matrix === undefined && error === null);
  if (error !== null) return <FailureLine error={error} />;
  if (matrix === undefined) return late ? <Working words="Looking at who is warm where…" /> : null;
  return (
    <>
      <OwnPractice practice={matrix.practice} />
      {matrix.rows.length === 0 ? (
        <Notice title="No practice to compare">
          <p>
            Organisations appear here where one practice is warm or was tried and another is not: by the practices of
            your pursuits, by yours, and by what colleagues have shared.
          </p>
        </Notice>
      ) : (
        <Table matrix={matrix} />
      )}
    </>
  );
}

/** Which practice is the user's: what they are warm in. */
function OwnPractice({ practice }: { readonly practice: string | null }) {
  const set = useCommand('setPractice');
  const [name, setName] = useState(practice ?? '');
  const [kept, setKept] = useState(practice);
  if (practice !== kept) {
    setKept(practice);
    setName(practice ?? '');
  }
  const said = name.trim() === '' ? null : name.trim();
  return (
    <form
      className={styles.practice}
      onSubmit={(event) => {
        event.preventDefault();
        void set.run({ practice: said });
      }}
    >
      <label>
        Your practice
        <input
          value={name}
          maxLength={80}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
      </label>
      <Button type="submit" disabled={set.running || said === practice}>
        Keep
      </Button>
      {set.error === null ? null : <FailureLine error={set.error} />}
    </form>
  );
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
              {practice === matrix.practice ? <span className={styles.quiet}>yours</span> : null}
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
              <span className={styles.quiet}>{coverageWords(row)}</span>
            </th>
            {row.cells.map((cell, i) => (
              <td key={matrix.practices[i]}>
                <PracticeThere cell={cell} />
              </td>
            ))}
            <td>
              <bdi>{wayInWords(row)}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PracticeThere({ cell: { outcome, band, month } }: { readonly cell: Matrix['rows'][number]['cells'][number] }) {
  return (
    <>
      {band === null ? null : (
        <span>
          <BandWord band={band} />
        </span>
      )}
      {outcome === 'none' && band !== null ? null : (
        <span className={outcome === 'none' ? styles.quiet : ''}>{cellWords[outcome]}</span>
      )}
      {month === null ? null : <span className={styles.quiet}>last {monthInWords(month)}</span>}
    </>
  );
}
