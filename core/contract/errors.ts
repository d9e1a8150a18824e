import { z } from 'zod';

/** Every expected failure, by a stable code. A bug throws instead and crosses a process as `internal` with an id only. */
const errorCodes = [
  'usage',
  'passphrase_needed',
  'passphrase_wrong',
  'keychain_unavailable',
  'folder_in_use',
  'database_newer',
  'database_damaged',
  'file_not_found',
  'file_unreadable',
  'not_what_it_claims',
  'unknown_format',
  'busy',
  'cancelled',
  'not_found',
  'ambiguous',
  'write_failed',
  'not_allowed',
  'offline',
  'host_unknown',
  'host_refused',
  'certificate_wrong',
  'sign_in_refused',
  'sign_in_expired',
  'approval_needed',
  'server_busy',
  'connection_lost',
  'server_misbehaves',
  'not_joined',
  'preview_stale',
  'internal',
] as const;

export const failureSchema = z.strictObject({
  code: z.enum(errorCodes),
  message: z.string(),
  file: z.string().optional(),
  line: z.number().int().optional(),
  /** The server the failure is about; with `not_allowed` the one to ask the user for. */
  host: z.string().optional(),
  /** Seconds after which a server wants to be asked again. */
  retryAfter: z.number().optional(),
});
/** What happened, what it means and what to do, in one or two sentences; `file` and `line` where input was at fault. */
export type Failure = z.infer<typeof failureSchema>;

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failure(
  code: Failure['code'],
  message: string,
  at: Omit<Failure, 'code' | 'message'> = {},
): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: { code, message, ...at } };
}

/** For callers to whom a failure is a bug: tests, measurements, the demo. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message, { cause: result.error });
  return result.value;
}

/** Ends a switch over a closed union: a new member becomes a type error here. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
