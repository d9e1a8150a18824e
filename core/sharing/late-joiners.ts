/** Whoever joined while keys were changed: any colleague's device hands them the newest, and seals the user's name under it; what is given and does not open is said. */
import type { Failure } from '../contract/errors.ts';
import { holdersOf, wrapAudienceKey } from '../exchange/audiences.ts';
import { deviceOf } from '../exchange/members.ts';
import { sealProfile, sealedProfileSchema } from '../exchange/profiles.ts';
import type { Exchange } from './exchange.ts';
import { newestAudiences } from './firm.ts';
import type { Firm } from './firm.ts';

interface WelcomeContext {
  readonly exchange: (firm: Firm) => Exchange;
  readonly randomBytes: (size: number) => Buffer;
}

/** Null where nobody is without a key this device holds, and once nobody is. */
export async function welcomeLateJoiners(context: WelcomeContext, firm: Firm): Promise<Failure | null> {
  const exchange = context.exchange(firm);
  const { missing } = firm.row.documents;
  // Of a rotation the key before is kept from whoever comes after it.
  const held = [
    ...newestAudiences(firm).map(({ record, key }) => ({ key, holders: holdersOf(firm.roster, record) })),
    ...(firm.guard === null ? [] : [{ key: firm.guard, holders: firm.roster.devices }]),
  ];
  for (const { key, holders } of held) {
    const lacking = new Set(
      missing?.filter((each) => each.audience === key.audience && each.epoch === key.epoch).map(({ device }) => device),
    );
    const wraps = holders
      .filter((device) => lacking.has(deviceOf(device)))
      .flatMap((device) => wrapAudienceKey(key, device, context.randomBytes) ?? []);
    const sent = wraps.length === 0 ? null : await exchange.handOn(key, wraps);
    if (sent?.ok === false) return sent.error;
  }
  const said = firm.unopened.length === 0 ? null : await exchange.sayUnopened(firm.unopened);
  if (said?.ok === false) return said.error;
  return sayName(firm, exchange, context.randomBytes);
}

/** How colleagues call the user, sealed under the newest key: those who joined since have no other. */
async function sayName(firm: Firm, exchange: Exchange, randomBytes: WelcomeContext['randomBytes']): Promise<Failure | null> {
  const { member, profile, documents } = firm.row;
  const everyone = firm.audiences.find(({ record }) => record.type === 'everyone');
  const said = sealedProfileSchema.safeParse(documents.profiles.find((each) => each.member === member)?.profile);
  if (everyone === undefined || (said.success && said.data.epoch >= everyone.key.epoch)) return null;
  const sealed = sealProfile(everyone.key, member, profile, firm.signing, randomBytes);
  const sent = sealed.ok ? await exchange.sayName(sealed.value) : null;
  return sent?.ok === false ? sent.error : null;
} // prettier-ignore
