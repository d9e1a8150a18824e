/** Shapes that several requests carry. */
import type { Area } from '../field.ts';
import { recordShapes } from './shapes-records.ts';
import { sharingShapes } from './shapes-sharing.ts';

export const shapesArea: Area = {
  kind: 'shape',
  title: 'Shapes that requests carry',
  where: 'As they travel and are kept.',
  inShort: {
    what: 'The parts of the above.',
    kept: 'as the tables they are kept in',
    seenBy: 'as the tables',
  },
  groups: [...recordShapes, ...sharingShapes],
};
