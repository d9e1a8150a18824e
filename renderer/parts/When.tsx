import { dateInWords, fullDate } from '../words/dates.ts';

interface WhenProps {
  /** ISO 8601. */
  readonly at: string;
  /** See `useNow`; handed down, so that a long list keeps one clock. */
  readonly now: number;
  readonly className?: string | undefined;
}

/** A moment in words with the full date on hover. */
export function When({ at, now, className }: WhenProps) {
  return (
    <time
      dateTime={at}
      className={className}
      // Only when it is looked at: a page of full dates takes longer to write than the page itself.
      onMouseEnter={(event) => {
        event.currentTarget.title = fullDate(at);
      }}
    >
      {dateInWords(at, now)}
    </time>
  );
}
