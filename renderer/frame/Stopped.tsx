import type { Failure } from '../../core/contract/errors.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine, Notice } from '../parts/Notice.tsx';

/** The engine is gone, or could not open the data (`error`): what it means and the one thing to do. */
export function Stopped({ error }: { readonly error: Failure | null }) {
  return (
    <main>
      <Notice page title={error === null ? 'Warmpath’s engine has stopped' : 'Warmpath cannot open its data'}>
        {error === null ? (
          <p>Your data is safe: what was read so far is saved. Reopen to go on.</p>
        ) : (
          <FailureLine error={error} />
        )}
        <Button
          look="main"
          onClick={() => {
            window.location.reload();
          }}
        >
          {error === null ? 'Reopen' : 'Try again'}
        </Button>
      </Notice>
    </main>
  );
}
