import type { View } from './view-state.ts';
import { views } from './view-state.ts';

type Shortcut = 'palette' | 'search' | 'keys' | 'undo' | 'close' | 'back' | 'forward' | View;

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What a key pressed anywhere means; null where it is the field's or the browser's own. `inField`: text is being typed. */
export function shortcutOf({ key, ctrlKey, metaKey, altKey }: Pressed, inField: boolean): Shortcut | null {
  const isCommand = ctrlKey || metaKey;
  if (isCommand && !altKey) return commandOf(key.toLowerCase(), metaKey, inField);
  // As in browsers; on a Mac these keys move by words.
  if (altKey && !isCommand && key === 'ArrowLeft') return 'back';
  if (altKey && !isCommand && key === 'ArrowRight') return 'forward';
  if (altKey || isCommand || inField) return null;
  return key === '?' ? 'keys' : key === 'Escape' ? 'close' : null;
}

function commandOf(key: string, metaKey: boolean, inField: boolean): Shortcut | null {
  switch (key) {
    case 'k':
      return 'palette';
    case 'f':
      return 'search';
    // What is being typed has an undo of its own.
    case 'z':
      return inField ? null : 'undo';
    case '[':
      return metaKey ? 'back' : null;
    case ']':
      return metaKey ? 'forward' : null;
    default:
      return views[Number(key) - 1] ?? null;
  }
}

/** Every key there is, by where it works, as the sheet shows them; `Mod` is Ctrl, or Command on a Mac. */
export const keySheet: readonly {
  readonly where: string;
  readonly keys: readonly (readonly [keys: string, does: string])[];
}[] = [
  {
    where: 'Anywhere',
    keys: [
      ['Mod K', 'Who knows, people, organisations, actions'],
      ['Mod F', 'Search people'],
      ['Mod 1 – 8', 'The views of the rail, from the top'],
      ['Mod 9', 'Pursuits'],
      ['Alt ←, Alt →', 'Back and forward'],
      ['Mod Z', 'Undo what you said last'],
      ['Esc', 'Close what is open beside the view'],
      ['?', 'This sheet'],
    ],
  },
  {
    where: 'Before a meeting (desktop app)',
    keys: [
      ['Mod Alt B', 'The popup from anywhere, or as Settings says'],
      ['↑ ↓', 'From person to person'],
      ['Enter', 'All there is to know of them'],
      ['S', 'Again later'],
      ['N', 'Not for this meeting'],
      ['Esc', 'Close'],
    ],
  },
  {
    where: 'In the list',
    keys: [
      ['↑ ↓', 'From person to person'],
      ['Enter', 'Open'],
      ['Space', 'Choose, for several at once'],
    ],
  },
  {
    where: 'On the map',
    keys: [
      ['← → ↑ ↓', 'Walk to the nearest, people seen together first'],
      ['Enter', 'Open'],
      ['+ −', 'Zoom'],
    ],
  },
  { where: 'Under Questions', keys: [['Y, N, L', 'Yes, no, later']] },
];
