import { useState } from 'react';
import { colleagueWords } from '../../core/contract/colleague-words.ts';
import type { Colleague } from '../../core/contract/sharing.ts';
import { mostColleagues } from '../../core/contract/sharing.ts';
import { counted } from '../words/counts.ts';
import styles from './firm.module.css';

interface ChooseColleaguesProps {
  readonly colleagues: readonly Colleague[];
  /** Ids. */
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

const mostShown = 8;

/** Some colleagues by name; of many, those that the words find. */
export function ChooseColleagues({ colleagues, chosen, onChoose }: ChooseColleaguesProps) {
  const [words, setWords] = useState('');
  const isFound = ({ name, practice, address }: Colleague): boolean =>
    `${name} ${practice ?? ''} ${address}`.toLowerCase().includes(words.trim().toLowerCase());
  const picked = colleagues.filter(({ id }) => chosen.includes(id));
  const others = colleagues.filter((one) => !chosen.includes(one.id) && isFound(one));
  return (
    <fieldset className={styles.colleagues}>
      <legend>Colleagues</legend>
      {colleagues.length <= mostShown ? null : (
        <input
          type="search"
          aria-label="Find a colleague"
          placeholder="a name, a practice"
          autoComplete="off"
          spellCheck={false}
          value={words}
          onChange={(event) => {
            setWords(event.target.value);
          }}
        />
      )}
      {[...picked, ...others.slice(0, mostShown)].map((one) => {
        const isChosen = chosen.includes(one.id);
        return (
          <label key={one.id}>
            <input
              type="checkbox"
              checked={isChosen}
              disabled={!isChosen && chosen.length >= mostColleagues}
              onChange={() => {
                onChoose(isChosen ? chosen.filter((id) => id !== one.id) : [...chosen, one.id]);
              }}
            />
            <bdi>{colleagueWords(one, colleagues)}</bdi>
          </label>
        );
      })}
      {others.length <= mostShown ? null : (
        <p className={styles.note}>{counted(others.length - mostShown, 'more', 'more')}: type a name.</p>
      )}
    </fieldset>
  );
}
