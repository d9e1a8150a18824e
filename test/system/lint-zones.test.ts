/** The walls between the rooms hold: each bad import or effect, linted with the project's own configuration, is refused with its reason. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

const noHost = 'core knows no host and no page: effects come in as deps.';
const hosts = 'Hosts import core/engine, core/contract, core/built-page and core/db/keys only.';

/** Where a line stands, the line, and the reason expected. */
const refused: readonly (readonly [room: string, line: string, reason: string])[] = [
  ['core/contract', "import '../db/database.ts';", 'zod and birpc only'],
  ['core/contract', "import 'node:fs';", 'zod and birpc only'],
  ['core/db', "import '../ingest/record.ts';", 'core/db imports nothing but core/contract.'],
  ['core/db', "import type { Engine } from '../engine-types.ts';", 'core/db imports nothing but core/contract.'],
  ['core/ingest', "import '../identity/people.ts';", 'core/ingest may import core/egress, core/db and core/contract.'],
  ['core/egress', "import '../ingest/record.ts';", 'core/egress may import core/db and core/contract.'],
  ['core/remote', "import '../db/database.ts';", 'core/remote may import core/ingest'],
  ['core/accounts', "import '../strength/ties.ts';", 'core/accounts may import core/remote'],
  [
    'core/identity',
    "import '../strength/ties.ts';",
    'core/identity may import core/ingest, core/db and core/contract.',
  ],
  ['core/retention', "import '../strength/ties.ts';", 'core/retention may import core/identity'],
  [
    'core/strength',
    "import '../ingest/record.ts';",
    'core/strength may import core/identity, core/db and core/contract.',
  ],
  ['core/strength', "import '../graph/who.ts';", 'core/strength may import core/identity, core/db and core/contract.'],
  ['core/graph', "import '../ingest/record.ts';", 'core/graph may import core/strength'],
  ['core/graph', "import '../engine.ts';", 'core/graph may import core/strength'],
  ['core/briefing', "import '../ingest/record.ts';", 'core/briefing may import core/graph'],
  ['core/graph', "import '../briefing/today.ts';", 'core/graph may import core/strength'],
  ['core/opportunities', "import '../briefing/today.ts';", 'core/opportunities may import core/graph'],
  ['core/opportunities', "import '../ingest/record.ts';", 'core/opportunities may import core/graph'],
  ['core/backup', "import '../identity/erase.ts';", 'core/backup may import core/db and core/contract.'],
  ['core/sharing', "import '../ingest/record.ts';", 'core/sharing may import core/exchange'],
  ['core/sharing', "import '../remote/remotes.ts';", 'core/sharing may import core/exchange'],
  ['core/graph', "import '../sharing/payload.ts';", 'core/graph may import core/strength'],
  ['core/sample', "import '../ingest/record.ts';", 'core/sample is pure'],
  ['core/sample', "import 'node:fs';", 'core/sample is pure'],
  ['core/exchange', "import '../contract/errors.ts';", 'core/exchange is the protocol alone'],
  ['core/exchange', "import 'node:fs';", 'core/exchange is the protocol alone'],
  ['core/exchange', "import 'better-sqlite3';", 'core/exchange is the protocol alone'],
  ['directory', "import '../core/contract/errors.ts';", 'The directory knows the app only by its protocol'],
  ['directory', "import '../core/db/database.ts';", 'The directory knows the app only by its protocol'],
  ['directory', "import 'better-sqlite3';", 'no SQLite'],
  ['directory', "import 'electron';", 'no app'],
  ['core/cli', "import '../../electron/main.ts';", noHost],
  ...[
    'db',
    'egress',
    'ingest',
    'identity',
    'retention',
    'remote',
    'accounts',
    'strength',
    'graph',
    'briefing',
    'sharing',
    'opportunities',
    'backup',
    'cli',
  ].flatMap((room) =>
    ['electron', 'electron/main', 'react', 'react-dom/client'].map(
      (name) => [`core/${room}`, `import '${name}';`, noHost] as const,
    ),
  ),
  ['core', "import 'electron';", noHost],
  ['core', "import '../renderer/app.tsx';", noHost],
  ['renderer/people', "import '../../core/engine-types.ts';", 'The page knows the engine only through core/contract.'],
  ['renderer/people', "import '../../core/ingest/record.ts';", 'The page knows the engine only through core/contract.'],
  ['renderer', "import 'electron';", 'The page has no Node, no host and no database.'],
  ['renderer', "import 'node:fs';", 'The page has no Node, no host and no database.'],
  ['electron', "import '../core/ingest/record.ts';", hosts],
  ['electron', "import '../core/db/database.ts';", hosts],
  ['electron', "import 'react';", 'The shell is thin'],
  ['web', "import '../core/graph/who.ts';", hosts],
  ['web', "import 'electron';", 'electron only in electron/'],
  ['web', "import '../electron/main.ts';", 'electron only in electron/'],
  ['core/strength', 'export const at = Date.now();', 'Take `now` as a value'],
  ['core/graph', 'export const chance = Math.random();', 'Take seeded randomness'],
  ['core/ingest', "export const page = fetch('http://127.0.0.1/');", 'egress gate'],
  ['core/ingest', "export const page = globalThis.fetch('http://127.0.0.1/');", 'egress gate'],
  ['core', 'export const home = process.env;', 'Only hosts and core/cli read the environment.'],
  ['core/db', 'export default 1;', 'named exports'],
];

