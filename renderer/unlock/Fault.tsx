import type { Failure } from '../../core/contract/errors.ts';
import { FailureLine } from '../parts/Notice.tsx';
import styles from './unlock.module.css';

/** What is wrong with what was typed, or with what came of it; its place is kept while nothing is. */
export function Fault({ fault, error }: { readonly fault: string | null; readonly error: Failure | null }) {
  return (
    <div className={styles.fault}>
      {fault !== null ? <p role="alert">{fault}</p> : error === null ? null : <FailureLine error={error} />}
    </div>
  );
}
