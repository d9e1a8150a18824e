/** Polls at the directory: nothing below five, nothing singly, nothing late, nothing of what is protected, and nothing left behind. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acme, foundFirm, jane, joinFirm, noteOf, refusal, runDirectory } from '../builders/directory.ts';
import type { TestDirectory } from '../builders/directory.ts';
import { good, newMember, rosterOf, today } from '../builders/exchange-firm.ts';
import type { TestFirm, TestMember } from '../builders/exchange-firm.ts';
import { fromText, toText } from '../../core/exchange/encoding.ts';
import { recognisingKey } from '../../core/exchange/guards.ts';
import { signFirm } from '../../core/exchange/members.ts';
import { leastContributors, mostPollDays, openPoll, sealPoll } from '../../core/exchange/polls.ts';
import type { PollToPost } from '../../core/exchange/polls.ts';
import { mostPolls, mostPollsOfOne } from '../../core/exchange/routes-polls.ts';
import { openAny, sealBallot, tallyKeyOf } from '../../core/exchange/tally.ts';
import type { TallyKey, Value } from '../../core/exchange/tally.ts';
import type { Database } from '../../directory/database.ts';
import { lift } from '../../directory/protection-handlers.ts';
import { turnDay } from '../../directory/upkeep.ts';
import { onEachDatabase } from './directory.ts';

const day = 86_400_000;

onEachDatabase('A poll', ({ open, dump }) => {
  let directory: TestDirectory;
  let firm: TestFirm;
  let members: TestMember[];
  let db: Database;
  const statements: string[] = [];
  beforeAll(async () => {
    db = await open();
    directory = await runDirectory(
      { ...db, rows: (text, values) => (statements.push(text), db.rows(text, values)) },
      1000,
    );
    firm = await foundFirm(directory);
    await joinFirm(directory, firm, firm.members.stella);
    members = Object.values(firm.members);
    for (let more = 0; more < 2; more++)
      members.push(await joinFirm(directory, firm, newMember({ firm: firm.firm, root: firm.root, randomBytes: firm.randomBytes })));
  }); // prettier-ignore
  afterAll(async () => {
    await directory.stop();
    await directory.db.close();
  });

  const id = (): string => toText(firm.randomBytes(16));
  interface Asked {
    readonly poll: string;
    readonly key: TallyKey;
    readonly places: readonly number[];
    readonly body: Omit<PollToPost, 'places'>;
  }
  async function ask(closes = today + 1, by = firm.members.stella): Promise<Asked> {
    const poll = id();
    const key = tallyKeyOf(firm.randomBytes(32), poll);
    const cover = {
      requester: { name: 'Stella', practice: null, address: 'stella@firm.example' },
      member: by.member,
      kind: 'deals' as const,
      key: key.publicKey,
    };
    const deals = [
      { deal: { organisation: 'Acme', domain: acme.value, people: [], decided: today - 9 }, targets: [acme, jane] },
      { deal: { organisation: 'Other', domain: 'other.example', people: [], decided: today - 9 }, targets: [] },
    ];
    const { places, ...body } = good(
      sealPoll(
        { everyone: firm.everyone, guard: firm.guard, id: poll, closes, cover, deals, signer: by.signing },
        firm.randomBytes,
      ),
    );
    await directory.call('poll', firm.firm, by.signing, body);
    return { poll, key, places, body };
  }
  const ballot = (key: TallyKey, values: readonly Value[]): string =>
    good(sealBallot(key.publicKey, values, firm.randomBytes));
  const contribute = (who: TestMember, { poll, key }: Asked, values: readonly Value[] = []) =>
    refusal(directory.call('contribute', firm.firm, who.signing, { poll, ballot: ballot(key, values) }));
  const tally = ({ poll }: Asked) => directory.call('tally', firm.firm, firm.members.stella.signing, { poll });
  const unpoll = ({ poll }: Asked, by = firm.members.stella) =>
    directory.call('unpoll', firm.firm, by.signing, { poll });
  const steward = () =>
    joinFirm(
      directory,
      firm,
      newMember({ firm: firm.firm, root: firm.root, randomBytes: firm.randomBytes, role: 'steward' }),
    );
  const later = async (days: number, run: () => Promise<void>): Promise<void> => {
    directory.clock.now += days * day;
    await run();
    directory.clock.now -= days * day;
  };

  test('with five who contribute is told as one sum; no sooner, no ballot singly, and as often as its maker asks', async () => {
    const asked = await ask();
    const values = (yes: boolean): Value[] => Array.from({ length: 16 }, (_, place) => (yes && place === 3 ? 'some' : 0));
    for (const [at, member] of members.slice(0, leastContributors).entries())
      expect(await contribute(member, asked, values(at === 2))).toBe('nothing');
    expect(await refusal(tally(asked))).toBe('conflict');
    await later(2, async () => {
      const first = await tally(asked);
      const any = good(openAny(asked.key, fromText(first.tally ?? '')));
      expect(any.flatMap((some, place) => (some ? [place] : []))).toEqual([3]);
      expect(await tally(asked)).toEqual(first);
      expect(await directory.db.rows('SELECT member FROM poll_contributor')).toEqual([]);
      expect(await directory.db.rows('SELECT body FROM poll_question')).toEqual([]);
      await unpoll(asked);
      expect(await refusal(tally(asked))).toBe('not_found');
    });
  }); // prettier-ignore

  test('of four is deleted unread', async () => {
    const asked = await ask();
    for (const member of members.slice(0, leastContributors - 1)) await contribute(member, asked, ['some']);
    await later(2, async () => {
      await turnDay(directory.db, today + 2);
      expect(await directory.db.rows('SELECT tally FROM poll')).toEqual([{ tally: null }]);
      expect(await tally(asked)).toEqual({ tally: null });
    });
    await unpoll(asked);
  });

  test('sent again is the same poll, whatever has changed meanwhile; under another’s name it is none', async () => {
    const asked = await ask();
    const again = () => directory.call('poll', firm.firm, firm.members.stella.signing, asked.body);
    await again();
    // With an answer lost, the last day past and as many polls open as may be.
    const second = await ask();
    await later(2, async () => {
      await again();
    });
    const another = await steward();
    expect(await refusal(directory.call('poll', firm.firm, another.signing, asked.body))).toBe('conflict');
    expect(await directory.db.rows('SELECT id FROM poll')).toHaveLength(2);
    for (const each of [asked, second]) await unpoll(each);
  });

  test('takes one ballot of a member, whatever their device, and none that is late, broken or for no poll', async () => {
    const asked = await ask();
    const { tom, maria } = firm.members;
    const second = await joinFirm(
      directory,
      firm,
      newMember({ firm: firm.firm, root: firm.root, randomBytes: firm.randomBytes, member: tom.member }),
    );
    expect(await contribute(tom, asked)).toBe('nothing');
    expect(await contribute(tom, asked)).toBe('conflict');
    expect(await contribute(second, asked)).toBe('conflict');
    const broken = { poll: asked.poll, ballot: toText(Buffer.alloc(2_048, 0xff)) };
    const before = await dump(db);
    expect(await refusal(directory.call('contribute', firm.firm, maria.signing, broken))).toBe('malformed');
    const kept = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('poll_contributor '));
    expect(kept(await dump(db))).toEqual(kept(before));
    await later(2, async () => {
      expect(await contribute(maria, asked)).toBe('not_found');
    });
    expect(await contribute(maria, { ...asked, poll: id() })).toBe('not_found');
    await unpoll(asked);
    expect(await contribute(maria, asked)).toBe('not_found');
  });

  test('is opened by stewards alone, a few at a time, for two weeks at most, and read by its maker alone', async () => {
    const asked = await ask();
    const another = await steward();
    expect(await refusal(ask(today + 1, firm.members.ada))).toBe('not_allowed');
    expect(await refusal(ask(today + mostPollDays + 1))).toBe('malformed');
    expect(await refusal(ask(today - 1))).toBe('malformed');
    expect(await refusal(directory.call('tally', firm.firm, another.signing, { poll: asked.poll }))).toBe('not_found');
    await unpoll(asked, another);
    // One steward does not keep the others from asking.
    const more = [await ask()];
    expect(more).toHaveLength(mostPollsOfOne - 1);
    expect(await refusal(ask())).toBe('full');
    const others: Asked[] = [];
    while (others.length < mostPolls - mostPollsOfOne) others.push(await ask(today + 1, another));
    const third = await steward();
    expect(await refusal(ask(today + 1, third))).toBe('full');
    expect((await directory.call('polls', firm.firm, firm.members.tom.signing, {})).polls).toHaveLength(mostPolls);
    for (const each of [asked, ...more]) await unpoll(each);
    for (const each of others) await unpoll(each, another);
  });

  const pollsFor = async (who: TestMember, { poll }: Asked) => {
    statements.length = 0;
    const { polls } = await directory.call('polls', firm.firm, who.signing, {});
    return { poll: polls.find((each) => each.id === poll), bytes: JSON.stringify(polls).length, statements: [...statements] };
  }; // prettier-ignore
  async function placesAskedOf(who: TestMember, asked: Asked): Promise<number[]> {
    const { poll } = await pollsFor(who, asked);
    return [...good(openPoll(firm.everyone, poll, good(rosterOf(firm, members)).signers, today)).deals.keys()];
  }
  /** Around Acme, while something is done. */
  async function behindBarrier(
    of: { inside: TestMember[]; from?: number; until?: number },
    run: () => Promise<void>,
  ): Promise<void> {
    const barrier = id();
    await directory.call('barrier', firm.firm, firm.members.cleo.signing, {
      id: barrier,
      recognising: [{ epoch: 1, key: recognisingKey(firm.guard, acme) }],
      inside: of.inside.map(({ member }) => member),
      from: of.from ?? today,
      until: of.until ?? null,
      note: noteOf(firm),
    });
    await run();
    await directory.db.transaction((sql) => lift(sql, firm.firm, barrier, today));
  }

  test('asks nobody about what anything protects, inside or outside, and its maker is given all of it, in the same bytes and statements as if it asked nothing', async () => {
    const { cleo, tom, maria, stella } = firm.members;
    // The maker inside, with one other; then outside.
    for (const inside of [[maria, stella], [maria, cleo]]) {
      const asked = await ask();
      const before = await pollsFor(tom, asked);
      expect(new Set(await placesAskedOf(tom, asked))).toEqual(new Set(asked.places));
      await behindBarrier({ inside }, async () => {
        const [outside, within, own] = [await pollsFor(tom, asked), await pollsFor(maria, asked), await pollsFor(stella, asked)];
        expect(await placesAskedOf(tom, asked)).toEqual([asked.places[1]]);
        // An answer that only one may give would be read in the sum.
        expect(within.poll).toEqual(outside.poll);
        expect(own.poll).toEqual(before.poll);
        expect(outside.bytes).toBe(before.bytes);
        expect(outside.statements).toEqual(before.statements);
        // Asked again, the made-up bytes are the same: nothing tells them from those that were never anything else.
        expect((await pollsFor(tom, asked)).poll).toEqual(outside.poll);
      });
      // Nor is it asked again in this poll: of those who contribute later alone.
      expect(await placesAskedOf(tom, asked)).toEqual([asked.places[1]]);
      await unpoll(asked);
    }
  }); // prettier-ignore

  test('asks nobody about what will be protected, and everybody about what no longer is', async () => {
    const { tom, maria } = firm.members;
    await behindBarrier({ inside: [maria], from: today + 1 }, async () => {
      const asked = await ask();
      expect(await placesAskedOf(tom, asked)).toEqual([asked.places[1]]);
      // As its day comes nothing changes, so that nobody sees that it does.
      const before = await pollsFor(tom, asked);
      await later(1, async () => {
        await turnDay(directory.db, today + 1);
        expect((await pollsFor(tom, asked)).poll).toEqual(before.poll);
      });
      await unpoll(asked);
    });
    await behindBarrier({ inside: [maria], from: today - 2, until: today - 1 }, async () => {
      const asked = await ask();
      expect(new Set(await placesAskedOf(tom, asked))).toEqual(new Set(asked.places));
      await unpoll(asked);
    });
  });

  test('keeps nothing of a ballot but its part in the sum, and is unlinkable to who sent it', async () => {
    const asked = await ask();
    const sent = ballot(asked.key, ['some']);
    await directory.call('contribute', firm.firm, firm.members.tom.signing, { poll: asked.poll, ballot: sent });
    await contribute(firm.members.maria, asked, ['some']);
    const text = await dump(db);
    for (const part of [fromText(sent).subarray(0, 32), fromText(sent).subarray(32, 64)]) {
      expect(text).not.toContain(part.toString('latin1'));
      expect(text).not.toContain(part.toString('hex'));
    }
    await unpoll(asked);
  });

  test('of a steward who left is gone; whoever left no longer counts', async () => {
    const asked = await ask();
    for (const member of members.slice(0, leastContributors)) await contribute(member, asked);
    const gone = members[0] as TestMember;
    const left = (version: number, ...who: TestMember[]) =>
      directory.call('remove', firm.firm, firm.root, {
        firm: signFirm(firm.root, { ...firm.record, version, removedMembers: who.map(({ member }) => member) }),
      });
    await left(2, gone);
    expect(await directory.db.rows('SELECT member FROM poll_contributor')).toHaveLength(leastContributors - 1);
    await left(3, gone, firm.members.stella);
    for (const table of ['poll', 'poll_question', 'poll_contributor'])
      expect([table, await directory.db.rows(`SELECT firm FROM ${table}`)]).toEqual([table, []]);
  });
});
