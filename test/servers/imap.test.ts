/** A mailbox on a real IMAP server: what is asked of it, what comes of it, and that nothing on it changes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import { dovecotIsHere, freePort, password, startDovecot } from './dovecot.ts';
import type { Dovecot } from './dovecot.ts';
import {
  addAccount,
  evidence,
  imapOn,
  letters,
  me,
  messages,
  now,
  onlyAccount,
  syncOnce,
  testEngine,
  until,
} from './engine.ts';

const signIn = { kind: 'password', user: me, password } as const;
let users = 0;

describe.skipIf(!dovecotIsHere)(`IMAP (needs Dovecot and root: ${dovecotIsHere ? 'here' : 'not here'})`, () => {
  let server: Dovecot;
  beforeAll(async () => {
    server = await startDovecot();
  });
  afterAll(() => server?.stop());

  /** A mailbox of its own for each test. */
  function mailbox(count = 400) {
    const user = `user${++users}@acme.example`;
    const { received, sent } = letters(count);
    server.deliver(user, 'INBOX', received);
    server.deliver(user, 'Sent', sent);
    return { user, signIn: { kind: 'password', user, password } as const };
  }

  const commandsOf = (from: number): string[] => server.commands().slice(from);

  test('what comes is what the same mail gives as files', async () => {
    const box = mailbox();
    const { engine, dump } = await testEngine();
    await addAccount(engine, imapOn(server.port), box.signIn);
    expect(await syncOnce(engine)).toBeNull();
    expect(await messages(engine)).toBe(400);

    const files = await testEngine();
    const { received, sent } = letters(400);
    const mbox = (some: readonly string[]): Buffer =>
      Buffer.from(some.map((text) => `From x Thu Jan  1 00:00:00 2026\n${text}\n`).join(''));
    async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
      yield bytes;
    }
    valueOf(
      await files.engine.importUploads(
        [
          { name: 'Inbox.mbox', bytes: once(mbox(received)) },
          { name: 'Sent.mbox', bytes: once(mbox(sent)) },
        ],
        { me: [me] },
      ),
    );
    expect(evidence(await dump())).toEqual(evidence(await files.dump()));
  });

  test('nothing is asked for but header fields, nothing is opened but to be read, and nothing is marked as read', async () => {
    const box = mailbox();
    const before = server.commands().length;
    const files = [...server.files(box.user, 'INBOX'), ...server.files(box.user, 'Sent')];
    const { engine } = await testEngine();
    await addAccount(engine, imapOn(server.port), box.signIn);
    expect(await syncOnce(engine)).toBeNull();
    expect([...server.files(box.user, 'INBOX'), ...server.files(box.user, 'Sent')]).toEqual(files);
    const commands = commandsOf(before).map((line) => line.replace(/^\S+ /, ''));
    expect(
      commands.filter(
        (line) => !/^(?:ID|NAMESPACE|ENABLE|LIST|LSUB|STATUS|EXAMINE|UID SEARCH|UID FETCH|LOGOUT)\b/.test(line),
      ),
    ).toEqual([]);
    const fetches = commands.filter((line) => line.startsWith('UID FETCH'));
    expect(fetches.length).toBeGreaterThan(2);
    for (const line of fetches)
      expect(line).toMatch(/^UID FETCH [\d:,]+ \(UID INTERNALDATE MODSEQ BODY\.PEEK\[HEADER\.FIELDS \([a-z -]+\)\]\)$/);
    // Subjects are not kept unless the user wants them, and so not asked for.
    expect(/subject|ENVELOPE|BODYSTRUCTURE|BODY\[|\bSTORE|SELECT|EXPUNGE|APPEND/i.exec(commands.join('\n'))).toBeNull();
    valueOf(await engine.call('decideSubjects', { keep: true }));
    server.deliver(box.user, 'INBOX', letters(1, 401).received);
    const then = server.commands().length;
    expect(await syncOnce(engine)).toBeNull();
    expect(commandsOf(then).join('\n')).toMatch(/BODY\.PEEK\[HEADER\.FIELDS \([^)]*subject/i);
  });

  test('drafts, junk and trash stay out; folders the user filed mail in count', async () => {
    const box = mailbox(3);
    const [one, two, three, four] = letters(12, 100).received;
    server.deliver(box.user, 'Junk', [one as string]);
    server.deliver(box.user, 'Trash', [two as string]);
    server.deliver(box.user, 'Drafts', [three as string]);
    server.deliver(box.user, 'Clients/Acme', [four as string]);
    const { engine } = await testEngine();
    await addAccount(engine, imapOn(server.port), box.signIn);
    expect(await syncOnce(engine)).toBeNull();
    expect(await messages(engine)).toBe(4);
    const account = await onlyAccount(engine);
    expect(
      account.folders
        .filter(({ chosen }) => chosen)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Archive', 'Clients / Acme', 'INBOX', 'Sent']);
    // And the user has the last word.
    const junk = account.folders.find(({ role }) => role === 'junk')!;
    valueOf(await engine.call('changeAccount', { id: account.id, folders: [junk.id] }));
    expect(await syncOnce(engine)).toBeNull();
    expect(await messages(engine)).toBe(5);
  });

  test.each([
    ['with', []],
    ['without', ['CONDSTORE', 'QRESYNC']],
  ])('nothing new is known from one question, %s CONDSTORE', async (_what, without) => {
    const other = await startDovecot({ without });
    try {
      const { received, sent } = letters(300);
      other.deliver(me, 'INBOX', received);
      other.deliver(me, 'Sent', sent);
      const { engine } = await testEngine();
      await addAccount(engine, imapOn(other.port), signIn);
      expect(await syncOnce(engine)).toBeNull();
      const before = other.commands().length;
      expect(await syncOnce(engine)).toBeNull();
      expect(
        other
          .commands()
          .slice(before)
          .filter((line) => /EXAMINE|FETCH|SEARCH/.test(line)),
      ).toEqual([]);
      other.deliver(me, 'INBOX', letters(3, 1000).received);
      expect(await syncOnce(engine)).toBeNull();
      expect(await messages(engine)).toBe(302);
      const fetched = other
        .commands()
        .slice(before)
        .filter((line) => / UID FETCH /.test(line));
      expect(fetched).toHaveLength(1);
    } finally {
      await other.stop();
    }
  });

  test('a folder that got other numbers is read anew, and nothing counts twice', async () => {
    const box = mailbox();
    const { engine, dump } = await testEngine();
    await addAccount(engine, imapOn(server.port), box.signIn);
    expect(await syncOnce(engine)).toBeNull();
    server.renumber(box.user, 'INBOX');
    expect(await syncOnce(engine)).toBeNull();
    expect(await messages(engine)).toBe(400);
    const clean = await testEngine();
    await addAccount(clean.engine, imapOn(server.port), box.signIn);
    expect(await syncOnce(clean.engine)).toBeNull();
    expect(evidence(await dump())).toEqual(evidence(await clean.dump()));
  });

  test('what is moved or filed elsewhere changes nobody’s standing', async () => {
    const box = mailbox();
    const { engine, dump } = await testEngine();
    await addAccount(engine, imapOn(server.port), box.signIn);
    expect(await syncOnce(engine)).toBeNull();
    const before = valueOf(await engine.call('ties', { limit: 100 }));
    const files = server.files(box.user, 'INBOX');
    files.slice(0, 100).forEach((file) => server.move(box.user, 'INBOX', 'Archive', file));
    files.slice(100, 200).forEach((file) => server.expunge(box.user, 'INBOX', file));
    expect(await syncOnce(engine)).toBeNull();
    expect(valueOf(await engine.call('ties', { limit: 100 }))).toEqual(before);
    expect(await messages(engine)).toBe(400);
    expect((await dump()).filter((line) => line.startsWith('held'))).toEqual([]);
  });

  test('30,000 messages taken out of the mailbox change nobody’s standing', async () => {
    const box = mailbox();
    const many = Array.from(
      { length: 30_000 },
      (_, i) =>
        `From: Person ${i % 40} <p${i % 40}@org${i % 7}.example>\nTo: ${me}\n` +
        `Date: ${new Date(now - i * 600_000).toUTCString()}\nMessage-ID: <many${i}@letters.example>\n\n`,
    );
    server.deliver(box.user, 'INBOX', many);
    const { engine } = await testEngine();
    await addAccount(engine, imapOn(server.port), box.signIn);
    expect(await syncOnce(engine)).toBeNull();
    expect(await messages(engine)).toBe(30_400);
    const before = valueOf(await engine.call('ties', { limit: 100 }));
    server.empty(box.user);
    expect(await syncOnce(engine)).toBeNull();
    expect(await messages(engine)).toBe(30_400);
    expect(valueOf(await engine.call('ties', { limit: 100 }))).toEqual(before);
  });

  test('where the user wants so, what they delete is forgotten, and what they move is not', async () => {
    const box = mailbox();
    const { engine } = await testEngine();
    const id = await addAccount(engine, imapOn(server.port), box.signIn);
    expect(await syncOnce(engine)).toBeNull();
    valueOf(await engine.call('changeAccount', { id, forgetDeleted: true }));
    expect(await syncOnce(engine)).toBeNull();
    expect(await messages(engine)).toBe(400);
    const files = server.files(box.user, 'INBOX');
    files.slice(0, 60).forEach((file) => server.move(box.user, 'INBOX', 'Archive', file));
    files.slice(60, 100).forEach((file) => server.expunge(box.user, 'INBOX', file));
    expect(await syncOnce(engine)).toBeNull();
    expect(await messages(engine)).toBe(360);
    // Other numbers for the same mail forget nothing.
    server.renumber(box.user, 'INBOX');
    expect(await syncOnce(engine)).toBeNull();
    expect(await syncOnce(engine)).toBeNull();
    expect(await messages(engine)).toBe(360);
  });

  test('the same mail in two accounts counts once, and removing one takes nothing the other holds', async () => {
    const box = mailbox();
    const other = mailbox();
    const { engine } = await testEngine();
    await addAccount(engine, imapOn(server.port), box.signIn);
    const second = await addAccount(engine, imapOn(server.port), other.signIn, { address: 'anna@home.example' });
    expect(await syncOnce(engine)).toBeNull();
    expect(await messages(engine)).toBe(400);
    expect(valueOf(await engine.call('accountLoss', { id: second }))).toMatchObject({ messages: 0 });
    const before = valueOf(await engine.call('ties', { limit: 100 }));
    valueOf(await engine.call('removeAccount', { id: second, withData: true }));
    expect(await messages(engine)).toBe(400);
    expect(valueOf(await engine.call('ties', { limit: 100 }))).toEqual(before);
    await onlyAccount(engine);
  });

  test('a shared mailbox makes nobody anybody’s contact, until the same mail is found in one’s own', async () => {
    const box = mailbox();
    const { engine } = await testEngine();
    await addAccount(engine, imapOn(server.port), box.signIn, { address: 'office@acme.example', shared: true });
    expect(await syncOnce(engine)).toBeNull();
    expect(await messages(engine)).toBe(400);
    expect(valueOf(await engine.call('ties', { limit: 100 }))).toEqual([]);
    const own = mailbox();
    await addAccount(engine, imapOn(server.port), own.signIn);
    expect(await syncOnce(engine)).toBeNull();
    expect(valueOf(await engine.call('ties', { limit: 100 })).length).toBeGreaterThan(10);
  });

  test('a new message shows by itself', async () => {
    const box = mailbox();
    const { engine } = await testEngine();
    await addAccount(engine, imapOn(server.port), box.signIn);
    const settled = until(engine, async () => (await onlyAccount(engine)).state === 'up to date');
    engine.goLive();
    await settled;
    const came = until(engine, async ({ kind }) => kind === 'changed' && (await messages(engine)) === 401);
    server.deliver(box.user, 'INBOX', [
      `From: New Face <new@face.example>\nTo: ${me}\nDate: Sun, 3 May 2026 08:00:00 +0000\nMessage-ID: <new@face.example>\n\n`,
    ]);
    await came;
    expect(valueOf(await engine.call('people', { query: 'New Face' })).total).toBe(1);
  });

  test('paused and offline, nothing is asked', async () => {
    const box = mailbox(3);
    const { engine } = await testEngine();
    const id = await addAccount(engine, imapOn(server.port), box.signIn);
    valueOf(await engine.call('changeAccount', { id, paused: true }));
    const before = server.commands().length;
    engine.goLive();
    expect(await engine.syncOnce()).toEqual([]);
    expect((await onlyAccount(engine)).state).toBe('paused');
    valueOf(await engine.call('setOffline', { offline: true }));
    valueOf(await engine.call('changeAccount', { id, paused: false }));
    expect(await engine.syncOnce()).toEqual([]);
    expect((await onlyAccount(engine)).state).toBe('offline');
    expect(server.commands().length).toBe(before);
    const settled = until(engine, async () => (await onlyAccount(engine)).state === 'up to date');
    valueOf(await engine.call('setOffline', { offline: false }));
    await settled;
    expect(await messages(engine)).toBe(3);
  });

  test('what opens the account lies in no file in the clear, and a backup elsewhere asks to sign in again', async () => {
    const box = mailbox(3);
    const { engine, dump } = await testEngine();
    await addAccount(engine, imapOn(server.port), box.signIn);
    expect(await syncOnce(engine)).toBeNull();
    const file = `${(await testEngine()).folder}/box.backup`;
    valueOf(await engine.saveBackup(file, 'a passphrase of its own'));
    expect((await dump()).join('\n')).not.toContain(password);
    const there = await testEngine();
    const { id } = valueOf(await there.engine.openBackup(file, 'a passphrase of its own'));
    valueOf(await there.engine.call('restoreBackup', { id }));
    expect(await syncOnce(there.engine)).toMatchObject({ code: 'sign_in_expired' });
  });

  describe('each trouble has a message of its own, and nothing is kept', () => {
    test.each([
      [
        'a wrong password',
        () => ({
          server: imapOn(server.port),
          credentials: { kind: 'password', user: me, password: 'wrong-password' } as const,
        }),
        'sign_in_refused',
      ],
      ['nobody listens', async () => ({ server: imapOn(await freePort()), credentials: signIn }), 'host_refused'],
      [
        'TLS where there is none',
        () => ({ server: { ...imapOn(server.port), security: 'tls' } as const, credentials: signIn }),
        'certificate_wrong',
      ],
      [
        'no encryption on the way elsewhere',
        () => ({ server: { ...imapOn(server.port), host: 'imap.acme.example' }, credentials: signIn }),
        'usage',
      ],
    ])('%s', async (_what, make, code) => {
      const { engine } = await testEngine();
      const input = await make();
      const answer = await engine.call('addAccount', { address: me, ...input });
      expect(answer).toMatchObject({ ok: false, error: { code } });
      expect(JSON.stringify(answer)).not.toContain('wrong-password');
      expect(valueOf(await engine.call('accounts', {})).accounts).toEqual([]);
    });
  });
});
