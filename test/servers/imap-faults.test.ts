/** Whatever happens between here and the server, in the end everything is as if nothing had. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { chanceOf } from '../../core/sample/random.ts';
import { dovecotIsHere, password, startDovecot } from './dovecot.ts';
import type { Dovecot } from './dovecot.ts';
import { imapRemote } from '../../core/remote/imap.ts';
import { addAccount, imapOn, letters, me, syncOnce, testEngine } from './engine.ts';
import type { TestEngine } from './engine.ts';
import { faultProxy } from './fault-proxy.ts';
import type { Fault, FaultProxy } from './fault-proxy.ts';

const signIn = { kind: 'password', user: me, password } as const;
const cuts = 200;

describe.skipIf(!dovecotIsHere)(
  `IMAP and its troubles (needs Dovecot and root: ${dovecotIsHere ? 'here' : 'not here'})`,
  () => {
    let server: Dovecot;
    let clean: string[];
    let bytes: number;
    beforeAll(async () => {
      server = await startDovecot();
      const { received, sent } = letters(1500);
      server.deliver(me, 'INBOX', received);
      server.deliver(me, 'Sent', sent);
    });
    afterAll(() => server?.stop());

    async function proxied(): Promise<{ proxy: FaultProxy; there: TestEngine }> {
      const proxy = await faultProxy(server.port);
      onTestFinished(proxy.close);
      const there = await testEngine();
      await addAccount(there.engine, imapOn(proxy.port), signIn);
      return { proxy, there };
    }

    /** Without what names the port. */
    const comparable = (dump: readonly string[]): string[] =>
      dump.map((line) => line.replaceAll(/\\*"port\\*":\d+/g, 'port')).sort();

    test('undisturbed', async () => {
      const { proxy, there } = await proxied();
      proxy.received();
      expect(await syncOnce(there.engine)).toBeNull();
      bytes = proxy.received();
      clean = comparable(await there.dump());
      expect(bytes).toBeGreaterThan(500_000);
    });

    test(`cut at ${cuts} points of first readings, each going on where the last ended`, async () => {
      const chance = chanceOf('cuts');
      for (let done = 0; done < cuts;) {
        const { proxy, there } = await proxied();
        for (let isWhole = false; !isWhole;) {
          proxy.spoil(done < cuts ? { cutAfter: Math.floor(chance.next() ** 3 * bytes) } : null);
          const problem = await syncOnce(there.engine);
          if (problem !== null) expect(['connection_lost', 'server_misbehaves']).toContain(problem.code);
          isWhole = problem === null;
          if (!isWhole) done++;
        }
        expect(comparable(await there.dump())).toEqual(clean);
      }
    });

    test.each([0, 5000, 200_000])(
      'a server that falls silent after %i bytes is not waited for without end',
      async (stallAfter) => {
        const proxy = await faultProxy(server.port);
        onTestFinished(proxy.close);
        proxy.spoil({ stallAfter });
        const { signal } = new AbortController();
        const deps = {
          now: () => 0,
          fetch: globalThis.fetch,
          signal,
          accessToken: () => Promise.reject(new Error('none')),
        };
        const remote = imapRemote(imapOn(proxy.port), signIn, deps, { asked: 1000, watched: 1000 });
        onTestFinished(remote.close);
        const problems: string[] = [];
        const folders = await remote.folders(false);
        if (!folders.ok) problems.push(folders.error.code);
        const request = {
          path: 'INBOX',
          role: 'inbox',
          position: null,
          forgetDeleted: false,
          context: { now: 0, subjects: false },
        } as const;
        for await (const chunk of remote.read(request)) if ('code' in chunk) problems.push(chunk.code);
        expect(problems.at(-1)).toBe('connection_lost');
      },
    );

    const once = (from: RegExp, to: string) => {
      let done = false;
      return (text: string): string => {
        if (done || !from.test(text)) return text;
        done = true;
        return text.replace(from, to);
      };
    };

    test.each<[string, () => Fault, string | null]>([
      ['in pieces of a few bytes', () => ({ piece: 7 }), null],
      ['BYE instead of an answer', () => ({ rewrite: once(/^\* \d+ EXISTS/m, '* BYE going down') }), null],
      [
        'throttled',
        () => ({ rewrite: once(/^(\w+) OK (\[\S+\] )?Fetch completed/m, '$1 NO [UNAVAILABLE] Too busy') }),
        'server_busy',
      ],
      [
        'SEARCH refused',
        () => ({ rewrite: once(/^(\w+) OK (\[\S+\] )?Search completed/m, '$1 NO Not now') }),
        'server_misbehaves',
      ],
      ['an answer that is none', () => ({ rewrite: once(/^\* \d+ FETCH \(/m, '* 12 FETCH )(((') }), null],
      [
        'an expunge in the middle of a fetch',
        () => ({ rewrite: once(/^\* (\d+) FETCH/m, '* 900 EXPUNGE\r\n* $1 FETCH') }),
        null,
      ],
      ['UIDs of nothing', () => ({ rewrite: once(/^\* SEARCH /m, '* SEARCH 4294967290 ') }), null],
      [
        'no UIDNEXT',
        () => ({
          rewrite: (text) => text.replace(/^\* OK \[UIDNEXT \d+\][^\r\n]*\r\n/m, '').replace(/ UIDNEXT \d+/g, ''),
        }),
        null,
      ],
      [
        'claims of CONDSTORE with nothing behind them',
        () => ({ rewrite: (text) => text.replace(/HIGHESTMODSEQ \d+/g, 'HIGHESTMODSEQ 0') }),
        null,
      ],
      [
        'a message that never comes',
        () => ({
          rewrite: once(
            /INTERNALDATE "[^"]*" MODSEQ \(\d+\) BODY\[HEADER\.FIELDS [^\]]*\] \{(\d+)\}\r\n/,
            'X-NOTHING {$1}\r\n',
          ),
        }),
        null,
      ],
    ])('%s', async (_what, fault, code) => {
      const { proxy, there } = await proxied();
      proxy.spoil(fault());
      const problem = await syncOnce(there.engine);
      if (code === null) expect(['connection_lost', 'server_misbehaves', undefined]).toContain(problem?.code);
      else expect(problem).toMatchObject({ code });
      proxy.spoil(null);
      expect(await syncOnce(there.engine)).toBeNull();
      expect(await syncOnce(there.engine)).toBeNull();
      const after = comparable(await there.dump());
      expect(after.filter((line) => line.startsWith('message\t')).length).toBe(1500);
      expect(withoutPositions(after)).toEqual(withoutPositions(clean));
    });

    /** What a server said of its counters at the moment is not evidence. */
    const withoutPositions = (dump: readonly string[]): string[] =>
      dump.filter((line) => !/^(?:folder|skipped)\t/.test(line));
  },
);
