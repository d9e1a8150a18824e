import { useEffect, useId, useState } from 'react';
import type { ReactNode } from 'react';
import { popupMinutes } from '../../core/contract/briefing.ts';
import type { Host } from '../../core/contract/host.ts';
import { globalShortcuts } from '../../core/contract/shell.ts';
import type { ShellChange, ShellState } from '../../core/contract/shell.ts';
import { usePageHost } from '../engine/engine-context.ts';
import { useCommand } from '../engine/use-engine.ts';
import { FailureLine } from '../parts/Notice.tsx';
import { popupInWords, shortcutInWords } from '../words/settings.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

type SetShell = (change: ShellChange) => void;

/** When the popup comes, by which keys, and what the app does when nobody looks: only the desktop app has these. */
export function Briefings({ minutes }: { readonly minutes: number }) {
  const { shell } = usePageHost();
  return shell === undefined ? (
    <Section
      title="Briefings"
      text="Minutes before a meeting the desktop app shows who you are about to meet. In a browser, Meetings has the same."
    />
  ) : (
    <DesktopBriefings minutes={minutes} shell={shell} />
  );
}

interface DesktopProps {
  readonly minutes: number;
  readonly shell: NonNullable<Host<File>['shell']>;
}

function DesktopBriefings({ minutes, shell }: DesktopProps) {
  const setPopup = useCommand('setPopup');
  const [state, setState] = useState<ShellState | null>(null);
  useEffect(() => {
    void shell(null).then(setState);
  }, [shell]);
  const set: SetShell = (change) => void shell(change).then(setState);
  return (
    <Section title="Briefings" text={popupInWords(minutes, state?.popup ?? 'window')}>
      <ul className={styles.rows}>
        <Choice label="Before a meeting">
          {(id) => (
            <select
              id={id}
              className={styles.select}
              value={minutes}
              disabled={setPopup.running}
              onChange={(event) => {
                const chosen = popupMinutes.find((one) => String(one) === event.target.value);
                if (chosen !== undefined) void setPopup.run({ minutes: chosen });
              }}
            >
              {popupMinutes.map((one) => (
                <option key={one} value={one}>
                  {one === 0 ? 'Never' : `${String(one)} minutes`}
                </option>
              ))}
            </select>
          )}
        </Choice>
        {state === null ? null : <ShellChoices state={state} set={set} />}
      </ul>
      {setPopup.error === null ? null : <FailureLine error={setPopup.error} />}
    </Section>
  );
}

function ShellChoices({ state, set }: { readonly state: ShellState; readonly set: SetShell }) {
  const { shortcut, shortcutTaken, background, login, sheet } = state;
  return (
    <>
      <Choice
        label="Keys that show it from anywhere"
        note={shortcutTaken ? 'Another program has these keys; choose others.' : null}
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
                {shortcutInWords(one)}
              </option>
            ))}
            <option value="">None</option>
          </select>
        )}
      </Choice>
      <Choice label="Go on in the background when the window is closed">
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
function SheetChoice({ sheet, set }: { readonly sheet: ShellState['sheet']; readonly set: SetShell }) {
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
        <Choice label="At">
          {(id) => (
            <input
              id={id}
              type="time"
              className={styles.select}
              value={sheet.time}
              required
              onChange={(event) => {
                if (event.target.value !== '') set({ set: 'sheet', time: event.target.value });
              }}
            />
          )}
        </Choice>
      )}
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly note?: string | null;
  readonly children: (id: string) => ReactNode;
}

function Choice({ label, note = null, children }: ChoiceProps) {
  const id = useId();
  return (
    <li>
      <div className={styles.what}>
        <label htmlFor={id}>{label}</label>
        {note === null ? null : (
          <span>
            <bdi>{note}</bdi>
          </span>
        )}
      </div>
      {children(id)}
    </li>
  );
}
