/** What mail providers' own servers said, said again by a stand-in on this computer: signing in, folders, opening, reading. */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseFetched } from '../../core/remote/imap-message.ts';
import { imapRemote } from '../../core/remote/imap.ts';
import type { Remote } from '../../core/remote/remote.ts';
import { scratchFolder, unpackArchive, withoutCorpora } from './unpack.ts';

const context = { now: Date.UTC(2026, 0, 1) / 1000, subjects: false };
const header = 'From: Anna Weber <anna@acme.com>\r\nDate: Mon, 1 Dec 2025 10:00:00 +0000\r\n\r\n';

/** Answers of one provider by the command they answer, each with its tag left out; the last line is the one with the tag. */
interface Answers {
  readonly greeting: string;
  readonly [command: string]: string | undefined;
}

/** Plays the recorded answers; what was not recorded is answered as shortly as the standard allows. Notes every command. */
async function standIn(answers: Answers): Promise<{ port: number; commands: string[] }> {
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write(answers.greeting);
    createInterface(socket).on('line', (line) => {
      const [tag = '', command = '', ...words] = line.split(' ');
      const uid = command.toUpperCase() === 'UID';
      const name = (uid ? (words[0] ?? '') : command).toUpperCase();
      commands.push(line.slice(tag.length + 1));
      const recorded = answers[name];
      // Which sign separates folders; what was recorded answers another question.
      if (/^LIST "" ""$/iu.test(line.slice(tag.length + 1)))
        socket.write(`* LIST (\\Noselect) "/" ""\r\n${tag} OK\r\n`);
      else if (recorded !== undefined) socket.write(recorded.replaceAll('A########', tag));
      else if (name === 'LOGOUT') socket.end(`* BYE\r\n${tag} OK\r\n`);
      else if (name === 'SEARCH') socket.write(`* SEARCH 1\r\n${tag} OK\r\n`);
      else if (name === 'FETCH') {
        socket.write(
          `* 1 FETCH (UID 1 INTERNALDATE "01-Dec-2025 10:00:00 +0000" ` +
            `BODY[HEADER.FIELDS (FROM DATE)] {${header.length}}\r\n${header})\r\n${tag} OK\r\n`,
        );
      } else if (['LOGIN', 'AUTHENTICATE', 'ID', 'NOOP'].includes(name)) socket.write(`${tag} OK\r\n`);
      else if (['EXAMINE'].includes(name)) {
        socket.write(`* 1 EXISTS\r\n* OK [UIDVALIDITY 1] .\r\n* OK [UIDNEXT 2] .\r\n${tag} OK [READ-ONLY] .\r\n`);
      } else socket.write(`${tag} BAD not recorded\r\n`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, commands };
}

function remoteOn(port: number): Remote {
  const remote = imapRemote(
    { kind: 'imap', host: '127.0.0.1', port, security: 'none' },
    { kind: 'password', user: 'somebody', password: 'correct horse' },
    {
      now: () => context.now * 1000,
      fetch: globalThis.fetch,
      signal: new AbortController().signal,
      accessToken: async () => ({ ok: false, error: { code: 'usage', message: '' } }),
    },
    { asked: 5000, watched: 5000 },
  );
  onTestFinished(remote.close);
  return remote;
}

const inbox = ['INBOX', 'inbox', true] as const;
const providers: readonly (readonly [
  name: string,
  files: Readonly<Record<string, string>>,
  folders: readonly (readonly [path: string, role: string, byDefault: boolean])[],
])[] = [
  [
    'gmail',
    { AUTHENTICATE: 'authenticate', LIST: 'xlist', XLIST: 'xlist', EXAMINE: 'examine-inbox' },
    [
      ['INBOX', 'inbox', false],
      ['[Gmail]/All Mail', 'all', true],
      ['[Gmail]/Drafts', 'drafts', false],
      ['[Gmail]/Important', 'other', false],
      ['[Gmail]/Sent Mail', 'sent', false],
      ['[Gmail]/Spam', 'junk', false],
      ['[Gmail]/Starred', 'other', false],
      ['[Gmail]/Trash', 'trash', false],
    ],
  ],
  ['yahoo', { CAPABILITY: 'capabilities', EXAMINE: 'examine-inbox' }, [['INBOX', 'inbox', true]]],
  ['icloud', { AUTHENTICATE: 'authenticate-plain' }, [inbox]],
  ['exchange', { CAPABILITY: 'capability-postauth', LIST: '../common/list-inbox' }, [inbox]],
  ['domino', {}, [inbox]],
  ['lowercase', { LIST: 'list' }, [inbox, ['Trash', 'trash', false]]],
  ['courier', { LIST: '../common/list-inbox' }, [inbox]],
  ['cyrus', { LIST: '../common/list-inbox' }, [inbox]],
  ['protonmail', { LIST: '../common/list-inbox' }, [inbox]],
  [
    'yandex',
    { LIST: 'xlist', XLIST: 'xlist', EXAMINE: 'select-inbox' },
    [
      inbox,
      ['Drafts', 'drafts', false],
      ['Drafts|template', 'other', true],
      ['Outbox', 'other', false],
      ['Sent', 'sent', true],
      ['Spam', 'junk', false],
      ['Trash', 'trash', false],
    ],
  ],
  [
    'zoho',
    { LIST: 'xlist', XLIST: 'xlist', EXAMINE: 'examine-gesendet' },
    [
      ['Posteingang', 'inbox', true],
      ['Entwürfe', 'drafts', false],
      ['Vorlagen', 'other', true],
      ['Gesendet', 'sent', true],
      ['Spam', 'junk', false],
      ['Papierkorb', 'trash', false],
    ],
  ],
];

describe.skipIf(withoutCorpora)('recorded answers of mail servers', () => {
  const folder = scratchFolder();
  if (!withoutCorpora) unpackArchive('mail/imap-transcripts-mailkit.tar.zst', folder);
  const answerOf = (provider: string, name: string): string | undefined => {
    const file = join(folder, 'mailkit-imap-transcripts', provider, `${name}.txt`);
    return existsSync(file) ? readFileSync(file, 'latin1').replace(/\r?\n/gu, '\r\n') : undefined;
  };

  test.each(providers)('%s: signed in, its folders known, the first one read', async (provider, files, folders) => {
    const usual = { CAPABILITY: 'capability', NAMESPACE: 'namespace', LIST: 'list-inbox', ...files };
    const recorded = Object.entries(usual).flatMap(([command, name]) => {
      const answer = answerOf(provider, name);
      // What was asked by another name is told by that name.
      return answer === undefined ? [] : [[command, command === 'LIST' ? answer.replaceAll('XLIST', 'LIST') : answer]];
    });
    const greeting = answerOf(provider, 'greeting') as string;
    const { port, commands } = await standIn({ ...(Object.fromEntries(recorded) as object), greeting });
    const remote = remoteOn(port);
    const found = await remote.folders(true);
    expect({ ...found, commands }).toMatchObject({ ok: true });
    if (!found.ok) return;
    const seen = new Map(found.value.map(({ path, role, byDefault }) => [path, [role, byDefault]]));
    expect(seen).toEqual(new Map(folders.map(([path, ...rest]) => [path, rest])));
    const path = folders[0]?.[0] as string;
    const read = [];
    for await (const chunk of remote.read({ path, role: 'inbox', position: null, forgetDeleted: false, context })) {
      read.push('code' in chunk ? chunk : parseFetched(chunk, context).items);
    }
    expect(read.flat()).toMatchObject([{ kind: 'mail', mail: { from: [{ email: 'anna@acme.com' }] } }]);
    expect(commands.filter((line) => /^(?:UID )?(?:SELECT|STORE)|BODY\[|ENVELOPE|BODYSTRUCTURE/iu.test(line))).toEqual(
      [],
    );
  });
});
