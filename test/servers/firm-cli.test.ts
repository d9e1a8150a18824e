/** `firm` and `share` from outside: the built terminal, each member with a data folder, and a real exchange. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openEmbedded } from '../../directory/database.ts';
import { temporaryFolder } from '../builders/database.ts';
import { cliFile, environment } from '../system/cli-runner.ts';
import { startExchange } from './exchange.ts';
import { mailboxOf } from './members.ts';

const acme = ['Jane Roe <jane@target-acme.com>', 'Ben Ott <ben@target-acme.com>', 'Cai Lund <cai@target-acme.com>'];
const soon = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);

type Run = (...words: string[]) => Promise<unknown>;

/** Runs a command with --json on a member's data; a failure comes as its code. */
function terminal(data: string): Run {
  return async (...words) => {
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [cliFile, ...words, '--data', data, '--json'], {
        env: environment(),
      });
      return JSON.parse(stdout) as unknown;
    } catch (error) {
      const { stdout } = error as { stdout: string };
      return (JSON.parse(stdout) as { error: { code: string } }).error.code;
    }
  };
}

async function member(
  name: string,
  link: string,
  people: readonly string[],
  practice: readonly string[] = [],
  address = `${name.toLowerCase().split(' ')[0]}@firm.example`,
): Promise<Run> {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  const mbox = join(folder, 'mail.mbox');
  mkdirSync(data);
  writeFileSync(mbox, mailboxOf(`${name} <${address}>`, people, Date.now()));
  const run = terminal(data);
  await run('import', mbox, '--me', address);
  expect(await run('firm', 'who', 'jane')).toBe('not_joined');
  expect(await run('firm', 'join', link, '--name', name, '--address', address, ...practice)).toEqual({ again: false });
  return run;
} // prettier-ignore

test('join, preview, publish, who, stop; ask, be asked, offer; and what left the computer is told', async () => {
  const exchange = await startExchange(await openEmbedded(null));
  const tom = await member('Tom Baker', await exchange.invite(), ['Kim Vale <kim@other.com>']);
  const maria = await member('Maria Ortiz', await exchange.invite({ tax: true }), acme, ['--practice', 'Tax']);

  const preview = (await maria('share', 'preview', '--propose')) as { digest: string };
  expect(preview).toMatchObject({ counts: { new: 1 }, audiences: [{ lines: [{ about: 'somebody at Target Acme' }] }] });
  expect(await maria('share', 'publish', '--propose', '--digest', 'another')).toBe('preview_stale');
  expect(await maria('share', 'publish', '--propose', '--digest', preview.digest)).toMatchObject({ new: 1 });
  expect(await tom('firm', 'who', 'target-acme.com')).toMatchObject({
    answers: [{ colleague: { name: 'Maria Ortiz', practice: 'Tax' } }],
    kept: null,
  });
  // All of it for longer: one act, and one that publishes.
  expect(await maria('share', 'renew', '--days', '120')).toEqual({});
  const renewed = (await maria('share', 'preview')) as { digest: string };
  const inFourMonths = new Date(Date.now() + 120 * 86_400_000).toISOString().slice(0, 10);
  expect(renewed).toMatchObject({ counts: { renewed: 1, same: 0 }, audiences: [{ lines: [{ until: inFourMonths }] }] });
  expect(await maria('share', 'publish', '--digest', renewed.digest)).toMatchObject({ renewed: 1 });
  expect(await maria('share', 'allow', 'jane', '--as', 'person', '--practice', 'tax')).toEqual({});
  expect(await maria('share', 'preview')).toMatchObject({ counts: { new: 2, same: 1 } });
  expect(await maria('share', 'stop', '--all')).toEqual({ stopped: 1, waiting: 0 });
  expect(await tom('firm', 'who', 'target-acme.com')).toMatchObject({ answers: [] });
  expect(await maria('share', 'status')).toMatchObject({ status: { shared: 0 }, ledger: [{ act: 'stopped' }, { act: 'renewed' }, { act: 'shared' }] });

  expect(await tom('firm', 'ask', 'Jane Roe at target-acme.com', '--by', `${soon} 18:00`)).toMatchObject({
    state: 'open', neededBy: new Date(`${soon}T18:00`).toISOString(),
  });
  await maria('sync', '--once');
  const { forMe } = (await maria('firm', 'asks')) as { forMe: { id: string; name: string }[] };
  expect(forMe).toMatchObject([{ name: 'Jane Roe' }]);
  expect(await maria('firm', 'intro', forMe[0]!.id, 'offer', '--words', 'Gladly')).toEqual({});
  await tom('sync', '--once');
  expect(await tom('firm', 'asks')).toMatchObject({ made: [{ state: 'offered', offers: [{ colleague: { name: 'Maria Ortiz' } }] }] });
  const [{ id }] = ((await tom('firm', 'asks')) as { made: [{ id: string }] }).made;
  expect(await tom('firm', 'unask', id)).toEqual({});
  expect(await tom('firm', 'asks')).toMatchObject({ made: [] });
  // P1: the exchange stands in the log with what it is for, and nothing else does.
  const { hosts } = (await tom('egress')) as { hosts: { host: string; purpose: string }[] };
  expect(hosts.map(({ host, purpose }) => [host, purpose])).toEqual([['127.0.0.1', 'firm exchange']]);
}, 120_000); // prettier-ignore

