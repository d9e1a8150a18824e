import { useEngine } from '../engine/use-engine.ts';
import { FailureLine, Notice, Working } from '../parts/Notice.tsx';
import { PaperButton } from '../parts/PaperButton.tsx';
import { useLate } from '../parts/use-late.ts';
import { MeetingDays } from './MeetingDays.tsx';
import styles from './meetings.module.css';

/** Whom the user meets within two weeks, and the two most useful things to know of each; printed, a page a day. */
export function Meetings() {
  const { value: briefs, error } = useEngine('briefs', {});
  const late = useLate(briefs === undefined && error === null);
  if (error !== null) return <FailureLine error={error} />;
  if (briefs === undefined) return late ? <Working words="Looking through your calendar…" /> : null;
  if (briefs.length === 0) {
    return (
      <Notice title="No meetings in the next two weeks">
        <p>Meetings with people from outside your firm appear here, with what is worth knowing of them.</p>
      </Notice>
    );
  }
  return (
    <div className={styles.scroll}>
      <div className={styles.meetings}>
        <div className={styles.top}>
          <p>The next two weeks, with people from outside your firm.</p>
          <PaperButton paper="meetings" />
        </div>
        <MeetingDays briefs={briefs} />
      </div>
    </div>
  );
}
