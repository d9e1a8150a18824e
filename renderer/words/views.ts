import type { View } from '../frame/view-state.ts';

/** The names of the views, in the rail, as headings and wherever they are led to. */
export const viewWords: Readonly<Record<View, string>> = {
  today: 'Today',
  meetings: 'Meetings',
  who: 'Who knows',
  people: 'People',
  map: 'Map',
  pursuits: 'Pursuits',
  questions: 'Questions',
  sources: 'Sources',
  settings: 'Settings',
  firm: 'Firm',
};
