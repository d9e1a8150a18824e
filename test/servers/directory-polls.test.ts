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
import { mostPolls } from '../../core/exchange/routes-polls.ts';
import { openAny, sealBallot, tallyKeyOf } from '../../core/exchange/tally.ts';
import type { TallyKey, Value } from '../../core/exchange/tally.ts';
import type { Database } from '../../directory/database.ts';
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
    return { poll, key, places };
  }
  const ballot = (key: TallyKey, values: readonly Value[]): string =>
    good(sealBallot(key.publicKey, values, firm.randomBytes));
  const contribute = (who: TestMember, { poll, key }: Asked, values: readonly Value[] = []) =>
    refusal(directory.call('contribute', firm.firm, who.signing, { poll, ballot: ballot(key, values) }));
  const tally = ({ poll }: Asked) => directory.call('tally', firm.firm, firm.members.stella.signing, { poll });
  const unpoll = ({ poll }: Asked) => directory.call('unpoll', firm.firm, firm.members.stella.signing, { poll });
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
    const another = await joinFirm(
      directory,
      firm,
      newMember({ firm: firm.firm, root: firm.root, randomBytes: firm.randomBytes, role: 'steward' }),
    );
    expect(await refusal(ask(today + 1, firm.members.ada))).toBe('not_allowed');
    expect(await refusal(ask(today + mostPollDays + 1))).toBe('malformed');
    expect(await refusal(ask(today - 1))).toBe('malformed');
    const others = directory.call('tally', firm.firm, another.signing, { poll: asked.poll });
    expect(await refusal(others)).toBe('not_found');
    await directory.call('unpoll', firm.firm, another.signing, { poll: asked.poll });
    const more: Asked[] = [];
    while (more.length < mostPolls - 1) more.push(await ask());
    expect(await refusal(ask())).toBe('too_many');
    expect((await directory.call('polls', firm.firm, firm.members.tom.signing, {})).polls).toHaveLength(mostPolls);
    for (const each of [asked, ...more]) await unpoll(each);
  });

  test('asks nobody about what anything protects, inside or outside, and its maker is given all of it, in the same bytes and statements as if it asked nothing', async () => {
    const { cleo, tom, maria, stella } = firm.members;
    const asked = await ask();
    const polls = async (who: TestMember) => {
      statements.length = 0;
      const { polls: found } = await directory.call('polls', firm.firm, who.signing, {});
      return { poll: found[0], bytes: JSON.stringify(found).length, statements: [...statements] };
    };
    const places = (poll: unknown): number[] => {
      const roster = good(rosterOf(firm, members));
      return [...good(openPoll(firm.everyone, poll, roster.signers, today)).deals.keys()];
    };
    const before = await polls(tom);
    expect(places(before.poll)).toHaveLength(2);
    const recognising = [{ epoch: 1, key: recognisingKey(firm.guard, acme) }];
    // The maker inside, with one other; then outside.
    for (const inside of [[maria.member, stella.member], [maria.member, cleo.member]]) {
      await directory.db.rows('DELETE FROM protection');
      await directory.call('barrier', firm.firm, cleo.signing, { id: id(), recognising, inside, from: today, until: null, note: noteOf(firm) });
      const [outside, within, own] = [await polls(tom), await polls(maria), await polls(stella)];
      expect(places(outside.poll)).toEqual([asked.places[1]]);
      // An answer that only one may give would be read in the sum.
      expect(within.poll).toEqual(outside.poll);
      expect(own.poll).toEqual(before.poll);
      expect(outside.bytes).toBe(before.bytes);
      expect(outside.statements).toEqual(before.statements);
      // Asked again, the made-up bytes are the same: nothing tells them from those that were never anything else.
      expect((await polls(tom)).poll).toEqual(outside.poll);
    }
    await unpoll(asked);
    await directory.db.rows('DELETE FROM protection');
  }); // prettier-ignore

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
    for (const table of ['poll', 'poll_question', 'poll_viewer', 'poll_contributor'])
      expect([table, await directory.db.rows(`SELECT firm FROM ${table}`)]).toEqual([table, []]);
  });
});
