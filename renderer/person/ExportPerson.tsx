import { useCommand } from '../engine/use-engine.ts';
import { download } from '../host/download.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';

/** What is kept about a person, as a file: for whoever asks what is. */
export function ExportPerson({ person }: { readonly person: number }) {
  const ask = useCommand('exportPerson');
  return (
    <>
      <Button
        look="quiet"
        disabled={ask.running}
        onClick={() => {
          void ask.run({ person }).then((held) => {
            if (held !== null) download(new Blob([held.text], { type: 'application/json' }), 'warmpath-person.json');
          });
        }}
      >
        {ask.running ? 'Gathering…' : 'Save what is kept about them'}
      </Button>
      {ask.error === null ? null : <FailureLine error={ask.error} />}
    </>
  );
}
