/** Passphrases of a terminal: from the environment, else asked for without echo where there is a terminal to ask. */
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';

interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

interface Question {
  /** The variable of the environment that may answer it. */
  readonly variable: string;
  /** What is asked in turn; all answers must be the same. */
  readonly prompts: readonly string[];
  readonly needed: string;
}

const questions = {
  'data folder': {
    variable: 'WARMPATH_PASSPHRASE',
    prompts: ['Passphrase (a new data folder will be locked with it): '],
    needed: 'The data folder is locked with a passphrase',
  },
  'new backup': {
    variable: 'WARMPATH_BACKUP_PASSPHRASE',
    prompts: ['A passphrase for the backup, at least 12 characters: ', 'Once more: '],
    needed: 'A backup needs a passphrase of its own',
  },
  backup: {
    variable: 'WARMPATH_BACKUP_PASSPHRASE',
    prompts: ['Passphrase of the backup: '],
    needed: 'The backup is locked with a passphrase',
  },
  account: {
    variable: 'WARMPATH_ACCOUNT_PASSWORD',
    prompts: ['Password, or app password, of the account: '],
    needed: 'The account is opened by a password',
  },
  'published calendar': {
    variable: 'WARMPATH_ACCOUNT_PASSWORD',
    prompts: ['Address of the calendar, which is secret: '],
    needed: 'A published calendar is opened by its address',
  },
} as const satisfies Record<string, Question>;

/** Failures: passphrase_needed where there is nobody to ask, cancelled, usage where two answers differ. */
export async function askPassphrase(
  { env, input, output }: Terminal,
  of: keyof typeof questions = 'data folder',
): Promise<Result<string>> {
  const { variable, prompts, needed }: Question = questions[of];
  const given = env[variable];
  if (given) return success(given);
  if (!input.isTTY || !output.isTTY) {
    return failure('passphrase_needed', `${needed}: set ${variable}, or run this in a terminal to be asked.`);
  }
  const answers: string[] = [];
  for (const prompt of prompts) {
    output.write(prompt);
    const typed = await readHidden(input);
    output.write('\n');
    if (typed === null) return failure('cancelled', 'Cancelled.');
    if (typed === '') return failure('passphrase_needed', 'No passphrase was given.');
    answers.push(typed);
  }
  const [first = ''] = answers;
  return answers.every((each) => each === first) ? success(first) : failure('usage', 'The two are not the same.');
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
