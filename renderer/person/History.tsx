import { bandWords } from '../../core/contract/band-words.ts';
import { useEngine } from '../engine/use-engine.ts';
import { number } from '../words/counts.ts';
import { monthInWords } from '../words/dates.ts';
import { barsOf, chart } from './history-chart.ts';
import { Section } from './Section.tsx';
import styles from './history.module.css';

/** Two years of a relationship, month by month: what they wrote, what the user wrote, meetings, and how warm it was. */
export function History({ person }: { readonly person: number }) {
  const { value: history } = useEngine('history', { person });
  const drawn = history === undefined ? null : barsOf(history);
  // Its place is kept while it is asked for, so that nothing below it jumps.
  if (history === undefined) return <div className={styles.waiting} aria-hidden="true" />;
  if (drawn === null) return null;
  const { bars, most } = drawn;
  return (
    <Section title="Two years" aside={`at most ${number(most)} a month`}>
      <svg className={styles.chart} viewBox={`0 0 ${String(chart.width)} ${String(chart.height)}`} aria-hidden="true">
        <line className={styles.axis} x1="0" x2={chart.width} y1={chart.axis} y2={chart.axis} />
        {bars.map(({ month, x, width, up, down, met, band, strip, year }) => (
          <g key={month}>
            <title>{monthInWords(month)}</title>
            <rect className={styles.received} x={x} width={width} y={chart.axis - up} height={up} />
            <rect className={styles.sent} x={x} width={width} y={chart.axis} height={down} />
            {met ? (
              <circle className={styles.met} cx={x + width / 2} cy={chart.axis - chart.reach - 5} r="2.5" />
            ) : null}
            <rect
              className={styles.strip}
              data-band={band}
              x={x - 1}
              width={width + 2}
              y={chart.strip}
              height={strip}
            />
            {year === null ? null : (
              <text className={styles.year} x={x} y={chart.labels}>
                {year}
              </text>
            )}
          </g>
        ))}
      </svg>
      <ul className={styles.legend} aria-hidden="true">
        <li data-mark="received">they wrote</li>
        <li data-mark="sent">you wrote</li>
        <li data-mark="met">met</li>
        <li data-mark="strip">thicker is warmer</li>
      </ul>
      <details className={styles.list}>
        <summary>Show as list</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col">They wrote</th>
              <th scope="col">You wrote</th>
              <th scope="col">Met</th>
              <th scope="col">Warmth</th>
            </tr>
          </thead>
          <tbody>
            {[...history].reverse().map(({ month, received, sent, meetings, band }) => (
              <tr key={month}>
                <th scope="row">{monthInWords(month)}</th>
                <td>{number(received)}</td>
                <td>{number(sent)}</td>
                <td>{number(meetings)}</td>
                <td>{bandWords[band]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Section>
  );
}
