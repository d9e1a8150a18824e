import { globalShortcuts } from '../../core/contract/shell.ts';
import type { ShellChange, ShellState } from '../../core/contract/shell.ts';
import { shortcutInWords } from '../words/settings.ts';
import { Choice } from './Choice.tsx';
import styles from './settings.module.css';

interface ShellChoicesProps {
  readonly state: ShellState;
  readonly set: (change: ShellChange) => void;
}

/** What the desktop app does of itself: its keys, the background, the start, the daily sheet. */
export function ShellChoices({ state, set }: ShellChoicesProps) {
  const { shortcut, shortcutTaken, background, login, sheet } = state;
  return (
    <>
      <Choice
        label="Keys that show it from anywhere"
        note={
          shortcutTaken ? 'These keys are not to be had: another program has them, or the system gives none.' : null
        }
      >
        {(id) => (
          <select
            id={id}
            className={styles.select}
            value={shortcut ?? ''}
            onChange={(event) => {
              const chosen = globalShortcuts.find((one) => one === event.target.value);
              set({ set: 'shortcut', shortcut: chosen ?? null });
            }}
          >
            {globalShortcuts.map((one) => (
              <option key={one} value={one}>
                {shortcutInWords(one, navigator.platform.startsWith('Mac'))}
              </option>
            ))}
            <option value="">None</option>
          </select>
        )}
      </Choice>
      <Choice label="Keep briefing when the window is closed">
        {(id) => (
          <input
            id={id}
            type="checkbox"
            checked={background}
            onChange={() => {
              set({ set: 'background', background: !background });
            }}
          />
        )}
      </Choice>
      {login === null ? null : (
        <Choice label="Start with the computer">
          {(id) => (
            <input
              id={id}
              type="checkbox"
              checked={login}
              onChange={() => {
                set({ set: 'login', login: !login });
              }}
            />
          )}
        </Choice>
      )}
      <SheetChoice sheet={sheet} set={set} />
    </>
  );
}

const usualTime = '07:00';

/** The printable sheet as a file: it holds names, so its folder is the user's to choose. */
function SheetChoice({ sheet, set }: { readonly sheet: ShellState['sheet'] } & Pick<ShellChoicesProps, 'set'>) {
  const note =
    sheet === null
      ? 'Names stand in it in the clear: choose a folder only you, or your assistant, can open.'
      : (sheet.problem ?? `“Warmpath meetings.pdf” in ${sheet.folder}`);
  return (
    <>
      <Choice label="Write the sheet of meetings as a PDF each day" note={note}>
        {(id) => (
          <input
            id={id}
            type="checkbox"
            checked={sheet !== null}
            onChange={() => {
              set({ set: 'sheet', time: sheet === null ? usualTime : null });
            }}
          />
        )}
      </Choice>
      {sheet === null ? null : (
        <Choice label="The sheet is written at">
          {(id) => (
            <input
              id={id}
              type="time"
              className={styles.select}
              defaultValue={sheet.time}
              required
              onBlur={(event) => {
                if (event.target.value !== '') set({ set: 'sheet', time: event.target.value });
              }}
            />
          )}
        </Choice>
      )}
    </>
  );
}
