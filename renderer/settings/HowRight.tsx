import type { Judgement } from '../../core/contract/shapes.ts';
import { useEngine } from '../engine/use-engine.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const answerWords: Record<Judgement['answers'], string> = {
  thread: 'What counts as an answer is a message in the same thread.',
  'any word': 'Your mail does not say what it answers, so any word from them within the week counts.',
};

/** Whether answers came as often as they were expected. */
export function HowRight() {
  const { value } = useEngine('judgement', {});
  if (value === undefined) return null;
  const { sentence, answers, used, rows } = value;
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  return (
    <Section
      title="How right it has been"
      text={
        <>
          {sentence}
          {rows.length === 0
            ? null
            : ` ${answerWords[answers]} ${used ? 'Warmth has been fitted to your own answers.' : 'Warmth goes by the default, which was better here than one fitted to your answers.'}`}
        </>
      }
    >
      {rows.length === 0 ? null : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Chance of an answer</th>
              <th scope="col">Your messages</th>
              <th scope="col">Expected answers</th>
              <th scope="col">Answered</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ from, to, messages, expected, answered }) => (
              <tr key={from}>
                <th scope="row">
                  {percent(from)} to {percent(to)}
                </th>
                <td>{messages}</td>
                <td>{Math.round(expected)}</td>
                <td>{answered}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
