import type { Status } from '../../core/contract/shapes.ts';
import { useEngine } from '../engine/use-engine.ts';
import { FailureLine } from '../parts/Notice.tsx';
import { Addresses } from './Addresses.tsx';
import { Backup } from './Backup.tsx';
import { Briefings } from './Briefings.tsx';
import { Data } from './Data.tsx';
import { Diagnostics } from './Diagnostics.tsx';
import { FirmExchange } from './FirmExchange.tsx';
import { HowFarBack } from './HowFarBack.tsx';
import { HowRight } from './HowRight.tsx';
import { Ignored } from './Ignored.tsx';
import { OpenElsewhere } from './OpenElsewhere.tsx';
import { product } from './product.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';
import { Subjects } from './Subjects.tsx';

interface SettingsProps {
  readonly status: Status;
  /** Called once everything was erased. */
  readonly onErased: () => void;
}

/** What is kept, what is never read, how the data is opened, and how to be rid of it. */
export function Settings({ status, onErased }: SettingsProps) {
  const { value: settings, error } = useEngine('settings', {});
  return (
    <div className={styles.scroll}>
      <div className={styles.settings}>
        <h2>Settings</h2>
        {error === null ? null : <FailureLine error={error} />}
        <Addresses own={status.own} />
        <Subjects keep={status.subjects === true} />
        {settings === undefined ? null : (
          <>
            <Briefings popup={settings} />
            <HowFarBack years={settings.years} since={settings.since} />
            <Ignored ignored={settings.ignored} />
          </>
        )}
        <FirmExchange own={status.own} />
        <HowRight />
        <OpenElsewhere hasPassphrase={status.hasPassphrase} />
        <Backup status={status} />
        <Data folder={status.dataFolder} onErased={onErased} />
        <Diagnostics />
        <Section
          title="About"
          text={
            <>
              {product.name} {product.version}, {product.licence} licence.
            </>
          }
        />
      </div>
    </div>
  );
}