const allowed: readonly (readonly [room: string, line: string])[] = [
  ['core/contract', "import 'zod';"],
  ['core/contract', "import './errors.ts';"],
  ['core/db', "import '../contract/errors.ts';"],
  ['core/db', "import './database.ts';"],
  ['core/db', "import 'better-sqlite3';"],
  ['core/ingest', "import '../db/database.ts';"],
  ['core/identity', "import '../ingest/record.ts';"],
  ['core/strength', "import '../identity/people.ts';"],
  ['core/graph', "import '../strength/ties.ts';"],
  ['core/briefing', "import '../graph/who.ts';"],
  ['core/backup', "import '../db/open.ts';"],
  ['core/exchange', "import './keys.ts';"],
  ['core/exchange', "import 'zod';"],
  ['core/exchange', "import 'node:crypto';"],
  ['directory', "import '../core/exchange/requests.ts';"],
  ['directory', "import 'fastify';"],
  ['core', "import './graph/who.ts';"],
  ['core/cli', 'export const at = Date.now();'],
  ['renderer/people', "import '../../core/contract/methods.ts';"],
  ['renderer/people', "import '../engine/rpc.ts';"],
  ['electron', "import 'electron';"],
  ['electron', "import '../core/engine.ts';"],
  ['electron', "import '../core/engine-types.ts';"],
  ['web', "import '../core/db/keys.ts';"],
];

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({ code: z.string(), message: z.string(), help: z.string().optional(), filename: z.string() }),
  ),
});

let folder: string;
/** What was said about each file, by its name below the folder. */
const said = new Map<string, string>();

const fileOf = (kind: string, index: number, room: string) => `${room}/${kind}-${String(index)}.ts`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lint-zones-'));
  await copyFile('.oxlintrc.json', join(folder, '.oxlintrc.json'));
  const files = [
    ...refused.map(([room, line], index) => [fileOf('refused', index, room), line] as const),
    ...allowed.map(([room, line], index) => [fileOf('allowed', index, room), line] as const),
  ];
  for (const [name, line] of files) {
    await mkdir(join(folder, dirname(name)), { recursive: true });
    await writeFile(join(folder, name), `${line}\n`);
  }
  const output = await new Promise<string>((done) => {
    // oxlint exits with 1 where it finds something, which is what is wanted here.
    execFile(
      process.execPath,
      [resolve('node_modules/oxlint/bin/oxlint'), '-f', 'json', '-A', 'import/no-unassigned-import'],
      { cwd: folder, maxBuffer: 1 << 26 },
      (_error, stdout) => done(stdout),
    );
  });
  for (const { code, message, help, filename } of reportSchema.parse(JSON.parse(output)).diagnostics)
    said.set(filename, `${said.get(filename) ?? ''}${code}: ${message} ${help ?? ''}\n`);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(refused.map(([room, line, reason], index) => ({ room, line, reason, index })))(
  '$room refuses: $line',
  ({ room, reason, index }) => {
    expect(said.get(fileOf('refused', index, room))).toContain(reason);
  },
);

test.each(allowed.map(([room, line], index) => ({ room, line, index })))('$room may: $line', ({ room, index }) => {
  expect(said.get(fileOf('allowed', index, room)) ?? '').not.toMatch(/no-restricted/);
});
