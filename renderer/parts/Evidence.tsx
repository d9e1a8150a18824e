import type { Interaction } from '../../core/contract/shapes.ts';
import { dayInWords } from '../words/dates.ts';
import { companyInWords, interactionWord } from '../words/standing.ts';
import { Button } from './Button.tsx';
import styles from './evidence.module.css';
import type { IconName } from './Icon.tsx';
import { Icon } from './Icon.tsx';
import { useNow } from './use-now.ts';
import { When } from './When.tsx';

const icons: Record<Interaction['kind'], IconName> = {
  sent: 'sent',
  received: 'received',
  meeting: 'meeting',
  'seen together': 'together',
  spoke: 'spoke',
};

interface EvidenceProps {
  readonly interactions: readonly Interaction[];
  /** Where there may be more to show. */
  readonly onMore?: (() => void) | undefined;
  /** With the day of each and not how long ago it was: what is told from it lies in the past. */
  readonly dated?: boolean;
}

/** The interactions a standing comes from, newest first. */
export function Evidence({ interactions, onMore, dated = false }: EvidenceProps) {
  const now = useNow();
  if (interactions.length === 0) return <p className={styles.none}>Nothing in the mail and calendars read so far.</p>;
  return (
    <>
      <ol className={styles.evidence}>
        {interactions.map((interaction, index) => {
          const company = companyInWords(interaction.people);
          return (
            <li key={`${interaction.at} ${interaction.kind} ${String(index)}`}>
              <Icon name={icons[interaction.kind]} size={14} />
              <span>
                {interactionWord(interaction.kind)}
                {company === null ? null : <span className={styles.company}>, {company}</span>}
              </span>
              {dated ? (
                <time dateTime={interaction.at} className={styles.when}>
                  {dayInWords(interaction.at)}
                </time>
              ) : (
                <When at={interaction.at} now={now} className={styles.when} />
              )}
              {interaction.subject === null || interaction.subject === '' ? null : (
                <span className={styles.subject} title={interaction.subject.slice(0, 300)}>
                  <bdi>{interaction.subject}</bdi>
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {onMore === undefined ? null : (
        <Button look="quiet" className={styles.more} onClick={onMore}>
          Show more
        </Button>
      )}
    </>
  );
}
