/** Polls from ask to report: six members, a steward among them, each with an engine of their own. */
import { expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import type { Database } from '../../directory/database.ts';
import { turnDay } from '../../directory/upkeep.ts';
import { onEachDatabase } from './directory.ts';
import { startExchange } from './exchange.ts';
import type { TestExchange } from './exchange.ts';
import { letters, member, sync } from './members.ts';
import type { Member } from './members.ts';

const day = 86_400_000;
const jane = 'Jane Roe <jane@target-acme.com>';
const acme = [jane, 'Ben Ott <ben@target-acme.com>'];
const dayAt = (days: number): string => new Date(Date.now() + days * day).toISOString().slice(0, 10);

interface Firm {
  readonly exchange: TestExchange;
  readonly stella: Member;
  readonly others: readonly Member[];
  /** Everybody has looked at the exchange. */
  readonly looked: () => Promise<void>;
  /** Two days later, for the exchange and for Stella. */
  readonly closed: () => Promise<void>;
}

async function firmOn(db: Database): Promise<Firm> {
  const exchange = await startExchange(db);
  let ahead = 0;
  const clock = (): number => Date.now() + ahead;
  const kim = ['Kim Vale <kim@other.com>'];
  const stella = await member('Stella Lead', await exchange.invite({ role: 'steward' }), kim, null, clock);
  const others: Member[] = [];
  for (const [name, people] of [['Tom Baker', kim], ['Maria Ortiz', acme], ['Zoe Third', kim], ['Ann Fourth', kim], ['Lee Fifth', kim]] as const)
    others.push(await member(name, await exchange.invite(), people));
  return {
    exchange,
    stella,
    others,
    async looked() {
      for (const { engine } of [stella, ...others]) expect(await sync(engine)).toBeNull();
    },
    async closed() {
      ahead = 2 * day;
      // The exchange and the wire keep the time of day: there the poll is two days older instead.
      await db.rows('UPDATE poll SET closes = closes - 2');
      await turnDay(db, Math.floor(Date.now() / day));
      expect(await sync(stella.engine)).toBeNull();
      ahead = 0;
    },
  };
} // prettier-ignore

async function lost({ engine }: Member, line: string): Promise<number> {
  const { id } = valueOf(await engine.call('addPursuit', { line }));
  valueOf(await engine.call('decidePursuit', { id, outcome: 'lost', on: dayAt(-1) }));
  return id;
}

const forMe = async ({ engine }: Member) => valueOf(await engine.call('pollsForMe', {}));
async function contribute(who: Member, without: number[] = []): Promise<void> {
  const [poll] = await forMe(who);
  valueOf(await who.engine.call('contribute', { id: poll!.id, digest: poll!.digest, without }));
}
async function acmeOf({ engine }: Member): Promise<number> {
  const found = valueOf(await engine.call('find', { words: 'target-acme.com', limit: 9 }));
  return found.find(({ kind }) => kind === 'organisation')!.id;
}
const told = async ({ engine }: Member) => valueOf(await engine.call('polls', {}));

onEachDatabase('polls', ({ open, dump }) => {
  test('lost deals: seen by each with their own answer first, told as "yes, somewhere" or "none found", and by nobody’s name', async () => {
    const db = await open();
    const { exchange, stella, others, looked, closed } = await firmOn(db);
    const [tom, maria, zoe, ann, lee] = others as [Member, Member, Member, Member, Member];
    const pursuits = [await lost(stella, 'Acme refinancing, jane@target-acme.com, CFO'), await lost(stella, 'Nowhere pitch, kay@nowhere.example')];
    expect(await tom.engine.call('openPoll', { kind: 'deals', pursuits: [], closesOn: dayAt(0) })).toMatchObject({ error: { code: 'usage' } });
    expect(await tom.engine.call('openPoll', { kind: 'figures', closesOn: dayAt(0) })).toMatchObject({ error: { code: 'not_allowed' } });
    const refused: [line: string, on: string, words: RegExp][] = [
      ['Coming pitch, jane@target-acme.com', dayAt(2), /^"Coming pitch" was lost on a day that is still to come/],
      ['Unknown pitch, at Somewhere', dayAt(-1), /^"Unknown pitch" names no website and no address/],
      [`Long pitch, jane@target-acme.com, at ${'Acme'.repeat(36)}`, dayAt(-1), /^"Long pitch" has a name in it that is too long/],
    ];
    for (const [line, on, words] of refused) {
      const { id } = valueOf(await stella.engine.call('addPursuit', { line }));
      valueOf(await stella.engine.call('decidePursuit', { id, outcome: 'lost', on }));
      const answered = await stella.engine.call('openPoll', { kind: 'deals', pursuits: [...pursuits, id], closesOn: dayAt(0) });
      expect(answered).toMatchObject({ error: { code: 'usage', message: expect.stringMatching(words) } });
      // Which it is, and why, is known before it is asked.
      const { name, problem } = valueOf(await stella.engine.call('dealsToAsk', {})).find(({ pursuit }) => pursuit === id)!;
      expect(`"${name}" ${problem}, or leave it out.`).toMatch(words);
    }
    const askable = valueOf(await stella.engine.call('dealsToAsk', {})).filter(({ problem }) => problem === null);
    expect(askable.map(({ pursuit }) => pursuit)).toEqual(pursuits);
    valueOf(await stella.engine.call('openPoll', { kind: 'deals', pursuits, closesOn: dayAt(0) }));
    await looked();

    const [asked] = await forMe(maria);
    expect(asked).toMatchObject({ from: { name: 'Stella Lead' }, kind: 'deals', closesOn: dayAt(0), answer: null, figures: [] });
    const answers = asked!.deals.map(({ organisation, answer }) => [organisation, answer]);
    expect(new Map(answers as [string, boolean][])).toEqual(new Map([['Target Acme', true], ['Nowhere', false]]));
    // Every answer opens to what it was told from.
    const { audited } = asked!.deals.find(({ answer }) => answer)!;
    const look = audited.looks.find(({ path }) => path?.good === true)!;
    const evidence = await maria.engine.call('auditEvidence', { person: look.path!.people[0]!.id, asOf: look.asOf });
    expect(valueOf(evidence).length).toBeGreaterThan(0);
    expect((await forMe(tom))[0]!.deals.map(({ answer }) => answer)).toEqual([false, false]);

    // Nothing but what was shown is sent, and nobody who does not contribute is told from one who was never asked.
    expect(await maria.engine.call('contribute', { id: asked!.id, digest: 'another' })).toMatchObject({ error: { code: 'preview_stale' } });
    valueOf(await zoe.engine.call('declinePoll', { id: asked!.id, declined: true }));
    expect((await forMe(zoe))[0]).toMatchObject({ answer: 'declined' });
    for (const each of [maria, tom, ann, lee, stella]) await contribute(each);
    expect((await forMe(maria))[0]).toMatchObject({ answer: 'contributed' });
    expect(await told(stella)).toMatchObject([{ state: 'open', deals: [{ somewhere: null }, { somewhere: null }] }]);
    await closed();
    const [report] = await told(stella);
    expect(report).toMatchObject({ state: 'told', kind: 'deals' });
    expect(new Map(report!.deals.map(({ name, somewhere }) => [name, somewhere]))).toEqual(new Map([['Acme refinancing', true], ['Nowhere pitch', false]]));
    // Nobody and nothing of who contributed is left, there or here.
    for (const table of ['poll', 'poll_question', 'poll_contributor'])
      expect([table, await db.rows(`SELECT firm FROM ${table}`)]).toEqual([table, []]);
    expect(JSON.stringify(report)).not.toMatch(/maria|ortiz|contribut/i);
    const rows = (await stella.dump()).filter((line) => line.startsWith('poll_'));
    expect(rows.join('\n')).not.toMatch(/maria|ortiz/i);
    expect([...exchange.calls.values()].flat().filter((path) => path === '/v1/contribute')).toHaveLength(5);
    expect(await dump(db)).not.toContain('target-acme');
  }, 120_000); // prettier-ignore

  test('of four nothing is told; what is unticked, kept private or behind a barrier counts as "no"', async () => {
    const db = await open();
    const { exchange, stella, others, looked, closed } = await firmOn(db);
    const [tom, maria, zoe, ann] = others as [Member, Member, Member, Member];
    const pursuits = [await lost(stella, 'Acme refinancing, jane@target-acme.com')];
    const { id } = valueOf(await stella.engine.call('openPoll', { kind: 'deals', pursuits, closesOn: dayAt(0) }));
    await looked();
    for (const each of [tom, maria, zoe, ann]) await contribute(each);
    await closed();
    expect(await told(stella)).toMatchObject([{ id, state: 'too few', deals: [{ somewhere: null }] }]);
    valueOf(await stella.engine.call('dropPoll', { id }));
    expect(await told(stella)).toEqual([]);

    valueOf(await stella.engine.call('openPoll', { kind: 'deals', pursuits, closesOn: dayAt(0) }));
    await looked();
    const [shown] = await forMe(maria);
    expect(shown!.deals).toMatchObject([{ answer: true }]);
    const organisation = await acmeOf(maria);
    valueOf(await maria.engine.call('keepUnshared', { organisation, keep: true }));
    expect((await forMe(maria))[0]!.deals).toMatchObject([{ answer: false }]);
    valueOf(await maria.engine.call('keepUnshared', { organisation, keep: false }));
    await contribute(maria, [shown!.deals[0]!.place]);
    for (const each of [tom, zoe, ann, stella]) await contribute(each);
    await closed();
    expect(await told(stella)).toMatchObject([{ state: 'told', deals: [{ somewhere: false }] }]);

    // Closed by whoever answers for the client: asked of nobody, though they would say "yes"; only who asks sees it.
    await letters(tom, [`Tom Baker <tom@firm.example>`, jane], [jane, `Tom Baker <tom@firm.example>`]);
    await exchange.loadClient('target-acme.com', valueOf(await tom.engine.call('firmStatus', {}))!.me.id);
    expect(await sync(tom.engine)).toBeNull();
    valueOf(await tom.engine.call('closeClient', { organisation: await acmeOf(tom), closed: true }));
    const two = [...pursuits, await lost(stella, 'Other pitch, kim@other.com')];
    valueOf(await stella.engine.call('openPoll', { kind: 'deals', pursuits: two, closesOn: dayAt(0) }));
    await looked();
    for (const each of [maria, tom])
      expect((await forMe(each))[0]!.deals.map((deal) => deal.organisation)).toEqual(['Other']);
    expect((await forMe(stella))[0]!.deals).toHaveLength(2);
  }, 120_000);

  test('where the line breaks the poll waits: it is asked once, or dropped while it waits and never asked', async () => {
    const db = await open();
    const exchange = await startExchange(db);
    const stella = await member('Stella Lead', await exchange.invite({ role: 'steward' }), [
      'Kim Vale <kim@other.com>',
    ]);
    const ask = async () => valueOf(await stella.engine.call('openPoll', { kind: 'figures', closesOn: dayAt(1) }));
    const polls = async (): Promise<unknown[]> => await db.rows('SELECT id FROM poll');
    // It arrives, and the answer is lost.
    exchange.breakAfter(0, true);
    const { id } = await ask();
    expect(await told(stella)).toMatchObject([{ id, state: 'waiting' }]);
    expect(await polls()).toEqual([{ id }]);
    exchange.switchOff(false);
    expect(await sync(stella.engine)).toBeNull();
    expect(await told(stella)).toMatchObject([{ id, state: 'open' }]);
    expect(await polls()).toEqual([{ id }]);

    exchange.breakAfter(0, false);
    const second = await ask();
    expect(second.waiting).toBe(true);
    valueOf(await stella.engine.call('dropPoll', { id: second.id }));
    exchange.switchOff(false);
    expect(await sync(stella.engine)).toBeNull();
    expect(await told(stella)).toMatchObject([{ id }]);
    expect(await polls()).toEqual([{ id }]);

    // Another beyond the limit is told so, and not kept.
    await ask();
    const third = await stella.engine.call('openPoll', { kind: 'figures', closesOn: dayAt(1) });
    expect(third).toMatchObject({
      error: { code: 'not_allowed', message: expect.stringContaining('End one of yours') },
    });
    expect(await told(stella)).toHaveLength(2);
  }, 60_000);

  test('figures: each sees their own first, and the steward the sum of all', async () => {
    const db = await open();
    const { stella, others, looked, closed } = await firmOn(db);
    const [tom, maria] = others as [Member, Member];
    for (const who of [tom, others[2]!]) valueOf(await who.engine.call('ask', { words: 'jane@target-acme.com', reason: '', neededBy: new Date(Date.now() + 2 * day).toISOString() }));
    expect(await sync(maria.engine)).toBeNull();
    const asks = valueOf(await maria.engine.call('asksForMe', {}));
    const fromTom = asks.find(({ from }) => from.name === 'Tom Baker')!;
    valueOf(await maria.engine.call('answerAsk', { id: fromTom.id, answer: 'offer' }));
    expect(await sync(tom.engine)).toBeNull();
    valueOf(await stella.engine.call('openPoll', { kind: 'figures', closesOn: dayAt(0) }));
    await looked();
    const own = (await forMe(tom))[0]!;
    expect(own).toMatchObject({ kind: 'figures', deals: [], figures: [{ made: 1, answered: 1, medianHours: 4, met: 0 }, { made: 0 }, { made: 0 }, { made: 0 }] });
    expect((await forMe(maria))[0]!.figures[0]).toMatchObject({ made: 0, answered: 0, medianHours: null });
    for (const each of others) await contribute(each);
    await closed();
    const [report] = await told(stella);
    expect(report).toMatchObject({ state: 'told', deals: [], figures: [{ all: { made: 2, answered: 1, medianHours: 4, met: 0 } }, { all: { made: 0, medianHours: null } }, {}, {}] });
  }, 120_000); // prettier-ignore
});
