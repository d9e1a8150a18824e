/** What a host gives the engine and gets from it. Hosts build real deps; tests build their own. */
import type { EngineEvent, Input, MethodName, Output } from './contract/methods.ts';
import type { Failure, Result } from './contract/errors.ts';
import type { MadeBackup } from './backup/make.ts';
import type { OpenedBackup, SavedBackup } from './contract/kept.ts';
import type { ImportResult } from './contract/shapes.ts';
import type { Gate } from './egress/gate.ts';

export interface EnginePaths {
  /** The data folder: database, keys.json and lock live here and nothing is written elsewhere. */
  readonly data: string;
  /** Folder of the numbered SQL files. */
  readonly migrations: string;
  /** The strength model's coefficients, a JSON file. */
  readonly model: string;
  /** The script of the thread that reads files, `ingest/reader-thread.ts`. */
  readonly reader: string;
  /** The script of the thread that asks servers, `remote/remote-thread.ts`. */
  readonly accounts: string;
}

export interface EngineDeps {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Runs it after so many milliseconds, unless the function that comes back is called before. */
  readonly later: (run: () => void, milliseconds: number) => () => void;
  /** Cryptographically secure random bytes. */
  readonly randomBytes: (size: number) => Buffer;
  readonly paths: EnginePaths;
  /** Shows an address in the user's own browser; where the host cannot, the page offers it to be clicked. */
  readonly openBrowser: (url: string) => void;
  /** What every connection of this process goes through; its entries are kept in the data folder. */
  readonly gate: Gate;
}

export type { Unlock } from './db/keys.ts';

export const exportFormats = ['json', 'csv', 'graphml', 'gexf'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ImportOptions {
  /** The user's own addresses, as far as declared. */
  readonly me?: readonly string[];
  readonly signal?: AbortSignal;
}

/** A file that a page handed over as a stream; the name only serves to recognise the format and for messages. */
export interface Upload {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface Engine {
  /** Parses the input with the contract's schema, so `input` may come from anywhere. Never throws for expected failures. */
  readonly call: <M extends MethodName>(method: M, input: Input<M>) => Promise<Result<Output<M>>>;
  /** One import at a time; a second one is `busy`. Progress and the end are sent as events too. */
  readonly importPaths: (paths: readonly string[], options?: ImportOptions) => Promise<Result<ImportResult>>;
  readonly importUploads: (uploads: readonly Upload[], options?: ImportOptions) => Promise<Result<ImportResult>>;
  readonly exportTo: (
    format: ExportFormat,
    file: string,
    /** What is held about them alone, which is JSON. */
    person?: number,
  ) => Promise<Result<{ readonly file: string; readonly bytes: number }>>;
  /** A backup under a passphrase of its own, to be streamed and then discarded. During an import `busy`, as are the two below. */
  readonly makeBackup: (passphrase: string) => Promise<Result<MadeBackup>>;
  readonly saveBackup: (file: string, passphrase: string) => Promise<Result<SavedBackup>>;
  /** Checks a backup, a path or a stream, and keeps it ready for the method `restoreBackup`; one that was ready before is dropped. */
  readonly openBackup: (backup: string | Upload, passphrase: string) => Promise<Result<OpenedBackup>>;
  /** From now on accounts are kept up to date by themselves; until then nothing is connected. */
  readonly goLive: () => void;
  /** The computer has slept: what was connected is not any more, and the clock has jumped. */
  readonly wake: () => void;
  /** One look at every account; what went wrong, by account. */
  readonly syncOnce: () => Promise<readonly { readonly address: string; readonly problem: Failure | null }[]>;
  /** Returns the function that stops listening. */
  readonly onEvent: (listener: (event: EngineEvent) => void) => () => void;
  readonly close: () => Promise<void>;
}
