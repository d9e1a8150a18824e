/** A refusal as an exception: inside a transaction, what was done before it is to be undone. */
import type { refuse } from './answering.ts';

/** A refusal that undoes the transaction it is thrown in. */
export class Refused extends Error {
  readonly refusal: ReturnType<typeof refuse>;
  constructor(refusal: ReturnType<typeof refuse>) {
    super(refusal.refused);
    this.refusal = refusal;
  }
}
