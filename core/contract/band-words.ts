/** The user's words for how strong a relationship is: on the screen, in a terminal and in files. */
import type { Band } from './shapes.ts';

/** Lower case. */
export const bandWords: Readonly<Record<Band, string>> = {
  strong: 'strong',
  moderate: 'good',
  weak: 'light',
  none: 'lapsed',
  unknown: 'not enough to tell',
};
