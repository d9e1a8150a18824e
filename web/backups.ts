/** Backups through the browser: one goes out as a stream, one comes in as a stream. Passphrases travel in bodies only. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { backupLineLimit, backupName, backupRequestSchema, backupUploadSchema } from '../core/contract/backup.ts';
import { failure } from '../core/contract/errors.ts';
import type { Failure } from '../core/contract/errors.ts';
import type { BackupOpened } from '../core/contract/host.ts';
import type { Engine } from '../core/engine-types.ts';
import { pageHeaders } from './page.ts';
import { createReader, readJsonLine } from './uploads.ts';

const locked = failure('busy', 'Unlock Warmpath first.');

/** Answers with the bytes of a new backup, or with the failure for the caller to tell. */
export async function sendBackup(
  request: IncomingMessage,
  response: ServerResponse,
  engine: Engine | null,
  now: number,
): Promise<{ ok: false; error: Failure } | null> {
  if (engine === null) return locked;
  const asked = await readJsonLine(createReader(request), backupRequestSchema, backupLineLimit);
  if (asked === null) return failure('usage', 'The request does not say a passphrase of at least 12 characters.');
  const made = await engine.makeBackup(asked.passphrase);
  if (!made.ok) return made;
  try {
    response.writeHead(200, {
      ...pageHeaders,
      'content-type': 'application/octet-stream',
      'content-length': made.value.size,
      'content-disposition': `attachment; filename="${backupName(now)}"`,
    });
    await pipeline(Readable.from(made.value.bytes()), response);
  } catch {
    // The browser has gone away, or the disk has failed: a length that is not reached tells it.
    response.destroy();
  } finally {
    made.value.discard();
  }
  return null;
}

/** Hands the backup in a request's body to the engine as it arrives. */
export async function receiveBackup(body: AsyncIterable<Buffer>, engine: Engine | null): Promise<BackupOpened> {
  if (engine === null) return locked;
  const reader = createReader(body);
  try {
    const sent = await readJsonLine(reader, backupUploadSchema, backupLineLimit);
    if (sent === null) return failure('usage', 'The upload does not begin with a passphrase and the name of its file.');
    return await engine.openBackup({ name: sent.name, bytes: reader.take(sent.size) }, sent.passphrase);
  } finally {
    await reader.drain();
  }
}
