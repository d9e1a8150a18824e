/** The user's own asks as they travel: sealed for those who know whom they are about and for the responsible partner, with their guard. */
import { z } from 'zod';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { locksInAsk, sealAsk, sealedAskSchema } from '../exchange/asks.ts';
import { guardOf, guardSchema, tagsInGuard } from '../exchange/guards.ts';
import type { Target } from '../exchange/targets.ts';
import type { Answer } from './answers.ts';
import type { Firm } from './firm.ts';
import { partnerLocks } from './responsible.ts';

interface OwnAsk {
  readonly id: string;
  /** Whom it is about, in words. */
  readonly about: string;
  /** The most telling first. */
  readonly targets: readonly Target[];
  readonly reason: string;
  /** Unix seconds. */
  readonly neededBy: number;
}

const travellingSchema = z.strictObject({ ask: sealedAskSchema, guard: guardSchema });
export type Travelling = z.infer<typeof travellingSchema>;

const targetSchema = z.strictObject({ kind: z.enum(['person', 'organisation', 'name']), value: z.string() });
/**
 * As it waits to be sent: whom it is about, and once it is sealed, as it travels too. Versions before kept the latter alone: such a one
 * cannot be sealed anew.
 */
export const waitingSchema = z.union([
  z.strictObject({ targets: z.array(targetSchema).readonly(), sealed: travellingSchema.optional() }),
  travellingSchema.transform((sealed) => ({ targets: [], sealed })),
]);

/** `clients` are the rows of the client list about where they work. Failures: usage, server_misbehaves. */
export function sealOwnAsk(
  firm: Firm,
  { id, about, targets: all, reason, neededBy }: OwnAsk,
  clients: readonly Answer[],
  randomBytes: (size: number) => Buffer,
): Result<Travelling> {
  const audience = firm.audiences.find(({ record }) => record.type === 'everyone');
  const { guard } = firm;
  if (audience === undefined || guard === null)
    return failure(
      'server_misbehaves',
      'The firm exchange has not given this computer all it needs yet. Try again later.',
    );
  const places = all.filter(({ kind }) => kind === 'organisation');
  const others = all.filter(({ kind }) => kind !== 'organisation');
  // It opens by nothing that no barrier could recognise.
  const guarded = [...places, ...others].slice(0, tagsInGuard);
  // Whoever only knows somebody else there is not told whom it is about.
  const precise = guarded.filter(({ kind }) => kind !== 'organisation');
  const devices = partnerLocks(firm, audience.key, clients);
  const targets = (precise.length > 0 ? precise : places).slice(0, locksInAsk - devices.length);
  const { id: member, ...requester } = firm.me;
  const body = { requester, member, about, reason, neededBy };
  const ask = sealAsk({ id, audienceKey: audience.key, targets, devices, body, signer: firm.signing }, randomBytes);
  if (!ask.ok) return failure('usage', 'This is too long to be asked. Say it in fewer words.');
  return success({ ask: ask.value, guard: guardOf(guard, guarded, randomBytes) });
}
