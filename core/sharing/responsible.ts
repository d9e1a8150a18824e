/** Asks about a client of the firm, which reach its responsible partner whether or not their computer holds whom they are about. */
import { withPractice } from '../contract/colleague-words.ts';
import type { Partner } from '../contract/shapes.ts';
import type { ResponsiblePartner } from '../contract/sharing.ts';
import { deviceLockKey, mostDeviceLocks } from '../exchange/asks.ts';
import type { AskMatcher } from '../exchange/asks.ts';
import type { AudienceKey } from '../exchange/audience-keys.ts';
import { deviceOf } from '../exchange/members.ts';
import type { Answer } from './answers.ts';
import type { Firm } from './firm.ts';

/**
 * Who answers for each client, by domain, as every member who keeps the list has said last: more than one where they do not say the same. An
 * address that two members give as theirs is nobody's. No more of one client have a member than an ask has room for.
 */
export function responsiblePartners(
  { me, colleagues, roster }: Pick<Firm, 'me' | 'colleagues' | 'roster'>,
  answers: readonly Answer[],
): Map<string, ResponsiblePartner[]> {
  const everybody = [me, ...colleagues];
  const memberOf = new Map(roster.devices.map((device) => [deviceOf(device), device.member]));
  const isOf = (address: string) => (one: { readonly address: string }) => one.address.toLowerCase() === address.toLowerCase();
  const heard = new Set<string>();
  const partners = new Map<string, ResponsiblePartner[]>();
  for (const { body, domain, signer } of [...answers].sort((a, b) => b.version - a.version)) {
    const word = `${memberOf.get(signer) ?? signer} ${domain}`;
    if (body.kind !== 'client' || domain === null || heard.has(word)) continue;
    heard.add(word);
    const { partner } = body;
    const named = partners.get(domain) ?? [];
    if (isOf(partner.address)(me) || named.some(isOf(partner.address))) continue;
    const [one, ...others] = everybody.filter(isOf(partner.address));
    const isTheirs = others.length === 0 && named.filter(({ member }) => member !== null).length < mostDeviceLocks;
    partners.set(domain, [...named, { ...partner, member: isTheirs && one !== undefined ? one.id : null }]);
  }
  return partners;
} // prettier-ignore

/** By domain, each client's as one: where the list names two, both. */
export function namedPartners(partners: ReadonlyMap<string, readonly ResponsiblePartner[]>): Map<string, Partner> {
  return new Map(
    [...partners].flatMap(([domain, [first, second]]): [string, Partner][] => {
      if (first === undefined) return [];
      const { name, practice } = first;
      return [[domain, second === undefined ? { name, practice } : { name: `${withPractice(first)} or ${withPractice(second)}`, practice: null }]];
    }),
  );
} // prettier-ignore

/** Locks for the devices of those who answer for a client, by what is kept of its rows: the newest two of one, the newest of each of two. */
export function partnerLocks(firm: Firm, audienceKey: AudienceKey, answers: readonly Answer[]): Buffer[] {
  const members = [...responsiblePartners(firm, answers).values()].flat().flatMap(({ member }) => member ?? []);
  return members.flatMap((id) =>
    firm.roster.devices
      .filter(({ member }) => member === id)
      .sort((a, b) => b.issued - a.issued)
      .flatMap(({ sealingKey }) => deviceLockKey(audienceKey, firm.sealing, sealingKey, 'to') ?? [])
      .slice(0, mostDeviceLocks / members.length),
  );
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
