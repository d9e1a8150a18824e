/** Reader and Writer: a function's signature says whether it can change the database. */
import type BetterSqlite3 from 'better-sqlite3';

declare const access: unique symbol;

/** A database one may ask. Statements are prepared once by their SQL text (see `statement`). */
export type Reader = Pick<BetterSqlite3.Database, 'prepare'> & { readonly [access]: 'read' | 'write' };

/** A database one may change. */
export type Writer = BetterSqlite3.Database & { readonly [access]: 'write' };
