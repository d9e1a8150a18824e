/** A barrier is set while colleagues publish: they do not wait for it, and nothing they publish escapes it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acme, bob, foundFirm, jane, noteOf, publish, rowOf, runDirectory, seen } from '../builders/directory.ts';
import type { TestDirectory } from '../builders/directory.ts';
import { today } from '../builders/exchange-firm.ts';
import type { TestFirm } from '../builders/exchange-firm.ts';
import { toText } from '../../core/exchange/encoding.ts';
import { recognisingKey } from '../../core/exchange/guards.ts';
import type { Database } from '../../directory/database.ts';
import { onEachDatabase } from './directory.ts';

onEachDatabase('While a barrier is set', ({ open }) => {
  let directory: TestDirectory;
  /** Done before each statement outside a transaction, and before each transaction, until it is taken away. */
  let meanwhile: (() => Promise<unknown>) | null = null;
  beforeAll(async () => {
    directory = await runDirectory(interrupted(await open()), 1000);
  });
  afterAll(async () => {
    await directory.stop();
    await directory.db.close();
  });

  function interrupted(db: Database): Database {
    async function interrupt(): Promise<void> {
      const act = meanwhile;
      // What is done meanwhile is not interrupted in its turn.
      meanwhile = null;
      await act?.();
      meanwhile = act;
    }
    return {
      ...db,
      async rows(text, values) {
        await interrupt();
        return db.rows(text, values);
      },
      async transaction(work) {
        await interrupt();
        return db.transaction(work);
      },
    };
  }

  const wall = (firm: TestFirm, id: string): Promise<unknown> =>
    directory.call('barrier', firm.firm, firm.members.cleo.signing, {
      id,
      recognising: [{ epoch: firm.guard.epoch, key: recognisingKey(firm.guard, acme) }],
      inside: [],
      from: today,
      until: null,
      note: noteOf(firm),
    });

  async function expectWalled(firm: TestFirm, barrier: string): Promise<void> {
    const { ada, tom, maria, cleo } = firm.members;
    for (const member of [ada, tom, maria, cleo]) expect(await seen(directory, firm, member, jane)).toBe(0);
    const entries = await directory.db.rows('SELECT 1 FROM entry WHERE firm = $1', [firm.firm]);
    const answers = await directory.db.rows('SELECT 1 FROM answer WHERE firm = $1', [firm.firm]);
    // All entries but the one about somebody else.
    expect(answers).toHaveLength(1);
    expect(
      await directory.call('evidence', firm.firm, firm.members.cleo.signing, { protection: barrier }),
    ).toMatchObject({ entries: entries.length - 1, entriesOutside: 0 });
  }

  test('whatever is published, replaced or taken back between any two of its statements is walled when it returns', async () => {
    const firm = await foundFirm(directory, 'between');
    const { tom, maria } = firm.members;
    const barrier = toText(firm.randomBytes(16));
    // Ids by which entries come before and after any that the search has reached.
    const ids = [Buffer.alloc(16, 0), Buffer.alloc(16, 255)].map((bytes) => toText(bytes));
    await publish(directory, firm, maria, [rowOf(firm, maria, bob), rowOf(firm, maria, jane)]);
    await publish(directory, firm, tom, [rowOf(firm, tom, jane), rowOf(firm, tom, jane, { id: ids[1] ?? '' })]);
    let acts = 0;
    meanwhile = async () => {
      const version = ++acts + 1;
      const [first = '', last = ''] = ids;
      const put = [rowOf(firm, tom, jane, { version, id: first }), rowOf(firm, tom, jane, { version })];
      const idempotency = toText(firm.randomBytes(16));
      await directory.call('publish', firm.firm, tom.signing, {
        idempotency,
        expected: acts,
        put: version % 2 === 0 ? put : [...put, rowOf(firm, tom, jane, { version, id: last })],
        remove: version % 2 === 0 ? [last] : [],
      });
    };
    await wall(firm, barrier);
    meanwhile = null;
    expect(acts).toBeGreaterThan(10);
    await expectWalled(firm, barrier);
  });

  test('whatever is published at the same time is walled when both have returned', async () => {
    const firm = await foundFirm(directory, 'at the same time');
    const { ada, tom, maria } = firm.members;
    await publish(directory, firm, maria, [rowOf(firm, maria, bob)]);
    const barriers = Array.from({ length: 5 }, () => toText(firm.randomBytes(16)));
    const publishing = [ada, tom, maria].map(async (member) => {
      const begun = member === maria ? 1 : 0;
      for (let version = begun; version < begun + 8; version++) {
        const rows = Array.from({ length: 10 }, () => rowOf(firm, member, jane, { version: version + 1 }));
        await publish(directory, firm, member, rows, version);
      }
    });
    for (const barrier of barriers) await wall(firm, barrier);
    await Promise.all(publishing);
    for (const barrier of barriers) await expectWalled(firm, barrier);
  });
});
