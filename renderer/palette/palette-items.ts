import { assertNever } from '../../core/contract/errors.ts';
import type { Found } from '../../core/contract/shapes.ts';
import type { View } from '../frame/view-state.ts';
import { views } from '../frame/view-state.ts';
import { viewWords } from '../words/views.ts';

/** A line of the palette. */
export type PaletteItem =
  | { readonly kind: 'who'; readonly words: string }
  | { readonly kind: 'found'; readonly found: Found }
  | { readonly kind: 'view'; readonly view: View }
  | { readonly kind: 'undo' }
  | { readonly kind: 'keys' };

const actions: readonly PaletteItem[] = [
  ...views.filter((view) => view !== 'who').map((view) => ({ kind: 'view', view }) as const),
  { kind: 'undo' },
  { kind: 'keys' },
];

/** The question first, then whom and what the engine found, then the actions that have every typed word in them. */
export function paletteItems(words: string, found: readonly Found[]): PaletteItem[] {
  const typed = words.toLowerCase().split(/\s+/u);
  return [
    { kind: 'who', words },
    ...found.map((one) => ({ kind: 'found', found: one }) as const),
    ...actions.filter((action) => typed.every((word) => itemWords(action).toLowerCase().includes(word))),
  ];
}

/** What a line says, without what was found. */
export function itemWords(item: PaletteItem): string {
  switch (item.kind) {
    case 'who':
      return item.words === '' ? 'Who knows …' : `Who knows ${item.words}`;
    case 'found':
      return item.found.name;
    case 'view':
      return `Go to ${viewWords[item.view]}`;
    case 'undo':
      return 'Undo what I said last';
    case 'keys':
      return 'Show the keys';
    default:
      return assertNever(item);
  }
}

/** Tells lines apart. */
export function itemKey(item: PaletteItem): string {
  return item.kind === 'found'
    ? `${item.found.kind} ${String(item.found.id)}`
    : item.kind === 'who'
      ? 'who'
      : itemWords(item);
}
