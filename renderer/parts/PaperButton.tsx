import { useState } from 'react';
import { failure } from '../../core/contract/errors.ts';
import type { Failure } from '../../core/contract/errors.ts';
import type { Paper } from '../../core/contract/shell.ts';
import { usePageHost } from '../engine/engine-context.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from './Button.tsx';
import { FailureLine } from './Notice.tsx';

interface PaperButtonProps {
  readonly paper: Paper;
  /** What is to be put there is not shown yet. */
  readonly disabled?: boolean;
}

/** The view on paper: as a PDF where the host can save one, else by the browser's own dialog. */
export function PaperButton({ paper, disabled = false }: PaperButtonProps) {
  const { savePdf } = usePageHost();
  const tell = useViewState((state) => state.tell);
  const [error, setError] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const put = async (): Promise<void> => {
    if (savePdf === undefined) {
      window.print();
      return;
    }
    setBusy(true);
    const saved = await savePdf(paper).catch(() => failure('internal', 'The PDF could not be saved. Try again.'));
    setBusy(false);
    setError(saved.ok ? null : saved.error);
    if (saved.ok && saved.value !== null) tell(`Saved as ${saved.value}`, false);
  };
  return (
    <>
      <Button
        disabled={disabled || isBusy}
        onClick={() => {
          void put();
        }}
      >
        {savePdf === undefined ? 'Print…' : 'Save as PDF…'}
      </Button>
      {error === null ? null : <FailureLine error={error} />}
    </>
  );
}
