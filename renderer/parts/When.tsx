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
    <time dateTime={at} title={fullDate(at)} className={className}>
      {dateInWords(at, now)}
    </time>
  );
}
