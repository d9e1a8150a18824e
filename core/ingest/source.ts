/** A source is one thing that can be read from a position: a file, or a folder of single messages. */
import type { Failure } from '../contract/errors.ts';
import type { ParseContext, SourceChunk } from './record.ts';

export interface Source {
  readonly kind: string;
  /** Absolute path, or `upload:` and a name. */
  readonly location: string;
  /** As the user knows it: a file or folder name. */
  readonly label: string;
  /** Changes when the content does: only then a position kept from an earlier run means nothing. */
  readonly fingerprint: string;
  readonly totalBytes: number | null;
  /** Where the newest part of a large source begins, to be read before all of it; null where it is not known. */
  readonly newestAt: number | null;
  /** The user named it, so a failure ends the import; something found in a folder is only counted as skipped. */
  readonly named: boolean;
  /** Reads on from a position this source has yielded (0: the beginning). A failure is the last thing it yields. */
  read(position: number, context: ParseContext): AsyncIterable<SourceChunk | Failure>;
}

export function isFailure(value: SourceChunk | Failure): value is Failure {
  return 'code' in value;
}
