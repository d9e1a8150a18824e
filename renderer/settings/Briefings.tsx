import { useEffect, useState } from 'react';
import { popupMinutes } from '../../core/contract/briefing.ts';
import type { Host } from '../../core/contract/host.ts';
import type { Settings } from '../../core/contract/kept.ts';
import type { ShellChange, ShellState } from '../../core/contract/shell.ts';
import { usePageHost } from '../engine/engine-context.ts';
import { useCommand } from '../engine/use-engine.ts';
import { Button } from '../parts/Button.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { localMinute } from '../words/dates.ts';
import { popupInWords } from '../words/settings.ts';
import { Choice } from './Choice.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';
import { ShellChoices } from './ShellChoices.tsx';

type Popup = Pick<Settings, 'popupMinutes' | 'quietUntil'>;

/** When the popup comes, by which keys, and what the app does when nobody looks: only the desktop app has these. */
export function Briefings({ popup }: { readonly popup: Popup }) {
  const { shell } = usePageHost();
  return shell === undefined ? (
    <Section
      title="Briefings"
      text="Minutes before a meeting the desktop app shows who you are about to meet. In a browser, Meetings has the same."
    />
  ) : (
    <DesktopBriefings popup={popup} shell={shell} />
  );
}

interface DesktopProps {
  readonly popup: Popup;
  readonly shell: NonNullable<Host<File>['shell']>;
}

function DesktopBriefings({ popup, shell }: DesktopProps) {
  const setPopup = useCommand('setPopup');
  const keepQuiet = useCommand('keepQuiet');
  const [state, setState] = useState<ShellState | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    void shell(null).then(setState);
  }, [shell]);
  const set = (change: ShellChange) => {
    setFailed(false);
    void shell(change).then(setState, () => {
      setFailed(true);
    });
  };
  const minutes = popup.popupMinutes;
  const error = setPopup.error ?? keepQuiet.error;
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
        <Choice label="Quiet until" note={popup.quietUntil === null ? null : 'No popup comes before that.'}>
          {(id) => (
            <>
              <input
                key={popup.quietUntil}
                id={id}
                type="datetime-local"
                className={styles.select}
                defaultValue={popup.quietUntil === null ? '' : localMinute(popup.quietUntil)}
                onBlur={(event) => {
                  const { value } = event.target;
                  if (value !== '') void keepQuiet.run({ until: new Date(value).toISOString() });
                }}
              />
              {popup.quietUntil === null ? null : (
                <Button look="quiet" onClick={() => void keepQuiet.run({ until: null })}>
                  End
                </Button>
              )}
            </>
          )}
        </Choice>
        {state === null ? null : <ShellChoices state={state} set={set} />}
      </ul>
      {error === null ? null : <FailureLine error={error} />}
      {failed ? <p role="alert">The system did not let Warmpath change that.</p> : null}
    </Section>
  );
}
