import { useState } from 'react';
import type { FirmStatus } from '../../core/contract/sharing.ts';
import { useCommand, useEngine } from '../engine/use-engine.ts';
import { useViewState } from '../frame/view-state.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { changesInWords, sharedInWords, stoppedInWords } from '../words/firm.ts';
import styles from './firm.module.css';
import { ProposedSet } from './ProposedSet.tsx';
import { ShareLines } from './ShareLines.tsx';
import { SharedElsewhere } from './SharedElsewhere.tsx';
import { SharePreview } from './SharePreview.tsx';

/** What colleagues can be told now, what the next act would change, and the way to stop. */
export function WhatIShare({ status }: { readonly status: NonNullable<FirmStatus> }) {
  const { value: preview, error } = useEngine('sharePreview', {});
  const stop = useCommand('stopSharing');
  const renew = useCommand('renewSharing');
  const tell = useViewState((state) => state.tell);
  const [shown, setShown] = useState<'preview' | 'proposal' | null>(null);
  const changes = preview === undefined ? '' : changesInWords(preview);
  const told = preview?.audiences.flatMap(({ name, lines }) => {
    const now = lines.filter(({ change }) => change !== 'new');
    return now.length === 0 ? [] : [{ name, lines: now }];
  });
  return (
    <section className={styles.section} aria-labelledby="what-i-share">
      <h2 id="what-i-share">What you share</h2>
      {error === null ? null : <FailureLine error={error} />}
      <p className={styles.state} data-visible={status.visible > 0}>
        {sharedInWords(status)}
      </p>
      {status.elsewhere === 0 ? null : <SharedElsewhere />}
      {told === undefined || told.length === 0 ? null : <ShareLines audiences={told} />}
      {changes === '' ? null : <p>Allowed, and not shared yet: {changes}.</p>}
      <div className={styles.choices}>
        {changes === '' ? null : (
          <Button
            look="main"
            onClick={() => {
              setShown('preview');
            }}
          >
            Look and share…
          </Button>
        )}
        <Button
          look={status.shared === 0 && changes === '' ? 'main' : 'plain'}
          onClick={() => {
            setShown('proposal');
          }}
        >
          Share organisations…
        </Button>
        {status.shared === 0 ? null : (
          <Button disabled={renew.running} onClick={() => void renew.run({ days: 90 }).then(() => { setShown('preview'); })}>
            Renew for 90 days…
          </Button>
        )}
        {status.shared + status.elsewhere === 0 ? null : (
          <Button
            disabled={stop.running}
            onClick={() => {
              void stop.run({ kind: 'all' }).then((done) => {
                if (done !== null) tell(stoppedInWords('You share nothing any more', done), false);
              });
            }}
          >
            Stop sharing everything
          </Button>
        )}
      </div>
      {stop.error === null ? null : <FailureLine error={stop.error} />}
      {shown === 'preview' ? (
        <SharePreview
          onClose={() => {
            setShown(null);
          }}
        />
      ) : null}
      {shown === 'proposal' ? (
        <ProposedSet
          onClose={() => {
            setShown(null);
          }}
        />
      ) : null}
    </section>
  );
} // prettier-ignore
