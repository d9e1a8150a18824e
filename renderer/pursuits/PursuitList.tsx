import { useId, useState } from 'react';
import type { Outcome, PursuitRow } from '../../core/contract/opportunities.ts';
import { outcomes } from '../../core/contract/opportunities.ts';
import { useEngineClient } from '../engine/engine-context.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { CopyButton } from '../parts/CopyButton.tsx';
import { FailureLine, Notice, Working } from '../parts/Notice.tsx';
import { useLate } from '../parts/use-late.ts';
import { useNow } from '../parts/use-now.ts';
import { When } from '../parts/When.tsx';
import { dayInWords } from '../words/dates.ts';
import { coverageWords, matching, ofTheOutcome, outcomeWords, wayInWords } from '../words/pursuits.ts';
import styles from './pursuits.module.css';

interface PursuitListProps {
  readonly onOpen: (id: number) => void;
  readonly onList: (file: File) => void;
}

/** Every pursuit of an outcome with what it asks for; a line or a list adds more. */
export function PursuitList({ onOpen, onList }: PursuitListProps) {
  const [outcome, setOutcome] = useState<Outcome>('open');
  const [words, setWords] = useState('');
  const { value: all, error } = useEngine('pursuits', {});
  const late = useLate(all === undefined && error === null);
  const engine = useEngineClient();
  if (error !== null) return <FailureLine error={error} />;
  if (all === undefined) return late ? <Working words="Looking at how they stand…" /> : null;
  const ofOutcome = ofTheOutcome(all, outcome);
  const rows = matching(ofOutcome, words);
  return (
    <>
      <AddOne onList={onList} />
      {all.length === 0 ? (
        <Notice title="What do you want to win?">
          <p>
            Type a line, or drop the list your firm keeps anyway: a CRM export, a spreadsheet. For each, Warmpath shows
            the warmest way in and where it stands by what your mailbox shows. It stays on this computer; the exchange
            of a firm you have joined is asked who knows them, and cannot read who is meant.
          </p>
        </Notice>
      ) : (
        <>
          <div className={styles.bar}>
            <div role="group" aria-label="Outcome" className={styles.outcomes}>
              {outcomes.map((one) => (
                <button
                  key={one}
                  type="button"
                  aria-pressed={one === outcome}
                  onClick={() => {
                    setOutcome(one);
                  }}
                >
                  {outcomeWords[one]} {all.filter((row) => row.outcome === one).length}
                </button>
              ))}
            </div>
            <input
              type="search"
              aria-label="Only pursuits with these words"
              placeholder="Narrow"
              value={words}
              onChange={(event) => {
                setWords(event.currentTarget.value);
              }}
            />
            <CopyButton
              label="Copy as CSV"
              text={async () => {
                const answer = await engine.call('pursuitsCsv', {});
                return answer.ok ? answer.value.csv : null;
              }}
            />
          </div>
          {rows.length === 0 ? (
            <p className={styles.quiet}>{ofOutcome.length === 0 ? `None is ${outcome}.` : 'None with these words.'}</p>
          ) : (
            <ul className={styles.list}>
              {rows.map((row) => (
                <Row key={row.id} row={row} onOpen={onOpen} />
              ))}
            </ul>
          )}
        </>
      )}
    </>
  );
}

function Row({ row, onOpen }: { readonly row: PursuitRow; readonly onOpen: (id: number) => void }) {
  const now = useNow();
  return (
    <li className={styles.row}>
      <button
        type="button"
        className={styles.open}
        onClick={() => {
          onOpen(row.id);
        }}
      >
        <span className={styles.what}>
          <strong>
            <bdi>{row.name}</bdi>
          </strong>
          <span className={styles.quiet}>
            <bdi>{row.organisation ?? 'no organisation'}</bdi>
          </span>
        </span>
        <span className={styles.stands}>
          {row.state === null ? (
            <span>
              {outcomeWords[row.outcome]}
              {row.decidedOn === null ? '' : `, ${dayInWords(row.decidedOn)}`}
            </span>
          ) : (
            <>
              <span>
                <State state={row.state} />
              </span>
              <span>
                <bdi>{row.decision?.words}</bdi>
              </span>
              {row.disagreement === null ? null : (
                <span className={styles.disagreement}>
                  <bdi>{row.disagreement}</bdi>
                </span>
              )}
            </>
          )}
        </span>
        <span className={styles.way}>
          <bdi>{wayInWords(row)}</bdi>
          <span className={styles.quiet}>
            {coverageWords(row)}
            {row.lastContact === null ? null : (
              <>
                {', last '}
                <When at={row.lastContact} now={now} />
              </>
            )}
          </span>
        </span>
      </button>
    </li>
  );
}

/** The state as a word with a mark, told apart without colour. */
export function State({ state }: { readonly state: NonNullable<PursuitRow['state']> }) {
  return (
    <span className={styles.state} data-state={state}>
      {state}
    </span>
  );
}

function AddOne({ onList }: { readonly onList: (file: File) => void }) {
  const [line, setLine] = useState('');
  const add = useCommand('addPursuit');
  const tell = useViewState((state) => state.tell);
  const id = useId();
  const file = useId();
  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        if (line.trim() === '') return;
        void add.run({ line }).then((added) => {
          if (added === null) return;
          tell(added.added ? `${line.split(',')[0] ?? line} is added` : `${line.split(',')[0] ?? line} is up to date`);
          setLine('');
        });
      }}
    >
      <label htmlFor={id} className="unseen">
        A pursuit in one line
      </label>
      <input
        id={id}
        value={line}
        placeholder="Acme refinancing, jane@acme.com, CFO"
        onChange={(event) => {
          setLine(event.currentTarget.value);
        }}
      />
      <Button type="submit" disabled={add.running}>
        Add
      </Button>
      <label htmlFor={file} className={styles.choose}>
        Import a list…
      </label>
      <input
        id={file}
        type="file"
        className="unseen"
        accept=".csv,.tsv,.txt,.xlsx"
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          if (chosen !== undefined) onList(chosen);
          event.currentTarget.value = '';
        }}
      />
      {add.error === null ? null : <FailureLine error={add.error} />}
    </form>
  );
}
