import { useState } from 'react';
import { bandWords } from '../../core/contract/band-words.ts';
import type { Brief } from '../../core/contract/briefing.ts';
import type { PopupBridge } from '../../core/contract/shell.ts';
import { useCommand } from '../engine/use-engine.ts';
import { Details } from '../meetings/Details.tsx';
import { BandMark } from '../parts/BandMark.tsx';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { FailureLine } from '../parts/Notice.tsx';
import { shownName } from '../words/standing.ts';
import styles from './popup.module.css';

interface PopupPersonProps {
  readonly meeting: number;
  readonly person: Brief['people'][number];
  readonly bridge: PopupBridge;
}

/** One of them: two lines, and everything else behind Enter. */
export function PopupPerson({ meeting, person, bridge }: PopupPersonProps) {
  const [open, setOpen] = useState(false);
  const never = useCommand('neverBrief');
  const { id, name, organisation, band, lines } = person;
  return (
    <li>
      <button
        type="button"
        className={styles.person}
        aria-expanded={open}
        onClick={() => {
          setOpen(!open);
        }}
      >
        <BandMark band={band} />
        <span className={styles.said}>
          <span>
            <bdi className={styles.name}>{shownName(name)}</bdi>
            {organisation === null ? null : (
              <span className={styles.quiet}>
                , <bdi>{organisation}</bdi>
              </span>
            )}
            {band === 'unknown' ? null : <span className={styles.quiet}> · {bandWords[band]}</span>}
          </span>
          {lines.map(({ kind, words }) => (
            <span key={kind} className={styles.line} data-kind={kind}>
              {words}
            </span>
          ))}
        </span>
        <Icon name={open ? 'fold' : 'unfold'} size={14} />
      </button>
      {open ? (
        <div className={styles.behind}>
          <Details meeting={meeting} person={id} organisation={organisation} />
          <div className={styles.acts}>
            <Button
              look="quiet"
              onClick={() => {
                bridge.openPerson(id);
              }}
            >
              Open the page
            </Button>
            <Button look="quiet" disabled={never.running} onClick={() => void never.run({ person: id, never: true })}>
              Never for this person
            </Button>
          </div>
          {never.error === null ? null : <FailureLine error={never.error} />}
        </div>
      ) : null}
    </li>
  );
}
