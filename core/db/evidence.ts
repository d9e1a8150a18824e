/** The counted facts as columns in memory: one load serves identity, strength and the graph. About 40 bytes a message. */
import type { Reader } from './database.ts';

/** Messages in order of id; the parties of message i are partyAddress/partyRole[partyStart[i] .. partyStart[i+1]). */
export interface Evidence {
  readonly messages: number;
  readonly messageId: Int32Array;
  /** Unix seconds. */
  readonly sentAt: Float64Array;
  readonly flags: Int32Array;
  /** 53-bit hashes; 0 where unknown. */
  readonly messageRef: Float64Array;
  readonly parentRef: Float64Array;
  readonly threadRef: Float64Array;
  readonly partyStart: Int32Array;
  readonly partyAddress: Int32Array;
  readonly partyRole: Uint8Array;
  /** Meetings in order of id, laid out alike; cancelled ones are included and say so. */
  readonly meetings: number;
  readonly meetingId: Int32Array;
  readonly startAt: Float64Array;
  readonly endAt: Float64Array;
  readonly meetingFlags: Int32Array;
  readonly cancelled: Uint8Array;
  /** Instances of one series share a number. */
  readonly series: Int32Array;
  readonly meetingPartyStart: Int32Array;
  readonly meetingPartyAddress: Int32Array;
  /** 1 where the party declined. */
  readonly meetingPartyDeclined: Uint8Array;
  /** "We spoke": address and Unix seconds of 12:00 UTC of the day. */
  readonly touchAddress: Int32Array;
  readonly touchAt: Float64Array;
  /** One more than the largest address id: the length of arrays indexed by address. */
  readonly addressLimit: number;
}

export declare function loadEvidence(db: Reader): Evidence;
