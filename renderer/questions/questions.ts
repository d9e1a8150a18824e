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
  const merges = proposals.filter(({ kind }) => kind === 'merge');
  return [...[...moves, ...merges].map(sameQuestion), ...sides.map(sideQuestion)];
}

function sameQuestion({ a, b, kind, evidence, people, addresses }: Proposal): Question {
  const name = shownName(people[0]);
  return {
    key: `${kind} ${String(a)} ${String(b)}`,
    title: kind === 'move' ? `Has ${name} moved?` : 'Are these one person?',
    evidence,
    yes:
      kind === 'move'
        ? 'Yes makes them one person, shown where they are now: what you know of both counts together.'
        : 'Yes makes them one person: their mail and meetings count together.',
    entries: [
      { name, line: addresses[0] },
      { name: shownName(people[1]), line: addresses[1] },
    ],
    about: { kind: 'same', a, b },
  };
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
