/** What is said of a field, a table or request, and an area of the sheet. */
import type { z } from 'zod';
import type { TermName } from './terms.ts';

/** How a field lies where it lies. `clear` is readable to whoever can open the place. */
export const forms = {
  clear: null,
  hash: 'a hash',
  keyed: 'a keyed hash',
  sealed: 'sealed',
  signed: 'signed',
  random: 'random',
} as const;
type Form = keyof typeof forms;

/** A field that differs from its group. */
export interface Field {
  readonly what: string;
  readonly form?: Form;
  readonly kept?: TermName;
  readonly seenBy?: string;
}

/** A table, a request, a shape or a file. */
export interface Group {
  readonly name: string;
  readonly what: string;
  readonly kept: TermName;
  readonly seenBy: string;
  readonly fields: Readonly<Record<string, string | Field>>;
  /** For a shape that travels. */
  readonly schema?: z.ZodType;
}

export interface Area {
  /** What it is held against. */
  readonly kind: 'app table' | 'directory table' | 'request' | 'shape' | 'file';
  readonly title: string;
  /** Where it lies, and in what form. */
  readonly where: string;
  /** For the first table of the sheet. */
  readonly inShort: { readonly what: string; readonly kept: string; readonly seenBy: string };
  readonly groups: readonly Group[];
}
