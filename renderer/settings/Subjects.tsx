import { useState } from 'react';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { Confirm } from '../parts/Confirm.tsx';
import { Section } from './Section.tsx';

/** Whether subjects and meeting titles are kept; turning it off deletes them. */
export function Subjects({ keep }: { readonly keep: boolean }) {
  const decide = useCommand('decideSubjects');
  const [asking, setAsking] = useState(false);
  return (
    <Section
      title="Subjects"
      text={
        keep
          ? 'Subjects of mail and titles of meetings are kept, for your own screen only.'
          : 'Subjects of mail and titles of meetings are not kept. Turned on, they come with the next import, of mail that is known already too.'
      }
      action={
        <Button
          disabled={decide.running}
          onClick={() => {
            if (keep) setAsking(true);
            else void decide.run({ keep: true });
          }}
        >
          {keep ? 'Stop keeping…' : 'Keep them'}
        </Button>
      }
    >
      {asking ? (
        <Confirm
          title="Delete all subjects and titles?"
          action={['Delete and stop', 'Deleting…']}
          busy={decide.running}
          error={decide.error}
          run={async () => (await decide.run({ keep: false })) !== null}
          onClose={() => {
            setAsking(false);
          }}
        >
          <p>
            Every subject and meeting title goes from Warmpath’s data at once, and none is kept from now on. Your mail
            itself is not touched. To have them again, turn this on and add the same mail once more.
          </p>
        </Confirm>
      ) : decide.error === null ? null : (
        <FailureLine error={decide.error} />
      )}
    </Section>
  );
}
