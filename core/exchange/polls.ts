/**
 * Polls: a steward asks every member the same and is told one answer of all, never one of somebody. What is asked is sealed for everybody
 * in the firm; each question travels by itself, so that the directory can keep from a member what is protected from them, and every poll
 * has the same number of them, so that nobody can tell that one was kept back. Answers are ballots (tally.ts).
 */
import { z } from 'zod';
import type { AudienceKey } from './audience-keys.ts';
import { useKey } from './audience-keys.ts';
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import {
  bytesText,
  canonicalBytes,
  dayNumber,
  fromText,
  idText,
  jsonOf,
  keyText,
  pad,
  signatureText,
  toText,
  unpad,
  versionNumber,
  wordsText,
} from './encoding.ts';
import type { Canonical } from './encoding.ts';
import { guardOf } from './guards.ts';
import type { Guard } from './guards.ts';
import { isValueSignedBy, signValue } from './keys.ts';
import type { RandomBytes, SigningKey } from './keys.ts';
import { profileSchema } from './profiles.ts';
import type { Signer } from './roster.ts';
import { seal, sealOverhead, unseal } from './sealing.ts';
import type { Target } from './targets.ts';

/** Questions in every poll, used or not. */
export const questionsInPoll = 16;
/** With fewer who contribute nothing is told to anybody. */
export const leastContributors = 5;
/** How long a poll is open, and how long after that its sum is kept; days. */
export const mostPollDays = 14;
/** People named in a deal, beside its organisation. */
export const mostDealPeople = 3;

const coverSize = 1_024;
const questionSize = 1_280;

/** Lost deals, one a question; or what every member has counted of their own asks. */
export const pollKinds = ['deals', 'figures'] as const;
export const coverSchema = z.strictObject({
  requester: profileSchema,
  member: idText,
  kind: z.enum(pollKinds),
  /** Ballots are sealed to it. */
  key: keyText,
});
/** What everybody reads of a poll. */
type Cover = z.infer<typeof coverSchema>;

export const dealSchema = z.strictObject({
  organisation: wordsText(140),
  domain: wordsText(120),
  people: z
    .array(z.strictObject({ name: wordsText(80).nullable(), email: wordsText(120).nullable() }))
    .max(mostDealPeople),
  decided: dayNumber,
});
/** A deal that was lost: where, to whom, when. */
export type Deal = z.infer<typeof dealSchema>;

const signedWith = { by: keyText, signature: signatureText };
/** What is inside: with who signed it. */
export const coverContentSchema = z.strictObject({ body: coverSchema, ...signedWith });
export const dealContentSchema = z.strictObject({ body: dealSchema, ...signedWith });

export const sealedPollSchema = z.strictObject({
  id: idText,
  /** Of the key of everybody. */
  epoch: versionNumber,
  /** The last day on which answers are taken. */
  closes: dayNumber,
  cover: bytesText(coverSize + sealOverhead),
  questions: z.array(bytesText(questionSize + sealOverhead)).length(questionsInPoll),
});
/** A poll as it travels. */
export type SealedPoll = z.infer<typeof sealedPollSchema>;

export interface PollToSeal {
  /** The key of everybody. */
  readonly everyone: AudienceKey;
  readonly guard: AudienceKey;
  readonly id: string;
  readonly closes: number;
  readonly cover: Cover;
  /** Each with all that may be protected of it. */
  readonly deals: readonly { readonly deal: Deal; readonly targets: readonly Target[] }[];
  readonly signer: SigningKey;
}

export interface PollToPost {
  readonly poll: SealedPoll;
  /** One a question, in their order. */
  readonly guards: Guard[];
  /** Where each deal was put. */
  readonly places: readonly number[];
}

/**
 * Signs and seals a poll. Deals are put at places of chance among made-up ones: whoever cannot open one cannot tell whether there is one.
 * Refuses: malformed, too_large.
 */
