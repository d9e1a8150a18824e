import type { ReactNode } from 'react';
import type { SharePreview, SharedLine } from '../../core/contract/sharing.ts';
import { dayInWords } from '../words/dates.ts';
import { inEffectInWords, lineInWords, onceEach } from '../words/firm.ts';
import styles from './firm.module.css';

interface ShareLinesProps {
  readonly audiences: readonly Pick<SharePreview['audiences'][number], 'name' | 'lines'>[];
  /** What stands before a line. */
  readonly before?: (line: SharedLine) => ReactNode;
  readonly changes?: boolean;
}

/** What tells one line from another on screen. */
const sentenceOf = (line: SharedLine): string =>
  `${line.introducer} ${line.about} ${lineInWords(line)} ${line.until} ${line.change}`;

/** By what those who are told so have asked. */
function eitherOf(lines: readonly SharedLine[]): string {
  return lines.map(({ askedFor }) => askedFor).join(' or ');
}

/** What each audience sees, as they see it. */
export function ShareLines({ audiences, before, changes = false }: ShareLinesProps) {
  return (
    <>
      {audiences.map(({ name, lines }) => (
        <section key={name} className={styles.audience}>
          <h3>
            To <bdi>{name}</bdi>
          </h3>
          <ul className={styles.lines}>
            {onceEach(lines, sentenceOf).map((line) => (
              <li key={sentenceOf(line)}>
                {before?.(line)}
                <span>
                  <span>
                    “<bdi>{line.introducer}</bdi> knows <bdi className={styles.who}>{line.about}</bdi>: {lineInWords(line)}”
                  </span>
                  <span className={styles.quiet}>
                    to whoever asks for <bdi>{eitherOf(lines.filter((one) => sentenceOf(one) === sentenceOf(line)))}</bdi>, until{' '}
                    {dayInWords(line.until)}
                    {changes && line.change !== 'same' ? `, ${line.change}` : ''}
                    {line.inEffect.length === 0 ? '' : `; ${inEffectInWords(line.inEffect)}`}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
} // prettier-ignore
