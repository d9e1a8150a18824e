/** Asks about a client of the firm, which reach its responsible partner whether or not their computer holds whom they are about. */
import { deviceLockKey, mostDeviceLocks } from '../exchange/asks.ts';
import type { AskMatcher } from '../exchange/asks.ts';
import type { AudienceKey } from '../exchange/audience-keys.ts';
import { deviceOf } from '../exchange/members.ts';
import type { Answer } from './answers.ts';
import type { Firm } from './firm.ts';

/**
 * Locks for the devices of whoever answers for a client, by what is kept of its row: the newest two, none where the user answers for it. An
 * address that two members give as theirs is nobody's: what is meant for one of them is not told to the other.
 */
export function partnerLocks(firm: Firm, audienceKey: AudienceKey, answers: readonly Answer[]): Buffer[] {
  const [newest] = answers.filter(({ body }) => body.kind === 'client').sort((a, b) => b.version - a.version);
  if (newest?.body.kind !== 'client') return [];
  const partner = newest.body.partner.address.toLowerCase();
  const [member, ...others] = [firm.me, ...firm.colleagues].filter(({ address }) => address.toLowerCase() === partner);
  if (member === undefined || others.length > 0 || member.id === firm.me.id) return [];
  return firm.roster.devices
    .filter((device) => device.member === member.id)
    .sort((a, b) => b.issued - a.issued)
    .flatMap(({ sealingKey }) => deviceLockKey(audienceKey, firm.sealing, sealingKey, 'to') ?? [])
    .slice(0, mostDeviceLocks);
} // prettier-ignore

/** What asks for this device are tried with, by the device they are from. */
export type DeviceMatchers = (firm: Firm) => readonly AskMatcher<string>[];

/**
 * Nothing where the user answers for no client: nobody's responsible partner is not asked as one. An agreement with each device of all colleagues
 * is worked out once and kept in memory; two thousand take a fraction of a second.
 */
export function createDeviceMatchers(): DeviceMatchers {
  const kept = new Map<string, Buffer>();
  function keyOf(key: AudienceKey, sealing: Firm['sealing'], other: string): Buffer | null {
    const name = `${key.audience} ${key.epoch} ${sealing.fingerprint} ${other}`;
    const made = kept.get(name) ?? deviceLockKey(key, sealing, other, 'from');
    if (made !== null) kept.set(name, made);
    return made;
  }
  return ({ row, audiences, roster, me, sealing }) => {
    if (row.documents.clients.length === 0) return [];
    const others = roster.devices.filter(({ member }) => member !== me.id);
    return audiences
      .filter(({ record }) => record.type === 'everyone')
      .map(({ key: audienceKey }) => ({
        audienceKey,
        keys: others.flatMap((device) => {
          const key = keyOf(audienceKey, sealing, device.sealingKey);
          return key === null ? [] : [{ key, what: deviceOf(device) }];
        }),
      }));
  };
}
