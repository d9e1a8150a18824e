import { useCommand, useEngine } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { changesInWords } from '../words/firm.ts';
import styles from './firm.module.css';
import { ShareLines } from './ShareLines.tsx';

/** Exactly what colleagues would see, and the one act that shares it. */
export function SharePreview({ onClose }: { readonly onClose: () => void }) {
  const { value: preview, error } = useEngine('sharePreview', {});
  const publish = useCommand('publish');
  const tell = useViewState((state) => state.tell);
  if (preview === undefined && error === null) return null;
  const changes = preview === undefined ? '' : changesInWords(preview);
  return (
    <Dialog title="Share" onClose={onClose}>
      <form
        className={styles.dialog}
        onSubmit={(event) => {
          event.preventDefault();
          const dialog = event.currentTarget.closest('dialog');
          if (preview === undefined) return;
          void publish.run({ digest: preview.digest }).then((done) => {
            if (done === null) return;
            tell('Shared', false);
            dialog?.close();
          });
        }}
      >
        <p>This is what colleagues can be told when they ask, word for word. {changes === '' ? 'Nothing would change.' : `${changes}.`}</p>
        <div className={styles.within}>
          {preview === undefined ? null : <ShareLines audiences={preview.audiences} changes />}
          {preview === undefined || preview.gone.length === 0 ? null : (
            <p>
              No longer: <bdi>{preview.gone.join('; ')}</bdi>
            </p>
          )}
        </div>
        {error === null ? null : <FailureLine error={error} />}
        {publish.error === null ? null : <FailureLine error={publish.error} />}
        <div className={styles.choices}>
          <Button look="main" type="submit" disabled={publish.running || changes === ''}>
            {publish.running ? 'Sharing…' : 'Share exactly this'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore
