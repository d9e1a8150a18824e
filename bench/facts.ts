/** What strength is worked out from, read from a data folder that the engine has closed. */
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { valueOf } from '../core/contract/errors.ts';
import type { Reader, Writer } from '../core/db/database.ts';
import { loadEvidence } from '../core/db/evidence.ts';
import { databaseKey, databaseName } from '../core/db/keys.ts';
import { openDatabase } from '../core/db/open.ts';
import type { People } from '../core/identity/people.ts';
import { loadPeople } from '../core/identity/people.ts';
import { viaAddresses, withRealSenders } from '../core/identity/rewritten-senders.ts';
import { interactionsByPerson } from '../core/strength/interactions.ts';
import type { Interactions } from '../core/strength/interactions.ts';
import { lateThreads, openFor } from '../core/strength/late-threads.ts';
import type { LateThreads } from '../core/strength/late-threads.ts';
import { benchPassphrase } from './programs.ts';

/** Opens the database of a folder whose passphrase is that of the benches; throws where it does not open. */
export async function openFolder(folder: string): Promise<Writer> {
  const key = valueOf(await databaseKey(folder, { kind: 'passphrase', passphrase: benchPassphrase }, randomBytes));
  const migrationsFolder = resolve('core/db/migrations');
  return valueOf(openDatabase({ file: join(folder, databaseName), key, migrationsFolder }));
}

interface Facts {
  readonly interactions: Interactions;
  readonly people: People;
  readonly threads: LateThreads;
}

/** Threads are those that can be open at `now` (Unix seconds): none where it is not given. */
export function loadFacts(db: Reader, now = Infinity): Facts {
  const evidence = withRealSenders(loadEvidence(db), viaAddresses(db));
  const people = loadPeople(db, evidence.addressLimit);
  const threads = lateThreads(evidence, people, now - openFor);
  return { interactions: interactionsByPerson(evidence, people), people, threads };
}
