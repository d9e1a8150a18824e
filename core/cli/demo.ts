/** `npm run demo`: the main job on the sample mailbox, in a temporary data folder that is removed again. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { valueOf } from '../contract/errors.ts';
import { openEngine } from '../engine.ts';
import type { Engine } from '../engine-types.ts';
import { sampleOwner, sampleQuestions } from '../sample/sample.ts';
import { realDeps } from '../engine-deps.ts';
import { importText, tiesText, whoText, whyText } from './print.ts';

const say = (text: string) => process.stdout.write(text);
const ask = (command: string) => say(`\n$ warmpath ${command}\n`);

async function tell(engine: Engine): Promise<void> {
  say(`The sample: three years of mail and calendar of ${sampleOwner}, a partner at a firm that does not exist.\n`);
  ask('import <the sample>');
  say(importText(valueOf(await engine.call('importSample', {}))));
  ask('ties --limit 10');
  say(tiesText(valueOf(await engine.call('ties', { limit: 10 }))));
  ask(`who ${sampleQuestions.company}`);
  say(whoText(valueOf(await engine.call('who', { words: sampleQuestions.company }))));
  ask(`why ${sampleQuestions.person}`);
  const { rows } = valueOf(await engine.call('people', { query: sampleQuestions.person, limit: 1 }));
  const person = rows[0];
  if (person === undefined) throw new Error(`The sample holds no ${sampleQuestions.person}.`);
  say(whyText(valueOf(await engine.call('why', { person: person.id, limit: 5 }))));
  say('\nYour own mail: npm run -s warmpath -- import PATH --me YOUR@ADDRESS\n');
}

async function demo(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'warmpath-demo-'));
  // On any way out, an interrupt included.
  process.on('exit', () => rmSync(data, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
  // A reader that went away (`| head`) has seen enough.
  process.stdout.on('error', () => process.exit(0));
  const unlock = { kind: 'passphrase', passphrase: randomBytes(16).toString('hex') } as const;
  const engine = valueOf(await openEngine(realDeps(data, join(__dirname, '..', '..')), unlock));
  try {
    await tell(engine);
  } finally {
    await engine.close();
  }
}

demo().catch((error: unknown) => {
  process.stderr.write(`warmpath: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
