import { useState } from 'react';
import type { Result } from '../../core/contract/errors.ts';
import type { HandedOver } from '../../core/contract/host.ts';
import type { ImportResult, Status } from '../../core/contract/shapes.ts';
import { useEngineClient, usePageHost } from '../engine/engine-context.ts';
import { useCommand } from '../engine/use-engine.ts';
import type { ImportHandle } from '../engine/use-import.ts';

/** What the user asked to read. */
type Wish =
  | { readonly kind: 'sample' }
  | { readonly kind: 'files'; readonly files: readonly File[] }
  | {
      readonly kind: 'choose';
      readonly what: 'files' | 'folder';
      /** Opens the page's own file input, for hosts without a dialog. */
      readonly open: () => void;
    };

export interface AddMail {
  /** What waits for the answer about subjects, which comes before any import. */
  readonly waiting: Wish | null;
  readonly add: (wish: Wish) => void;
  readonly answer: (keepSubjects: boolean) => void;
}

/** Starts imports, holding them back until the one question of the first run was answered. */
export function useAddMail(status: Status | undefined, imports: ImportHandle): AddMail {
  const engine = useEngineClient();
  const host = usePageHost();
  const decide = useCommand('decideSubjects');
  const [waiting, setWaiting] = useState<Wish | null>(null);

  // How an import ended is told by its event; here only what kept it from beginning is new.
  const started = async (outcome: Promise<HandedOver | Result<ImportResult>>) => {
    const result = await outcome;
    if (!result.ok) imports.fail(result.error);
    else if (result.value === null) imports.fail(null);
  };

  const start = (wish: Wish) => {
    if (wish.kind === 'sample') {
      imports.begin();
      void started(engine.call('importSample', {}));
    } else if (wish.kind === 'files') {
      imports.begin();
      void started(host.addFiles(wish.files));
    } else if (host.chooseFiles === undefined) {
      wish.open();
    } else {
      void started(host.chooseFiles(wish.what));
    }
  };

  return {
    waiting,
    add: (wish) => {
      if (status?.subjects === null) setWaiting(wish);
      else start(wish);
    },
    answer: (keep) => {
      const wish = waiting;
      setWaiting(null);
      // The file input opens only inside the click itself, so a choice does not wait for the engine's answer.
      if (wish?.kind === 'choose') start(wish);
      void decide.run({ keep }).then((answer) => {
        if (answer !== null && wish !== null && wish.kind !== 'choose') start(wish);
      });
    },
  };
}
