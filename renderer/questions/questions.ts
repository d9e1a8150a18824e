import { assertNever } from '../../core/contract/errors.ts';
import type { Proposal, SideProposal } from '../../core/contract/shapes.ts';
import { shownName, sideWord } from '../words/standing.ts';

// The others are kept, and never suggested.
const rankedSides: ReadonlySet<SideProposal['side']> = new Set(['client', 'referrer', 'adviser', 'unfiled']);

/** Something only the user can decide, with what speaks for it. */
export interface Question {
  readonly key: string;
  readonly title: string;
  readonly evidence: string;
  /** What a yes changes. */
  readonly yes: string;
  /** What is compared: one or two entries, each with lines of its own. */
  readonly entries: readonly { readonly name: string; readonly line: string }[];
  readonly about:
    | { readonly kind: 'same'; readonly a: number; readonly b: number }
    | { readonly kind: 'side'; readonly person: number; readonly side: SideProposal['side'] };
}

/** One queue: moves first, for they change where people are found, then entries that may be one person, then sides. */
export function questionsOf(proposals: readonly Proposal[], sides: readonly SideProposal[]): Question[] {
  const moves = proposals.filter(({ kind }) => kind === 'move');
  const others = proposals.filter(({ kind }) => kind !== 'move');
  return [...[...moves, ...others].map(sameQuestion), ...sides.map(sideQuestion)];
}

function sameQuestion({ a, b, kind, evidence, people, addresses }: Proposal): Question {
  const [name, other] = [shownName(people[0]), shownName(people[1])];
  return {
    key: `${kind} ${String(a)} ${String(b)}`,
    ...asked(kind, name, other),
    evidence,
    entries: [
      { name, line: addresses[0] },
      { name: other, line: addresses[1] },
    ],
    about: { kind: 'same', a, b },
  };
}

function asked(kind: Proposal['kind'], name: string, other: string): Pick<Question, 'title' | 'yes'> {
  switch (kind) {
    case 'move':
      return {
        title: `Has ${name} moved?`,
        yes: 'Yes makes them one person, shown where they are now: what you know of both counts together.',
      };
    case 'merge':
      return {
        title: 'Are these one person?',
        yes: 'Yes makes them one person: their mail and meetings count together.',
      };
    case 'assistant':
      return {
        title: `Is ${name} the assistant of ${other}?`,
        yes: `Yes shows only ${other}: what ${name} writes and arranges counts as theirs.`,
      };
    default:
      return assertNever(kind);
  }
}

function sideQuestion({ person, name, organisation, side, evidence }: SideProposal): Question {
  const shown = shownName(name);
  return {
    key: `side ${String(person)} ${side}`,
    title:
      side === 'other side' ? `Was ${shown} on the other side?` : `File ${shown} as ${sideWord(side).toLowerCase()}?`,
    evidence,
    yes: rankedSides.has(side)
      ? 'Yes files them; they are ranked and suggested as before.'
      : 'Yes leaves them out of rankings, paths and suggestions.',
    entries: [{ name: shown, line: organisation ?? '' }],
    about: { kind: 'side', person, side },
  };
}