export function sealPoll(from: PollToSeal, randomBytes: RandomBytes): Checked<PollToPost> {
  const { everyone, guard, id, closes, signer } = from;
  const cover = coverSchema.safeParse(from.cover);
  const deals = z.array(dealSchema).max(questionsInPoll).safeParse(from.deals.map(({ deal }) => deal));
  if (!cover.success || !deals.success) return refused('malformed');
  const head = { id, epoch: everyone.epoch, closes };
  const sealed = (body: Canonical, place: Place, size: number): string | null => {
    const about = aboutPoll(everyone, head, place);
    const signature = signValue(signer, 'poll', { about: toText(about), body });
    const padded = pad(canonicalBytes({ body, by: signer.fingerprint, signature }), size);
    return padded === null ? null : toText(seal(useKey(everyone, 'poll'), about, padded, randomBytes));
  };
  const places = placesOfChance(randomBytes).slice(0, deals.data.length);
  const questions = Array.from({ length: questionsInPoll }, () => toText(randomBytes(questionSize + sealOverhead)));
  const guards = questions.map(() => guardOf(guard, [], randomBytes));
  for (const [i, place] of places.entries()) {
    const question = sealed(deals.data[i] as Deal, place, questionSize);
    if (question === null) return refused('too_large');
    questions[place] = question;
    guards[place] = guardOf(guard, from.deals[i]?.targets ?? [], randomBytes);
  }
  const sealedCover = sealed(cover.data, 'cover', coverSize);
  if (sealedCover === null) return refused('too_large');
  return accepted({ poll: { ...head, cover: sealedCover, questions }, guards, places });
} // prettier-ignore

export interface OpenedPoll {
  readonly id: string;
  readonly closes: number;
  readonly cover: Cover;
  /** What can be opened, by place; every other place is answered with nothing. */
  readonly deals: ReadonlyMap<number, Deal>;
}

/**
 * Opens a poll under the key of everybody. Refuses: malformed, expired, not_openable, signer_unknown (no device of a steward, or of
 * another member than it claims), signature_wrong.
 */
export function openPoll(
  everyone: AudienceKey,
  from: unknown,
  signers: ReadonlyMap<string, Signer>,
  today: number,
): Checked<OpenedPoll> {
  const parsed = sealedPollSchema.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const { cover: sealedCover, questions, ...head } = parsed.data;
  if (head.closes < today || head.closes > today + mostPollDays) return refused('expired');
  const opened = (sealed: string, place: Place): unknown => {
    const padded = unseal(useKey(everyone, 'poll'), aboutPoll(everyone, head, place), fromText(sealed));
    const content = padded === null ? null : unpad(padded);
    return content === null ? null : jsonOf(content);
  };
  const content = opened(sealedCover, 'cover');
  if (content === null) return refused('not_openable');
  const cover = coverContentSchema.safeParse(content);
  if (!cover.success) return refused('malformed');
  const signer = signers.get(cover.data.by);
  if (signer?.kind !== 'member' || signer.record.role !== 'steward' || signer.record.member !== cover.data.body.member)
    return refused('signer_unknown');
  const isSigned = (place: Place, { body, by, signature }: { body: Canonical; by: string; signature: string }): boolean =>
    by === cover.data.by &&
    isValueSignedBy(signer.publicKey, 'poll', { about: toText(aboutPoll(everyone, head, place)), body }, signature);
  if (!isSigned('cover', cover.data)) return refused('signature_wrong');
  const deals = questions.flatMap((sealed, place): [number, Deal][] => {
    const deal = dealContentSchema.safeParse(opened(sealed, place));
    return deal.success && isSigned(place, deal.data) ? [[place, deal.data.body]] : [];
  });
  return accepted({ id: head.id, closes: head.closes, cover: cover.data.body, deals: new Map(deals) });
} // prettier-ignore

/** Whether it asks what it did before. Questions go, as what they are about is protected; none comes, and none says something else. */
export function isSamePoll(before: OpenedPoll, now: OpenedPoll): boolean {
  const isSame = (a: Canonical, b: Canonical): boolean => canonicalBytes(a).equals(canonicalBytes(b));
  const isAsked = ([place, deal]: [number, Deal]): boolean => isSame(before.deals.get(place) ?? null, deal);
  return now.closes === before.closes && isSame(before.cover, now.cover) && [...now.deals].every(isAsked);
}

/** The cover, or a question by its place. */
type Place = 'cover' | number;

function aboutPoll(
  { firm, audience }: AudienceKey,
  { id, epoch, closes }: Pick<SealedPoll, 'id' | 'epoch' | 'closes'>,
  place: Place,
): Buffer {
  return canonicalBytes(['warmpath/1 poll', firm, audience, epoch, id, closes, place]);
}

function placesOfChance(randomBytes: RandomBytes): number[] {
  return Array.from({ length: questionsInPoll }, (_, place) => ({ place, chance: randomBytes(6).readUIntBE(0, 6) }))
    .sort((a, b) => a.chance - b.chance)
    .map(({ place }) => place);
}
