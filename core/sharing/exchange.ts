/** The firm exchange as sharing asks it, for one member's device. */
import type { Result } from '../contract/errors.ts';
import type { SealedAsk } from '../exchange/asks.ts';
import type { AudienceKey } from '../exchange/audience-keys.ts';
import type { SignedAudience, Wrap } from '../exchange/audiences.ts';
import type { OwnRow, Row } from '../exchange/bodies.ts';
import type { SealedEntry } from '../exchange/entries.ts';
import type { Guard } from '../exchange/guards.ts';
import type { SealedPoll } from '../exchange/polls.ts';
import type { SealedProfile } from '../exchange/profiles.ts';
import type { AnswerOf, BodyOf } from '../exchange/routes.ts';
import type { ReceivedOffer } from '../exchange/slots.ts';
import type { SealedOffer } from '../exchange/offers.ts';
import type { Documents } from './firm.ts';

/** One change of the member's set. */
interface Publication {
  /** The same for every attempt at this act. */
  readonly idempotency: string;
  /** The version of the set that it builds on; where it is another, nothing is published. */
  readonly expected: number;
  readonly put: readonly Row[];
  readonly remove: readonly string[];
}

/** Every failure is one of the network or of the exchange; `preview_stale` where another device of the member has acted since. */
export interface Exchange {
  readonly documents: () => Promise<Result<Documents>>;
  /** Those this member answers for. Failure: server_misbehaves where the exchange is of before there were any. */
  readonly clients: () => Promise<Result<Documents['clients']>>;
  /** Named colleagues the member has made an audience of. */
  readonly addAudience: (audience: SignedAudience, wraps: readonly Wrap[]) => Promise<Result<null>>;
  /** An audience's key for devices that have not got it. */
  readonly handOn: (key: Pick<AudienceKey, 'audience' | 'epoch'>, wraps: readonly Wrap[]) => Promise<Result<null>>;
  /** Keys that were wrapped for this device and do not open. */
  readonly sayUnopened: (keys: BodyOf<'unopened'>['keys']) => Promise<Result<null>>;
  readonly sayName: (profile: SealedProfile) => Promise<Result<null>>;
  /** Answers with the version of the set from now on. */
  readonly publish: (publication: Publication) => Promise<Result<number>>;
  /** Deletes rows of the member, or all of them; what is not there is deleted already. Answers with the version from now on. */
  readonly withdraw: (ids: readonly string[] | 'all', idempotency: string) => Promise<Result<number>>;
  /** The version of the member's set; with `rows` also what is in it, from whichever device. */
  readonly mine: (rows: boolean) => Promise<Result<{ readonly version: number; readonly rows: readonly OwnRow[] }>>;
  /** What this device keeps out, sealed for the member's other devices. `preview_stale` where a newer list of it is there. */
  readonly exclude: (body: BodyOf<'exclude'>) => Promise<Result<null>>;
  /** What they keep out, but for what is known. Failure: server_misbehaves where the exchange is of before there were any. */
  readonly exclusions: (known: BodyOf<'exclusions'>['known']) => Promise<Result<AnswerOf<'exclusions'>>>;
  /** What is kept under each of these keys, in their order. */
  readonly lookUp: (lookups: readonly string[]) => Promise<Result<readonly (readonly SealedEntry[])[]>>;
  readonly postAsk: (ask: SealedAsk, guard: Guard) => Promise<Result<null>>;
  /** Closes a client this member answers for to sharing by others, or opens it. */
  readonly close: (body: BodyOf<'close'>) => Promise<Result<null>>;
  /** Ends an own ask, with what was offered on it; one that is not there has ended already. */
  readonly unask: (ask: string) => Promise<Result<null>>;
  /** Every ask of colleagues that is still open, whoever it is about. */
  readonly asks: () => Promise<Result<readonly SealedAsk[]>>;
  readonly postOffer: (ask: string, offers: readonly SealedOffer[]) => Promise<Result<null>>;
  readonly postPoll: (body: BodyOf<'poll'>) => Promise<Result<null>>;
  /** Every poll that is open. */
  readonly polls: () => Promise<Result<readonly SealedPoll[]>>;
  /** `preview_stale` where this member has contributed before. */
  readonly contribute: (poll: string, ballot: string) => Promise<Result<null>>;
  /** Of an own poll that is closed; null where too few contributed. */
  readonly tally: (poll: string) => Promise<Result<Buffer | null>>;
  /** Ends an own poll; one that is not there has ended already. */
  readonly unpoll: (poll: string) => Promise<Result<null>>;
  /** What was offered to this device. */
  readonly offers: () => Promise<Result<readonly ReceivedOffer[]>>;
}
