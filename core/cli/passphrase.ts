/** The passphrase of a terminal: from the environment, else asked for without echo where there is a terminal to ask. */
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';

export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

export async function askPassphrase({ env, input, output }: Terminal): Promise<Result<string>> {
  const given = env['WARMPATH_PASSPHRASE'];
  if (given) return success(given);
  if (!input.isTTY || !output.isTTY) {
    return failure(
      'passphrase_needed',
      'The data folder is locked with a passphrase: set WARMPATH_PASSPHRASE, or run this in a terminal to be asked.',
    );
  }
  output.write('Passphrase (a new data folder will be locked with it): ');
  const typed = await readHidden(input);
  output.write('\n');
  if (typed === null) return failure('cancelled', 'Cancelled.');
  return typed === '' ? failure('passphrase_needed', 'No passphrase was given.') : success(typed);
}

/** One line without echo; null on Ctrl-C. */
function readHidden(input: NodeJS.ReadStream): Promise<string | null> {
  return new Promise((resolve) => {
    let text = '';
    const end = (value: string | null): void => {
      input.setRawMode(false).pause().off('data', onData);
      resolve(value);
    };
    const onData = (chunk: Buffer): void => {
      for (const char of chunk.toString('utf8')) {
        if (char === '\r' || char === '\n') return end(text);
        if (char === '\u0003' || char === '\u0004') return end(null);
        text = char === '\u007f' || char === '\b' ? text.slice(0, -1) : text + char;
      }
    };
    input.setRawMode(true).resume().on('data', onData);
  });
}
