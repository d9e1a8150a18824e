/** Why a command ends without having done it: a code for scripts, a sentence for people. */
import type { Checked } from '../../core/exchange/checked.ts';
import type { ApiRefusal } from '../../core/exchange/route.ts';

/** Beside what the directory itself refuses; docs/directory.md lists them all. */
export const ownStopCodes = [
  /** The words of the command cannot be meant. */
  'usage',
  /** No keyring there, or another passphrase. */
  'passphrase_wrong',
  /** Nothing answers, or not as a directory does. */
  'unreachable',
  /** What the directory shows is not signed by the firm. */
  'directory_misbehaves',
  /** This keyring does not hold the root key. */
  'no_root_key',
  /** This keyring does not hold a key of the firm's. */
  'no_key',
  /** Nobody and nothing of that name. */
  'unknown_name',
  /** Lines of the client list that cannot be used. */
  'list_wrong',
] as const;
type StopCode = ApiRefusal | (typeof ownStopCodes)[number];

/** What cannot be done, said to a person. Thrown to the program, which says it and ends with `exitCodeOf`. */
export class Stopped extends Error {
  readonly code: StopCode;
  constructor(code: StopCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** As of the app's own commands: 2 for wrong usage, 3 for a passphrase, 1 for all else. */
export function exitCodeOf(code: StopCode): number {
  if (code === 'usage') return 2;
  return code === 'passphrase_wrong' ? 3 : 1;
}

/** The value of something made here; that it cannot be made is said as it is. */
export function made<T>(checked: Checked<T>): T {
  if (!checked.ok)
    throw new Stopped(
      'usage',
      checked.refusal === 'too_large' ? 'That is too long.' : `This cannot be written (${checked.refusal}).`,
    );
  return checked.value;
}
