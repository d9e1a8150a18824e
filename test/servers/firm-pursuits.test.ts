/** The way in of pursuits through the firm: found by the rounds alone, routed through who answers for the client, gone where a barrier falls. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import type { PursuitRow } from '../../core/contract/opportunities.ts';
import { onEachDatabase } from './directory.ts';
import { startExchange } from './exchange.ts';
import { member, sync } from './members.ts';
import type { Member } from './members.ts';

const acme = ['Jane Roe <jane@target-acme.com>', 'Ben Ott <ben@target-acme.com>', 'Cai Lund <cai@target-acme.com>'];

async function share({ engine }: Member, text: string): Promise<void> {
  // Whoever joined since is among whom it is shared with.
  expect(await sync(engine)).toBeNull();
  const { id: person } = valueOf(await engine.call('findPerson', { text }));
  const what = { kind: 'person', person } as const;
  valueOf(await engine.call('grantSharing', { what, audience: { kind: 'firm' }, disclosure: 'person' }));
  const { digest } = valueOf(await engine.call('sharePreview', {}));
  valueOf(await engine.call('publish', { digest }));
}

/** After a round. */
async function listOf({ engine }: Member): Promise<PursuitRow[]> {
  expect(await sync(engine)).toBeNull();
  return valueOf(await engine.call('pursuits', {}));
}

onEachDatabase('pursuits in a firm', ({ open }) => {
  test('a colleague’s tie is a way in without a press, everywhere; it goes with what they share', async () => {
    const exchange = await startExchange(await open());
    let ahead = 0;
    const tom = await member(
      'Tom Baker',
      await exchange.invite(),
      ['Kim Vale <kim@other.com>'],
      null,
      () => Date.now() + ahead,
    );
    const maria = await member('Maria Ortiz', await exchange.invite({ tax: true }), acme, 'Tax');
    await share(maria, 'jane@target-acme.com');
    for (const line of ['Acme refinancing, jane@target-acme.com, CFO', 'Unheard of, nowhere.example'])
      valueOf(await tom.engine.call('addPursuit', { line }));
    const before = valueOf(await tom.engine.call('pursuits', {}));
    expect(before.map(({ wayIn }) => wayIn)).toEqual([null, null]);
    const lookups = (): number => [...exchange.calls.values()].flat().filter((path) => path === '/v1/lookup').length;
    const asked = lookups();

    const [found, other] = await listOf(tom);
    // Five keys in one audience, eight a call.
    expect(lookups() - asked).toBe(1);
    expect(found).toMatchObject({
      wayIn: {
        first: { id: null, name: 'Maria Ortiz (Tax)' },
        target: { id: null, name: 'Jane Roe at Target Acme' },
        direct: false,
        colleague: true,
      },
      partner: null,
      warm: 0,
      decision: { what: 'ask', words: 'Ask Maria Ortiz (Tax) about Jane Roe at Target Acme' },
    });
    expect(other).toMatchObject({ wayIn: null, partner: null });
    // A round in which nothing new is heard changes nothing that is shown, but for when it was.
    const heard: string[] = [];
    const stop = tom.engine.onEvent(({ kind }) => heard.push(kind));
    ahead = 300_000;
    expect(await sync(tom.engine)).toBeNull();
    expect(heard).toEqual(['firmStatus']);
    stop();
    ahead = 0;
    const shown = valueOf(await tom.engine.call('pursuit', { id: found!.id }));
    expect(shown.paths.map(({ reason }) => reason)).toEqual([
      'Ask your colleague Maria Ortiz (Tax), who knows Jane Roe at Target Acme',
    ]);
    const sheet = valueOf(await tom.engine.call('monday', {}));
    expect(sheet.rows[0]?.step).toBe('Ask Maria Ortiz (Tax) about Jane Roe at Target Acme');
    expect(valueOf(await tom.engine.call('pursuitsCsv', {})).csv).toContain(
      ',Maria Ortiz (Tax),Jane Roe at Target Acme,',
    );

    valueOf(await maria.engine.call('stopSharing', { kind: 'all' }));
    tom.engine.onEvent(({ kind }) => heard.push(kind));
    expect((await listOf(tom)).map(({ wayIn }) => wayIn)).toEqual([null, null]);
    expect(heard).toEqual(['firmStatus', 'firmStatus', 'changed']);
    expect(valueOf(await tom.engine.call('pursuitsCsv', {})).csv).not.toContain('Maria');
  }, 60_000);

  test('who answers for the client is asked first; behind a barrier nothing of colleagues is left, on screen or in the export', async () => {
    const exchange = await startExchange(await open());
    const zoe = randomBytes(16).toString('base64url');
    const tom = await member('Tom Baker', await exchange.invite(), ['Una Berg <una@else.com>'], 'Audit');
    const maria = await member('Maria Ortiz', await exchange.invite({ tax: true }), acme, 'Tax');
    const partner = await member('Zoe Third', await exchange.invite({ member: zoe }), [...acme]);
    await share(maria, 'jane@target-acme.com');
    valueOf(await tom.engine.call('addPursuit', { line: 'Acme refinancing, jane@target-acme.com, CFO' }));
    const [first] = await listOf(tom);
    expect(first).toMatchObject({ wayIn: { first: { name: 'Maria Ortiz (Tax)' } }, partner: null });

    await exchange.loadClient('target-acme.com', zoe);
    const routed = await listOf(tom);
    expect(routed).toMatchObject([
      {
        partner: { name: 'The Partner', practice: null },
        decision: {
          what: 'ask',
          words: 'Ask The Partner, who answers for this client, then Maria Ortiz (Tax) about Jane Roe at Target Acme',
        },
      },
    ]);
    const matrix = valueOf(await tom.engine.call('crossSell', {}));
    expect(matrix).toMatchObject({
      practice: 'Audit',
      practices: ['Audit', 'Tax'],
      rows: [
        {
          organisation: 'Target Acme',
          warm: 0,
          partner: { name: 'The Partner' },
          wayIn: { first: { name: 'Maria Ortiz (Tax)' } },
          cells: [
            { outcome: 'none', band: null, month: null },
            { outcome: 'none', band: 'strong', month: expect.any(String) as string },
          ],
        },
      ],
    });

    expect(await sync(partner.engine)).toBeNull();
    const found = valueOf(await partner.engine.call('find', { words: 'Target Acme', limit: 5 }));
    const { id: organisation } = found.find(({ kind }) => kind === 'organisation')!;
    valueOf(await partner.engine.call('closeClient', { organisation, closed: true }));
    const walled = await listOf(tom);
    expect(walled[0]).toMatchObject({ partner: { name: 'The Partner' }, decision: { what: 'ask' } });
    const everything = JSON.stringify([
      walled,
      await tom.engine.call('pursuit', { id: walled[0]!.id }),
      await tom.engine.call('monday', {}),
      await tom.engine.call('crossSell', {}),
      await tom.engine.call('pursuitsCsv', {}),
    ]);
    expect(everything).toContain('The Partner');
    expect(everything).not.toMatch(/Maria|Ortiz|Tax/);
  }, 60_000);
});
