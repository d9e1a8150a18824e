import type { ReactNode } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import { number } from '../words/counts.ts';
import styles from './notice.module.css';

interface NoticeProps {
  readonly title: string;
  /** Whether this is all the window shows. */
  readonly page?: boolean;
  readonly children?: ReactNode;
}

/** A view's one quiet sentence when there is nothing to show, with what to do about it. */
export function Notice({ title, page = false, children }: NoticeProps) {
  const Heading = page ? 'h1' : 'h2';
  return (
    <div className={styles.notice} data-page={page}>
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}

/** What a view says while its answer takes longer than a moment; see `useLate`. */
export function Working({ words }: { readonly words: string }) {
  return (
    <div className={styles.notice} role="status">
      <h2>{words}</h2>
    </div>
  );
}

/** A failure in the engine's plain words, with the file and line it names. */
export function FailureLine({ error }: { readonly error: Failure }) {
  return (
    <div role="alert" className={styles.failure}>
      <p>{error.message}</p>
      {error.file === undefined ? null : (
        <p className={styles.file}>
          <bdi>{error.file}</bdi>
          {error.line === undefined ? null : `, line ${number(error.line)}`}
        </p>
      )}
    </div>
  );
}
