import type { ReactNode } from 'react';
import type { SharePreview, SharedLine } from '../../core/contract/sharing.ts';
import { dayInWords } from '../words/dates.ts';
import { inEffectInWords, lineInWords } from '../words/firm.ts';
import styles from './firm.module.css';

interface ShareLinesProps {
  readonly audiences: readonly Pick<SharePreview['audiences'][number], 'name' | 'lines'>[];
  /** What stands before a line. */
  readonly before?: (line: SharedLine) => ReactNode;
  readonly changes?: boolean;
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
            {lines.map((line) => (
              <li key={`${line.about} ${line.introducer} ${String(line.person)} ${String(line.organisation)} ${line.until}`}>
                {before?.(line)}
                <span>
                  <span>
                    “<bdi>{line.introducer}</bdi> knows <bdi className={styles.who}>{line.about}</bdi>: {lineInWords(line)}”
                  </span>
                  <span className={styles.quiet}>
                    until {dayInWords(line.until)}
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
