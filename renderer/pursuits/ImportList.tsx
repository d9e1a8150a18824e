import { useEffect, useState } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import type {
  PursuitColumns,
  PursuitField,
  PursuitImport,
  PursuitPreview,
  Outcome,
} from '../../core/contract/opportunities.ts';
import { outcomes, pursuitFields } from '../../core/contract/opportunities.ts';
import { useEngineClient } from '../engine/engine-context.ts';
import { useCommand } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { counted } from '../words/counts.ts';
import { fieldWords, importedWords, outcomeWords } from '../words/pursuits.ts';
import styles from './pursuits.module.css';

interface ImportListProps {
  readonly file: File;
  readonly onClose: () => void;
}

/** What the columns of a list mean, as guessed or said before and corrected here; then what came in and what was left out. */
export function ImportList({ file, onClose }: ImportListProps) {
  const engine = useEngineClient();
  const [unread, setUnread] = useState<Failure | null>(null);
  const read = useCommand('importPursuits');
  const tell = useViewState((state) => state.tell);
  const [base64, setBase64] = useState<string | null>(null);
  const [preview, setPreview] = useState<PursuitPreview | null>(null);
  const [columns, setColumns] = useState<PursuitColumns>([]);
  const [showsAll, setShowsAll] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>('open');
  const [done, setDone] = useState<PursuitImport | null>(null);

  useEffect(() => {
    let current = true;
    void base64Of(file).then(async (text) => {
      if (!current) return;
      setBase64(text);
      const found = await engine.call('previewPursuits', { file: { name: file.name, base64: text } });
      if (!current) return;
      if (!found.ok) {
        setUnread(found.error);
        return;
      }
      setPreview(found.value);
      setColumns(found.value.columns);
      setShowsAll(!found.value.columns.includes('name'));
    });
    return () => {
      current = false;
    };
  }, [engine, file]);

  const change = (at: number, field: PursuitField | null) => {
    setColumns(columns.map((one, i) => (i === at ? field : one === field ? null : one)));
  };
  const start = async (): Promise<void> => {
    if (base64 === null) return;
    const answer = await read.run({ file: { name: file.name, base64 }, columns, outcome });
    if (answer === null) return;
    tell(importedWords(answer));
    setDone(answer);
    if (answer.broken.length === 0) onClose();
  };
  const error = unread ?? read.error;
  // What was guessed stays where it is while it is corrected.
  const shown = (preview?.header ?? [])
    .map((name, i) => ({ name, i }))
    .filter(({ i }) => showsAll || (preview?.columns[i] ?? null) !== null);
  return (
    <Dialog title={done === null ? `Read ${file.name}` : importedWords(done)} onClose={onClose} wide>
      <div className={styles.import}>
        {error === null ? null : <FailureLine error={error} />}
        {done === null ? null : <LeftOut done={done} />}
        {preview === null || done !== null ? null : (
          <>
            <p className={styles.quiet}>
              {counted(preview.total, 'row')}.{' '}
              {preview.remembered
                ? 'Columns as you said last time.'
                : 'What the columns mean is a guess: correct it once, and it is kept for the next list like this.'}
            </p>
            <table className={styles.columns}>
              <thead>
                <tr>
                  <th scope="col">Column</th>
                  <th scope="col">First row</th>
                  <th scope="col">Means</th>
                </tr>
              </thead>
              <tbody>
                {shown.map(({ name, i }, row) => (
                  // Columns of the same name are told apart by their place.
                  <tr key={`${String(i)} ${name}`}>
                    <th scope="row">
                      <bdi>{name}</bdi>
                    </th>
                    <td>
                      <bdi>{preview.rows[0]?.[i] ?? ''}</bdi>
                    </td>
                    <td>
                      <select
                        autoFocus={row === 0}
                        aria-label={`Meaning of ${name}`}
                        value={columns[i] ?? ''}
                        onChange={(event) => {
                          change(i, pursuitFields.find((field) => field === event.currentTarget.value) ?? null);
                        }}
                      >
                        <option value="">Left out</option>
                        {pursuitFields.map((field) => (
                          <option key={field} value={field}>
                            {fieldWords[field]}
                          </option>
                        ))}
                      </select>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {shown.length === preview.header.length ? null : (
              <Button
                look="quiet"
                className={styles.more}
                onClick={() => {
                  setShowsAll(true);
                }}
              >
                Show the {counted(preview.header.length - shown.length, 'column')} left out
              </Button>
            )}
            <label className={styles.those}>
              A row that says nothing of the outcome is
              <select
                value={outcome}
                onChange={(event) => {
                  setOutcome(outcomes.find((one) => one === event.currentTarget.value) ?? 'open');
                }}
              >
                {outcomes.map((one) => (
                  <option key={one} value={one}>
                    {outcomeWords[one]}
                  </option>
                ))}
              </select>
            </label>
            <Button
              look="main"
              disabled={read.running || !columns.includes('name')}
              onClick={() => {
                void start();
              }}
            >
              {columns.includes('name') ? `Read ${counted(preview.total, 'row')}` : 'Which column is the name?'}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}

function LeftOut({ done }: { readonly done: PursuitImport }) {
  return (
    <>
      <p>
        {counted(done.broken.length, 'row')} could not be read and {done.broken.length === 1 ? 'was' : 'were'} left out:
      </p>
      <ul className={styles.broken}>
        {done.broken.map(({ line, reason, cells }) => (
          <li key={line}>
            Line {line}: <bdi>{reason}</bdi>
            <span className={styles.quiet}>
              <bdi>{cells.filter(Boolean).join(' · ')}</bdi>
            </span>
          </li>
        ))}
      </ul>
      <p className={styles.quiet}>
        Put them right in the list and import it again: what came in is brought up to date, never doubled.
      </p>
    </>
  );
}

// Characters handed to the encoder at once: more arguments than the engine of the page takes in one call.
const chunk = 0x8000;

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += chunk) text += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return btoa(text);
}
