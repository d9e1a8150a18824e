/** Keys that change while people join and share, with nobody at hand to run a command. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { valueOf } from '../../core/contract/errors.ts';
import { sealingOf } from '../../directory/client/keyring.ts';
import { administration } from './administration.ts';
import { onEachDatabase } from './directory.ts';
import { member, sync } from './members.ts';

const acme = ['Jane Roe <jane@target-acme.com>', 'Ben Ott <ben@target-acme.com>', 'Cai Lund <cai@target-acme.com>'];
const proposal = { audience: { kind: 'firm' }, disclosure: 'organisation' } as const;

onEachDatabase('changing keys', ({ open }) => {
  test('get the newest keys from any colleague who has them, and read who everybody is', async () => {
    const { admin, db } = await administration(open, 'late');
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
    // A colleague with an altered client is first, with a key that opens nothing: it is said, and somebody else's is taken.
    await db.rows(
      `INSERT INTO wrap (firm, recipient, audience, epoch, sealed, giver) SELECT f.firm, d.sealing, f.everyone, 2, $1, 'Mallory'
       FROM firm f JOIN device d ON d.firm = f.firm WHERE d.role = 'member' AND d.sealing NOT IN (SELECT recipient FROM wrap WHERE epoch = 2)`,
      [Buffer.alloc(80).toString('base64url')],
    );
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

  test('hand nothing to one who left, whom the exchange shows again with the record of the firm from before', async () => {
    const { admin, db } = await administration(open, 'left');
    await admin.found('Ada');
    await admin.join('Leo');
    await admin.join('Cleo', '--role', 'compliance');
    const [link = ''] = await admin.run('Ada', 'invite');
    const ann = await member('Ann Early', link, acme);
    const tables = ['firm', 'device', 'audience_member'];
    await db.script(tables.map((table) => `CREATE TABLE ${table}_before AS SELECT * FROM ${table};`).join('\n'));
    await admin.run('Ada', 'remove', 'leo@firm.example');

    const wrapped = async (who: string): Promise<number[]> => {
      const recipient = sealingOf(admin.keyringOf(who)).fingerprint;
      const rows = await db.rows<{ epoch: number }>(
        `SELECT w.epoch FROM wrap w JOIN firm f ON w.audience = f.everyone WHERE w.recipient = $1 ORDER BY 1`,
        [recipient],
      );
      return rows.map(({ epoch }) => epoch);
    };
    expect(await wrapped('Cleo')).toContain(2);
    await db.script(`UPDATE firm SET record = b.record, version = b.version FROM firm_before b WHERE b.firm = firm.firm;
      INSERT INTO device SELECT * FROM device_before ON CONFLICT DO NOTHING;
      INSERT INTO audience_member SELECT * FROM audience_member_before ON CONFLICT DO NOTHING;`);
    expect(await sync(ann.engine)).toBeNull();
    await admin.run('Cleo', 'members');
    expect(await wrapped('Leo')).toEqual([]);
  });

  test('are taken from no administrator whom the exchange shows the firm from before somebody left', async () => {
    const { admin, db } = await administration(open, 'unheard');
    await admin.found('Ada');
    await admin.join('Leo');
    await admin.join('Cleo', '--role', 'compliance');
    await admin.join('Bob', '--role', 'administrator');
    await admin.run('Ada', 'root', 'hand', 'bob@firm.example');
    await admin.run('Bob', 'members');
    const [link = ''] = await admin.run('Ada', 'invite');
    const ann = await member('Ann Early', link, acme);
    const { firm } = admin.keyringOf('Ada');
    const keep = (tables: readonly string[], when: string) =>
      db.script(tables.map((table) => `CREATE TABLE ${table}_${when} AS SELECT * FROM ${table};`).join('\n'));
    const show = (when: string) =>
      db.script(`UPDATE firm SET record = b.record, version = b.version FROM firm_${when} b WHERE b.firm = firm.firm;
        DELETE FROM device; INSERT INTO device SELECT * FROM device_${when};
        DELETE FROM audience_member; INSERT INTO audience_member SELECT * FROM audience_member_${when};`);
    const tables = ['firm', 'device', 'audience_member'];
    await keep(tables, 'before');
    await admin.run('Ada', 'remove', 'leo@firm.example');
    await keep(tables, 'after');
    // Ann and Cleo hear who has left; the key that was made then is withheld.
    await db.script('DELETE FROM wrap WHERE epoch = 2; DELETE FROM audience WHERE epoch = 2;');
    expect(await sync(ann.engine)).toBeNull();
    await admin.run('Cleo', 'members');

    await show('before');
    await db.script(`UPDATE audience SET due = true WHERE type = 'everyone'`);
    await admin.run('Bob', 'rotate');
    const recipients = await db.rows<{ recipient: string }>(`SELECT recipient FROM wrap WHERE epoch = 2`);
    expect(recipients).toContainEqual({ recipient: sealingOf(admin.keyringOf('Leo')).fingerprint });

    await show('after');
    const epochs = () => {
      const { keys, heard } = admin.keyringOf('Cleo');
      return [...keys, ...heard.audiences].map(({ epoch }) => epoch);
    };
    // Also of what was heard once and not believed.
    for (const _ of [1, 2]) {
      await sync(ann.engine);
      const { digest } = valueOf(await ann.engine.call('sharePreview', { proposal }));
      expect(await ann.engine.call('publish', { digest, proposal })).toMatchObject({ ok: false });
      await admin.run('Cleo', 'members');
      expect(epochs()).not.toContain(2);
    }
    expect(await db.rows('SELECT 1 FROM entry WHERE firm = $1', [firm])).toEqual([]);
  });

  test('renew what lies under a guard that was replaced apart from everybody’s key', async () => {
    const { admin } = await administration(open, 'guard');
    await admin.found('Ada');
    await admin.join('Cleo', '--role', 'compliance');
    const [link = ''] = await admin.run('Ada', 'invite');
    const { engine } = await member('Maria Ortiz', link, acme);
    const { digest } = valueOf(await engine.call('sharePreview', { proposal }));
    valueOf(await engine.call('publish', { digest, proposal }));
    const counts = async () => valueOf(await engine.call('sharePreview', {})).counts;
    expect(await counts()).toMatchObject({ renewed: 0, same: 1 });
    await admin.run('Cleo', 'rotate');
    expect(await sync(engine)).toBeNull();
    expect(await counts()).toMatchObject({ renewed: 1, same: 0 });
    valueOf(await engine.call('publish', { digest: valueOf(await engine.call('sharePreview', {})).digest }));
    expect(await counts()).toMatchObject({ renewed: 0, same: 1 });
  });
});
