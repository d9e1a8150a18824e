import { failure } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import type { Reader } from './db/database.ts';
import type { ExportFormat } from './engine-types.ts';

export function exportTo(_db: Reader, _format: ExportFormat, file: string): Result<{ file: string; bytes: number }> {
  return failure('write_failed', 'not yet', { file });
}
