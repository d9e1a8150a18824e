import { expect, test } from 'vitest';
import { changesOf, readClientList } from './client-list.ts';

test('domains and websites, by any of the usual columns and separators', () => {
  const list = [
    '\uFEFFWebsite;Sector;Responsible Partner',
    'https://www.acme.example/about?x=1;Steel;maria@firm.example',
    '',
    ' mail.Globex.example ; ;tom@firm.example',
    'acme.example;Steel;MARIA@firm.example',
  ].join('\r\n');
  expect(readClientList(list)).toEqual({
    lines: [
      { line: 2, domain: 'acme.example', partner: 'maria@firm.example' },
      { line: 4, domain: 'globex.example', partner: 'tom@firm.example' },
    ],
    problems: [],
  });
  expect(readClientList('organisation,partner\n"acme.example","maria@firm.example"\n').lines).toHaveLength(1);
});

test('every line that cannot be used is named, and why', () => {
  const list = [
    'organisation,partner',
    'acme.example,maria@firm.example',
    'Acme Holdings,maria@firm.example',
    'globex.example,',
    'info@initech.example,tom@firm.example',
    'acme.example,tom@firm.example',
  ].join('\n');
  expect(readClientList(list).problems).toEqual([
    'line 3: "Acme Holdings" is neither a domain nor a website',
    'line 4: nobody answers for globex.example',
    'line 5: "info@initech.example" is neither a domain nor a website',
    'line 6: acme.example has another partner on line 2',
  ]);
  expect(readClientList('acme.example,maria@firm.example').problems).toEqual([
    expect.stringMatching(/^line 1: it has to name two columns/),
  ]);
  expect(readClientList('').problems).toHaveLength(1);
  expect(readClientList('organisation,partner\n"acme.example,maria\n').problems).toEqual([
    expect.stringMatching(/^line \d: a quotation mark/),
  ]);
});

test('what changes from one list to the next', () => {
  const before = [
    { domain: 'acme.example', partner: 'maria' },
    { domain: 'globex.example', partner: 'tom' },
    { domain: 'old.example', partner: 'tom' },
  ];
  const after = [
    { domain: 'new.example', partner: 'tom' },
    { domain: 'globex.example', partner: 'maria' },
    { domain: 'acme.example', partner: 'maria' },
  ];
  expect(changesOf(before, after)).toEqual([
    { kind: 'moved', domain: 'globex.example', partner: 'maria', before: 'tom' },
    { kind: 'added', domain: 'new.example', partner: 'tom' },
    { kind: 'removed', domain: 'old.example', partner: 'tom' },
  ]);
});
