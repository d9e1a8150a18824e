/** The statements keep to what PostgreSQL-compatible distributed engines share (decision 0019). */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = import.meta.dirname;
const files = [
  ...readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')),
  ...readdirSync(join(folder, 'migrations')).map((name) => join('migrations', name)),
];

test('no sequence, trigger, extension, listener, advisory lock, time type or procedure', () => {
  const unshared =
    /\b(?:SERIAL|BIGSERIAL|IDENTITY|CREATE (?:TRIGGER|EXTENSION|FUNCTION|RULE|TYPE|SEQUENCE)|LISTEN|NOTIFY|pg_advisory\w*|TIMESTAMP\w*|INTERVAL|now\(\)|ctid|COPY|DO \$\$|UNLOGGED|INHERITS|GENERATED)\b/;
  for (const file of files) {
    // Statements stand between quotes and backticks; what is said about them in words does not.
    const text = readFileSync(join(folder, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|--.*$/gm, '');
    expect([file, unshared.exec(text)?.[0]]).toEqual([file, undefined]);
  }
});

test('every table’s key begins with the firm, and so does every index but that of nonces by age', () => {
  const sql = files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const tables = sql.match(/CREATE TABLE \w+/g) ?? [];
  const keys = sql.match(/(?:PRIMARY KEY \(firm\b|firm text PRIMARY KEY)/g) ?? [];
  expect(keys).toHaveLength(tables.length);
  const indexes = [...sql.matchAll(/CREATE INDEX (\w+) ON \w+ \((\w+)/g)].filter(([, , first]) => first !== 'firm');
  expect(indexes.map(([, name]) => name)).toEqual(['nonce_created']);
});
