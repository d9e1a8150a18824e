import { expect, test } from 'vitest';
import { readLine } from './one-line.ts';

test('a name, an address and a title', () => {
  expect(readLine('Acme refinancing, jane@acme.com, CFO')).toMatchObject({
    ok: true,
    value: {
      name: 'Acme refinancing',
      organisation: 'Acme',
      domain: 'acme.com',
      people: [{ name: null, email: 'jane@acme.com', title: 'CFO', decides: true }],
    },
  });
});

test('names, several people, a domain or an organisation in words', () => {
  const read = readLine('Big one; Jane Doe <jane@gmail.com>; Chair; Ben Ober; at Acme Holding');
  expect(read).toMatchObject({ ok: true, value: { organisation: 'Acme Holding', domain: null } });
  expect(read.ok && read.value.people).toEqual([
    { name: 'Jane Doe', email: 'jane@gmail.com', title: 'Chair', decides: true },
    { name: 'Ben Ober', email: null, title: null, decides: false },
  ]);
  expect(readLine('Big one, weber-capital.co.uk')).toMatchObject({
    value: { organisation: 'Weber Capital', people: [] },
  });
  expect(readLine('Only a name')).toMatchObject({ ok: true, value: { name: 'Only a name', organisation: null } });
});

test.each(['jane@acme.com', ' , ', 'Deal, jane@', 'Deal, Acme'])('"%s" is asked about', (line) => {
  expect(readLine(line)).toMatchObject({ ok: false, error: { code: 'usage' } });
});
