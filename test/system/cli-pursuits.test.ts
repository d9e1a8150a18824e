/** Pursuits in the terminal, tried from outside (docs/cli.md). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { letter, runCli, temporaryFolder } from './cli-runner.ts';

const folder = temporaryFolder();
const data = join(folder, 'data');
const me = 'me@firm.example';
const day = 86_400_000;

beforeAll(() => {
  const mail = (daysAgo: number, fields: Record<string, string>): string =>
    letter({
      Date: new Date(Date.now() - daysAgo * day).toUTCString(),
      'Message-ID': `<${String(daysAgo)}@x.example>`,
      ...fields,
    });
  const anna = 'Anna Weber <anna@acme.example>';
  const exchange = [2, 9, 16, 30, 45, 60].flatMap((days) => [
    mail(days + 1, { From: `Me <${me}>`, To: anna, 'Message-ID': `<ask${String(days)}@firm.example>` }),
    mail(days, { From: anna, To: me, 'In-Reply-To': `<ask${String(days)}@firm.example>` }),
  ]);
  const introductions = [5, 25, 50].map((days) =>
    mail(days, { From: anna, To: me, Cc: 'Jane Roe <jane@target.example>' }),
  );
  const seenTogether = [6, 12, 24, 34, 44, 64].map((days) =>
    mail(days, { From: anna, To: me, Cc: 'Carl Hale <carl@north.example>' }),
  );
  const cold = mail(2.5, { From: `Me <${me}>`, To: 'Cleo Vance <cleo@north.example>' });
  const mbox = join(folder, 'mail.mbox');
  writeFileSync(mbox, [...exchange, ...introductions, ...seenTogether, cold].join(''));
  expect(runCli(['import', mbox, '--me', me, '--data', data, '--json']).status).toBe(0);
});

describe('pursuits', () => {
  const list = join(folder, 'deals.csv');
  const run = (...words: string[]) => runCli([...words, '--data', data, '--json']);

  test('a list comes in, again without doubles, broken rows by line', () => {
    writeFileSync(
      list,
      '\uFEFFDeal;Firma;Kontakt;Stage;Schluss\nRefinancing;Acme;anna@acme.example;Negotiation;\n;Beta;;;\nLost one;Acme;;Closed Lost;31.12.2025\n',
    );
    const said = ['--column', 'Kontakt=email', '--column', 'Schluss=decided'];
    expect(run('pursuit', 'import', list, ...said).json()).toMatchObject({
      added: 2,
      broken: [{ line: 3, reason: 'no name' }],
    });
    expect(run('pursuit', 'import', list).json()).toMatchObject({ added: 0, updated: 0, unchanged: 2 });
    expect(run('pursuit', 'import', list, '--column', 'Nothing=name').status).toBe(2);
    expect(run('pursuit', 'import', join(folder, 'gone.csv')).json()).toMatchObject({
      error: { code: 'file_not_found' },
    });
  });

  test('they stand as the mailbox shows, whatever the stage says', () => {
    expect(run('pursuit', 'add', 'Target', 'deal,', 'jane@target.example,', 'CFO').json()).toEqual({
      id: 3,
      added: true,
    });
    const [first, , third] = run('pursuit', 'list').json<
      { state: string; wayIn: { direct: boolean } | null; warm: number }[]
    >();
    expect(first).toMatchObject({ state: 'engaged', warm: 1, singleThreaded: true, wayIn: { direct: true } });
    expect(third).toMatchObject({ state: 'untouched', wayIn: { first: { name: 'Anna Weber' }, direct: false } });
    const shown = run('pursuit', 'show', '1').json<{ facts: { kind: string; interactions: unknown[] }[] }>();
    expect(shown.facts.map(({ kind }) => kind)).toContain('decision-maker reached');
    for (const { interactions } of shown.facts) expect(interactions.length).toBeGreaterThan(0);
    expect(run('monday').json()).toMatchObject({ rows: [{ pursuit: { id: 3 } }, { pursuit: { id: 1 } }] });
    expect(run('pursuit', 'list', '--csv').json<{ csv: string }>().csv).toMatch(
      /^id,pursuit,.*\r\n,Refinancing,Acme,open,/,
    );
  });

  test('a way in that has opened is said once: a cold letter where somebody warm knows somebody', () => {
    const [line, ...others] = run('pursuit', 'ways').json<{ words: string; path: { reason: string } }[]>();
    expect(others).toEqual([]);
    expect(line?.words).toBe('You wrote to North cold 2 days ago.');
    expect(line?.path.reason).toMatch(/^Ask Anna Weber, at Acme, seen with Carl Hale in 6 small threads/);
    expect(runCli(['pursuit', 'ways', '--data', data]).stdout).toMatch(
      /^You wrote to North cold 2 days ago\. Ask Anna/,
    );
  });

  test('where one is warm and what has not been tried there', () => {
    writeFileSync(list, 'Deal,Client,Practice\nRefinancing,Acme,Debt\nMerger,Beta,M&A\n');
    expect(run('pursuit', 'import', list).json()).toMatchObject({ added: 1, updated: 1 });
    expect(run('cross-sell').json()).toMatchObject({
      practice: null,
      practices: ['Debt', 'M&A'],
      rows: [
        {
          organisation: 'Acme',
          warm: 1,
          cells: [
            { outcome: 'open', band: null },
            { outcome: 'none', band: null },
          ],
        },
        { organisation: 'Beta', warm: 0, partner: null, wayIn: null },
      ],
    });
    expect(run('cross-sell', '--my-practice', 'Tax').json()).toMatchObject({
      practice: 'Tax',
      practices: ['Debt', 'M&A', 'Tax'],
      rows: [{ organisation: 'Acme', cells: [{}, {}, { outcome: 'none', band: expect.any(String) as string }] }, {}],
    });
    expect(runCli(['cross-sell', '--data', data]).stdout).toMatch(
      /^Acme: .*Tax not tried \(\w+\) \(1 warm, ask Anna Weber\)$/m,
    );
    expect(run('cross-sell', '--my-practice', '').json()).toMatchObject({ practice: null });
  });

  test('the audit says what was possible, and without names says no name', () => {
    const today = new Date().toISOString().slice(0, 10);
    expect(run('pursuit', 'decide', '2', 'lost', '--on', today).json()).toEqual({});
    expect(run('audit').json()).toMatchObject({
      summary: 'The one lost deal had no good path that was not used. In 1 it was used.',
      deals: [{ name: 'Lost one', verdict: 'good path used' }],
    });
    const bare = run('audit', '--no-names').stdout;
    for (const name of ['Lost one', 'Acme', 'Anna', 'Weber']) expect(bare).not.toContain(name);
    expect(run('audit', '--csv').json<{ csv: string }>().csv).toContain(',Lost one,Acme,');
  });

  test('beside the CRM: by its own ids, nothing to be run, and read again without a change', () => {
    writeFileSync(
      list,
      'Opportunity ID,Opportunity Name,Account Name,Stage\n0065g00000AbCdEQAZ,=Loan,Acme,Prospecting\n',
    );
    expect(run('pursuit', 'import', list).json()).toMatchObject({ added: 1 });
    const { csv } = run('pursuit', 'list', '--csv').json<{ csv: string }>();
    expect(csv).toContain("\r\n0065g00000AbCdEQAZ,'=Loan,Acme,open,Prospecting,");
    writeFileSync(list, csv);
    expect(run('pursuit', 'import', list).json()).toMatchObject({ added: 0, updated: 0, unchanged: 5, broken: [] });
  });
});
