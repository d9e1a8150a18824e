/** The firm's client list, loaded by a command and seen by members on engines of their own. */
import { expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import { administration } from './administration.ts';
import { onEachDatabase } from './directory.ts';
import { member, sync } from './members.ts';
import type { Member } from './members.ts';

const acme = ['Jane Roe <jane@target-acme.com>', 'Ben Ott <ben@target-acme.com>', 'Cai Lund <cai@target-acme.com>'];
const proposal = { audience: { kind: 'firm' }, disclosure: 'organisation' } as const;

onEachDatabase('the client list', ({ open, dump }) => {
  test('names the responsible partner first, who closes their client to all others, whoever loads it and whatever keys change', async () => {
    const { admin, db } = await administration(open, 'clients');
    await admin.found('Ada');
    await admin.join('Cleo', '--role', 'compliance');
    const joined = async (name: string, people: readonly string[]): Promise<Member> => {
      const [link = ''] = await admin.run('Ada', 'invite');
      return member(name, link, people);
    };
    const tom = await joined('Tom Baker', acme);
    const maria = await joined('Maria Ortiz', acme);
    const zoe = await joined('Zoe Third', ['Lee Moss <lee@else.com>']);
    const everybody = [tom, maria, zoe];
    const hear = async (): Promise<void> => {
      for (const { engine } of everybody) expect(await sync(engine)).toBeNull();
    };
    await hear();
    for (const { engine } of [maria, tom]) {
      const { digest } = valueOf(await engine.call('sharePreview', { proposal }));
      valueOf(await engine.call('publish', { digest, proposal }));
    }
    const told = async ({ engine }: Member): Promise<unknown[]> =>
      valueOf(await engine.call('firmWho', { words: 'target-acme.com' })).answers.map(({ colleague, partner }) =>
        partner ? `${colleague?.name}, responsible` : colleague?.name,
      );
    const close = async ({ engine }: Member, closed: boolean) => {
      const found = valueOf(await engine.call('find', { words: 'Target Acme', limit: 5 }));
      const organisation = found.find(({ kind }) => kind === 'organisation')?.id ?? 0;
      return engine.call('closeClient', { organisation, closed });
    };

    const list = admin.write(
      'list.csv',
      'website,partner\nhttps://www.target-acme.com/de,tom@firm.example\nglobex.com,maria@firm.example\n',
    );
    expect(await admin.run('Ada', 'clients', list)).toEqual([
      '+ globex.com\tmaria@firm.example',
      '+ target-acme.com\ttom@firm.example',
      expect.stringMatching(/^2 clients, 2 changed\. They are answered until \d{4}-\d\d-\d\d\.$/),
    ]);
    expect(await dump(db)).not.toMatch(/target.?acme|globex|tom@/i);
    await hear();
    expect(await told(zoe)).toEqual(['Tom Baker, responsible', 'Maria Ortiz', 'Tom Baker']);
    // Also where the user's own ways there are shown, and not to the partner.
    const first = async ({ engine }: Member) => valueOf(await engine.call('who', { words: 'Target Acme' })).partner;
    for (const one of [maria, tom]) await told(one);
    expect([await first(maria), await first(tom)]).toEqual([{ name: 'Tom Baker', practice: null }, null]);

    expect(await close(maria, true)).toMatchObject({ error: { code: 'not_allowed' } });
    valueOf(await close(tom, true));
    expect(await told(zoe)).toEqual(['Tom Baker, responsible']);
    // Whoever keeps the list loads what the other loaded; what is closed stays closed, also when another partner answers for it.
    const printed = await admin.run('Cleo', 'clients');
    expect(printed).toEqual([
      'organisation,partner',
      'globex.com,maria@firm.example',
      'target-acme.com,tom@firm.example',
    ]);
    expect((await admin.run('Cleo', 'clients', admin.write('same.csv', printed.join('\n')))).at(-1)).toMatch(
      /^2 clients, 0 changed/,
    );
    expect(await told(zoe)).toEqual(['Tom Baker, responsible']);
    const moved = admin.write('moved.csv', 'client;partner\ntarget-acme.com;maria@firm.example\n');
    expect((await admin.run('Cleo', 'clients', moved)).slice(0, 2)).toEqual([
      '- globex.com\tmaria@firm.example',
      '~ target-acme.com\ttom@firm.example to maria@firm.example',
    ]);
    await hear();
    expect(await told(zoe)).toEqual(['Maria Ortiz, responsible']);
    // Who answered for it is in the record, and until when they were inside.
    const [barrier = ''] = (await admin.run('Cleo', 'barriers', 'list')).map((line) => line.split('\t')[0]);
    const evidence: unknown = JSON.parse((await admin.run('Cleo', 'barriers', 'evidence', barrier)).join('\n'));
    const until: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
    expect(evidence).toMatchObject({
      inside: [
        { member: 'Tom Baker', until },
        { member: 'Maria Ortiz', until: null },
      ],
      acts: [
        { act: 'closed', by: 'Tom Baker', member: null },
        { act: 'answered', by: 'Cleo', member: 'Maria Ortiz' },
      ],
      now: { entries: 2, entriesOutside: 0 },
    });
    expect(await close(tom, false)).toMatchObject({ error: { code: 'not_allowed' } });
    valueOf(await close(maria, false));
    expect(await told(zoe)).toEqual(['Maria Ortiz, responsible', 'Maria Ortiz', 'Tom Baker']);

    // A new guard key, and new keys for everybody when somebody leaves: the list is sealed under them by the same command.
    admin.warned.length = 0;
    await admin.run('Cleo', 'rotate');
    await admin.run('Ada', 'remove', 'tom@firm.example');
    expect(admin.warned.filter((line) => line.startsWith('The client list (1) is sealed'))).toHaveLength(2);
    admin.warned.length = 0;
    await admin.run('Ada', 'clients');
    expect(admin.warned.join()).not.toContain('Keys have changed');
    everybody.shift();
    await hear();
    valueOf(await close(maria, true));
    expect(await told(zoe)).toEqual(['Maria Ortiz, responsible']);
    // A partner who leaves takes their clients off the list, and it is said which.
    admin.warned.length = 0;
    await admin.run('Ada', 'remove', 'maria@firm.example');
    expect(admin.warned).toContain('Nobody answers any more for target-acme.com. Load the client list again.');
    expect(await admin.run('Ada', 'clients')).toEqual(['organisation,partner']);
  });

  test('says of every line why it cannot be used, and loads nothing or all of it', async () => {
    const { admin, db } = await administration(open, 'lists');
    await admin.found('Ada');
    const list = admin.write(
      'list.csv',
      'client,partner\nacme.example,ada@firm.example\nglobex.example,nobody@firm.example\n',
    );
    await expect(admin.run('Ada', 'clients', list)).rejects.toMatchObject({
      code: 'list_wrong',
      message: `Nothing was loaded from ${list}.\nline 3: nobody@firm.example is no member of the firm`,
    });
    expect(await admin.run('Ada', 'clients')).toEqual(['organisation,partner']);
    await admin.run('Ada', 'clients', '--only-members', list);
    expect(admin.warned).toContain('Left out: line 3: nobody@firm.example is no member of the firm');
    expect(await admin.run('Ada', 'clients')).toEqual(['organisation,partner', 'acme.example,ada@firm.example']);
    await expect(admin.run('Ada', 'clients', 'no such file')).rejects.toMatchObject({ code: 'usage' });
    // One that cannot be read where keys are changed, as of a version before: it is said, not passed over.
    await admin.join('Cleo', '--role', 'compliance');
    await db.rows(`UPDATE client SET note = ''`);
    admin.warned.length = 0;
    await admin.run('Cleo', 'rotate');
    expect(admin.warned.join()).toContain('Load it again: clients FILE.');
    admin.warned.length = 0;
    await admin.run('Ada', 'clients');
    expect(admin.warned).toEqual(
      expect.arrayContaining([
        '1 clients of the list there is cannot be read here.',
        'Keys have changed since: load the list again.',
      ]),
    );
  });
});
