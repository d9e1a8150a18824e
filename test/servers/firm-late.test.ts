/** Whoever joins while keys are changed, with nobody at hand to run a command. */
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { valueOf } from '../../core/contract/errors.ts';
import { runDirectory } from '../builders/directory.ts';
import { administer, followRealTime } from './administration.ts';
import { onEachDatabase } from './directory.ts';
import { member, sync } from './members.ts';

const acme = ['Jane Roe <jane@target-acme.com>', 'Ben Ott <ben@target-acme.com>', 'Cai Lund <cai@target-acme.com>'];
const proposal = { audience: { kind: 'firm' }, disclosure: 'organisation' } as const;

onEachDatabase('late joiners', ({ open }) => {
  test('get the newest keys from any colleague who has them, and read who everybody is', async () => {
    const db = await open();
    const directory = await runDirectory(db, 100);
    const admin = administer(directory, 'late');
    onTestFinished(async () => {
      admin.end();
      await directory.stop();
      await db.close();
    });
    followRealTime(directory);
    await admin.found('Ada');
    await admin.join('Zoe');
    const [link = ''] = await admin.run('Ada', 'invite');
    const tom = await member('Tom Baker', link, acme);
    const [early = ''] = await admin.run('Ada', 'invite');
    await admin.run('Ada', 'remove', 'zoe@firm.example');
    const fay = await member('Fay Late', early, acme);
    const shared = async (): Promise<unknown> => {
      const { digest } = valueOf(await fay.engine.call('sharePreview', { proposal }));
      return fay.engine.call('publish', { digest, proposal });
    };
    // With the keys of the invitation nothing new can be shared: the exchange takes the newest alone.
    expect(await sync(fay.engine)).toBeNull();
    expect(await shared()).toMatchObject({ ok: false });

    expect(await sync(tom.engine)).toBeNull();
    expect(await sync(fay.engine)).toBeNull();
    expect(await shared()).toMatchObject({ ok: true });
    expect(await sync(tom.engine)).toBeNull();
    const { answers } = valueOf(await tom.engine.call('firmWho', { words: 'target-acme.com' }));
    expect(answers).toMatchObject([{ colleague: { name: 'Fay Late' } }]);
    // Names are sealed under the newest key too, by each colleague's own computer.
    const names = await db.rows<{ sealed: string }>('SELECT sealed FROM profile ORDER BY member');
    const epochs = names.map(({ sealed }) => z.object({ epoch: z.number() }).parse(JSON.parse(sealed)).epoch);
    expect(epochs.sort((a, b) => a - b)).toEqual([1, 2, 2]);
    await admin.run('Ada', 'members');
    const after = await db.rows<{ sealed: string }>('SELECT sealed FROM profile');
    expect(after.map(({ sealed }) => z.object({ epoch: z.number() }).parse(JSON.parse(sealed)).epoch)).toEqual([
      2, 2, 2,
    ]);
  });
});