test('several colleagues in one grant, namesakes by address; a client closed by whoever answers for it', async () => {
  const exchange = await startExchange(await openEmbedded(null));
  const tom = await member('Tom Baker', await exchange.invite(), acme);
  const other = await member(
    'Tom Baker',
    await exchange.invite(),
    ['Kim Vale <kim@other.com>'],
    [],
    'baker@firm.example',
  );
  const ann = await member('Ann Lee', await exchange.invite(), ['Kim Vale <kim@other.com>']);
  const maria = await member('Maria Ortiz', await exchange.invite(), acme);
  const allow = (...colleagues: readonly string[]) =>
    maria('share', 'allow', 'jane', '--as', 'person', ...colleagues.flatMap((one) => ['--colleague', one]));

  expect(await allow('Zoe Nobody')).toBe('not_found');
  expect(await allow('Tom Baker', 'Ann Lee')).toBe('usage');
  expect(await allow('tom@firm.example', 'ann lee')).toEqual({});
  const preview = (await maria('share', 'preview')) as { digest: string };
  expect(preview).toMatchObject({ audiences: [{ name: 'Ann Lee, Tom Baker (tom@firm.example)' }] });
  expect(await maria('share', 'publish', '--digest', preview.digest)).toMatchObject({ new: 2 });
  const told = async (who: Run): Promise<number> => {
    await who('sync', '--once');
    return ((await who('firm', 'who', 'jane@target-acme.com')) as { answers: unknown[] }).answers.length;
  };
  expect([await told(tom), await told(ann), await told(other)]).toEqual([1, 1, 0]);

  const { me } = (await maria('firm', 'status')) as { me: { id: string } };
  await exchange.loadClient('target-acme.com', me.id);
  await maria('sync', '--once');
  expect(await tom('firm', 'client', 'Target Acme', 'close')).toBe('not_allowed');
  expect(await maria('firm', 'client', 'jane', 'close')).toBe('usage');
  const who = async () =>
    ((await ann('firm', 'who', 'target-acme.com')) as { answers: { colleague: { name: string } }[] }).answers.map(
      ({ colleague }) => colleague.name,
    );
  expect(await who()).toEqual(['The Partner', 'Maria Ortiz']);
  expect(await maria('firm', 'client', 'Target Acme', 'close')).toEqual({});
  expect(await who()).toEqual(['The Partner']);
  expect(await maria('firm', 'client', 'Target Acme', 'open')).toEqual({});
  expect(await who()).toEqual(['The Partner', 'Maria Ortiz']);
}, 120_000);

test('polls: asked by a steward alone, seen before anything is sent, contributed once by digest, declined, ended', async () => {
  const exchange = await startExchange(await openEmbedded(null));
  const stella = await member('Stella Lead', await exchange.invite({ role: 'steward' }), ['Kim Vale <kim@other.com>']);
  const maria = await member('Maria Ortiz', await exchange.invite(), acme);
  const { id: deal } = (await stella('pursuit', 'add', 'Acme refinancing, jane@target-acme.com')) as { id: number };
  const ask = (who: Run) => who('poll', 'deals', String(deal), '--closes', soon);
  expect(await ask(maria)).toBe('usage');
  expect(await maria('poll', 'figures', '--closes', soon)).toBe('not_allowed');
  // What is open is no lost deal.
  expect(await ask(stella)).toBe('usage');
  await stella('pursuit', 'decide', String(deal), 'lost');
  const { id: deals } = (await ask(stella)) as { id: string };
  const { id: figures } = (await stella('poll', 'figures', '--closes', soon)) as { id: string };
  await maria('sync', '--once');

  interface Polls {
    readonly made: unknown[];
    readonly forMe: { id: string; kind: string; digest: string; answer: string | null; deals: { place: number; answer: boolean }[] }[];
  }
  const list = async (who: Run): Promise<Polls> => (await who('poll', 'list')) as Polls;
  const one = (await list(maria)).forMe.find(({ id }) => id === deals)!;
  expect(one).toMatchObject({ kind: 'deals', answer: null, deals: [{ answer: true }] });
  const contribute = (digest: string) =>
    maria('poll', 'contribute', deals, '--digest', digest, '--without', String(one.deals[0]!.place));
  expect(await contribute('another')).toBe('preview_stale');
  expect(await contribute(one.digest)).toEqual({});
  expect(await maria('poll', 'decline', figures)).toEqual({});
  const answers = (await list(maria)).forMe.map(({ id, answer }) => [id, answer] as const);
  expect(new Map(answers)).toEqual(new Map([[deals, 'contributed'], [figures, 'declined']]));
  expect((await list(stella)).made).toHaveLength(2);
  for (const id of [deals, figures]) expect(await stella('poll', 'drop', id)).toEqual({});
  expect((await list(stella)).made).toEqual([]);
  await maria('sync', '--once');
  expect((await list(maria)).forMe).toEqual([]);
}, 120_000); // prettier-ignore
