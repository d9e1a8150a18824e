/** What is shared, and what the firm asks and answers, in the user's words. */
import { bandWords } from '../../core/contract/band-words.ts';
import { assertNever } from '../../core/contract/errors.ts';
import { colleagueWords } from '../../core/contract/colleague-words.ts';
import type {
  AskMade,
  Colleague,
  Disclosure,
  FirmAnswer,
  FirmStatus,
  Hindrance,
  Introduced,
  NeverReason,
  SharedElsewhere,
  SharedLine,
  SharePreview,
} from '../../core/contract/sharing.ts';
import { counted, listed } from './counts.ts';
import { dayInWords, monthInWords } from './dates.ts';

/** What a colleague reads of a line: how warm, and how fresh. */
export function lineInWords({ band, month }: Pick<SharedLine, 'band' | 'month'>): string {
  return `${bandWords[band]}, last in touch in ${monthInWords(month)}`;
}

/** What sharing would change: "3 new, 2 changed"; empty where nothing would. */
export function changesInWords({ counts }: Pick<SharePreview, 'counts'>): string {
  const parts = [
    [counts.new, 'new'],
    [counts.changed, 'changed'],
    [counts.renewed, 'renewed'],
    [counts.gone, 'no longer shared'],
  ] as const;
  return parts.flatMap(([count = 0, word]) => (count === 0 ? [] : [`${String(count)} ${word}`])).join(', ');
}

/** How a disclosure is offered, for one person or for a place. */
export function disclosureInWords(disclosure: Disclosure, of: 'person' | 'organisation'): string {
  switch (disclosure) {
    case 'organisation':
      return 'only that you know somebody there';
    case 'person':
      return of === 'person' ? 'the name' : 'everybody there by name';
    case 'somebody':
      return 'without your name, until you accept';
    default:
      return assertNever(disclosure);
  }
}

/** Why nothing can be shared, and what to do where something can be done. */
export function hindranceInWords(hindrance: Hindrance): string {
  switch (hindrance) {
    case 'private':
      return 'Kept private: never part of anything shared.';
    case 'unshared':
      return 'This organisation is never shared.';
    case 'elsewhere':
      return 'Kept out of what is shared on another computer of yours: it can be taken back there.';
    case 'side':
      return 'Filed on a side that is never shared.';
    case 'colleague':
      return 'Colleagues are never shared.';
    case 'objected':
      return 'They have objected to being shared by anybody in your firm.';
    case 'too little known':
      return 'Nothing to share: your mail and calendar do not show enough.';
    default:
      return assertNever(hindrance);
  }
}

/** Why a rule leaves somebody out. */
export function neverInWords(reason: NeverReason): string {
  switch (reason) {
    case 'personal mail':
      return 'writes from a private address';
    case 'personal':
      return 'seems to be personal';
    case 'other side':
      return 'seems to be the other side of a deal';
    case 'regulator':
      return 'works for a regulator';
    case 'court':
      return 'works at a court';
    case 'journalist':
      return 'is with the press';
    case 'health':
      return 'works in health care';
    case 'recruiter':
      return 'is a recruiter';
    case 'lawyer':
      return 'is a lawyer';
    default:
      return assertNever(reason);
  }
}

/** Whom an ask would be about, before it is sent. */
export function meantInWords(about: string | null): string {
  return about === null
    ? 'Nobody by these words: give an address, “Jane Roe at acme.com”, or a company’s domain.'
    : `This asks about ${about}.`;
}

/** How an own ask stands: "introduced: you met on 3 November". */
export function askInWords({ state, waiting, introduced }: Pick<AskMade, 'state' | 'waiting' | 'introduced'>): string {
  if (state === 'over') return waiting ? 'over, it could not be sent' : 'over, nobody offered';
  if (waiting) return 'not sent yet';
  if (introduced !== null)
    return `introduced: you ${introduced.how === 'met' ? 'met' : 'wrote to each other'} on ${dayInWords(introduced.on)}`;
  return state === 'open' ? 'no offer yet' : 'offered';
}

/** That an introduction the user offered came about. */
export function introducedInWords({ how, on }: Introduced): string {
  return `Introduced: you ${how === 'met' ? 'met' : 'wrote to'} both on ${dayInWords(on)}.`;
}

/** One line about what a colleague has shared. */
export function answerInWords(answer: FirmAnswer, colleagues: readonly Colleague[]): string {
  const { colleague, practice, partner, person, about, band, month } = answer;
  const who = colleague === null ? `Somebody in ${practice ?? 'the firm'}` : colleagueWords(colleague, colleagues);
  if (partner) return `${who} is the responsible partner for ${about}.`;
  const standing = band === null || month === null ? '' : `: ${lineInWords({ band, month })}`;
  return `${who} knows ${person ?? `somebody at ${about}`}${standing}.`;
}

/** "this names Jane Roe in effect". */
export function inEffectInWords(names: readonly string[]): string {
  return names.length === 0 ? '' : `this names ${listed(names)} in effect`;
}

/** Whether anything is visible to others because of this computer. */
export function sharedInWords({
  shared,
  visible,
  elsewhere,
}: Pick<NonNullable<FirmStatus>, 'shared' | 'visible' | 'elsewhere'>): string {
  const closed = shared - visible;
  const unanswered = `${counted(closed, 'thing')} about clients you have closed ${closed === 1 ? 'is' : 'are'} answered to nobody`;
  if (visible > 0)
    return `Visible to colleagues who ask: ${counted(visible, 'thing')}, as below${closed === 0 ? '' : `; ${unanswered}`}.`;
  if (closed > 0) return `Nothing is visible to others: ${unanswered}.`;
  if (elsewhere > 0) return 'This computer shares nothing.';
  return 'You share nothing. You may ask and be asked all the same, and nobody sees the difference.';
}

const mostNamed = 10;

/** What another computer shares: whom this one can name, and how much it cannot. */
export function elsewhereInWords({ names, unnamed }: SharedElsewhere): string {
  const more = names.length - mostNamed;
  return [
    ...names.slice(0, mostNamed),
    ...(more > 0 ? [counted(more, 'more', 'more')] : []),
    ...(unnamed > 0 ? [`${counted(unnamed, 'thing')} this computer cannot name`] : []),
  ].join('; ');
}

/** That it is stopped, and whether the firm exchange knows already. */
export function stoppedInWords(what: string, { waiting }: { readonly waiting: number }): string {
  return waiting === 0 ? what : `${what}; the firm exchange deletes it as soon as it can be reached`;
}

/** Each sentence once: a person who is named is found by their address and at their organisation too. */
export function onceEach<T>(items: readonly T[], wordsOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [wordsOf(item), item])).values()];
}
