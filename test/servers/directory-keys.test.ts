/** Who is given the keys of audiences, from when until when, and which want new ones. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foundFirm, joinFirm, refusal, runDirectory } from '../builders/directory.ts';
import type { TestDirectory } from '../builders/directory.ts';
import { good, newMember } from '../builders/exchange-firm.ts';
import type { TestFirm, TestMember } from '../builders/exchange-firm.ts';
import { hashOfWrap, signAudience, wrapAudienceKey } from '../../core/exchange/audiences.ts';
import { toText } from '../../core/exchange/encoding.ts';
import { signFirm, signMember } from '../../core/exchange/members.ts';
import { wrapRoot } from '../../core/exchange/recovery.ts';
import { bodiesOf } from './directory-bodies.ts';
import { onEachDatabase } from './directory.ts';

onEachDatabase('Keys', ({ open }) => {
  let directory: TestDirectory;
  let firm: TestFirm;
  let firms = 0;
  /** What happens between the signature of the next request being found good and its transaction. */
  let meanwhile: (() => Promise<unknown>) | null = null;
  beforeAll(async () => {
    const db = await open();
    const hooked: typeof db = {
      ...db,
      mostMembers: null,
      async transaction(work) {
        const first = meanwhile;
        meanwhile = null;
        await first?.();
        return db.transaction(work);
      },
    };
    directory = await runDirectory(hooked, 100);
  });
  afterAll(async () => {
    await directory.stop();
    await directory.db.close();
  });
  const newFirm = async (): Promise<TestFirm> => (firm = await foundFirm(directory, `keys ${++firms}`));
  const heard = ({ signing }: TestMember) => directory.call('audiences', firm.firm, signing, {});
  const wrapFor = ({ record, sealing }: TestMember, key = firm.tax) => {
    const wrap = wrapAudienceKey(key, record, firm.randomBytes);
    expect(wrap?.recipient).toBe(sealing.fingerprint);
    return wrap === null ? [] : [wrap];
  };
  const handOn = (from: TestMember, to: TestMember) =>
    directory.call('wraps', firm.firm, from.signing, { audience: firm.tax.audience, epoch: 1, wraps: wrapFor(to) });

  test('of a practice are not given any more to who has left it, and it wants new ones', async () => {
    const { ada, maria } = await newFirm().then(({ members }) => members);
    const { audience } = firm.tax;
    await handOn(maria, maria);
    expect((await heard(maria)).wraps.map((wrap) => wrap.audience)).toContain(audience);
    expect((await heard(ada)).due).toEqual([]);
    const left = signMember(firm.root, { ...maria.record, audiences: [], version: 2 }, null);
    await directory.call('member', firm.firm, firm.root, { member: left });
    expect((await heard(maria)).wraps.map((wrap) => wrap.audience)).not.toContain(audience);
    expect((await heard(ada)).due).toEqual([audience]);
  });

  test('that do not open are replaced by another member, once their device has said so, and by nobody before or after', async () => {
    await newFirm();
    const { ada, maria } = firm.members;
    const { root, randomBytes, tax } = firm;
    const zoe = await joinFirm(
      directory,
      firm,
      newMember({ firm: firm.firm, root, randomBytes, audiences: [tax.audience] }),
    );
    const give = (from: TestMember, sealed: string) =>
      directory.call('wraps', firm.firm, from.signing, {
        audience: tax.audience,
        epoch: 1,
        wraps: [{ recipient: zoe.sealing.fingerprint, sealed }],
      });
    const bytes = () => toText(randomBytes(80));
    const [rubbish, more, opens] = [bytes(), bytes(), wrapFor(zoe)[0]?.sealed ?? ''];
    const given = async () => (await heard(zoe)).wraps.find(({ audience }) => audience === tax.audience)?.sealed;
    const lacks = async (who: TestMember) =>
      (await heard(who)).missing.some(
        ({ audience, device }) => audience === tax.audience && device === zoe.signing.fingerprint,
      );
    const unopened = (who: TestMember, sealed: string) =>
      directory.call('unopened', firm.firm, who.signing, {
        keys: [{ audience: tax.audience, epoch: 1, wrap: hashOfWrap({ sealed }) }],
      });
    const { member } = maria;
    const other = await joinFirm(
      directory,
      firm,
      newMember({ firm: firm.firm, root, randomBytes, member, audiences: [tax.audience] }),
    );
    await give(maria, rubbish);
    await give(ada, opens);
    await unopened(ada, rubbish);
    await unopened(zoe, opens);
    expect([await given(), await lacks(ada)]).toEqual([rubbish, false]);
    await unopened(zoe, rubbish);
    expect([await lacks(ada), await lacks(maria), await lacks(other)]).toEqual([true, false, false]);
    await give(maria, more);
    await give(other, more);
    expect(await given()).toBe(rubbish);
    await give(ada, opens);
    // Said late, of what has been replaced.
    await unopened(zoe, rubbish);
    await give(maria, more);
    expect([await given(), await lacks(ada)]).toEqual([opens, false]);
  });

  test('that everybody is to have are told of before those of named sets, however many there are', async () => {
    await newFirm();
    const { root, randomBytes, everyone, guard } = firm;
    const { tom, ada } = firm.members;
    await joinFirm(directory, firm, newMember({ firm: firm.firm, root, randomBytes, audiences: [firm.tax.audience] }));
    for (let made = 0; made < 3; made++) {
      const key = { ...everyone, audience: '-'.repeat(21) + 'AQg'[made], key: randomBytes(32) };
      const about = { type: 'named' as const, firmVersion: 1, members: [tom.member, ada.member], label: '' };
      const audience = good(signAudience(tom.signing, key, about, randomBytes));
      await directory.call('audience', firm.firm, tom.signing, { audience, wraps: [], recognising: [] });
    }
    const types = new Map([
      [everyone.audience, 0],
      [guard.audience, 1],
      [firm.tax.audience, 2],
    ]);
    const order = (await heard(ada)).missing.map(({ audience }) => types.get(audience) ?? 3);
    expect([...new Set(order)]).toEqual([0, 1, 2, 3]);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  test('of practices are new when an administrator leaves who held them, or is one no more', async () => {
    await newFirm();
    const { root, record, randomBytes, tax } = firm;
    const join = () =>
      joinFirm(directory, firm, newMember({ firm: firm.firm, root, randomBytes, role: 'administrator' }));
    const [ben, eve] = [await join(), await join()];
    const due = async (): Promise<readonly string[]> => {
      const { due: all } = await heard(firm.members.ada);
      await directory.db.rows('UPDATE audience SET due = false WHERE firm = $1', [firm.firm]);
      return [...all].sort();
    };
    const member = signMember(root, { ...ben.record, role: 'member', version: 2 }, null);
    await directory.call('member', firm.firm, root, { member });
    expect(await due()).toEqual([tax.audience]);
    const removed = signFirm(root, { ...record, version: 2, removedMembers: [eve.member] });
    await directory.call('remove', firm.firm, root, { firm: removed });
    expect(await due()).toEqual([tax.audience, record.everyone, record.guard].sort());
  });

  test('of the root are not handed over, and nobody is invited, where another root key has followed meanwhile', async () => {
    const { ada } = await newFirm().then(({ members }) => members);
    const wrapped = good(wrapRoot(firm.firm, firm.rootSecret, ada.record, firm.randomBytes));
    const calls = [
      () => directory.call('rootFor', firm.firm, firm.root, { device: ada.signing.fingerprint, wrapped }),
      () => directory.call('invite', firm.firm, firm.root, bodiesOf(firm).invite),
    ];
    const set = (root: string) => directory.db.rows('UPDATE firm SET root = $2 WHERE firm = $1', [firm.firm, root]);
    for (const call of calls) {
      meanwhile = () => set('another');
      expect(await refusal(call())).toBe('malformed');
      await set(firm.root.publicKey);
      expect(await refusal(call())).toBe('nothing');
    }
  });
});
