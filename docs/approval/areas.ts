/**
 * Everything Warmpath stores or sends, field by field: what it is, in what form it lies there, how long, and who can see it. The sheet
 * and the retention schedule are made of this; a test holds it against the tables, the requests and the files themselves.
 */
import type { Area } from './field.ts';
import { columnsArea } from './fields/columns.ts';
import { directoryArea } from './fields/directory.ts';
import { evidenceArea } from './fields/evidence.ts';
import { fileAreas } from './fields/files.ts';
import { firmArea } from './fields/firm.ts';
import { requestsArea } from './fields/requests.ts';
import { saidArea } from './fields/said.ts';
import { sealedArea } from './fields/sealed.ts';
import { shapesArea } from './fields/shapes.ts';

export const areas: readonly Area[] = [
  evidenceArea,
  saidArea,
  firmArea,
  columnsArea,
  fileAreas.computer,
  directoryArea,
  fileAreas.exchange,
  requestsArea,
  shapesArea,
  sealedArea,
];
