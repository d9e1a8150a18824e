/** LinkedIn's exports of the years: every row is a connection, or is named as one without a name. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectionItems } from '../../core/ingest/linkedin.ts';
import type { ConnectionRecord, SourceItem } from '../../core/ingest/record.ts';
import { decodeText } from '../../core/ingest/text.ts';
import { corpora, withoutCorpora } from './unpack.ts';

describe.skipIf(withoutCorpora)('the LinkedIn corpora', () => {
  const folder = join(corpora ?? '', 'linkedin');
  const files = existsSync(folder) ? readdirSync(folder) : [];

  test.each(files)('%s', (name) => {
    const text = decodeText(readFileSync(join(folder, name)));
    const result = connectionItems(text);
    const items: SourceItem[] = result.ok ? result.value : [];
    const connections = items.flatMap((item) => (item.kind === 'connection' ? [item.connection] : []));
    expect(items.length).toBe(rowsOf(text).length);
    // A row that is blank but for the date has nobody in it.
    expect(items.length - connections.length).toBe(rowsOf(text).filter((row) => row.startsWith(',,,')).length);
    expect(connections.filter(({ connectedOn }) => connectedOn === null)).toEqual([]);
    expect(share(connections, 'company')).toBeGreaterThan(0.9);
    expect(share(connections, 'url')).toBe(name.includes('_url') ? 1 : 0);
    // Two of a name who were met on one day are one.
    expect(new Set(connections.map(({ key }) => key)).size).toBeGreaterThanOrEqual(connections.length - 1);
  });

  test('there are exports', () => {
    expect(files.length).toBeGreaterThan(4);
  });
});

/** The rows below the header, whose fields have no line breaks in these files. */
function rowsOf(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.slice(lines.findIndex((line) => line.includes('First Name,Last Name')) + 1);
}

function share(connections: readonly ConnectionRecord[], field: 'company' | 'url'): number {
  return connections.filter((one) => one[field] !== null).length / connections.length;
}
