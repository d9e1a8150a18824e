import { useCommand, useEngine } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { Section } from '../person/Section.tsx';
import styles from './firm.module.css';

/** For the responsible partner of a client alone: whether others may share it, as it truly stands. */
export function ClientControl({ organisation }: { readonly organisation: number }) {
  const { value: status } = useEngine('firmStatus', {});
  const { value: state } = useEngine('shareState', status == null ? null : { kind: 'organisation', organisation });
  const close = useCommand('closeClient');
  if (status == null || state === undefined || state.client === null) return null;
  const isClosed = state.client === 'closed';
  return (
    <Section title="Your client">
      <div className={styles.sharing}>
        <p className={styles.state}>
          {isClosed
            ? 'Closed: nothing that is shared about it is answered; colleagues are told to ask you.'
            : 'Open: colleagues may share whom they know here. You are named first.'}
        </p>
        <div className={styles.choices}>
          <Button disabled={close.running} onClick={() => void close.run({ organisation, closed: !isClosed })}>
            {isClosed ? 'Open to sharing again' : 'Close to sharing by others'}
          </Button>
        </div>
        {close.error === null ? null : <FailureLine error={close.error} />}
      </div>
    </Section>
  );
}
