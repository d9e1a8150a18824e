/** Writes the pages that are made of the annotated fields; `npm run approval`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataSheet, retentionSchedule } from './sheet.ts';

writeFileSync(join(import.meta.dirname, 'data-sheet.md'), dataSheet());
writeFileSync(join(import.meta.dirname, 'retention.md'), retentionSchedule());
